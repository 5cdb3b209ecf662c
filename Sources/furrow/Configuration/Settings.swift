import ChatModel
import Foundation

/// What is in force for one profile: a flag beats the environment, the environment beats the
/// profile, the profile beats the defaults.
struct Settings: Sendable {
  var profile: String
  var paths: Paths
  var url: String?
  var tokenSource: TokenSource
  var loginPath: String
  var transport: TransportChoice
  var proxy: String?
  var caFile: String?
  var theme: String?
  var mouse: Bool
  /// In minutes.
  var waitWarn: Int
  var waitLate: Int
  /// In seconds; nil leaves it to the refresh policy.
  var refresh: Int?
  var logFile: URL
  var logLevel: String
  var isProduction: Bool
  var keepsCache: Bool
  var warnings: [String]

  init(
    options: GlobalOptions, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(Failure) {
    guard options.profile.count <= 1 else {
      throw Failure(.usage, "Only `furrow chat` takes more than one --profile.")
    }
    let paths = Paths(environment: environment, dataDirectory: options.dataDir)
    let file = try ConfigFile(contentsOf: paths.configFile)
    let name = options.profile.first ?? environment["FURROW_PROFILE"].nonEmpty ?? "default"
    if name != "default", file.profiles[name] == nil {
      let known = file.profiles.keys.sorted().joined(separator: ", ")
      throw Failure(
        .badConfiguration,
        "There is no profile \"\(name)\" in \(paths.configFile.path)"
          + (known.isEmpty ? "." : "; it has \(known)."))
    }
    let settings = file.settings.merging(file.profiles[name] ?? [:]) { _, own in own }

    profile = name
    self.paths = paths
    warnings = file.warnings
    url = options.url ?? environment["FURROW_URL"].nonEmpty ?? settings["url"]
    tokenSource = TokenSource(options: options, environment: environment, settings: settings)
    loginPath = settings["login_path"] ?? "users/login"
    transport =
      if let choice = options.transport { choice } else {
        try Self.choice(settings["transport"], of: "transport", in: paths) ?? .auto
      }
    proxy = options.proxy ?? settings["proxy"]
    caFile = options.caFile ?? settings["ca_file"]
    theme = settings["theme"]
    mouse = try Self.bool(settings["mouse"], of: "mouse", in: paths) ?? true
    waitWarn = try Self.count(settings["wait_warn"], of: "wait_warn", in: paths) ?? 10
    waitLate = try Self.count(settings["wait_late"], of: "wait_late", in: paths) ?? 30
    refresh = try Self.count(settings["refresh"], of: "refresh", in: paths)
    logFile =
      options.logFile.map { URL(filePath: $0) }
      ?? paths.state.appending(path: "\(ServerAddress.fileName(name)).log")
    logLevel = options.logLevel ?? settings["log_level"] ?? "notice"
    isProduction = try Self.bool(settings["production"], of: "production", in: paths) ?? false
    keepsCache = !options.noCache
  }

  /// The server to talk to.
  func address() throws(Failure) -> ServerAddress {
    guard let url else {
      throw Failure(
        .badConfiguration,
        "No server is known. Name one with --url URL, FURROW_URL or url in "
          + "\(paths.configFile.path), or try one out with `furrow demo`.")
    }
    return try ServerAddress(url)
  }

  private static func bool(_ text: String?, of key: String, in paths: Paths) throws(Failure)
    -> Bool?
  {
    guard let text else { return nil }
    guard let value = Bool(text) else { throw wrong(key, text, "true or false", paths) }
    return value
  }

  private static func count(_ text: String?, of key: String, in paths: Paths) throws(Failure)
    -> Int?
  {
    guard let text else { return nil }
    guard let value = Int(text), (1...1_000_000).contains(value) else {
      throw wrong(key, text, "a whole number from 1", paths)
    }
    return value
  }

  private static func choice(_ text: String?, of key: String, in paths: Paths) throws(Failure)
    -> TransportChoice?
  {
    guard let text else { return nil }
    guard let value = TransportChoice(rawValue: text) else {
      throw wrong(key, text, "auto, websocket or polling", paths)
    }
    return value
  }

  private static func wrong(_ key: String, _ text: String, _ wanted: String, _ paths: Paths)
    -> Failure
  {
    Failure(
      .badConfiguration, "\(paths.configFile.path): \(key) is \"\(text)\", not \(wanted).")
  }
}

extension String? {
  /// nil for an empty text too: an environment variable set to nothing says nothing.
  var nonEmpty: String? { self?.isEmpty == true ? nil : self }
}
