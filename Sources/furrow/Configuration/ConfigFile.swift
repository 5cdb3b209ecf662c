import Foundation
import TOMLKit

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

  /// Every setting there is, with the values it takes, in words.
  static let knownSettings: [(name: String, meaning: String)] = [
    ("url", "the server's origin or its /api/v1 base"),
    ("token_file", "a file that holds the token"),
    ("token_command", "a command that prints the token"),
    ("login_path", "the sign-in call below the API's base; users/login by default"),
    ("transport", "auto, websocket or polling"),
    ("proxy", "the URL of an HTTP or SOCKS5 proxy"),
    ("ca_file", "certificates to trust, in PEM"),
    ("theme", "the name of a theme"),
    ("mouse", "true or false"),
    ("wait_warn", "minutes after which a wait is shown as long"),
    ("wait_late", "minutes after which a wait is shown as too long"),
    ("refresh", "seconds between two looks at the list"),
    ("log_level", "trace, debug, info, notice, warning, error or critical"),
    ("production", "true shows the profile as the real thing"),
  ]

  private init() {}

  /// Reads the file; one that does not exist is empty.
  init(contentsOf url: URL) throws(Failure) {
    guard let text = try Self.text(of: url) else {
      self.init()
      return
    }
    try self.init(text: text, path: url.path)
  }

  init(text: String, path: String) throws(Failure) {
    let table = try Self.table(text, path: path)
    let reader = Reader(path: path, places: TOMLPlaces(text))
    var unknown: [[String]] = []
    for key in table.keys {
      if key == "profiles" {
        guard let profiles = table[key]?.table else {
          throw reader.failure(at: [key], "profiles is not a table, such as [profiles.work].")
        }
        for name in profiles.keys {
          guard let profile = profiles[name]?.table else {
            throw reader.failure(
              at: [key, name], "profiles.\(name) is not a table, [profiles.\(name)].")
          }
          self.profiles[name] = try reader.settings(
            of: profile, below: [key, name], unknown: &unknown)
        }
      }
    }
    settings = try reader.settings(of: table, below: [], unknown: &unknown)
    warnings = unknown.filter { $0 != ["profiles"] }
      .map { (reader.places.place(of: $0)?.line ?? 0, $0) }
      .sorted { ($0.0, $0.1.joined()) < ($1.0, $1.1.joined()) }
      .map { "\(reader.position(of: $0.1)): unknown key \"\($0.1.last ?? "")\" is ignored." }
  }

  /// The text of a configuration file; nil when there is none.
  static func text(of url: URL) throws(Failure) -> String? {
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    guard let text = try? String(contentsOf: url, encoding: .utf8) else {
      throw Failure(
        .badConfiguration,
        "\(url.path) cannot be read as UTF-8 text. Check its rights and its encoding.")
    }
    return text
  }

  /// The document as a table; a syntax error names file, line and column.
  static func table(_ text: String, path: String) throws(Failure) -> TOMLTable {
    do {
      return try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      let place = error.source.begin
      throw Failure(
        .badConfiguration,
        "\(path):\(place.line):\(place.column): \(Failure.sentence(error.description))")
    } catch {
      throw Failure(.badConfiguration, "\(path) is not valid TOML.")
    }
  }
}

/// Takes settings out of one document and knows where they stand in it.
private struct Reader {
  let path: String
  let places: TOMLPlaces

  func settings(of table: TOMLTable, below parents: [String], unknown: inout [[String]])
    throws(Failure) -> [String: ConfigFile.Entry]
  {
    var settings: [String: ConfigFile.Entry] = [:]
    for key in table.keys {
      let keyPath = parents + [key]
      guard ConfigFile.knownSettings.contains(where: { $0.name == key }) else {
        unknown.append(keyPath)
        continue
      }
      guard let text = Self.text(table[key]) else {
        throw failure(at: keyPath, "\(key) is not a text, a whole number or true/false.")
      }
      settings[key] = ConfigFile.Entry(text: text, place: position(of: keyPath))
    }
    return settings
  }

  func position(of keyPath: [String]) -> String {
    places.place(of: keyPath).map { "\(path):\($0)" } ?? path
  }

  func failure(at keyPath: [String], _ words: String) -> Failure {
    Failure(.badConfiguration, "\(position(of: keyPath)): \(words)")
  }

  private static func text(_ value: TOMLValue?) -> String? {
    if let string = value?.string { return string }
    if let int = value?.int { return String(int) }
    return value?.bool.map { String($0) }
  }
}
