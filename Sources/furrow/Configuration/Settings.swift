import Desk
import DeskViews
import ChatClient
import ChatConnection
import ChatModel
import Desk
import Foundation
import Logging
import Sentences
import TerminalIO
import TextGrid

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
  /// "auto", or the code of a language.
  let language: String
  /// How the terminal is used: the mouse, widths, signs, text from the right.
  var terminal: TerminalSession.Options
  /// How a message for me is told.
  var notifying: Notifying
  /// In minutes; nil: who waits too long is not told.
  var notifyAgain: Int?
  var quietHours: QuietHours?
  /// How pictures are drawn; nil: not at all.
  var pictures: PictureSymbols?
  /// What plays voice notes, as ``PlayerProgram/find(_:path:)`` reads it.
  var player: String
  var guardsTyping: Bool
  /// In seconds: so long a message of the desk can be taken back; 0: it goes at once.
  var sendUndo: Int
  /// By which dictionary replies are checked.
  var spelling: SpellingChoice
  /// Keyboard layouts under which single keys are known for what they are.
  var langmap: [String]
  /// What the team shares: a folder on a server, or one that is synchronised.
  var teamDirectory: URL?
  /// In minutes.
  var waitWarn: Int
  var waitLate: Int
  /// In seconds; nil leaves it to the refresh policy.
  var refresh: Int?
  /// What it slows down to while nothing changes, in seconds; nil leaves it to the refresh policy.
  var slowestRefresh: Double?
  var logFile: URL
  var logLevel: Logger.Level
  /// Which servers people rely on.
  var production: ProductionMarks
  var keepsCache: Bool
  var warnings: [String]
  /// What is wrong with the settings, where that was asked for; a default stands for each.
  let faults: [Failure]
  /// Every setting with where it came from, in the order of the documentation.
  let sources: [SettingSource]
  /// What goes wrong on the own link by intent.
  var linkFaults = FaultControl()
  /// The wires of this process; nothing is kept of them while nobody listens.
  var wire: WireBook
  /// Writes to `logFile`, which is not touched before something is worth writing.
  let log: Logger

  /// - Parameters:
  ///   - keepsFaults: values that mean nothing are kept in `faults` instead of thrown.
  ///   - wire: what the connections made by these settings tell of what they carry.
  init(
    options: GlobalOptions, environment: [String: String] = ProcessInfo.processInfo.environment,
    keepsFaults: Bool = false, wire: WireBook = .ofThisProgram()
  ) throws(Failure) {
    self.wire = wire
    guard options.profile.count <= 1 else {
      throw Failure(.usage, said("Only `furrow chat` takes more than one --profile."))
    }
    let paths = Paths(environment: environment, dataDirectory: options.dataDir)
    let file = try ConfigFile(contentsOf: paths.configFile)
    let name = options.profile.first ?? environment["FURROW_PROFILE"].nonEmpty ?? "default"
    if name != "default", file.profiles[name] == nil {
      let known = file.profiles.keys.sorted().joined(separator: ", ")
      throw Failure(
        .badConfiguration,
        said("There is no profile \"\(name)\" in \(paths.configFile.path)")
          + (known.isEmpty ? "." : said("; it has \(known).")))
    }
    var reader = SettingReader(
      environment: environment,
      entries: file.entries(of: name))

    profile = name
    self.paths = paths
    warnings = file.warnings
    if let problem = paths.configProblem { warnings.append(problem) }
    url = reader.text("url", flag: options.url, "--url", variable: "FURROW_URL")
    tokenSource = TokenSource(
      options: options, environment: environment, settings: reader.entries.mapValues(\.text))
    reader.note("token", nil, from: tokenSource.origin)
    loginPath = reader.text("login_path", byDefault: "users/login") ?? "users/login"
    transport = reader.value(
      "transport", flag: options.transport?.rawValue, "--transport",
      said("auto, websocket or polling"), byDefault: .auto, TransportChoice.init(rawValue:))
    proxy = reader.text("proxy", flag: options.proxy, "--proxy", isShown: false)
    caFile = reader.text("ca_file", flag: options.caFile, "--ca-file").map {
      Paths.expandingTilde($0)
    }
    theme = reader.text("theme", byDefault: ThemeLibrary.defaultName)
    language = reader.value(
      "language", SpokenLanguage.choices, byDefault: SpokenLanguage.auto, SpokenLanguage.word)
    terminal = TerminalSession.Options(
      mouse: reader.value("mouse", said("true or false"), byDefault: true) { Bool($0) })
    terminal.bidi = Self.bidi(
      reader.value("bidi", said("auto, terminal, app or off"), byDefault: "auto") { word in
        ["auto", "terminal", "app", "off", "false"].contains(word) ? word : nil
      })
    terminal.asksForWidths = reader.isOn("calibrate")
    let glyphs = reader.value("glyphs", said("auto, unicode or ascii"), byDefault: "auto") { word in
      ["auto", "unicode", "ascii"].contains(word) ? word : nil
    }
    terminal.isPlain = glyphs == "auto" ? nil : glyphs == "ascii"
    notifying = reader.value("notify", Notifying.choices, byDefault: .bell, Notifying.init)
    let minutes = reader.value("notify_again", said("a whole number from 0 to 10000"), byDefault: 5)
    {
      Int($0).flatMap { (0...10_000).contains($0) ? $0 : nil }
    }
    notifyAgain = minutes > 0 ? minutes : nil
    quietHours = reader.text("quiet_hours").flatMap { text in
      reader.checked(
        "quiet_hours", text, said("two times of day such as 22:00-06:00"), QuietHours.init)
    }
    let way = reader.value(
      "picture", PictureWay.choices, byDefault: .auto, PictureWay.init(rawValue:))
    pictures = way.symbols
    terminal.graphics = way.graphics
    player = reader.text("player", byDefault: "auto").nonEmpty ?? "auto"
    guardsTyping = reader.isOn("typing_guard")
    sendUndo = reader.value(
      "send_undo", said("off, or seconds from 1 to \(Self.mostSendUndo) such as 5s"), byDefault: 0,
      Self.seconds)
    spelling = reader.value(
      "spelling", said("auto, off or the name of a dictionary such as en_US"), byDefault: .auto
    ) { SpellingChoice($0) }
    let layouts = reader.value(
      "langmap", said("off, or of \(Langmap.layouts.joined(separator: ", "))"), byDefault: "off"
    ) { text in Self.layouts(text).allSatisfy(Langmap.layouts.contains) ? text : nil }
    langmap = Self.layouts(layouts)
    teamDirectory = reader.text("team_dir").nonEmpty.map {
      URL(filePath: Paths.expandingTilde($0))
    }
    waitWarn = reader.count("wait_warn", byDefault: 10)
    waitLate = reader.count("wait_late", byDefault: 30)
    refresh = reader.count("refresh")
    logLevel = reader.value(
      "log_level", flag: options.logLevel?.value.rawValue, "--log-level",
      said("trace, debug, info, notice, warning, error or critical"), byDefault: .notice,
      Logger.Level.init(rawValue:))
    let isProduction = reader.value("production", said("true or false"), byDefault: false) {
      Bool($0)
    }
    production = ProductionMarks(file, of: name, isMarked: isProduction)
    logFile =
      options.logFile.map { URL(filePath: $0) }
      ?? paths.state.appending(path: "\(ServerAddress.fileName(name)).log")
    if options.logFile != nil, let obstacle = LogFile.obstacle(to: logFile) {
      warnings.append(said("There will be no log: \(logFile.path) \(obstacle)."))
    }
    keepsCache = !options.noCache
    sources = reader.sources
    faults = file.faults + reader.faults
    if !keepsFaults, let first = faults.first { throw first }
    log = LogFile.logger(writingTo: logFile, level: logLevel)
  }

  private static let mostSendUndo = Int(OutboxEntry.longestHold)

  private static func seconds(_ text: String) -> Int? {
    if ["off", "false"].contains(text) { return 0 }
    let digits = text.hasSuffix("s") ? text.dropLast() : text[...]
    return Int(digits).flatMap { (0...mostSendUndo).contains($0) ? $0 : nil }
  }

  /// nil: what suits the terminal.
  private static func bidi(_ word: String) -> BidiTreatment? {
    switch word {
    case "auto": nil
    case "app": .arranged
    case "terminal": .isolated
    default: BidiTreatment.none
    }
  }

  private static func layouts(_ text: String) -> [String] {
    text == "off" ? [] : text.split { $0 == "," || $0.isWhitespace }.map(String.init)
  }

  /// How long the client waits for what.
  var timing: SyncTiming {
    var timing = SyncTiming()
    if let refresh {
      timing.listRefresh = Double(refresh)
      timing.slowestRefresh = slowestRefresh ?? max(timing.slowestRefresh, timing.listRefresh)
    }
    return timing
  }

  /// The server to talk to.
  func address() throws(Failure) -> ServerAddress {
    guard let url else {
      throw Failure(
        .badConfiguration,
        said(
          """
          No server is known. Name one with --url URL, FURROW_URL or url in \
          \(paths.configFile.path), or try one out with `furrow demo`.
          """))
    }
    let origin = sources.first { $0.name == "url" }?.origin
    return try ServerAddress(url, from: origin ?? "--url")
  }
}

