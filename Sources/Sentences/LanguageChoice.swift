/// Which language the surroundings ask for, as POSIX and gettext read them.
package struct LanguageChoice: Equatable, Sendable {
  package let code: String
  /// The variable that decided it; nil where none did.
  package let variable: String?

  /// - `LC_ALL`, else `LC_MESSAGES`, else `LANG` names the locale of messages.
  /// - In any but the locales `C` and `POSIX`, `LANGUAGE` may list languages to be preferred.
  /// - The first of them that is there is taken. Where none is, or where text is not UTF-8, it is English.
  ///
  /// - Parameter languages: the codes that can be chosen.
  package init(environment: [String: String], languages: [String] = Language.all) {
    func first(of names: [String]) -> (name: String, value: String)? {
      names.lazy.compactMap { name in
        environment[name].flatMap { $0.isEmpty ? nil : (name, $0) }
      }.first
    }
    guard let messages = first(of: ["LC_ALL", "LC_MESSAGES", "LANG"]), !Self.isC(messages.value),
      let text = first(of: ["LC_ALL", "LC_CTYPE", "LANG"]), Self.isUTF8(text.value)
    else {
      self.init(code: Language.english, variable: nil)
      return
    }
    let preferred = environment["LANGUAGE"]?.split(separator: ":").map { ("LANGUAGE", $0) } ?? []
    for (name, locale) in preferred + [(messages.name, Substring(messages.value))] {
      let code = locale.prefix { !"_.@".contains($0) }.lowercased()
      if languages.contains(code) {
        self.init(code: code, variable: name)
        return
      }
    }
    self.init(code: Language.english, variable: nil)
  }

  package init(code: String, variable: String?) {
    self.code = code
    self.variable = variable
  }

  private static func isC(_ locale: String) -> Bool {
    ["C", "POSIX"].contains(String(locale.prefix { $0 != "." }))
  }

  /// A locale that names no character set is taken to have this one, as most have.
  private static func isUTF8(_ locale: String) -> Bool {
    guard !isC(locale) || locale.contains("."), let dot = locale.firstIndex(of: ".") else {
      return !isC(locale)
    }
    let set = locale[locale.index(after: dot)...].prefix { $0 != "@" }
    return set.lowercased().filter { $0 != "-" } == "utf8"
  }
}
