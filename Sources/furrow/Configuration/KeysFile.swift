import Desk
import Foundation
import TOMLKit
import TOMLText

/// `keys.toml`: what a person changed of the keys. `preset` chooses the defaults; each table
/// `[keys.PART]` adds to them, and `""` unbinds.
struct KeysFile: Sendable {
  private(set) var keymap = Keymap.standard
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
    let document = try ConfigFile.table(text, path: path)
    let places = TOMLPlaces(text)
    var changes: [String: [String: String]] = [:]
    var preset: String?
    var problems: [(TOMLPlaces.Place?, String)] = []

    for key in document.keys {
      switch key {
      case "preset":
        guard let name = document[key]?.string else {
          problems.append((places.place(of: [key]), "preset is the name of one, in quotes"))
          continue
        }
        preset = name
        let found = Keymap.customized(preset: name, changes: [:]).problems
        problems += found.map { (places.place(of: [key]), $0) }
      case "keys":
        guard let parts = document[key]?.table else {
          problems.append((places.place(of: [key]), "keys is not a table, such as [keys.list]"))
          continue
        }
        for part in parts.keys {
          guard let bindings = parts[part]?.table else {
            problems.append(
              (
                places.place(of: [key, part]),
                "\(part) does not stand in a table, such as [keys.list]"
              ))
            continue
          }
          if Keymap.Context(rawValue: part) == nil {
            let known = Keymap.Context.allCases.map(\.rawValue).joined(separator: ", ")
            problems.append(
              (
                places.place(of: [key, part]),
                "no part of the desk is called \"\(part)\"; there are \(known)"
              ))
            continue
          }
          for names in bindings.keys {
            let place = places.place(of: [key, part, names])
            guard let action = bindings[names]?.string else {
              problems.append(
                (place, "\"\(names)\" is not bound to the name of an action, in quotes"))
              continue
            }
            let found = Keymap.customized(changes: [part: [names: action]]).problems
            if found.isEmpty { changes[part, default: [:]][names] = action }
            problems += found.map { (place, $0) }
          }
        }
      default: problems.append((places.place(of: [key]), "unknown key \"\(key)\" is ignored"))
      }
    }
    keymap = Keymap.customized(preset: preset, changes: changes).keymap
    warnings = Self.lines(problems, path: path)
  }

  private static func lines(_ problems: [(TOMLPlaces.Place?, String)], path: String) -> [String] {
    problems.sorted { ($0.0?.line ?? 0, $0.1) < ($1.0?.line ?? 0, $1.1) }
      .map { place, words in "\(path)\(place.map { ":\($0)" } ?? ""): \(words)" }
  }
}