/// A setting in force.
struct SettingSource: Hashable, Sendable {
  var name: String
  /// nil for one that is not set, and for one that is not shown.
  var value: String?
  /// `--url`, `FURROW_URL`, `PATH:LINE:COLUMN` or `default`.
  var origin: String
}

/// Finds settings and keeps where each came from.
private struct SettingReader {
  let environment: [String: String]
  let entries: [String: ConfigFile.Entry]
  private(set) var sources: [SettingSource] = []
  /// Values that mean nothing; the default was taken instead.
  private(set) var faults: [Failure] = []

  init(environment: [String: String], entries: [String: ConfigFile.Entry]) {
    self.environment = environment
    self.entries = entries
  }

  mutating func note(_ name: String, _ value: String?, from origin: String) {
    sources.append(SettingSource(name: name, value: value, origin: origin))
  }

  mutating func text(
    _ name: String, flag: String? = nil, _ flagName: String = "", variable: String? = nil,
    byDefault: String? = nil, isShown: Bool = true
  ) -> String? {
    let candidates: [(String?, String)] = [
      (flag, flagName), (variable.flatMap { environment[$0].nonEmpty }, variable ?? ""),
      (entries[name]?.text, entries[name]?.place ?? ""),
    ]
    let found = candidates.lazy.compactMap { text, origin in text.map { ($0, origin) } }.first
    let shown = found?.0 ?? byDefault
    note(name, isShown || shown == nil ? shown : said("(not shown)"), from: found?.1 ?? "default")
    return found?.0
  }

