import ChatModel
import Foundation
import Sentences
import TOMLKit
import TOMLText

/// `config.toml`: settings at the top, profiles that override any of them under `[profiles.NAME]`.
struct ConfigFile: Hashable, Sendable {
  /// A setting as it was written, and where.
  struct Entry: Hashable, Sendable {
    /// Numbers and Booleans too, in text form.
    var text: String
    /// `PATH:LINE:COLUMN`.
    var place: String
  }

  private(set) var settings: [String: Entry] = [:]
  private(set) var profiles: [String: [String: Entry]] = [:]
  /// Keys that mean nothing here, each with file and line.
  private(set) var warnings: [String] = []
  /// What is no setting's value, each with file and line, in the file's order.
  private(set) var faults: [Failure] = []

  /// Every setting there is, with the values it takes, in words.
  static let knownSettings: [(name: String, meaning: String)] = [
    ("url", "the server's origin or its /api/v1 base"),
    ("token_file", "a file that holds the token"),
    ("token_command", "a command that prints the token"),
    ("login_path", "the sign-in call below the API's base; users/login by default"),
    ("transport", "auto, websocket or polling"),
    ("proxy", "the URL of an HTTP or SOCKS5 proxy"),
    ("ca_file", "certificates to trust, in PEM"),
    ("theme", "auto (dark or light as the terminal is), or the name of a theme"),
    ("language", "auto (as LC_ALL, LC_MESSAGES or LANG ask), en or hi: what furrow speaks"),
    ("mouse", "true or false"),
    (
      "notify",
      "bell, osc9, osc777, osc99 or terminal (a notification over the terminal), \"command NAME\", or off"
    ),
    (
      "notify_again",
      "minutes after which who waits too long is told again until seen; 0: never told"
    ),
    ("quiet_hours", "when nothing rings, such as 22:00-06:00"),
    ("picture", "how pictures are shown in the desk: \(PictureWay.choices)"),
    ("player", "what plays voice notes: \(PlayerProgram.choices)"),
    (
      "bidi",
      "auto, terminal, app or off: who arranges text that is read from the right, the terminal or furrow"
    ),
    ("calibrate", "on or off: whether the terminal is asked how many columns texts take"),
    ("glyphs", "auto, unicode or ascii: what the desk's own signs are drawn with"),
    ("typing_guard", "on or off: whether text typed where letters are commands is recognised"),
    (
      "send_undo",
      "off, or how long a message of the desk can be taken back after Enter, such as 5s (60 at most)"
    ),
    (
      "spelling",
      "auto (by the script of each word), off, or the name of a dictionary such as en_US"
    ),
    ("wait_warn", "minutes after which a wait is shown as long"),
    ("wait_late", "minutes after which a wait is shown as too long"),
    ("refresh", "seconds between two looks at the list"),
    (
      "langmap",
      "keyboard layouts under which single keys work, such as hindi-inscript; several with commas"
    ),
    ("team_dir", "a folder that the team shares: notes, and replies/*.toml"),
    ("log_level", "trace, debug, info, notice, warning, error or critical"),
    ("production", "true shows the profile as the real thing"),
  ]

  /// All of them for the help, in lines of 80 columns at most: a name, and what it means beside it.
  static var settingsInWords: String {
    var lines: [String] = []
    for (name, meaning) in knownSettings {
      var line = "  \(Listing.pad(name, 14))"
      for word in meaning.split(separator: " ") {
        if line.count + word.count > 77 {
          lines.append(line)
          line = String(repeating: " ", count: 16)
        }
        line += (line.last == " " && line.count < 17 ? "" : " ") + word
      }
      lines.append(line)
    }
    return lines.joined(separator: "\n")
  }

  private init() {}

  /// What is in force for a profile: its own entries before those of the top.
  ///
  /// A token belongs to the server that it is named beside: a profile with a server of its own, or
  /// with a token of its own, takes none from the top.
  func entries(of profile: String) -> [String: Entry] {
    let own = profiles[profile] ?? [:]
    var shared = settings
    let tokens = ["token_command", "token_file"]
    let isElsewhere = own["url"].map { $0.text != shared["url"]?.text } ?? false
    if isElsewhere || tokens.contains(where: { own[$0] != nil }) {
      for name in tokens { shared[name] = nil }
    }
    return shared.merging(own) { _, own in own }
  }

  /// Reads the file; one that does not exist is empty.
  init(contentsOf url: URL) throws(Failure) {
    guard let text = try Self.text(of: url) else {
      self.init()
      return
    }
    try self.init(text: text, path: url.path)
  }

  init(text: String, path: String) throws(Failure) {
    let table = try Self.versioned(text, path: path)
    let reader = Reader(path: path, places: TOMLPlaces(text))
    var problems = Problems()
    if let value = table["profiles"] {
      readProfiles(value, reader, &problems)
    }
    settings = reader.settings(of: table, below: [], &problems)
    warnings = reader.inOrder(problems.unknown.filter { !Self.structure.contains($0) }) { $0 }
      .map { "\(reader.position(of: $0)): \(Self.unknown($0))" }
    faults = reader.inOrder(problems.faults) { $0.path }
      .map { Failure(.badConfiguration, "\(reader.position(of: $0.path)): \($0.words)") }
  }

