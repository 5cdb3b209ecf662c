import Desk
import Foundation
import Sentences

/// The dictionaries of this computer, and the program that looks words up in them.
enum Hunspell {
  /// Dictionaries by name, with their paths without an ending.
  static func dictionaries(
    in folders: [String] = folders(ProcessInfo.processInfo.environment)
  ) -> [String: String] {
    var found: [String: String] = [:]
    for folder in folders {
      let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      for file in Set(files) where file.hasSuffix(".aff") {
        let name = String(file.dropLast(".aff".count))
        guard case .language? = SpellingChoice(name), files.contains(name + ".dic") else {
          continue
        }
        found[name] = found[name] ?? "\(folder)/\(name)"
      }
    }
    return found
  }

  /// Where dictionaries stand, the first to be preferred.
  static func folders(_ environment: [String: String]) -> [String] {
    let own = (environment["DICPATH"] ?? "").split(separator: ":").map(String.init)
    let home = environment["HOME"].nonEmpty.map { ["\($0)/.local/share/hunspell"] } ?? []
    return own + home + [
      "/usr/local/share/hunspell", "/usr/share/hunspell", "/usr/share/myspell/dicts",
      "/usr/share/myspell", "/Library/Spelling", "/opt/homebrew/share/hunspell",
    ]
  }

  /// Their names, the one of the locale before its like, then those that are read in India.
  static func inOrder(_ names: some Sequence<String>, _ environment: [String: String]) -> [String] {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0].nonEmpty }
      .first
    let mine = locale.map { String($0.prefix { $0 != "." && $0 != "@" }) }
    let preferred = [mine, "en_IN", "en_GB", "en_US"].compactMap { $0 }
    return names.sorted { a, b in
      let places = (preferred.firstIndex(of: a) ?? .max, preferred.firstIndex(of: b) ?? .max)
      return places.0 == places.1 ? a < b : places.0 < places.1
    }
  }

  /// What there is, or why there is nothing.
  static func found(
    program: String? = Programs.find("hunspell"),
    _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> SpellingDictionaries {
    guard program != nil else {
      return .none(said("There is no hunspell here, so the spelling is not checked: \(mend)"))
    }
    let names = inOrder(dictionaries(in: folders(environment)).keys, environment)
    guard !names.isEmpty else {
      return .none(said("There is no dictionary here, so the spelling is not checked: \(mend)"))
    }
    return .found(names)
  }

  private static let mend = "apt install hunspell hunspell-en-us hunspell-hi, say"

  /// What `furrow doctor` says of it.
  static func finding(_ settings: Settings) -> Finding {
    let check = "spelling"
    guard settings.spelling != .off else {
      return Finding(check, .ok, said("off in the configuration"))
    }
    switch found() {
    case .none(let problem):
      return Finding(check, settings.spelling == .auto ? .ok : .warn, problem)
    case .found(let names):
      let list = said("hunspell with \(names.joined(separator: ", "))")
      if case .language(let name) = settings.spelling, !names.contains(name) {
        return Finding(
          check, .warn, said("\(list); spelling is \(name)"),
          mend: said("Install that dictionary, or name another in config.toml."))
      }
      return Finding(check, .ok, list)
    }
  }
}
