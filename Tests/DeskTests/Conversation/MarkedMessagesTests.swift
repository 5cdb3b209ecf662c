import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

@Suite struct MarkedMessagesTests {
  /// Five messages, the newest of which is mine; the messages have the keys.
  private func reading() -> Bench {
    var bench = writing()
    bench.timeline([
      bench.message("m1", ago: 9, "first"),
      bench.message("m2", ago: 8, "two\nlines"),
      bench.message("m3", ago: 7, "see https://example.org or ring 98210 45724"),
      bench.message("m4", ago: 6, media: Media(id: "p", name: "leaf.jpg", kind: .image)),
      bench.message("m5", from: Bench.me.rawValue, ago: 5, "mine"),
    ])
    bench.press("Esc Tab")
    _ = bench.take()
    return bench
  }

  private func marked(_ bench: Bench) -> Set<String> {
    Set(
      bench.state.markedItems.map { id in
        switch id {
        case .message(let id): id.rawValue
        case .entry(let id): id.rawValue
        case .note(let id): id.rawValue
        }
      })
  }

  private func copied(_ bench: inout Bench) -> String? {
    for case .copy(let text) in bench.take() { return text }
    return nil
  }

  @Test func spaceMarksTheChosenMessageAndEscDropsTheMarksFirst() {
    var bench = reading()
    bench.press("Space k k Space")
    #expect(marked(bench) == ["m5", "m3"])
    #expect(bench.state.marked.isEmpty, "no row of the list")
    #expect(bench.state.hints.map(\.command).count { $0 == .copy } == 1, "each key is named once")
    bench.press("Space")
    #expect(marked(bench) == ["m5"])
    bench.press("Esc")
    #expect(marked(bench).isEmpty && bench.state.focus == .messages)
    bench.press("Esc")
    #expect(bench.state.focus == .list)
  }

  @Test func aRangeGoesWithTheCursorAndEndsWhereTheKeyIsPressedAgain() {
    var bench = reading()
    bench.press("k v k k")
    #expect(marked(bench) == ["m5", "m4", "m3"])
    bench.press("j")
    #expect(marked(bench) == ["m5", "m4"])
    bench.press("v k k k")
    #expect(marked(bench) == ["m5", "m4"])
  }

  @Test func severalAreCopiedInTheirOrderWithNamesAndTimes() {
    var bench = reading()
    bench.press("k v k k k y")
    bench.wait(1)
    #expect(
      copied(&bench) == """
        2025-11-18 14:24  Lakshmi: two
            lines
        2025-11-18 14:25  Lakshmi: see https://example.org or ring 98210 45724
        2025-11-18 14:26  Lakshmi: [leaf.jpg]
        2025-11-18 14:27  Meera: mine
        """)
    #expect(bench.said == "4 messages of the chat with Lakshmi were sent to the terminal.")
    #expect(marked(bench).isEmpty)
  }

  @Test func whatIsMarkedAndNoLongerHereIsCounted() {
    var bench = reading()
    bench.press("Space k Space")
    bench.timeline([bench.message("m5", ago: 5, "mine")], isReset: true)
    bench.press("y")
    bench.wait(1)
    #expect(copied(&bench)?.contains("mine") == true)
    #expect(bench.said?.contains("1 more that were marked") == true)
  }

  @Test func marksBelongToTheirConversation() {
    var bench = reading()
    bench.press("Space Ctrl+N")
    bench.wait(1)
    #expect(marked(bench).isEmpty)
  }

  // MARK: Quoting

  private func reply(_ bench: Bench) -> String? { bench.state.composer?.editor.text }

  @Test func theChosenMessageIsQuotedAndTheCursorStandsBelow() {
    var bench = reading()
    bench.press("k k k k >")
    bench.wait(1)
    #expect(reply(bench) == "> two\n> lines\n")
    #expect(bench.state.focus == .composer)
    bench.type("yes", every: 0.3)
    #expect(reply(bench) == "> two\n> lines\nyes")
    bench.press("Enter")
    #expect(
      bench.take().contains { effect in
        if case .client(.send(_, let text, _, _)) = effect {
          text == "> two\n> lines\nyes"
        } else {
          false
        }
      })
  }

  @Test func markedMessagesOfSeveralPeopleAreQuotedWithTheirNames() {
    var bench = reading()
    bench.press("Space k k k Space >")
    bench.wait(1)
    #expect(reply(bench) == "> Lakshmi: two\n> lines\n> Meera: mine\n")
    #expect(marked(bench).isEmpty)
  }

  @Test func aQuotationGoesWhereTheCursorStandsOnALineOfItsOwn() {
    var bench = reading()
    bench.press("i")
    bench.wait(1)
    bench.type("so:", every: 0.3)
    bench.press("Esc Tab k >")
    bench.wait(1)
    #expect(reply(bench) == "so:\n> mine\n")
  }

  @Test func longMessagesAreQuotedInPart() throws {
    var bench = reading()
    let long = String(repeating: "क्षि", count: 5000)
    let many = (1...40).map { "line \($0)" }.joined(separator: "\n")
    bench.timeline([
      bench.message("m6", ago: 4, long), bench.message("m7", ago: 3, many),
    ])
    bench.press("k >")
    bench.wait(1)
    #expect(reply(bench)?.split(separator: "\n").count == 7)
    #expect(reply(bench)?.hasSuffix("> line 6\n> …\n") == true)
    bench.press("Ctrl+C Esc Tab k >")
    bench.wait(1)
    let text = try #require(reply(bench))
    #expect(text.count == 303 && text.hasSuffix("क्षि…\n"))
  }

  @Test func aNoteIsNeverQuoted() {
    var bench = reading()
    bench.press("m")
    bench.wait(1)
    bench.type("her husband rings", every: 0.3)
    bench.press("Enter")
    bench.wait(4)
    bench.press("k >")
    bench.wait(1)
    #expect(reply(bench) == "")
    #expect(bench.said == "A note stays on this computer; it is not quoted.")
  }

  @Test func aWordThatBeginsWithTheKeyLeavesTheReplyAsItWas() {
    var bench = reading()
    bench.press("k k")
    bench.type("> hello\n")
    bench.wait(2)
    #expect(reply(bench) == "")
    #expect(bench.state.focus == .messages)
    #expect(bench.said?.hasPrefix("That looks like text.") == true)
    let sent = bench.take().contains { effect in
      if case .client(.send) = effect { true } else { false }
    }
    #expect(!sent)
  }

  @Test func whereNobodyMayWriteNothingIsQuoted() {
    var bench = Bench()
    bench.seed()
    bench.press("4")
    bench.run(.clicked(.listRow("gurpreet")))
    bench.timeline([bench.message("m1", "no")], in: "gurpreet")
    bench.run(.clicked(.item(.message("m1"))))
    bench.press(">")
    bench.wait(1)
    #expect(bench.said?.hasPrefix("Ravi's chat: only Ravi or an admin can write") == true)
    #expect(bench.state.focus == .messages)
  }
}