  /// A setting of other types than text; `wanted` says which texts are values.
  mutating func value<Value>(
    _ name: String, flag: String? = nil, _ flagName: String = "", _ wanted: String,
    byDefault: Value, _ read: (String) -> Value?
  ) -> Value {
    guard let text = text(name, flag: flag, flagName, byDefault: "\(byDefault)") else {
      return byDefault
    }
    return checked(name, text, wanted, read) ?? byDefault
  }

  /// Reads a text that stands in the file; one that means nothing is a fault.
  mutating func checked<Value>(
    _ name: String, _ text: String, _ wanted: String, _ read: (String) -> Value?
  ) -> Value? {
    if let value = read(text) { return value }
    faults.append(
      Failure(
        .badConfiguration,
        said("\(entries[name]?.place ?? name): \(name) is \"\(text)\", not \(wanted).")))
    return nil
  }

  mutating func value<Value>(
    _ name: String, _ wanted: String, byDefault: Value, _ read: (String) -> Value?
  ) -> Value {
    value(name, flag: nil, "", wanted, byDefault: byDefault, read)
  }

  /// A switch that is on by default.
  mutating func isOn(_ name: String) -> Bool {
    let word = value(name, said("on or off"), byDefault: "on") { word in
      ["on", "true", "off", "false"].contains(word) ? word : nil
    }
    return word == "on" || word == "true"
  }

  mutating func count(_ name: String, byDefault: Int) -> Int {
    value(name, Self.wholeNumber, byDefault: byDefault, Self.count)
  }

  mutating func count(_ name: String) -> Int? {
    guard entries[name] != nil else {
      note(name, nil, from: "default")
      return nil
    }
    return value(name, Self.wholeNumber, byDefault: 0, Self.count)
  }

  private static var wholeNumber: String { said("a whole number from 1 to 1000000") }

  private static func count(_ text: String) -> Int? {
    Int(text).flatMap { (1...1_000_000).contains($0) ? $0 : nil }
  }
}

extension String? {
  /// nil for an empty text too: an environment variable set to nothing says nothing.
  var nonEmpty: String? { self?.isEmpty == true ? nil : self }
}