  /// What stands at the top and is no setting.
  private static let structure = [["profiles"], ["version"]]

  private static func unknown(_ path: [String]) -> String {
    let key = path.last ?? ""
    let names = knownSettings.map(\.name) + (path.count == 1 ? structure.map { $0[0] } : [])
    let guess =
      CommandWords.nearest(to: key, among: names).map { said(" Did you mean \"\($0)\"?") } ?? ""
    return said("unknown key \"\(key)\" is ignored.\(guess)")
  }

  private mutating func readProfiles(
    _ value: any TOMLValueConvertible, _ reader: Reader, _ problems: inout Problems
  ) {
    guard let profiles = value.table else {
      problems.add(["profiles"], said("profiles is not a table, such as [profiles.work]."))
      return
    }
    for name in profiles.keys {
      let path = ["profiles", name]
      if let profile = profiles[name]?.table {
        self.profiles[name] = reader.settings(of: profile, below: path, &problems)
      } else {
        problems.add(path, said("profiles.\(name) is not a table, [profiles.\(name)]."))
      }
    }
  }

  /// Longer ones are no such file, in bytes.
  static let largest = 1 << 20

  /// The text of a configuration file; nil when there is none.
  static func text(of url: URL) throws(Failure) -> String? {
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    guard let data = try InputFile.data(url.path, atMost: largest + 1), data.count <= largest,
      let text = String(data: data, encoding: .utf8)
    else {
      throw Failure(
        .badConfiguration,
        said(
          """
          \(url.path) cannot be read as UTF-8 text of at most a megabyte. Check its rights and \
          its encoding.
          """))
    }
    return text
  }

  /// The document as a table, where it is of a version that is known.
  static func versioned(_ text: String, path: String) throws(Failure) -> TOMLTable {
    let table = try table(text, path: path)
    guard let problem = table.versionProblem else { return table }
    let place = TOMLPlaces(text).place(of: ["version"])
    throw Failure(
      .badConfiguration, "\(path)\(place.map { ":\($0)" } ?? ""): \(problem)".ended)
  }

  /// The document as a table; a syntax error names file, line and column.
  static func table(_ text: String, path: String) throws(Failure) -> TOMLTable {
    do {
      try TOMLForm.check(text)
      return try TOMLTable(string: text)
    } catch let fault as TOMLFault {
      throw Failure(
        .badConfiguration, "\(path):\(fault.place): \(Failure.sentence(fault.words))")
    } catch let error as TOMLParseError {
      let place = error.source.begin
      throw Failure(
        .badConfiguration,
        "\(path):\(place.line):\(place.column): \(Failure.sentence(error.description))")
    } catch {
      throw Failure(.badConfiguration, said("\(path) is not valid TOML."))
    }
  }
}

extension TOMLTable {
  /// Why nothing of the file is read, in a clause.
  var versionProblem: String? {
    FileVersion.problem(self["version"]?.int, isNamed: contains(key: "version"))
  }
}

/// What a document holds beside settings, by the paths of its keys.
private struct Problems {
  private(set) var unknown: [[String]] = []
  private(set) var faults: [(path: [String], words: String)] = []

  mutating func add(unknown path: [String]) { unknown.append(path) }
  mutating func add(_ path: [String], _ words: String) { faults.append((path, words)) }
}

/// Takes settings out of one document and knows where they stand in it.
private struct Reader {
  let path: String
  let places: TOMLPlaces

  func settings(
    of table: TOMLTable, below parents: [String], _ problems: inout Problems
  ) -> [String: ConfigFile.Entry] {
    var settings: [String: ConfigFile.Entry] = [:]
    for key in table.keys {
      let keyPath = parents + [key]
      guard ConfigFile.knownSettings.contains(where: { $0.name == key }) else {
        problems.add(unknown: keyPath)
        continue
      }
      guard let text = Self.text(table[key]) else {
        problems.add(keyPath, said("\(key) is not a text, a whole number or true/false."))
        continue
      }
      settings[key] = ConfigFile.Entry(text: text, place: position(of: keyPath))
    }
    return settings
  }

  func position(of keyPath: [String]) -> String {
    places.place(of: keyPath).map { "\(path):\($0)" } ?? path
  }

  /// In the order of the document.
  func inOrder<Element>(_ elements: [Element], _ path: (Element) -> [String]) -> [Element] {
    elements.map { (places.place(of: path($0))?.line ?? 0, path($0).joined(), $0) }
      .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
  }

  private static func text(_ value: TOMLValue?) -> String? {
    if let string = value?.string { return string }
    if let int = value?.int { return String(int) }
    return value?.bool.map { String($0) }
  }
}
