import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

/// Text typed in the wrong place does nothing, and commands given fast are obeyed.
@Suite struct TypingGuardTests {
  /// English and romanised Hindi, as people write them to farmers.
  static let words = """
    it in is if of on or no not now new name nahi naam need next rice reply urea wheat sorry anna
    question raita shree and also aap aur accha all any apna after ask june july jaldi jai jal jo just
    join kya kyun kab kaise kal kam kar kaun khet kisan keep know ghee gehu good great green gaon get
    give go hello help hai hain ham haan kuch how have here hi will well went wait water wah woh what
    when which with week weed white why work send seed soil spray some soon such sab sahi samajh
    shukriya please pani patta phool photo price pump quick quality quiet rog rain ram rate right red
    roti you yes yeh yahan your yellow year urad use under until upar open okay ok only our out day
    dal dava dost dekho dhaan do did does done bhai bahut beej bad be but by late leaf line last like
    let the this that them then to today tomato thanks time tell try teek two mera mandi mitti more my
    Monday Every Dear Rice Reply Sorry Anna Good Go Open Yes Please Line Ramesh Urea Wheat Question
    Shree Also for first field five call check crop chai chana ji haanji ek eid every each end ko ki
    """.split(whereSeparator: \.isWhitespace).map(String.init) + ["line 42", "so sorry", "3 bags"]
    + wordsThroughTheComposer

  /// They begin with letters that move, or that do nothing yet, before one that opens a reply.
  static let wordsThroughTheComposer = [
    "ji haan", "ji nahi", "kitna", "kitna paani", "kripya", "kripya bataiye", "kisan bhai", "kya",
    "jaldi", "lijiye", "uria", "kismat", "jis din", "krishi", "jitna", "Gi hai", "kal milte hain",
  ]

  static let paces: [TimeInterval] = [0.03, 0.08, 0.15, 0.22, 0.3]

  /// Every place where keys go, and how it is reached. Where the composer is open, text is text.
  static let places: [(name: String, role: Role, enter: @Sendable (inout Bench) -> Void)] = [
    ("list", .support, { $0.press("j") }),
    ("list of an admin", .admin, { $0.press("j") }),
    ("list beside an open conversation", .support, { $0.press("Enter Esc j") }),
    ("messages", .support, { $0.press("Enter Shift+Tab") }),
    ("messages with one chosen", .support, { $0.press("Enter Shift+Tab k") }),
    ("messages that are watched", .admin, { $0.run(.clicked(.listRow("gurpreet"))) }),
    ("details", .support, { $0.press("Enter Esc F9") }),
    ("details of an admin", .admin, { $0.press("Enter Esc F9") }),
    ("statistics", .support, { $0.press("5") }),
    ("statistics of an admin", .admin, { $0.press("5") }),
    ("status menu", .support, { $0.press("F6") }),
    ("status menu by letter", .support, { $0.press("s") }),
    ("reassign picker", .admin, { $0.press("F4") }),
    ("theme picker", .support, { $0.run(.perform(.theme)) }),
    ("palette", .support, { $0.press(":") }),
    ("palette of an admin", .admin, { $0.press(":") }),
    ("filter", .support, { $0.press("/") }),
    (
      "quit question", .support,
      { bench in
        bench.press("Enter Ctrl+V")
        bench.run(.paste("a draft"))
        bench.press("Esc q")
      }
    ),
    ("drop question", .support, { $0.press("Enter Esc D") }),
    ("help", .support, { $0.press("?") }),
    ("help of the messages", .support, { $0.press("Enter Shift+Tab F1") }),
    ("log", .support, { $0.press("L") }),
    (
      "lines that wait for a yes", .support,
      { bench in
        bench.press("Enter")
        bench.run(.paste("two\nlines"))
        bench.press("Enter")
      }
    ),
    ("sign-in prompt", .support, { $0.press("Ctrl+X s") }),
  ]

  /// A desk with everything that a letter could change: who waits, what is unread, a failed message,
  /// changes to take back, a picture, a voice note and a link.
  private static func full(_ role: Role) -> Bench {
    var bench = Bench(
      DeskConfiguration(
        themes: [ThemeChoice("dark"), ThemeChoice("light")]),
      role: role)
    bench.seed()
    bench.client(
      .agents([
        Agent(participant: bench.person("agent-ravi", "Ravi", .support), activeConversations: 9),
        Agent(participant: bench.person("agent-anna", "Anna", .support), activeConversations: 2),
      ]),
      .outbox([
        bench.entry("e1", "no", .failed("no")),
        bench.entry("e2", to: "ramesh", "no", .failed("no")),
      ]),
      .conversations([bench.summary("sita", waits: 6.5, status: .resolved)]),
      .statusSet("sita", from: .open, to: .resolved))
    return bench
  }

