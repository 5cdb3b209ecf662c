import ChatModel
import Foundation
import Recordings

/// What the configuration and the one who is signed in tell that nobody else is to read.
struct PrivateSettings {
  private let settings: Settings?
  private let file: ConfigFile?
  private let named: [String]

  init(_ global: GlobalOptions) {
    settings = try? Settings(options: global, keepsFaults: true)
    let environment = ProcessInfo.processInfo.environment
    let paths = Paths(environment: environment, dataDirectory: global.dataDir)
    file = try? ConfigFile(contentsOf: paths.configFile)
    named = global.profile + [environment["FURROW_PROFILE"]].compactMap { $0 }
  }

  func hide(in bundle: inout BugBundle) {
    bundle.keep(ConfigFile.knownSettings.map(\.name))
    bundle.hide(profiles, as: .name)
    for (name, value) in values { hide(value, of: name, in: &bundle) }
    if let claims {
      bundle.hide([claims.name].compactMap { $0 }, as: .name)
      bundle.hide([claims.email].compactMap { $0 }, as: .mail)
      bundle.hide([claims.phone].compactMap { $0 }, as: .phone)
    }
  }

  private var profiles: [String] {
    (Array((file?.profiles ?? [:]).keys) + named).filter { $0 != "default" }.sorted()
  }

  /// Of every profile, and what takes their place from the outside.
  private var values: [(name: String, value: String)] {
    var values: [(String, String)] = []
    for entries in [file?.settings ?? [:]] + (file.map { Array($0.profiles.values) } ?? []) {
      values += entries.map { ($0.key, $0.value.text) }
    }
    values +=
      settings?.sources.compactMap { source in source.value.map { (source.name, $0) } } ?? []
    switch settings?.tokenSource {
    case .file(let path): values.append(("token_file", path))
    case .command(let command): values.append(("token_command", command))
    case .flag, .environment, .storedSignIn, nil: break
    }
    return values.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
  }

  private func hide(_ value: String, of name: String, in bundle: inout BugBundle) {
    switch name {
    case "url", "proxy":
      let address = URLComponents(string: value)
      bundle.hide([address?.user, address?.password].compactMap { $0 }, as: .token)
      if let host = address?.host, host != "localhost" { bundle.hide([host], as: .place) }
    case "token_command": bundle.hide([value], as: .text)
    case "token_file": bundle.hide([value, Paths.expandingTilde(value)], as: .place)
    case "notify", "player", "ca_file", "team_dir":
      let path = value.hasPrefix("command ") ? String(value.dropFirst(8)) : value
      if path.contains("/") { bundle.hide([path, Paths.expandingTilde(path)], as: .place) }
    default: break
    }
  }

  private var claims: Claims? {
    guard let settings, let address = try? settings.address() else { return nil }
    let token = try? settings.tokenSource.token(
      for: settings.profile, at: address, in: settings.paths, limit: Self.patience)
    return token.flatMap { try? Claims(token: $0) }
  }

  /// Of a token command, in seconds.
  private static let patience = 12.0
}
