import ChatModel
import Foundation
import Testing

@testable import Desk

/// Canned replies: found, filled in, put in, and not sent with a gap.
@Suite struct ReplyTests {
  private func desk(_ replies: CannedReply..., listOnly: Bool = false) -> Bench {
    var bench = Bench()
    bench.seed()
    bench.run(.replies(CannedReplies(replies, folder: "/home/m/.config/furrow/replies")))
    if !listOnly { bench.press("Enter") }
    _ = bench.take()
    return bench
  }

  private func reply(
    _ name: String, _ text: String, tags: [String] = [], language: String? = nil,
    attachments: [String] = [], shortcut: String? = nil
  ) throws -> CannedReply {
    try CannedReply(
      name: name, text: text, tags: tags, language: language, attachments: attachments,
      shortcut: shortcut)
  }

  private func menu(_ bench: Bench) -> ReplyMenu? { bench.state.overlay as? ReplyMenu }

  private func labels(_ bench: Bench) -> [String] {
    menu(bench).map { menu in menu.picker.matches.map { menu.picker.items[$0].label } } ?? []
  }

  private func shown(_ bench: Bench) -> String {
    guard let editor = bench.state.composer?.editor else { return "" }
    var text = editor.text
    text.insert("|", at: editor.cursorIndex)
    return text
  }

  // MARK: Templates

  @Test func variablesAreFilledInAndBracesStay() throws {
    let template = try ReplyTemplate("{{x}} {farmer.first}, { }{ 1} {cursor}end {")
    let filled = template.filled([.farmerFirst: "Lakshmi"])
    #expect(filled.text == "{x} Lakshmi, { }{ 1} end {")
    #expect(filled.cursor == "{x} Lakshmi, { }{ 1} ".utf8.count)
    #expect(filled.missing.isEmpty)
  }

  @Test func whatIsNotKnownLeavesAGapWhereOneGoesOnWriting() throws {
    let filled = try ReplyTemplate("On {phone} or {phone}, {farmer}.").filled([.farmer: "L"])
    #expect(filled.text == "On [phone?] or [phone?], L.")
    #expect(filled.missing == [.phone])
    #expect(filled.cursor == "On [phone?]".utf8.count)
  }