  private static func isHarmless(_ effect: Effect) -> Bool {
    switch effect {
    case .client(.saveDraft), .bell, .completePath, .client(.peek): true
    // `j o`: from one row to the next, and its picture. Whoever meant a word sees a picture.
    case .openExternally, .openAddress: true
    // Looks at this computer's disk.
    case .proposePath, .inspectFiles: true
    default: false
    }
  }

  @Test(arguments: places.indices)
  func noWordTypedAnywhereReachesTheServer(place: Int) {
    let (name, role, enter) = Self.places[place]
    var start = Self.full(role)
    enter(&start)
    start.timeline(
      [
        start.message("m1", ago: 9, "see https://example.org/help."),
        start.message(
          "m2", ago: 8, media: Media(id: "p", name: "p.jpg", kind: .image, url: "http://h/p.jpg")),
        start.message(
          "m3", ago: 7, media: Media(id: "v", name: "v.ogg", kind: .audio, url: "http://h/v.ogg")),
      ], in: start.state.openID ?? "lakshmi")
    start.wait(12)
    _ = start.take()
    let isOverDraft = if start.state.overlay is PastePreview { true } else { false }
    for word in Self.words {
      for pace in Self.paces {
        for end in ["", "\n"] {
          var bench = start
          bench.type(word + end, every: pace)
          bench.wait(15)
          let did = bench.take().filter { effect in
            // Text over a draft that is shown before it goes belongs to that draft.
            if case .client(.typed("lakshmi")) = effect, isOverDraft { return false }
            return !Self.isHarmless(effect)
          }
          if !did.isEmpty {
            Issue.record("\(name): “\(word)\(end.isEmpty ? "" : "⏎")” at \(pace) s did \(did)")
          }
        }
      }
    }
  }

  @Test(arguments: places.indices)
  func noWordThroughTheComposerOpensAnotherConversationOrIsPutThere(place: Int) {
    let (name, role, enter) = Self.places[place]
    var start = Self.full(role)
    enter(&start)
    start.wait(12)
    let isText = start.state.keyContext.isText || start.state.overlay is PastePreview
    guard !isText else { return }
    let before = start.state
    _ = start.take()
    for word in Self.wordsThroughTheComposer {
      for pace in Self.paces + [0.13] {
        for end in ["", "\n"] {
          var bench = start
          bench.type(word + end, every: pace)
          bench.wait(15)
          let state = bench.state
          let texts = state.composers.mapValues(\.editor.text).filter { !$0.value.isEmpty }
          let old = before.composers.mapValues(\.editor.text).filter { !$0.value.isEmpty }
          let isShown = state.openID == before.openID && state.focus != .composer
          if texts != old || !isShown {
            Issue.record("\(name): “\(word)” at \(pace) s: \(state.openID as Any) \(texts)")
          }
        }
      }
    }
  }

