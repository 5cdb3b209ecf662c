import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

@Suite struct OverlayTests {
  private func themed() -> Bench {
    var bench = Bench(
      DeskConfiguration(
        theme: "furrow",
        themes: [ThemeChoice("furrow"), ThemeChoice("amber")]))
    bench.seed()
    return bench
  }

  @Test func theHelpShowsTheKeysOfThePaneThatHasTheFocus() {
    var bench = Bench()
    bench.seed()
    bench.press("?")
    guard let help = bench.state.overlay as? HelpOverlay else {
      Issue.record("no help")
      return
    }
    #expect(help.title == "the list")
    #expect(help.lines.contains(.key(keys: "Enter", does: Command.open.sentence)))
    bench.press("PgDn")
    guard let moved = bench.state.overlay as? HelpOverlay else {
      Issue.record("the help is gone")
      return
    }
    #expect(moved.top > 0)
    bench.press("q Enter F1")
    guard let composer = bench.state.overlay as? HelpOverlay else {
      Issue.record("no help in the composer")
      return
    }
    #expect(composer.title == "the composer")
    bench.press("Esc")
    #expect(bench.state.overlay == nil)
    #expect(bench.state.focus == .composer)
  }

  @Test func theLogKeepsWhatWasSaidAndStartsAtItsEnd() {
    var bench = Bench()
    bench.seed()
    for number in 0..<40 {
      bench.client(.notice(Notice(.info, "thing \(number)", about: "sita")))
    }
    #expect(bench.said == "Sita: thing 39")
    bench.press("L")
    #expect((bench.state.overlay as? LogOverlay)?.top == 26)
    bench.press("k G g g")
    #expect((bench.state.overlay as? LogOverlay)?.top == 0)
    bench.press("Esc")
    #expect(bench.state.overlay == nil)
  }

  @Test func theLogIsBounded() {
    var log = NoticeLog()
    for number in 0..<5000 {
      log.append(
        LogEntry(at: .distantPast, severity: .info, text: "\(number)", conversationID: nil))
    }
    #expect(log.entries.count <= NoticeLog.capacity + 100)
    #expect(log.entries.last?.text == "4999")
  }

  @Test func foreignWordsAreMadeHarmlessBeforeTheyAreSaid() {
    var bench = Bench()
    bench.client(.conversations([bench.summary("x", name: "Eve\u{1B}[2J\nX")]))
    bench.client(.notice(Notice(.failure, "bad\u{07}\nnews", about: "x")))
    #expect(bench.said?.unicodeScalars.allSatisfy { $0.value >= 0x20 } == true)
  }

  @Test func aThemeIsTriedAsTheCursorPassesAndGivenBackByEsc() {
    var bench = themed()
    bench.press(":")
    bench.type("theme")
    bench.press("Enter Down")
    #expect(bench.state.theme == "amber")
    bench.press("Esc")
    #expect(bench.state.theme == "furrow")
    bench.run(.perform(.theme))
    bench.press("Down Enter")
    #expect(bench.state.theme == "amber")
  }

  @Test func thePaletteTakesACommandWithItsWord() {
    var bench = themed()
    bench.press(":")
    bench.type("theme amber")
    bench.press("Enter")
    #expect(bench.state.theme == "amber")
    bench.press(":")
    bench.type("status res")
    bench.wait(0.5)
    bench.press("Enter")
    #expect(bench.take() == [.client(.setStatus("lakshmi", .resolved))])
    bench.press(":")
    bench.type("view all")
    bench.wait(0.5)
    bench.press("Enter")
    #expect(bench.state.list.view == .all)
    bench.press(":")
    bench.type("refresh")
    bench.wait(0.5)
    bench.press("Enter")
    #expect(bench.take() == [.client(.refresh)])
    bench.press(":")
    bench.type("nonsense")
    bench.press("Enter")
    #expect(bench.state.overlay != nil)
    bench.press("Esc : q Enter")
    #expect(bench.take() == [.quit])
  }

  @Test func thePaletteShowsTheKeyOfEachCommand() {
    var bench = themed()
    bench.press(":")
    guard let picker = (bench.state.overlay as? Palette)?.picker else {
      Issue.record("no palette")
      return
    }
    #expect(picker.items.first { $0.label == "refresh" }?.keys == "Ctrl+R")
    #expect(!picker.items.contains { $0.label == "contact" })
  }

