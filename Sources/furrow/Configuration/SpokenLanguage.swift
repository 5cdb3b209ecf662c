import Foundation
import Sentences

/// Which language this process speaks. It is chosen once, before the command line is read, so that
/// what is wrong there is said in it, too.
enum SpokenLanguage {
  /// Of the setting `language`: what the surroundings ask for.
  static let auto = "auto"
  static var choices: String { said("one of \(([auto] + Language.all).joined(separator: ", "))") }

  /// How lengths of time are written.
  static var locale: Locale {
    Language.isEnglish ? .current : Locale(identifier: Language.code)
  }

  /// The word of the setting, if it is one.
  static func word(_ text: String) -> String? {
    text == auto || Language.all.contains(text) ? text : nil
  }

  /// Machines read JSON: it stays as it is, and so does what goes with it.
  static func choose(arguments: [String], environment: [String: String], isJSON: Bool) {
    guard !isJSON else { return }
    let setting = configured(arguments: arguments, environment: environment)
    Language.choose(inForce(setting, environment: environment).code)
  }

  /// - Parameter setting: a word that ``word(_:)`` lets through; nil where none stands in the configuration.
  static func inForce(_ setting: String?, environment: [String: String]) -> LanguageChoice {
    guard let setting, setting != auto else { return LanguageChoice(environment: environment) }
    return LanguageChoice(code: setting, variable: nil)
  }

  /// What `config.toml` says for the profile that the command will take; what is wrong with the file is
  /// said by whoever reads it for its settings.
  private static func configured(arguments: [String], environment: [String: String]) -> String? {
    let file = Paths(environment: environment).configFile
    guard let text = try? String(contentsOf: file, encoding: .utf8), text.contains("language"),
      let read = try? ConfigFile(text: text, path: file.path)
    else { return nil }
    let profile = self.profile(in: arguments) ?? environment["FURROW_PROFILE"].nonEmpty ?? "default"
    return read.entries(of: profile)["language"].flatMap { word($0.text) }
  }

  private static func profile(in arguments: [String]) -> String? {
    for (place, argument) in arguments.enumerated() {
      if argument == "--" { break }
      if argument == "--profile" { return arguments.dropFirst(place + 1).first }
      if argument.hasPrefix("--profile=") { return String(argument.dropFirst(10)) }
    }
    return nil
  }

  /// Where a locale asks for a language that is there, and another one has precedence.
  private static func hidden(
    _ environment: [String: String], by choice: LanguageChoice
  ) -> String? {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"].filter { environment[$0].nonEmpty != nil }
    guard let first = names.first, let locale = environment[first] else { return nil }
    let wished = names.dropFirst().lazy.compactMap { name -> (String, String)? in
      let found = LanguageChoice(environment: ["LANG": environment[name] ?? ""])
      return found.variable == nil ? nil : (name, found.code)
    }.first
    return wished.map { name, code in
      said(
        """
        \(choice.code): \(first) is \(locale) and goes before \(name); `language = "\(code)"` in \
        config.toml goes before both
        """)
    }
  }

  /// A line of `furrow doctor`.
  static func finding(_ settings: Settings, environment: [String: String]) -> Finding {
    let choice = inForce(settings.language, environment: environment)
    let origin = settings.sources.first { $0.name == "language" }?.origin
    return Finding(
      "language", .ok,
      settings.language != auto
        ? said("\(choice.code), from \(origin ?? "language")")
        : choice.variable.map { said("\(choice.code), from \($0)") }
          ?? hidden(environment, by: choice)
          ?? said("\(choice.code): no locale asks for another that is there"))
  }
}
