import ArgumentParser
import ChatModel
import Foundation
import JSON

@testable import furrow

extension GlobalOptions {
  /// The options as the command line would give them.
  static func words(_ words: String...) throws -> GlobalOptions { try GlobalOptions.parse(words) }
}

extension Settings {
  /// With a configuration directory of its own and nothing from outside.
  static func made(
    in folder: TemporaryFolder, config: String? = nil, _ words: [String] = [],
    environment: [String: String] = [:]
  ) throws -> Settings {
    if let config { try folder.write(config, to: "config/config.toml") }
    let own = [
      "HOME": folder.url.path, "FURROW_CONFIG_HOME": folder.file("config").path,
      "FURROW_DATA_HOME": folder.file("data").path, "XDG_STATE_HOME": folder.file("state").path,
    ]
    return try Settings(
      options: GlobalOptions.parse(words), environment: own.merging(environment) { _, new in new })
  }
}

enum Tokens {
  /// A token with these claims, which nobody signed.
  static func make(_ claims: JSONValue) -> String {
    let middle = Data(claims.encoded.utf8).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    return "eyJhbGciOiJIUzI1NiJ9.\(middle).c2lnbmF0dXJl"
  }

  static let good = make(["id": "meera", "role": "Support", "exp": 4_102_444_800])
}

/// The failure that `work` ends with; nil when it ends well.
func failure(of work: () throws -> Void) -> Failure? {
  do {
    try work()
    return nil
  } catch {
    return Failure(error)
  }
}
