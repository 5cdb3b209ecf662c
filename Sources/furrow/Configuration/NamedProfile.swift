import Foundation
import Sentences

/// A profile that is named beside others: each is itself, whatever the environment says of the one that
/// a command has usually.
enum NamedProfile {
  private static let tokens = ["FURROW_TOKEN", "FURROW_TOKEN_FILE"]

  /// Without a token, which would make all of them one person, and without the server, where the
  /// profile has one of its own.
  ///
  /// - Parameter profile: nil leaves the server as it is.
  static func environment(
    of profile: String?, _ options: GlobalOptions
  ) throws(Failure) -> [String: String] {
    var environment = ProcessInfo.processInfo.environment
    for variable in tokens { environment[variable] = nil }
    guard let profile else { return environment }
    let paths = Paths(environment: environment, dataDirectory: options.dataDir)
    if try ConfigFile(contentsOf: paths.configFile).profiles[profile]?["url"] != nil {
      environment["FURROW_URL"] = nil
    }
    return environment
  }

  /// The options with this profile and no other.
  ///
  /// - Throws: a usage failure where a token is given, which is one person's.
  static func options(
    _ profile: String, _ global: GlobalOptions
  ) throws(Failure) -> GlobalOptions {
    for (flag, value) in [("--token", global.token), ("--token-file", global.tokenFile)]
    where value != nil {
      throw Failure(
        .usage,
        said(
          """
          \(flag) is the token of one person, and this names several: each profile signs in with a \
          token of its own.
          """))
    }
    var options = global
    options.profile = [profile]
    return options
  }
}
