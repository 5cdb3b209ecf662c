import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

/// Words of people's own languages, typed in every place at every pace.
@Suite struct TypedWordsTests {
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
    ("wire", .support, { $0.press("F12") }),
    (
      "wire with records", .admin,
      { bench in
        bench.press("F12")
        bench.wire(Bench.script())
        bench.press("k k")
      }
    ),
    ("statistics", .support, { $0.press("5") }),
    ("statistics of an admin", .admin, { $0.press("5") }),
    ("team", .support, { $0.press("6") }),
    ("team of an admin", .admin, { $0.press("6") }),
    ("watched without a trace", .admin, { $0.press("W") }),
    ("an agent's chats", .admin, { $0.press("6 Enter") }),
    ("a plan", .admin, { $0.press("B") }),
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
    (
      "a picture", .support,
      { bench in
        bench.press("Enter Esc")
        let photo = Media(id: "p", name: "p.jpg", kind: .image, url: "http://h/p.jpg")
        bench.timeline([bench.message("m2", ago: 8, media: photo)])
        bench.press("P")
      }
    ),
  ]

  /// A desk with everything that a letter could change: who waits, what is unread, a failed message,
  /// changes to take back, a picture, a voice note and a link.
  static func full(_ role: Role) -> Bench {
    var configuration = DeskConfiguration(themes: [ThemeChoice("dark"), ThemeChoice("light")])
    configuration.pictures = .halves
    var bench = Bench(configuration, role: role)
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
    if let reply = try? CannedReply(name: "Rain", text: "There will be rain.") {
      bench.run(.replies(CannedReplies([reply])))
    }
    return bench
  }

  private static func isHarmless(_ effect: Effect) -> Bool {
    switch effect {
    // A box for notes that a word has opened shows it; no note is kept.
    case .client(.keep(let change)):
      if case .noteDraft = change.key { true } else { false }
    case .client(.saveDraft), .bell, .completePath, .client(.peek): true
    // `j o`: from one row to the next, and its picture. Whoever meant a word sees a picture.
    case .openExternally, .openAddress: true
    // Looks at this computer's disk.
    case .proposePath, .proposeExport, .inspectFiles, .readReplies: true
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
}
