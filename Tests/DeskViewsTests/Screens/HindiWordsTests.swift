import ChatModel
import FrameText
import Foundation
import Sentences
import TextGrid
import Testing

@testable import Desk
@testable import DeskViews

/// No English word stands in a Hindi desk but names, what people wrote, keys, commands and what is typed.
@Suite struct HindiWordsTests {
  /// Keys, what furrow and its files are called, formats, units and words of the protocol.
  private static let mayStay: Set<String> = [
    "Esc", "Enter", "Ctrl", "Shift", "Alt", "Tab", "Backspace", "Home", "End", "PgUp", "PgDn",
    "Left", "Right", "Up", "Down", "Space", "Del", "Delete", "Ins",
    "furrow", "config", "toml", "views", "roster", "replies", "json", "jsonl", "html", "txt",
    "http", "https", "polling", "API", "JSON", "MB", "kB", "id", "ws",
  ]
  /// As they are typed in the list's filter and elsewhere, shown by the help.
  private static let typed: Set<String> = [
    "agent", "ravi", "status", "open", "older", "newer", "waits", "from", "before", "after", "has",
    "tomorrow", "send", "undo",
  ]

  /// What these screens were given as it stands.
  private static let given = "The link is down: connection refused. What you write is kept."

  @Test func whatIsWrongWithAThemesFileIsSaidInHindi() {
    let source = ThemeSource(name: "mine", path: "themes/mine.toml", text: "inherits = \"dark")
    let error = Language.speaking("hi") {
      #expect(throws: ThemeError.self) { try ThemeFile(source) }
    }
    #expect(error?.description == "themes/mine.toml:1: पाठ का अंत नहीं है")
  }

  private static let screens: [(name: String, hasCommands: Bool, make: @Sendable () -> World)] = [
    ("conversation", false, { .conversation }), ("list", false, { .list }),
    ("status-menu", false, { .statusMenu }), ("broken", false, { .broken }),
    ("outbox", false, { .outbox }), ("empty", false, { .empty }), ("offline", false, { .offline }),
    ("team", false, { .team }), ("watching", false, { .watching }), ("held", false, { .held }),
    ("statistics", false, { .statistics }), ("balance", false, { .balance }),
    ("note", false, { .note }), ("marked", false, { .marked }), ("triage", false, { .triage }),
    ("bulk", false, { .bulk }), ("details", false, { .messageDetails }),
    ("help", true, { .help }), ("palette", true, { .palette }), ("jump", true, { .jump }),
  ]

  @Test(
    arguments: screens.map(\.name), [Size(columns: 80, rows: 24), Size(columns: 200, rows: 50)])
  func noEnglishWordStandsOnTheScreen(name: String, size: Size) throws {
    let screen = try #require(Self.screens.first { $0.name == name })
    let world = screen.make()
    let frame = Language.speaking("hi") { screen.make().render(size.columns, size.rows).frame }
    var allowed = Self.mayStay.union(Self.words(of: world.state))
    if screen.hasCommands {
      allowed.formUnion(Self.typed)
      for (name, _) in Command.named { allowed.formUnion(Self.words(in: name)) }
    }
    let strange = Self.words(in: frame.plainText).filter { word in
      // Where something lies over a word, a part of it is left.
      !allowed.contains { $0.contains(word) }
    }
    #expect(strange.isEmpty, "\(strange.sorted())")
  }

  /// Of three Latin letters and more.
  private static func words(in text: String) -> Set<String> {
    Set(text.matches(of: /[A-Za-z]{3,}/).map { String($0.output) })
  }

  /// What is called something, and what people wrote.
  private static func words(of state: DeskState) -> Set<String> {
    var texts = [given, state.ownName ?? "", state.me?.userID.rawValue ?? ""]
    func addPerson(_ person: Participant?) {
      guard let person else { return }
      texts += [person.fullName, person.email, person.id.rawValue].compactMap(\.self)
    }
    func addMessage(_ message: Message?) {
      guard let message else { return }
      texts += [
        message.content, message.media.value?.name, message.media.value?.url,
        message.media.value?.format, message.id.rawValue, message.tempID,
      ].compactMap(\.self)
      addPerson(message.sender.value)
    }
    for summary in state.conversations.values {
      texts.append(summary.id.rawValue)
      addPerson(summary.conversation.farmer.value)
      addPerson(summary.conversation.agent.value)
      addMessage(summary.conversation.lastMessage.value)
    }
    for agent in state.agents { addPerson(agent.participant) }
    for message in state.timeline?.messages.values ?? [:].values { addMessage(message) }
    for placed in state.timeline?.notes ?? [] {
      texts += [placed.note.text, placed.note.author ?? ""]
    }
    for entry in state.outbox.values {
      texts.append(entry.id.rawValue)
      switch entry.body {
      case .text(let text): texts.append(text)
      case .file(let file): texts += [file.path, file.format]
      }
      if case .failed(let reason) = entry.state { texts.append(reason) }
    }
    texts += state.composers.values.map(\.editor.text) + state.departed.values
    if let note = state.overlay as? NoteBox { texts.append(note.editor.text) }
    texts += (state.statistics.numbers?.statusBreakdown ?? [:]).keys.map(\.rawValue)
    texts.append(state.timeline?.extent.problem ?? "")
    for change in state.audited {
      texts.append(change.farmer ?? "")
      if case .agent(let from, let to) = change.change {
        texts += [from?.title ?? "", to.title]
      }
      switch change.answer {
      case .done: break
      case .refused(let words), .unknown(let words): texts.append(words)
      }
    }
    for agent in state.statistics.numbers?.perAgent ?? [] { texts.append(agent.name ?? "") }
    switch state.link {
    case .refused(let reason), .offline(let reason, _): texts.append(reason)
    case .connecting, .online, .sentAway: break
    }
    return texts.reduce(into: []) { $0.formUnion(words(in: $1)) }
  }