  @Test func aWordInWhoseMidstTheComposerOpensIsTakenBackWithTheCursorAndSaidOnce() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter Esc")
    _ = bench.take()
    let before = bench.state
    bench.type("ji haan", every: 0.13)
    #expect(bench.state.openID == "lakshmi")
    #expect(bench.state.focus == .list)
    #expect(bench.state.list.cursor == before.list.cursor)
    #expect(bench.said?.hasPrefix("That looks like text") == true)
    #expect(bench.state.log.entries.count == before.log.entries.count + 1)
    bench.wait(5)
    #expect(bench.take().isEmpty)
    // Among the messages the same; nothing is chosen there.
    bench.timeline([bench.message("m1"), bench.message("m2")])
    bench.press("Shift+Tab Shift+Tab")
    bench.state.focus = .messages
    bench.type("kitna paani", every: 0.13)
    #expect(bench.state.focus == .messages && bench.state.messages.selection == nil)
    #expect(bench.state.composer?.isEmpty == true)
    bench.wait(5)
    #expect(bench.take().isEmpty)
  }

  @Test func aReplyAfterMovesIsWrittenOnceItsPlaceHasBeenSeen() {
    var bench = Bench()
    bench.seed()
    bench.type("jji", every: 0.15)
    #expect(bench.state.openID == "sita" && bench.state.focus == .composer)
    bench.wait(0.35)
    bench.type("haan ji")
    #expect(bench.state.openID == "sita")
    #expect(bench.state.composer?.editor.text == "haan ji")
    #expect(bench.take().contains(.client(.open("sita"))))
  }

  @Test func whatWasSaidOfSomethingHeldGoesWithIt() {
    for word in ["ur", "urea daalo"] {
      var bench = Bench()
      bench.seed()
      bench.press("Enter")
      bench.type("a long answer")
      bench.press("Ctrl+C Esc")
      bench.wait(12)
      let entries = bench.state.log.entries.count
      bench.type(word, every: 0.13)
      #expect(bench.said?.hasPrefix("That looks like text") == true)
      #expect(bench.state.composer?.isEmpty == true)
      #expect(bench.state.log.entries.count == entries + 1)
      bench.run(.key(.escape))
      bench.wait(12)
      bench.type("u")
      #expect(bench.said == "The discarded reply to Lakshmi is back.")
      bench.run(.key(.escape))
      #expect(bench.said == nil)
      #expect(bench.state.log.entries.count == entries + 1)
    }
  }

  @Test func aWordThatBeginsWithTheLetterOfTheComposerIsKeptAndAsksBeforeItGoes() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter Shift+Tab")
    _ = bench.take()
    bench.type("rice\n", every: 0.3)
    #expect(bench.state.composer?.editor.text == "rice")
    #expect(bench.said == "Send to Lakshmi? Enter again.")
    bench.wait(2)
    #expect(!bench.take().contains { if case .client(.send) = $0 { true } else { false } })
    bench.press("Enter")
    #expect(
      bench.take().contains(.client(.send("lakshmi", text: "rice", files: [], request: 1))))
  }

  @Test func whatIsWrittenALittleLaterGoesAtTheFirstEnter() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter Shift+Tab r")
    bench.type("ice")
    bench.press("Enter")
    #expect(bench.take().contains(.client(.send("lakshmi", text: "ice", files: [], request: 1))))
  }

  @Test func aReplyFromTheListIsOpenedOnceTheWritingIsMeant() {
    var bench = Bench()
    bench.seed()
    bench.type("rice")
    #expect(bench.state.openID == "lakshmi")
    bench.wait(5)
    #expect(!bench.take().contains(.client(.open("lakshmi"))))
    bench.type(" plants")
    #expect(bench.take().contains(.client(.open("lakshmi"))))
    #expect(bench.state.composer?.editor.text == "rice plants")
  }

  @Test func anOpeningIsPaintedAtOnceAndJoinedAMomentLater() {
    var bench = Bench()
    bench.seed()
    bench.run(.key(.character("w")))
    #expect(bench.state.openID == "lakshmi")
    #expect(bench.effects.contains(.client(.peek("lakshmi"))))
    bench.timeline([bench.message("m1")])
    bench.paint(["m1"])
    bench.wait(0.44)
    #expect(bench.take().isEmpty)
    bench.wait(0.02)
    #expect(bench.take().first == .client(.open("lakshmi")))
  }

  @Test func anOpeningThatWasAWordIsTakenBackWithItsPlace() {
    var bench = Bench()
    bench.seed()
    bench.press("Enter")
    bench.timeline([bench.message("m1"), bench.message("m2")])
    bench.press("Shift+Tab k")
    _ = bench.take()
    let before = bench.state
    bench.run(.key(.character("w")))
    #expect(bench.state.openID == "ramesh")
    bench.timeline([bench.message("m3")], in: "lakshmi")
    bench.type("heat")
    #expect(bench.state.openID == "lakshmi")
    #expect(bench.state.focus == .messages)
    #expect(bench.state.messages.selection == before.messages.selection)
    #expect(bench.state.timeline?.messages["m3"] != nil)
    bench.wait(2)
    #expect(bench.take().isEmpty)
  }

  @Test func enterDecidesAtOnceAndEscDrops() {
    var bench = Bench()
    bench.seed()
    bench.type("w\n")
    #expect(bench.take() == [.client(.open("lakshmi"))])
    bench.press("Esc s")
    bench.type("r\n")
    #expect(bench.take() == [.client(.setStatus("lakshmi", .resolved))])
    bench.press("s")
    bench.type("c")
    bench.run(.key(.escape))
    bench.wait(2)
    #expect(bench.take().isEmpty)
    bench.press("G")
    bench.type("w")
    bench.run(.key(.escape))
    #expect(bench.state.openID == "lakshmi")
    bench.wait(2)
    #expect(bench.take().isEmpty)
  }

  @Test func commandsGivenFastAreObeyed() {
    var bench = Bench()
    bench.seed()
    bench.client(
      .conversations([
        bench.summary("lakshmi", waits: 47, unread: 1), bench.summary("ramesh", unread: 2),
        bench.summary("sita", unread: 1),
      ]))
    _ = bench.take()
    bench.type("sr", every: 0.12)
    bench.wait(1)
    #expect(bench.take() == [.client(.setStatus("lakshmi", .resolved))])
    bench.type("jjj", every: 0.1)
    #expect(bench.state.list.cursorIndex == 3)
    bench.wait(1)
    bench.type("gg", every: 0.1)
    #expect(bench.state.list.cursorIndex == 0)
    bench.wait(1)
    bench.type("]]]", every: 0.1)
    let last = bench.state.openID
    #expect(bench.take().isEmpty)
    bench.wait(1)
    #expect(bench.take() == [.client(.open(last ?? ""))])
    bench.press("Esc")
    bench.type("jjkr", every: 0.15)
    #expect(bench.state.focus == .composer)
  }

  @Test func takingBackAndRetryingWaitAMoment() {
    var bench = Self.full(.support)
    _ = bench.take()
    bench.type("u")
    #expect(bench.take().isEmpty)
    bench.wait(0.5)
    #expect(bench.take().count == 1)
    bench.wait(1)
    bench.type("R")
    bench.wait(0.5)
    #expect(bench.take() == [.client(.retry("e1"))])
  }

  @Test func whatWasTakenForAWordCanStillBeTakenBack() {
    var bench = Self.full(.support)
    _ = bench.take()
    bench.type("urea")
    bench.wait(2)
    #expect(bench.take().isEmpty)
    bench.press("u")
    #expect(bench.take().count == 1)
  }

  @Test func aLetterThatIsNotInTheMenuClosesItWithNothingDone() {
    var bench = Bench()
    bench.seed()
    bench.type("shree", every: 0.15)
    #expect(bench.state.overlay == nil)
    #expect(bench.said?.hasPrefix("That looks like text") == true)
    #expect(bench.state.log.entries.count == 1)
    bench.wait(2)
    #expect(bench.take().isEmpty)
  }

  @Test func severalCharactersOfOneReadAreText() {
    var bench = Bench()
    bench.seed()
    bench.press("s")
    bench.run(.typed("rs"))
    bench.wait(2)
    #expect(bench.take().isEmpty)
    #expect(bench.state.overlay == nil)
    #expect(bench.said?.hasPrefix("That looks like text") == true)
    bench.run(.typed("नमस्ते"))
    bench.run(.typed("wr"))
    bench.wait(2)
    #expect(bench.take().isEmpty)
    bench.run(.typed("jjj"))
    #expect(bench.state.list.cursorIndex == 3)
    bench.run(.typed(":q"), .key(.enter))
    #expect(bench.take() == [.quit])
  }

  @Test func aDeskThatWasAtWorkCountsOnlyTheTimeThatItWaited() {
    var bench = Bench()
    bench.seed()
    bench.type("l")
    bench.wait(1.2)
    bench.run(.delayed(1), .key(.character("i")))
    bench.wait(2)
    #expect(bench.take().isEmpty)
    #expect(bench.state.focus == .list)
    bench.press("Enter Shift+Tab")
    bench.type("r")
    bench.now += 0.6
    bench.run(.delayed(0.5), .key(.character("i")))
    bench.type("ce\n")
    #expect(bench.said == "Send to Lakshmi? Enter again.")
  }

  @Test func aConfirmationIsNotCoveredByAHint() {
    var bench = Bench()
    bench.seed()
    bench.client(.statusSet("lakshmi", from: .open, to: .resolved))
    bench.press("Z")
    #expect(bench.said == "Lakshmi is now resolved.  u takes it back")
    bench.client(.statusSet("lakshmi", from: .resolved, to: .open))
    bench.type("hello")
    #expect(bench.said == "Lakshmi is now open.  u takes it back")
    bench.wait(3)
    bench.press("Z")
    #expect(bench.said == "Z does nothing here; ? shows the keys.")
  }

  @Test func anAnswerToAQuestionIsHeardOnceTheLettersHaveStopped() {
    var bench = Self.full(.support)
    _ = bench.take()
    bench.type("Dy", every: 0.3)
    bench.wait(1)
    #expect(bench.take().isEmpty)
    #expect(bench.state.overlay != nil)
    bench.press("y")
    #expect(bench.take() == [.client(.drop("e1"))])
  }

  @Test func aPickerIsHeardOnceTheLettersHaveStopped() {
    var bench = Self.full(.admin)
    bench.press("F4")
    bench.type("ravi\n", every: 0.1)
    bench.wait(1)
    #expect(!bench.take().contains { if case .client(.reassign) = $0 { true } else { false } })
    #expect(bench.said == "That came fast after a letter; Enter again takes Ravi.")
    bench.press("Enter")
    #expect(bench.take().contains { if case .client(.reassign) = $0 { true } else { false } })
  }

  @Test func withoutTheGuardEveryLetterActsAtOnce() {
    var configuration = DeskConfiguration()
    configuration.guardsTyping = false
    var bench = Bench(configuration)
    bench.seed()
    bench.type("sr")
    #expect(bench.take() == [.client(.setStatus("lakshmi", .resolved))])
    bench.type("w")
    #expect(bench.take() == [.client(.open("lakshmi"))])
    bench.press("Esc")
    bench.run(.typed("sc"))
    #expect(bench.take() == [.client(.setStatus("lakshmi", .closed))])
  }
}
