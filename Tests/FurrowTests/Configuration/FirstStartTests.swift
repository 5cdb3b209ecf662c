import ChatClient
import Foundation
import Testing

@testable import furrow

/// On the main thread, which may wait for what the pool does.
@Suite @MainActor struct FirstStartTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// Somebody who answers one thing after the other, and leaves when nothing is left to say.
  private final class Answering: FirstStartPerson {
    var answers: [String]
    var said: [String] = []
    var asked: [(prompt: String, isSecret: Bool)] = []

    init(_ answers: [String]) { self.answers = answers }

    func say(_ text: String) { said.append(text) }

    func ask(_ prompt: String, isSecret: Bool) throws -> String {
      asked.append((prompt, isSecret))
      guard !answers.isEmpty else { throw PersonLeft() }
      return answers.removeFirst()
    }

    func waiting<Value: Sendable>(
      for work: @escaping @Sendable () async throws -> Value
    ) throws -> Value { try wait(for: work) }
  }

  private func outcome(
    _ person: Answering, probe: APIError? = .notSignedIn("Token required"),
    signIn: APIError? = nil
  ) throws -> FirstStart<Answering>.Outcome {
    let settings = try Settings.made(in: folder)
    return try FirstStart(
      person: person,
      calls: FirstStartCalls(
        probe: { address in
          if address.origin.host() == "away" {
            throw APIError.unreachable("no such host", mayHaveArrived: false)
          }
          if let probe { throw probe }
        },
        signIn: { _, _, password in
          if let signIn { throw signIn }
          guard password == "right" else { throw APIError.notSignedIn("wrong password") }
          return Tokens.good
        },
        confirm: { address, token in
          guard token == Tokens.good else { throw APIError.notSignedIn("invalid token") }
          return try Account(address: address, token: token, settings: settings)
        })
    ).ask()
  }

  @Test func threeAnswersAreASignInAndAConfiguration() throws {
    let person = Answering(["chat.example.org", "meera@example.org", "right", "2"])
    guard case .answers(let answers) = try outcome(person) else {
      Issue.record("no answers")
      return
    }
    #expect(answers.address.name == "https://chat.example.org")
    #expect(person.asked.map(\.isSecret) == [false, false, true, false])
    let settings = try Settings.made(in: folder)
    try FirstStarting.keep(answers, settings)
    let text = try String(contentsOf: settings.paths.configFile, encoding: .utf8)
    #expect(text.contains("url = \"https://chat.example.org\"\nnotify = \"terminal\"\n"))
    let again = try Settings.made(in: folder)
    #expect(again.url == "https://chat.example.org")
    #expect(again.notifying == .terminal)
    #expect(again.warnings.isEmpty)
    #expect(
      try again.tokenSource.token(
        for: "default", at: answers.address, in: again.paths) == Tokens.good)
  }

  @Test func everyBadAnswerGetsASentenceAndTheQuestionAgain() throws {
    let person = Answering([
      "", "ftp://chat", "http://host/elsewhere", "https://away", "localhost:5000",
      "", "two words", "a@b@c", "token", "", "token", "not one", "meera@example.org", "wrong",
      "meera@example.org", "right", "9", "x", "",
    ])
    guard case .answers(let answers) = try outcome(person) else {
      Issue.record("no answers")
      return
    }
    #expect(answers.address.name == "http://localhost:5000", "here there is no TLS")
    #expect(answers.notifying == .bell)
    let said = person.said.joined(separator: "\n")
    for words in [
      "An address is needed", "\"ftp://chat\" is not of the form", "does not end in /api/v1",
      "https://away: No such host.", "neither an e-mail address", "Nothing was typed.",
      "Invalid token.", "Wrong password.", "Type 1, 2 or 3.",
    ] { #expect(said.contains(words), "\(words) in\n\(said)") }
    #expect(!said.contains("two words"), "what may be a token is not repeated")
  }

  @Test func aServerWithoutPasswordsSaysSoAndTakesAToken() throws {
    let person = Answering(["https://chat", "meera@example.org", "right", "token", Tokens.good, ""])
    _ = try outcome(person, signIn: .noSuchCall("no"))
    #expect(person.said.contains { $0.contains("has no sign-in with a password") })
  }

  @Test func aServerThatIsNotThisOneIsAskedForAgain() throws {
    let person = Answering(["https://news"])
    #expect(throws: PersonLeft.self) {
      _ = try outcome(person, probe: .notThisAPI("this is a web page"))
    }
    #expect(person.said.contains { $0.contains("https://news: This is a web page.") })
    #expect(person.asked.count == 2)
  }

  @Test func whoAsksForTheDemoIsAskedNothingElse() throws {
    let person = Answering(["Demo"])
    guard case .demo = try outcome(person) else {
      Issue.record("no demo")
      return
    }
    #expect(person.asked.count == 1)
  }

  @Test func aConfigurationThatIsThereIsNeitherAskedAboutNorTouched() throws {
    let bare = try Settings.made(in: folder)
    #expect(FirstStarting.isFirst(bare))
    let named = try Settings.made(in: folder, ["--url", "http://chat"])
    #expect(!FirstStarting.isFirst(named))
    let config = try Settings.made(in: folder, config: "wait_warn = 3\n")
    #expect(!FirstStarting.isFirst(config))
    guard
      case .answers(let answers) = try outcome(
        Answering(["https://chat", "a@b", "right", "1"]))
    else {
      Issue.record("no answers")
      return
    }
    #expect(throws: Failure.self) { try FirstStarting.keep(answers, config) }
    #expect(try String(contentsOf: config.paths.configFile, encoding: .utf8) == "wait_warn = 3\n")
    let signIn = SignIn(profile: "default", address: answers.address, paths: config.paths)
    #expect(!signIn.isStored, "nothing is half done")
    let left = try FileManager.default.contentsOfDirectory(atPath: config.paths.config.path)
    #expect(left == ["config.toml"])
  }

  @Test func linesBreakBetweenWords() {
    let text = "furrow is not set up yet. Three questions, and the desk opens."
    let lines = FirstStartTerminal.wrapped(text, columns: 30).split(separator: "\n")
    #expect(lines.count == 3 && lines.allSatisfy { $0.count <= 30 })
    #expect(lines.joined(separator: " ") == text)
  }

  @Test func whatIsLongerThanALineStaysWhole() {
    let path = "/home/meera/.config/furrow/of-the-desk/config.toml."
    #expect(
      FirstStartTerminal.wrapped("That is kept in \(path) Good.", columns: 30)
        == "That is kept in\n\(path)\nGood.")
  }
}
