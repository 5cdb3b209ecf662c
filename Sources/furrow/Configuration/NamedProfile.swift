import Foundation

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

  /// The options with this profile and no other, and no token.
  static func options(_ profile: String, _ global: GlobalOptions) -> GlobalOptions {
    var options = global
    (options.token, options.tokenFile) = (nil, nil)
    options.profile = [profile]
    return options
  }
}
