import Foundation
import TOMLKit

/// `config.toml`: settings at the top, profiles that override any of them under `[profiles.NAME]`.
struct ConfigFile: Hashable, Sendable {
  /// The settings by name, as text, numbers or Booleans in text form.
  var settings: [String: String] = [:]
  var profiles: [String: [String: String]] = [:]
  /// Keys that mean nothing here, each with file and line.
  var warnings: [String] = []

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

  init() {}

  /// Reads the file; one that does not exist is empty.
  init(contentsOf url: URL) throws(Failure) {
    guard FileManager.default.fileExists(atPath: url.path) else {
      self.init()
      return
    }
    guard let text = try? String(contentsOf: url, encoding: .utf8) else {
      throw Failure(.badConfiguration, "\(url.path) cannot be read as UTF-8 text.")
    }
    try self.init(text: text, path: url.path)
  }

  init(text: String, path: String) throws(Failure) {
    let table = try Self.table(text, path: path)
    let names = Set(Self.knownSettings.map(\.name))
    for key in table.keys {
      if key == "profiles", let profiles = table[key]?.table {
        for name in profiles.keys {
          guard let profile = profiles[name]?.table else {
            throw Failure(
              .badConfiguration, "\(path): profiles.\(name) is not a table, [profiles.\(name)].")
          }
          var own: [String: String] = [:]
          for key in profile.keys {
            if names.contains(key) {
              own[key] = try Self.value(profile[key], of: key, path: path)
            } else {
              warnings.append(Self.unknown(key, below: "profiles.\(name)", in: text, path: path))
            }
          }
          self.profiles[name] = own
        }
      } else if names.contains(key) {
        settings[key] = try Self.value(table[key], of: key, path: path)
      } else {
        warnings.append(Self.unknown(key, below: nil, in: text, path: path))
      }
    }
    warnings.sort()
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

  private static func value(_ value: TOMLValue?, of key: String, path: String) throws(Failure)
    -> String
  {
    if let string = value?.string { return string }
    if let int = value?.int { return String(int) }
    if let bool = value?.bool { return String(bool) }
    throw Failure(
      .badConfiguration, "\(path): \(key) is not a text, a whole number or true/false.")
  }

  private static func unknown(_ key: String, below table: String?, in text: String, path: String)
    -> String
  {
    "\(path):\(line(of: key, below: table, in: text)): unknown key \"\(key)\" is ignored."
  }

  /// The line, counted from 1, on which `key` stands below the header `[table]`.
  ///
  /// TOMLKit tells places for syntax errors only.
  static func line(of key: String, below table: String?, in text: String) -> Int {
    var current: String?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let line = line.trimmingCharacters(in: .whitespaces)
      if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
        let header = line[line.index(after: line.startIndex)..<end]
        current = String(header).replacing("\"", with: "").replacing(" ", with: "")
        if table == nil, current == key || current?.hasPrefix("\(key).") == true {
          return index + 1
        }
      } else if current == table, line.hasPrefix(key) || line.hasPrefix("\"\(key)\"") {
        return index + 1
      }
    }
    return 1
  }
}
