import Testing

@testable import Sentences

/// Which language the surroundings ask for.
@Suite struct LanguageChoiceTests {
  private func choice(_ environment: [String: String]) -> String {
    let choice = LanguageChoice(environment: environment, languages: ["en", "hi", "mr"])
    return choice.code + (choice.variable.map { " " + $0 } ?? "")
  }

  @Test func theFirstVariableThatIsSetDecides() {
    #expect(choice(["LANG": "hi_IN.UTF-8"]) == "hi LANG")
    #expect(choice(["LC_MESSAGES": "mr_IN.UTF-8", "LANG": "hi_IN.UTF-8"]) == "mr LC_MESSAGES")
    #expect(choice(["LC_ALL": "en_IN.UTF-8", "LC_MESSAGES": "hi_IN.UTF-8"]) == "en LC_ALL")
    #expect(choice(["LC_ALL": "", "LANG": "hi_IN.utf8"]) == "hi LANG")
  }

  @Test func aListOfLanguagesIsAskedInItsOrder() {
    #expect(choice(["LANG": "en_IN.UTF-8", "LANGUAGE": "ta:mr:hi"]) == "mr LANGUAGE")
    #expect(choice(["LANG": "hi_IN.UTF-8", "LANGUAGE": "ta:kn"]) == "hi LANG")
    #expect(choice(["LANG": "hi_IN.UTF-8", "LANGUAGE": "en_GB:hi"]) == "en LANGUAGE")
    #expect(choice(["LANG": "C.UTF-8", "LANGUAGE": "hi"]) == "en", "as gettext has it")
  }

  @Test(arguments: [
    [:], ["LANG": ""], ["LANG": "C"], ["LANG": "POSIX"], ["LANG": "C.UTF-8"], ["LANGUAGE": "hi"],
    ["LANG": "fi_FI.UTF-8"], ["LANG": "xx"], ["LANG": "hindi"],
  ])
  func anythingElseIsEnglish(environment: [String: String]) {
    #expect(choice(environment) == "en")
  }

  @Test(arguments: [
    ["LANG": "hi_IN.ISO-8859-1"], ["LANG": "hi_IN.ISCII-DEV"],
    ["LC_MESSAGES": "hi_IN.UTF-8", "LC_CTYPE": "C"],
    ["LC_MESSAGES": "hi_IN.UTF-8"],
  ])
  func whereTextIsNotUTF8ItIsEnglish(environment: [String: String]) {
    #expect(choice(environment) == "en")
  }

  @Test(arguments: ["hi", "hi_IN", "hi_IN.UTF-8", "hi.utf8@devanagari", "HI_in.Utf8"])
  func aLocaleIsReadAsFarAsItsLanguage(locale: String) {
    #expect(choice(["LANG": locale]) == "hi LANG")
  }
}
