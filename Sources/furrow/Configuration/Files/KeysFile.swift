import Desk
import Foundation
import Sentences
import TOMLKit
import TOMLText

/// `keys.toml`: what a person changed of the keys. `preset` chooses the defaults; each table
/// `[keys.PART]` adds to them, and `""` unbinds. `[langmap]` says which key a letter of another script
/// stands for where letters are commands.
struct KeysFile: Sendable {
  private(set) var keymap = Keymap.standard
  /// Letters of other scripts, with the keys that they stand for.
  private(set) var langmap: [Character: Character] = [:]
  /// What nobody knows, each with file and line; it is left out.
  private(set) var warnings: [String] = []

  private init() {}

  /// Reads the file; without one the keys are the defaults.
  init(contentsOf url: URL) throws(Failure) {
    guard let text = try ConfigFile.text(of: url) else {
      self.init()
      return
    }
    try self.init(text: text, path: url.path)
  }

  init(text: String, path: String) throws(Failure) {
    let document = try ConfigFile.versioned(text, path: path)
    let reader = Reader(path: path, places: TOMLPlaces(text))
    var found = Found()
    for key in document.keys {
      switch key {
      case "version": break
      case "preset":
        let name = document[key]?.string
        let known = Keymap.Preset.allCases.map(\.rawValue).joined(separator: ", ")
        if let preset = name.flatMap(Keymap.Preset.init(rawValue:)) {
          found.preset = preset
        } else if let name {
          found.note(
            said("no preset is called \"\(name)\"; there are \(known)"), reader.line([key]))
        } else {
          found.note(said("preset is the name of one, in quotes"), reader.line([key]))
        }
      case "keys":
        reader.readKeys(document[key]?.table, into: &found)
      case "langmap":
        reader.readLangmap(document[key]?.table, into: &found)
      default: found.note(said("unknown key \"\(key)\" is ignored"), reader.line([key]))
      }
    }
    let lines = found.changes.sorted { ($0.line, $0.keys) < ($1.line, $1.keys) }
    let result = Keymap.customized(
      found.preset,
      changes: lines.map { Keymap.Change($0.part, $0.keys, $0.action, place: "\(path):\($0.line)") }
    )
    keymap = result.keymap
    langmap = found.langmap
    let wrong = result.problems.map { problem in
      (Int(problem.place.dropFirst(path.count + 1)) ?? 0, problem.words)
    }
    warnings = (found.problems + wrong).sorted { ($0.0, $0.1) < ($1.0, $1.1) }
      .map { line, words in "\(path)\(line > 0 ? ":\(line)" : ""): \(words)" }
  }

  /// What stands in the file, with its lines.
  private struct Found {
    var preset = Keymap.Preset.standard
    var changes: [(part: String, keys: String, action: String, line: Int)] = []
    var langmap: [Character: Character] = [:]
    var problems: [(Int, String)] = []

    mutating func note(_ words: String, _ line: Int) { problems.append((line, words)) }
  }

  private struct Reader {
    let path: String
    let places: TOMLPlaces

    /// 0 where it is not known.
    func line(_ place: [String]) -> Int { places.place(of: place)?.line ?? 0 }

    func readKeys(_ parts: TOMLTable?, into found: inout Found) {
      guard let parts else {
        return found.note(said("keys is not a table, such as [keys.list]"), line(["keys"]))
      }
      for part in parts.keys {
        guard let bindings = parts[part]?.table else {
          found.note(
            said("\(part) does not stand in a table, such as [keys.list]"), line(["keys", part]))
          continue
        }
        for names in bindings.keys {
          let line = line(["keys", part, names])
          guard let action = bindings[names]?.string else {
            found.note(said("\"\(names)\" is not bound to the name of an action, in quotes"), line)
            continue
          }
          found.changes.append((part, names, action, line))
        }
        if bindings.isEmpty, Keymap.Context(rawValue: part) == nil {
          found.note(said("no part of the desk is called \"\(part)\""), line(["keys", part]))
        }
      }
    }

    func readLangmap(_ table: TOMLTable?, into found: inout Found) {
      guard let table else {
        return found.note(said("langmap is not a table of letters, [langmap]"), line(["langmap"]))
      }
      for letter in table.keys {
        guard letter.count == 1, let typed = letter.first, let key = table[letter]?.string,
          key.count == 1, let meant = key.first
        else {
          found.note(
            said("\"\(letter)\" does not stand for one key, such as \"ज\" = \"p\""),
            line(["langmap", letter]))
          continue
        }
        found.langmap[typed] = meant
      }
    }
  }
}
