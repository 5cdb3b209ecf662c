import Foundation

/// The environment of programs that furrow starts: editors, viewers and scripts live on, and whoever runs as
/// the same user may read what they were given.
enum OthersEnvironment {
  /// What holds a secret itself, and not the name of a file with one.
  private static let secrets = ["FURROW_TOKEN", "FURROW_SERVE_SECRET"]

  static func variables(
    of environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> [String: String] {
    environment.filter { !secrets.contains($0.key) }
  }
}
