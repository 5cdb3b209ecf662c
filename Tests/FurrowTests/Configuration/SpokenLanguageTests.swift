import ChatModel
import Foundation
import Sentences
import Testing

@testable import furrow

/// What decides which language a process speaks.
@Suite struct SpokenLanguageTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func settings(_ config: String) throws -> Settings {
    try Settings.made(in: folder, config: config)
  }

  @Test func theSettingBeatsTheLocale() throws {
    let environment = ["LANG": "hi_IN.UTF-8"]
    func code(_ setting: String?) -> String {
      SpokenLanguage.inForce(setting, environment: environment).code
    }
    #expect(code(nil) == "hi")
    #expect(code("auto") == "hi")
    #expect(code("en") == "en")
  }

  @Test func aLanguageThatDoesNotExistIsOneClearSentence() {
    let failure = #expect(throws: Failure.self) { try settings("language = \"xx\"") }
    #expect(failure?.status == .badConfiguration)
    #expect(failure?.message.hasSuffix("language is \"xx\", not one of auto, en, hi.") == true)
    #expect(failure?.message.contains("config.toml:1:1: ") == true)
  }

  @Test func theDoctorSaysWhichLanguageIsInForceAndWhy() throws {
    func found(_ config: String, _ environment: [String: String]) throws -> String {
      SpokenLanguage.finding(try settings(config), environment: environment).found
    }
    #expect(try found("", ["LANG": "hi_IN.UTF-8"]) == "hi, from LANG")
    #expect(try found("", [:]) == "en: no locale asks for another that is there")
    let hidden = try found("", ["LC_ALL": "C.UTF-8", "LANG": "hi_IN.UTF-8"])
    #expect(hidden.contains("LC_ALL is C.UTF-8") && hidden.contains("`language = \"hi\"`"))
    let path = folder.file("config/config.toml").path
    #expect(try found("language = \"hi\"", [:]) == "hi, from \(path):1:1")
  }

  @Test func aFailureEndsAsItsLanguageDoes() {
    #expect(Failure.sentence("the disk is full") == "The disk is full.")
    #expect(Language.speaking("hi") { Failure.sentence("डिस्क भरी है") } == "डिस्क भरी है।")
  }

  @Test func aListStandsInLineByCells() {
    let lines = Language.speaking("hi") {
      [0, 5, 128].flatMap { unread in
        ConversationStatus.defined.map { status in
          var conversation = Conversation(id: "1")
          conversation.status = status
          conversation.unreadCount = ["u": unread]
          return Listing.line(conversation, me: "u")
        }
      }
    }
    let ends = lines.map { line in
      line.range(of: "→").map { Listing.columns(of: String(line[..<$0.lowerBound])) }
    }
    #expect(Set(ends).count == 1, "\(lines)")
    #expect(lines.allSatisfy { !$0.contains("waiting") })
  }

  @Test func failuresAreSentencesOfTheLanguage() {
    let words = Language.speaking("hi") { Failure(MalformedToken.namesNobody).message }
    #expect(words.hasPrefix("टोकन ग़लत है"))
    #expect(words.contains("`furrow login`"))
  }
}