  @Test func aVariableThatNobodyKnowsIsNamedWithItsLine() {
    #expect(throws: ReplyTemplate.UnknownVariable(name: "fermer", line: 2)) {
      try ReplyTemplate("one {date}\ntwo {fermer}")
    }
  }

  @Test func everyVariableHasItsValue() throws {
    var bench = desk()
    bench.client(
      .conversations([bench.summary("lakshmi", waits: 125, status: .open, phone: "+91 98210")]))
    let summary = try #require(bench.state.openSummary)
    var facts = bench.state.facts(of: summary, now: bench.now)
    facts.farmer = Participant(id: "u", firstName: "Lakshmi", lastName: "R.", phone: "+91 98210")
    facts.agent = "Meera Iyer"
    let text = ReplyVariable.allCases.map { "{\($0.rawValue)}" }.joined(separator: "|")
    let filled = try ReplyTemplate(text).filled(facts.values)
    #expect(
      filled.text
        == "Lakshmi|Lakshmi R.|Meera Iyer|Meera|open|18/11/2025|14:32|2 h 5 min|+91 98210|lakshmi")
  }

  @Test func aForeignNameCannotBreakTheLineOrMoveTheText() throws {
    var facts = ReplyFacts(
      farmer: Participant(id: "u", firstName: "A\n\u{202E}B{date}"), agent: nil, status: nil,
      wait: nil, conversation: "c", now: Date(timeIntervalSince1970: 0), timeZone: .gmt)
    let filled = try ReplyTemplate("{farmer.first}!").filled(facts.values)
    #expect(!filled.text.contains("\n") && !filled.text.contains("\u{202E}"))
    #expect(filled.text.contains("{date}"))
    facts.farmer = nil
    let lacking = try ReplyTemplate("{farmer.first}").filled(facts.values)
    #expect(lacking.missing == [.farmerFirst])
  }

  // MARK: The menu

  @Test func aLetterInTheListOpensTheMenuAndEnterPutsTheReplyIntoTheComposer() throws {
    var bench = desk(try reply("Hello", "Namaste {farmer.first}, {cursor}!"), listOnly: true)
    bench.press("c")
    #expect(menu(bench)?.conversationID == "lakshmi")
    #expect(bench.take() == [.readReplies])
    bench.press("Enter")
    #expect(bench.state.focus == .composer)
    #expect(shown(bench) == "Namaste Lakshmi, |!")
    let used = bench.take().compactMap { effect in
      if case .client(.noteUsed(let used)) = effect { used.text } else { nil }
    }
    #expect(used == ["Hello"])
  }

  @Test(arguments: ["F2", "/"])
  func inTheComposerAKeyOpensItToo(_ key: String) throws {
    var bench = desk(try reply("Hello", "Namaste"))
    bench.press(key)
    #expect(menu(bench) != nil)
    bench.press("Enter")
    #expect(shown(bench) == "Namaste|")
  }

  @Test func theMenuIsInThePalette() throws {
    var bench = desk(try reply("Hello", "Namaste"))
    bench.press("Ctrl+X :")
    bench.type("replies")
    bench.wait(1)
    bench.press("Enter")
    #expect(menu(bench) != nil)
  }

  @Test func aSlashElsewhereIsASlashAndSoIsASecondOne() throws {
    var bench = desk(try reply("Hello", "Namaste"))
    bench.type("1/2")
    #expect(shown(bench) == "1/2|")
    bench.press("Ctrl+U / /")
    #expect(shown(bench) == "/|")
    #expect(bench.state.overlay == nil)
    bench.press("Ctrl+J /")
    #expect(menu(bench) != nil)
  }

  @Test func whatWasTypedAfterASlashIsNotLost() throws {
    var bench = desk(try reply("Hello", "Namaste"))
    bench.press("/")
    bench.type("etc")
    bench.press("Enter")
    #expect(menu(bench) != nil)
    bench.press("Esc")
    #expect(shown(bench) == "/etc|")
    bench.press("Ctrl+U / Backspace")
    #expect(bench.state.overlay == nil)
    #expect(shown(bench) == "|")
  }

  @Test func aSlashInAPasteIsText() throws {
    var bench = desk(try reply("Hello", "Namaste"))
    bench.run(.paste("/usr/share"))
    bench.run(.typed("\n"))
    bench.press("Ctrl+C")
    bench.run(.typed("/home"))
    #expect(menu(bench) == nil)
    #expect(bench.state.composer?.editor.text == "/home")
  }

  @Test func aLineThatBeginsARepliesNameOpensTheMenuAtEnterHoweverItCame() throws {
    for line in ["/dh", "/DH", "/dhanya", "/ty", "/"] {
      for isPasted in line == "/" ? [true] : [false, true] {
        var bench = desk(try reply("Dhanyavaad", "Thank you.", shortcut: "ty"))
        bench.run(isPasted ? .paste(line) : .typed(line))
        #expect(bench.state.composer?.editor.text == line, "a burst is text")
        bench.wait(1)
        bench.press("Enter")
        #expect(labels(bench) == ["Dhanyavaad"], "\(line)")
        #expect(bench.state.composer?.pending == nil)
        bench.press("Enter")
        #expect(shown(bench) == "Thank you.|")
      }
    }
  }

  @Test func aLineThatWasLookedUpAndMeantIsSent() throws {
    var bench = desk(try reply("Dhanyavaad", "Thank you."))
    bench.type("Namaste")
    bench.press("Ctrl+J")
    bench.run(.typed("/dh"))
    bench.wait(1)
    bench.press("Enter")
    #expect(menu(bench)?.picker.query.text == "dh")
    bench.press("Esc")
    #expect(shown(bench) == "Namaste\n/dh|")
    bench.press("Enter")
    #expect(bench.state.composer?.pending?.text == "Namaste\n/dh")
    bench = desk(try reply("Dhanyavaad", "Thank you."))
    bench.run(.typed("/home"))
    bench.wait(1)
    bench.press("Enter")
    #expect(bench.state.composer?.pending?.text == "/home")
  }

  @Test func severalStandInOneMessage() throws {
    var bench = desk(try reply("a", "One."), try reply("b", "Two\nlines."))
    bench.press("F2 Enter F2 Down Enter")
    // The first was used last, and comes first.
    #expect(shown(bench) == "One.\nTwo\nlines.|")
    bench.press("F2 Down Enter")
    #expect(shown(bench) == "One.\nTwo\nlines. One.|")
  }

  @Test func theLastUsedComesFirstThenWhatIsInTheFarmersLanguage() throws {
    var bench = desk(
      try reply("a", "1", language: "hi"), try reply("b", "2", language: "en"),
      try reply("c", "3", language: "en"))
    bench.press("F2")
    #expect(labels(bench) == ["b", "c", "a"])
    bench.press("Down Enter F2")
    #expect(labels(bench) == ["c", "b", "a"])
    bench.press("Esc")
    bench.client(.used([Used(.reply, "a", at: bench.now - 60)]))
    bench.press("F2")
    #expect(labels(bench) == ["c", "a", "b"])
  }

  @Test func itIsFoundByNameTextTagShortcutAndScatteredLetters() throws {
    var bench = desk(
      try reply("Photo of the plant", "Send one picture", tags: ["image"], shortcut: "ph"),
      try reply("Phosphate", "Not now"))
    for words in ["photo pl", "picture", "image", "pfpl"] {
      bench.press("F2")
      bench.type(words)
      #expect(labels(bench) == ["Photo of the plant"], "\(words)")
      bench.press("Esc")
    }
    bench.press("F2")
    bench.type("ph")
    #expect(labels(bench).first == "Photo of the plant")
  }

  @Test func aFileThatChangesIsSeenInTheOpenMenu() throws {
    var bench = desk(try reply("a", "1"))
    bench.press("F2")
    bench.run(.replies(CannedReplies([try reply("new", "2")])))
    #expect(labels(bench) == ["new"])
  }

  @Test func aBrokenFileIsSaidOnceAndTheOthersGoOn() throws {
    var bench = desk()
    let found = CannedReplies([try reply("a", "1")], problems: ["/r/x.toml:3: no text"])
    bench.run(.replies(found))
    #expect(bench.said == "/r/x.toml:3: no text")
    bench.press("F2")
    #expect(labels(bench) == ["a"])
    bench.run(.replies(found))
    #expect(bench.state.notices.log.entries.count { $0.text == "/r/x.toml:3: no text" } == 1)
  }

  @Test func withoutAnyItSaysWhereTheyStand() {
    var bench = desk()
    bench.press("F2")
    #expect(
      bench.said == "There are no canned replies yet; they stand in /home/m/.config/furrow/replies."
    )
  }

  @Test func intoAChatOfSomebodyElseNothingIsPut() throws {
    var bench = desk(try reply("a", "1"), listOnly: true)
    bench.press("4 g g c")
    #expect(bench.state.overlay == nil)
    #expect(bench.said == "Ravi's chat: only Ravi or an admin can write.")
  }

  @Test func aWordThatBeginsWithTheLetterIsNotPutIn() throws {
    var bench = desk(try reply("a", "one"), listOnly: true)
    bench.type("can\n")
    #expect(!bench.state.composers.values.contains { !$0.isEmpty })
  }

  // MARK: Before it goes

  @Test func aGapIsSaidAndTheFirstEnterAsks() throws {
    var bench = desk(try reply("Call", "We call you on {phone}."))
    bench.press("F2 Enter")
    #expect(shown(bench) == "We call you on [phone?]|.")
    #expect(
      bench.said
        == "Lakshmi: the phone number is not known; write it in the place of [phone?].")
    bench.press("Enter")
    #expect(bench.state.composer?.pending == nil)
    #expect(
      bench.said == "It still has the gap [phone?]. Enter again sends it to Lakshmi so.")
    bench.press("Enter")
    #expect(bench.state.composer?.pending != nil)
  }

  @Test func anEmptyPlaceForOnesOwnWordsIsAskedAbout() throws {
    var bench = desk(try reply("Urea", "Please use {cursor} kg of urea per acre."))
    bench.press("F2 Enter Enter")
    #expect(bench.state.composer?.pending == nil)
    #expect(
      bench.said?.hasPrefix("Nothing is written in the place for your words, “Please use …") == true
    )
    bench.press("Enter")
    #expect(bench.state.composer?.pending != nil)
  }

  @Test(arguments: [
    ("Which village is {cursor} in? You waited long.", "village is … in? You waited"),
    ("कृपया {cursor} किलो यूरिया प्रति एकड़ डालें।", "कृपया … किलो यूरिया प्रति एकड़"),
    ("Anuvaadakakaaryaalaya{cursor}sthaanaantaranam.", "Anuvaadakakaaryaalaya…sthaanaantaranam."),
  ])
  func theEmptyPlaceIsNamedInWholeWords(_ text: String, _ words: String) throws {
    var bench = desk(try reply("Ask", text))
    bench.press("F2 Enter Enter")
    #expect(bench.said?.contains("“\(words)”") == true, "\(bench.said ?? "")")
  }

  @Test func aPlaceThatIsFilledGoesAtOnceAndSoDoesOneAtTheEnd() throws {
    var bench = desk(try reply("Urea", "Please use {cursor} kg of urea per acre."))
    bench.press("F2 Enter")
    bench.type("45")
    bench.press("Enter")
    #expect(bench.state.composer?.pending?.text == "Please use 45 kg of urea per acre.")
    bench = desk(try reply("Hello", "Namaste, {cursor}"))
    bench.press("F2 Enter Enter")
    #expect(bench.state.composer?.pending?.text == "Namaste, ")
  }

  @Test func aGapThatIsFilledGoesAtOnce() throws {
    var bench = desk(try reply("Call", "We call you on {phone}"))
    bench.press("F2 Enter")
    for _ in 0..<"[phone?]".count { bench.press("Backspace") }
    bench.type("98210")
    bench.press("Enter")
    #expect(bench.state.composer?.pending?.text == "We call you on 98210")
  }

  @Test func itsFilesGoWithIt() throws {
    var bench = desk(try reply("Guide", "See this.", attachments: ["/r/guide.jpg"]))
    bench.press("F2 Enter")
    let request = bench.take().compactMap { effect in
      if case .inspectFiles([["/r/guide.jpg"]], let request) = effect { request } else { nil }
    }.first
    let file = OutboxFile(
      path: "/r/guide.jpg", name: "guide.jpg", kind: .image, format: "image/jpeg", size: 9)
    bench.run(.inspected(request: try #require(request), [.fits(file)]))
    #expect(bench.state.composer?.attachments.map(\.path) == ["/r/guide.jpg"])
    bench.run(.inspected(request: 999, [.missing(path: "/r/guide.jpg")]))
  }

  @Test func aFileThatIsGoneIsSaidAndTheTextStays() throws {
    var bench = desk(try reply("Guide", "See this.", attachments: ["/r/guide.jpg"]))
    bench.press("F2 Enter")
    let request = bench.take().compactMap { effect in
      if case .inspectFiles(_, let request) = effect { request } else { nil }
    }.first
    bench.run(.inspected(request: try #require(request), [.missing(path: "/r/guide.jpg")]))
    #expect(bench.said?.contains("There is no file /r/guide.jpg.") == true)
    #expect(shown(bench) == "See this.|")
    bench.press("Enter")
    #expect(bench.state.composer?.pending == nil, "it does not go without the file unasked")
    #expect(bench.said?.hasSuffix("Enter again sends it to Lakshmi without.") == true)
    bench.press("Enter")
    #expect(bench.state.composer?.pending != nil)
  }

  @Test func oneStepOfUndoTakesTheReplyOutAgain() throws {
    var bench = desk(try reply("a", "One {cursor}two"))
    bench.type("Dear Lakshmi")
    bench.press("F2 Enter Ctrl+_")
    #expect(shown(bench) == "Dear Lakshmi|")
  }

  @Test func theScriptOfTheFarmersWordsTellsTheLanguage() {
    #expect(WrittenLanguage.of(["नमस्ते ok"]) == "hi")
    #expect(WrittenLanguage.of(["வணக்கம்"]) == "ta")
    #expect(WrittenLanguage.of(["Namaste 😀 12"]) == "en")
    #expect(WrittenLanguage.of(["😀 12"]) == nil)
  }
}