  // MARK: Sentences of places

  @Test func theReplyIsToThemInMyName() {
    let text = Language.speaking("hi") { World.conversation.render(120, 40).frame.plainText }
    #expect(text.contains("Lakshmi R. को जवाब · meera के नाम से"))
    #expect(World.conversation.render(120, 40).frame.plainText.contains("to Lakshmi R. as meera"))
  }

  @Test func whatFurrowSaysIsNotPutIntoLatinLetters() {
    let text = Language.speaking("hi") {
      var world = World.conversation
      _ = update(&world.state, [.perform(.latin)], now: World.now)
      #expect(world.state.isReadInLatin("c-lakshmi"))
      return world.render(120, 40).frame.plainText
    }
    #expect(text.contains("[चित्र]") && !text.contains("[citra]"))
    #expect(!text.contains("पत्ते नीचे से"))
  }

  // MARK: The palette

  private func best(_ words: String, _ language: String) -> String? {
    Language.speaking(language) {
      var world = World.conversation
      world.state.perform(.palette, now: World.now)
      world.state.editOverlay { $0.insert(words, as: .typing) }
      return (world.state.overlay as? Desk.Palette)?.picker.selected?.label
    }
  }

  @Test func thePaletteFindsByHindiWordsWhatItFindsByEnglishOnes() {
    #expect(best("हल", "hi") == "status resolved")
    #expect(best("टाल", "hi") == "snooze")
    #expect(best("undo", "hi") == "undo")
    #expect(best("resolved", "hi") == "status resolved")
    #expect(best("snoo", "en") == "snooze")
    #expect(best("हल", "en") == nil)
  }

  // MARK: Lines

  private func heard(_ lines: String..., in world: World = .conversation) -> String {
    Language.speaking("hi") {
      var listener = Listener(world)
      _ = listener.hear()
      return lines.map { listener.type($0).joined(separator: "\n") }.last ?? ""
    }
  }

  @Test func yesAndNoAreHindiWordsInLines() {
    let asked = heard("mute")
    #expect(asked.contains("हाँ या नहीं?"))
    let unclear = heard("mute", "शायद")
    #expect(unclear.contains("“शायद” न हाँ है न नहीं।") && unclear.contains("हाँ या नहीं?"))
    Language.speaking("hi") {
      for word in ["हाँ", "हां", " हाँ ", "yes", "y"] {
        var listener = Listener(.conversation)
        _ = listener.hear()
        _ = listener.type("mute")
        _ = listener.type(word)
        #expect(listener.world.state.local.isMuted("c-lakshmi"), "\(word)")
      }
      var listener = Listener(.conversation)
      _ = listener.hear()
      _ = listener.type("mute")
      _ = listener.type("नहीं")
      #expect(!listener.world.state.local.isMuted("c-lakshmi"))
      #expect(listener.world.state.overlay == nil)
    }
  }

  @Test func aListIsNamedInHindiAndEndsAsHindiSentencesDo() {
    let first = heard("mine").split(separator: "\n").first.map(String.init) ?? ""
    #expect(first.hasPrefix("मेरी: 7 बातचीतें") && first.hasSuffix("।"))
  }

  @Test func aNameKeepsItsDotAndASentenceHasOneStop() {
    let words = Language.speaking("hi") { () -> [String] in
      var state = World.conversation.state
      state.noteStatus("c-lakshmi", from: nil, to: .resolved, now: World.now)
      return state.log.entries.map(\.text)
    }
    #expect(words.last == "Lakshmi R. अब हल है।")
    #expect(heard("reply", "").contains("Lakshmi R. को कुछ नहीं भेजा गया।"))
    #expect(heard("open abdul", "discard").contains("।।") == false)
  }
}
