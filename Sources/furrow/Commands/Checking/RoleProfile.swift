import ChatConnection
import ChatModel
import ContractCheck
import Foundation
import Sentences

/// A person that a command acts as beside its own: a profile of config.toml, or a file with a token.
struct RoleProfile {
  let settings: Settings
  let account: Account
  /// As it was named.
  let name: String

  /// - Parameters:
  ///   - name: a profile, or a path with a slash in it.
  ///   - wire: of the command.
  init(_ name: String, _ global: GlobalOptions, _ wire: WireBook) throws(Failure) {
    let isFile = name.contains("/")
    var options = isFile ? global : try NamedProfile.options(name, global)
    if isFile { (options.token, options.tokenFile) = (nil, name) }
    let environment = try NamedProfile.environment(of: isFile ? nil : name, global)
    settings = try Settings(options: options, environment: environment, wire: wire)
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