  @Test func aBareDeskIsLeftAtOnceAndOneThatHoldsSomethingAsks() {
    var bench = Bench()
    bench.seed()
    bench.press("q")
    bench.wait(1)
    #expect(bench.take() == [.quit])
    bench.press("Enter")
    bench.type("half")
    bench.client(.outbox([bench.entry("e1")]))
    bench.press("Esc q")
    guard let question = bench.state.overlay as? Question else {
      Issue.record("no question")
      return
    }
    #expect(
      question.detail
        == "1 draft and 1 message in the outbox stay on this computer; what waits goes next time.")
    _ = bench.take()
    bench.press("n")
    #expect(bench.take().isEmpty)
    bench.press("q y")
    #expect(bench.take() == [.quit])
  }

  @Test func whoQuitsADeskThatKeepsNothingIsToldWhatIsLost() {
    var configuration = DeskConfiguration()
    configuration.keepsOutbox = false
    for (entries, words) in [
      (1, "1 message in the outbox is lost: without a cache nothing is kept."),
      (2, "2 messages in the outbox are lost: without a cache nothing is kept."),
    ] {
      var bench = Bench(configuration)
      bench.client(.outbox((1...entries).map { bench.entry("e\($0)") }))
      bench.press("q")
      guard let question = bench.state.overlay as? Question else {
        Issue.record("no question")
        return
      }
      #expect(question.detail == words)
    }
  }

  @Test func whoQuitsWhileTheDiskTakesNothingIsToldWhichDraftIsLost() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    bench.type("half")
    bench.client(.draftKept("lakshmi", false))
    bench.press("Esc q")
    guard let question = bench.state.overlay as? Question else {
      Issue.record("no question")
      return
    }
    #expect(question.detail == "1 draft is lost: the disk does not take it.")
    bench.press("n")
    bench.client(.draftKept("lakshmi", true))
    bench.press("q")
    guard let later = bench.state.overlay as? Question else {
      Issue.record("no question")
      return
    }
    #expect(later.detail == "1 draft stays on this computer.")
  }

  @Test func aDeskThatKeepsNothingDoesNotPromiseToWhenTheLinkIsDown() {
    var configuration = DeskConfiguration()
    configuration.keepsOutbox = false
    var bench = Bench(configuration)
    bench.client(.link(.offline(reason: "The server has fallen silent.", retryAt: nil)))
    #expect(
      bench.said
        == "The link is down; what you write goes when it is back. The server has fallen silent.")
  }

  @Test func aWordThatBeginsWithQDoesNotLeaveTheRestOfItselfToTheShell() {
    var bench = Bench()
    bench.seed()
    bench.type("quick question")
    bench.wait(1)
    #expect(bench.take().isEmpty)
    #expect(bench.said?.hasPrefix("That looks like text") == true)
  }

  @Test func qClosesTheTopmostFirst() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter Shift+Tab q")
    #expect(bench.state.focus == .list)
    #expect(!bench.take().contains(.quit))
    bench.press("q")
    bench.wait(1)
    #expect(bench.take() == [.quit])
  }

  @Test func controlCNeverQuits() {
    var bench = Bench()
    bench.seed()
    bench.press("Ctrl+C Ctrl+C Enter Ctrl+C Ctrl+C Esc Ctrl+C ? Ctrl+C s Ctrl+C : Ctrl+C")
    #expect(!bench.take().contains(.quit))
    #expect(bench.state.overlay == nil)
  }

  @Test func whatIsWrittenIsSavedBeforeTheDeskSleepsOrEnds() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    bench.type("abc")
    _ = bench.take()
    bench.press("Ctrl+Z")
    let effects = bench.take()
    #expect(effects.last == .suspend)
    #expect(effects.contains { if case .client(.saveDraft) = $0 { true } else { false } })
    bench.type("d")
    _ = bench.take()
    bench.type("e")
    bench.run(.terminating)
    #expect(
      bench.take().suffix(2) == [
        .client(.saveDraft("lakshmi", Draft(text: "abcde", editedAt: bench.now))), .quit,
      ])
  }

  @Test func anOverlayNeverTouchesWhatIsWrittenBelow() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    bench.type("keep")
    bench.press("Ctrl+X :")
    bench.type("zzz")
    bench.press("Esc")
    #expect(bench.state.composer?.editor.text == "keep")
    #expect(bench.state.focus == .composer)
  }

  @Test func theHintsFollowTheFocusAndTheKeymap() {
    let (map, _) = Keymap.customized(changes: ["list": ["w": "", "x": "longest-waiting"]])
    var bench = Bench(DeskConfiguration(keymap: map))
    bench.seed()
    #expect(
      bench.state.hints.contains(Hint(keys: "x", label: "longest wait", command: .longestWaiting)))
    bench.press("Enter")
    #expect(bench.state.hints.first == Hint(keys: "Enter", label: "send", command: .send))
  }

  @Test func whatIsWrongInKeysTomlIsSaidAtTheStart() {
    let bench = Bench(DeskConfiguration(keymapProblems: ["[keys.list] “x”: no action"]))
    #expect(bench.state.log.entries.first?.text == "[keys.list] “x”: no action")
  }

  @Test func everyKeyOfAPaneStandsInItsHelpInFull() {
    for context in [Keymap.Context.list, .messages, .composer] {
      for columns in [34, 44, 72] {
        let lines = Keymap.standard.help(for: context, columns: columns)
        let room = HelpLine.keyColumns(of: columns)
        var shown = ""
        for case .key(let keys, let does) in lines {
          #expect(keys.count <= max(room, 13) && does.count <= columns - room - 3, "\(keys)")
          shown += "  " + keys + "  "
        }
        for binding in Keymap.standard.bindings(in: context) {
          // The nine identities share a row.
          let name = binding.command.identityNumber == nil ? "\(binding)" : "Ctrl+X 1–9"
          #expect(shown.contains("  \(name)  "), "\(binding) in \(context)")
        }
      }
    }
  }

  @Test func theHelpIsBrokenAnewWhenTheScreenChanges() {
    var bench = Bench()
    bench.press("?")
    func count() -> Int {
      if let help = bench.state.overlay as? HelpOverlay { help.lines.count } else { 0 }
    }
    let wide = count()
    bench.run(.resized(Size(columns: 40, rows: 12)))
    #expect(count() > wide)
  }

  @Test func aLongSentenceOfTheLogGoesOnBelowItself() {
    var bench = Bench()
    let words = "The list could not be refreshed: the connection ended before the answer was there"
    bench.client(.notice(Notice(.warning, words)))
    let rows = bench.state.log.rows(Size(columns: 60, rows: 20), widths: .standard)
    #expect(rows.count == 2)
    #expect(rows.map(\.text).joined(separator: " ") == words)
    #expect(rows.map { $0.entry != nil } == [true, false])
  }

  @Test func theFirstCommandOfThePaletteHarmsNobody() {
    var bench = Bench()
    _ = bench.take()
    bench.press(": Enter")
    #expect(clientCommands(bench.take()).isEmpty)
    guard bench.state.overlay is HelpOverlay else {
      Issue.record("something else happened")
      return
    }
  }

  /// Typed whole and at once: nothing is changed at the server by these.
  @Test(arguments: ["log", "outbox", "refresh", "reconnect", "details", "view waiting"])
  func aHarmlessCommandOfThePaletteNeedsNoPause(name: String) {
    var bench = Bench()
    bench.press(":")
    bench.type(name)
    bench.press("Enter")
    if bench.state.overlay is Palette { Issue.record("it waits for another Enter") }
  }

  @Test func theDeskIsQuitFromThePalette() {
    var bench = Bench()
    _ = bench.take()
    bench.press(": q Enter")
    bench.wait(1)
    #expect(bench.take().contains(.quit))
  }

  private func clientCommands(_ effects: [Effect]) -> [ClientCommand] {
    effects.compactMap { if case .client(let command) = $0 { command } else { nil } }
  }

  @Test func aNoticeNamesWhomItIsAboutOnce() {
    var bench = Bench()
    bench.seed()
    bench.client(.notice(Notice(.failure, "Sita was not moved: no such agent.", about: "sita")))
    #expect(bench.said == "Sita was not moved: no such agent.")
    bench.client(.notice(Notice(.failure, "Nothing was kept.", about: "sita")))
    #expect(bench.said == "Sita: Nothing was kept.")
  }

  @Test func aReasonWithAFullStopOfItsOwnGetsNoSecondOne() {
    var bench = Bench()
    bench.seed()
    bench.client(.link(.offline(reason: "The server has fallen silent.", retryAt: nil)))
    #expect(
      bench.said
        == "The link is down; what you write is kept and goes later. The server has fallen silent.")
    bench.press("Enter a Enter")
    bench.client(.rejected(request: 1, reason: "There is nothing to send."))
    #expect(
      bench.said == "Not sent to Lakshmi: There is nothing to send. The text is still there.")
  }

  @Test func hintsAreForWhatOneCanDo() {
    func commands(_ bench: Bench) -> [Command] { bench.state.hints.map(\.command) }
    var admin = Bench(role: .admin)
    admin.seed()
    #expect(commands(admin).contains(.reassign))
    admin.press("Enter")
    #expect(admin.state.focus == .messages)
    #expect(commands(admin).contains(.reply))
    var farmer = Bench(role: .user)
    farmer.seed()
    for _ in 0..<2 {
      #expect(Set(commands(farmer)).isDisjoint(with: [.status, .longestWaiting, .nextUnread]))
      farmer.press("Esc")
    }
  }
}
