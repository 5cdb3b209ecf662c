import ChatModel
import ContractCheck
import Foundation

/// A person that a command acts as beside its own: a profile of config.toml, or a file with a token.
///
/// The token is the profile's own: one in the environment would be the same person three times.
struct RoleProfile {
  let settings: Settings
  let account: Account
  /// As it was named.
  let name: String

  /// - Parameter name: a profile, or a path with a slash in it.
  init(_ name: String, _ global: GlobalOptions) throws(Failure) {
    var options = global
    options.token = nil
    options.tokenFile = nil
    var environment = ProcessInfo.processInfo.environment
    for variable in ["FURROW_TOKEN", "FURROW_TOKEN_FILE"] { environment[variable] = nil }
    if name.contains("/") {
      options.tokenFile = name
    } else {
      options.profile = [name]
    }
    settings = try Settings(options: options, environment: environment)
    let address = try settings.address()
    do {
      let token = try settings.tokenSource.token(
        for: settings.profile, at: address, in: settings.paths)
      account = try Account(address: address, token: token, settings: settings)
    } catch {
      throw Failure(error.status, "\(name): \(error.message)")
    }
    self.name = name
  }
}

/// Servers on which farmers and agents are at work are left alone.
enum Production {
  /// - Throws: a usage failure that names the profile, when it is marked `production`, or another one
  ///   of the configuration is for the same server.
  static func refuse(_ command: String, _ settings: Settings) throws(Failure) {
    try settings.refuseProduction(command)
    guard let address = try? settings.address() else { return }
    let file = try ConfigFile(contentsOf: settings.paths.configFile)
    for profile in file.profiles.keys.sorted() {
      let entries = file.entries(of: profile)
      guard entries["production"]?.text == "true", let url = entries["url"]?.text,
        (try? ServerAddress(url))?.origin == address.origin
      else { continue }
      throw Failure(
        .usage,
        "\(address.name) is the server of the profile \(profile), which is marked production: "
          + "`\(command)` is not for it.")
    }
  }
}
