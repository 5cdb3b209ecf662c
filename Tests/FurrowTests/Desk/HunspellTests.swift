import Desk
import Foundation
import Testing

@testable import furrow

/// What is asked of a program that looks words up, and what becomes of one that only says so.
@Suite struct HunspellTests {
  private func withProgram<Result>(
    _ script: String, _ body: (String) throws -> Result
  ) throws -> Result {
    let folder = try TemporaryFolder()
    let program = try folder.writeProgram("#!/bin/sh\n\(script)\n", named: "hunspell")
    return try withExtendedLifetime(folder) { try body(program.path) }
  }

  private func ask(
    _ words: [String], of script: String, within patience: Duration = .seconds(30)
  ) throws -> [HunspellProcess.Answer] {
    try withProgram(script) { program in
      let end = ContinuousClock.now + patience
      let process = try HunspellProcess(program, dictionary: "/d/en_US", until: end)
      return try words.map { try process.ask($0, until: end) }
    }
  }

  private static let greeting = "printf '@(#) a greeting\\n'\n"

  @Test func wordsGoInByThePipeAndWhatIsSaidOfThemComesOut() throws {
    let script =
      Self.greeting + """
        while IFS= read -r word; do case $word in
          ^rice*) printf '*\\n\\n';;
          ^rise*) printf '+ rise\\n\\n';;
          ^recieve*) printf '& recieve 2 0: receive, relieve\\n\\n';;
          *) printf '# %s 0\\n\\n' "$word";;
        esac; done
        """
    let answers = try ask(["rice", "rise", "recieve", "xq"], of: script)
    #expect(answers.map(\.isRight) == [true, true, false, false])
    #expect(answers[2].suggestions == ["receive", "relieve"] && answers[3].suggestions.isEmpty)
  }

  @Test func itGetsTheDictionaryAndNeitherWordsNorAnythingElseOfOurs() throws {
    let script = """
      [ "$*" = "-a -1 -i utf-8 -d /d/en_US" ] || exit 3
      [ -z "$HOME$FURROW_TOKEN" ] || exit 4
      """
    let answers = try ask(
      ["rice"], of: script + "\n" + Self.greeting + "read -r word; printf '*\\n\\n'")
    #expect(answers == [HunspellProcess.Answer(isRight: true, suggestions: [])])
  }

  @Test func aWordCannotPassForACommandOrForTwo() throws {
    let script =
      Self.greeting + """
        IFS= read -r word
        [ "$word" = "^*ricewheat\t" ] || exit 3
        printf '*\\n\\n'
        """
    #expect(try ask(["*rice\n\twheat"], of: script).count == 1)
  }

  @Test func suggestionsThatWouldDoAnythingAreLeftOut() throws {
    let script =
      Self.greeting + """
        read -r word
        printf '& x 5 0: good, \\033[2Jbad, \\342\\200\\256bad, %0200d, , also good\\n\\n' 7
        """
    #expect(try ask(["x"], of: script).first?.suggestions == ["good", "also good"])
  }

  @Test(
    arguments: [
      "exit 1", "printf 'hello\\n'", "exec cat /dev/zero", greeting + "exit 0",
      greeting + "exec cat /dev/zero", greeting + "kill -SEGV $$",
    ])
  func whatIsNoAnswerIsAProblem(script: String) {
    #expect(throws: HunspellProcess.Problem.self) { try ask(["rice"], of: script) }
  }

  @Test func nineSuggestionsAreEnough() throws {
    let script =
      Self.greeting + "read -r word; printf '& x 12 0: a, b, c, d, e, f, g, h, i, j, k, l\\n\\n'"
    #expect(try ask(["x"], of: script).first?.suggestions.joined() == "abcdefghi")
  }

  @Test func whoeverSaysMuchOfOneWordIsHeardInPart() throws {
    let script =
      Self.greeting + "read -r word; while :; do printf '& x 1 0: many\\n'; done"
    let answers = try ask(["rice"], of: script)
    #expect(answers.first?.suggestions.count ?? 99 <= 9)
  }

  @Test func whoeverNeverAnswersIsNotWaitedFor() {
    #expect(throws: HunspellProcess.Problem(words: "hunspell takes too long")) {
      try ask(["rice"], of: "exec sleep 1000", within: .milliseconds(200))
    }
  }

  @Test func aProgramThatIsNotThereIsAProblem() {
    #expect(throws: HunspellProcess.Problem.self) {
      try HunspellProcess("/nowhere", dictionary: "/d", until: .now + .seconds(5))
    }
  }

  // MARK: Dictionaries

  private func folder(_ files: [String]) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for file in files {
      try "".write(to: folder.appending(path: file), atomically: true, encoding: .utf8)
    }
    return folder.path
  }

  @Test func aDictionaryHasTwoFilesAndAPlainName() throws {
    let first = try folder(["en_US.aff", "en_US.dic", "hi_IN.aff", "-x.aff", "-x.dic", "ta.dic"])
    let second = try folder(["en_US.aff", "en_US.dic", "hi_IN.aff", "hi_IN.dic"])
    defer {
      try? FileManager.default.removeItem(atPath: first)
      try? FileManager.default.removeItem(atPath: second)
    }
    let found = Hunspell.dictionaries(in: [first, "/nowhere", second])
    #expect(found == ["en_US": "\(first)/en_US", "hi_IN": "\(second)/hi_IN"])
  }

  @Test func theLocalesDictionaryComesFirst() {
    let names = ["de_DE", "en_GB", "en_US", "en_ZA"]
    #expect(Hunspell.inOrder(names, [:]) == ["en_GB", "en_US", "de_DE", "en_ZA"])
    #expect(Hunspell.inOrder(names, ["LANG": "en_ZA.UTF-8"]).first == "en_ZA")
  }

  @Test func withoutTheProgramOneSentenceSaysSo() {
    guard case .none(let problem) = Hunspell.found(program: nil, [:]) else {
      Issue.record("there is none")
      return
    }
    #expect(problem.hasPrefix("There is no hunspell here"))
  }

  /// Where this computer has it.
  @Test(.enabled(if: Programs.find("hunspell") != nil && Hunspell.dictionaries()["en_US"] != nil))
  func theRealOneAnswers() throws {
    let program = try #require(Programs.find("hunspell"))
    let dictionaries = Hunspell.dictionaries()
    let end = ContinuousClock.now + .seconds(30)
    let english = try HunspellProcess(
      program, dictionary: try #require(dictionaries["en_US"]), until: end)
    #expect(try english.ask("rice", until: end).isRight)
    let wrong = try english.ask("recieve", until: end)
    #expect(!wrong.isRight && wrong.suggestions.contains("receive"))
    guard let path = dictionaries["hi_IN"] else { return }
    let hindi = try HunspellProcess(program, dictionary: path, until: end)
    #expect(try hindi.ask("किसान", until: end).isRight, "one word, with its vowel signs")
    #expect(try hindi.ask("किसाान", until: end).suggestions.contains("किसान"))
  }
}
