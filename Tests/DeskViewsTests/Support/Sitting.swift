import ChatModel
import Foundation
import TextGrid
import Testing

@testable import Desk
@testable import DeskViews

/// Somebody at a desk with a screen: keys go in one after the other, and what they lead to is painted.
struct Sitting {
  var state: DeskState
  var now = World.now
  private var deadline: Date?
  private var renderer = DeskRenderer(theme: GoldenTheme.theme)
  /// What was done, without what every key does.
  private(set) var effects: [Effect] = []

  /// Seconds from one key to the next: of somebody who gives commands and sees what each does.
  static let pace = 0.8

  init(role: Role = .support) {
    var configuration = DeskConfiguration(themes: [ThemeChoice("dark"), ThemeChoice("light")])
    configuration.pictures = .halves
    state = DeskState(configuration: configuration, size: Size(columns: 80, rows: 24))
    run(.client(.identified(Claims(userID: World.me, role: role))))
    run(.client(.link(.online(.websocket))))
  }

  // MARK: Doing

  mutating func run(_ action: Action) {
    for effect in update(&state, [action], now: now) {
      switch effect {
      case .setDeadline(let date): deadline = date
      case .setTitle, .client(.setPresent), .client(.peek), .drawPicture: break
      default: effects.append(effect)
      }
    }
  }

  mutating func wait(_ seconds: TimeInterval) {
    let end = now + seconds
    while let next = deadline, next <= end {
      now = next
      deadline = nil
      run(.deadline)
    }
    now = end
  }

  mutating func press(_ keys: [Key]) {
    for key in keys {
      wait(0.3)
      run(.key(key))
      paint()
      wait(Self.pace - 0.3)
    }
  }

  mutating func press(_ names: String) { press(Key.sequence(names) ?? []) }

  mutating func type(_ text: String) {
    for character in text {
      wait(0.05)
      run(.key(.character(character)))
    }
    paint()
  }

  private mutating func paint() {
    let rendered = renderer.render(state, size: state.size, now: now)
    run(.presented(rendered.presented))
  }

  /// What is seen, cell by cell, and where the cursor is.
  var screen: String {
    var copy = self
    copy.paint()
    copy.paint()
    let rendered = copy.renderer.render(copy.state, size: copy.state.size, now: now)
    return GoldenScreen.describe(rendered.frame)
  }
}

// MARK: - Places

extension Sitting {
  /// A part of the desk, and how somebody gets into the middle of it.
  struct Place: Sendable, CustomTestStringConvertible {
    let name: String
    let context: Keymap.Context
    var role = Role.support
    let enter: @Sendable (inout Sitting) -> Void

    var testDescription: String { name }

    func sitting() -> Sitting {
      var sitting = Sitting(role: role)
      sitting.furnish()
      enter(&sitting)
      // Nothing that was said on the way is still there.
      sitting.wait(30)
      sitting.effects = []
      return sitting
    }
  }

  static let panes = places.filter {
    [Keymap.Context.list, .messages, .details, .composer].contains($0.context)
  }

  static let places: [Place] = [
    Place(name: "the list", context: .list) { $0.press("j j Space j j") },
    Place(name: "the team", context: .team) { sitting in
      sitting.run(
        .client(
          .agents(
            (0..<6).map {
              Agent(participant: Participant(id: UserID("agent\($0)"), firstName: "Agent \($0)"))
            })))
      sitting.press("6 j j j")
    },
    Place(name: "the messages", context: .messages) { $0.enterMessages() },
    Place(name: "the details", context: .details) { $0.press("Enter Esc F9 j") },
    Place(name: "the wire", context: .wire) { $0.enterWire() },
    Place(name: "an event by hand", context: .event) { sitting in
      sitting.enterWire()
      sitting.press("x e")
      sitting.write(" ")
      sitting.press("Ctrl+J")
      sitting.writeLines()
    },
    Place(name: "the composer", context: .composer) { sitting in
      sitting.press("Enter")
      sitting.say()
      sitting.press("PgUp")
      sitting.writeLines()
    },
    Place(name: "the filter", context: .filter) { sitting in
      sitting.press("/")
      sitting.write("a a")
      sitting.press("Down")
    },
    Place(name: "a picker", context: .picker) { sitting in
      sitting.press(":")
      sitting.write("e e")
      sitting.press("Down")
    },
    Place(name: "the canned replies", context: .replies) { sitting in
      sitting.press("c")
      sitting.write("r r")
      sitting.press("Down")
    },
    Place(name: "a prompt", context: .prompt) { sitting in
      sitting.press("A")
      sitting.write("/tmp /t")
      let begun = (sitting.state.overlay as? PathPrompt)?.path.text ?? ""
      sitting.run(.completions(prefix: begun, (1...3).map { "\(begun)\($0)" }))
      sitting.press("Down Down")
    },
    Place(name: "a note", context: .note) { sitting in
      sitting.press("m")
      sitting.writeLines()
    },
    Place(name: "the status menu", context: .menu) { $0.press("s j") },
    Place(name: "the help", context: .pager) { $0.press("? PgDn") },
    Place(name: "a plan", context: .plan, role: .admin) { sitting in
      sitting.run(
        .client(
          .agents(
            (0..<3).map {
              Agent(participant: Participant(id: UserID("agent\($0)"), firstName: "Agent \($0)"))
            })))
      sitting.press("B j j j")
    },
    Place(name: "a question", context: .confirm) { $0.press("M") },
    Place(name: "the outbox", context: .outbox) { $0.press("O j") },
    Place(name: "the facts of a message", context: .facts) { sitting in
      sitting.enterMessages()
      sitting.press("g i j")
    },
    Place(name: "a picture", context: .picture) { sitting in
      sitting.enterMessages()
      // The hit before those is a picture.
      sitting.press("n P")
    },
  ]

  /// Words with a middle, something that was cut, and something that was undone.
  private mutating func write(_ text: String) {
    type(text)
    press("Ctrl+W Ctrl+Y Ctrl+_ Left")
  }

  private mutating func writeLines() {
    type("one two")
    press("Ctrl+J")
    type("three four")
    press("Ctrl+J")
    type("five six")
    press("Ctrl+W Ctrl+Y Ctrl+_ Up Left")
  }

  /// In the middle of many records, one of which is looked for.
  private mutating func enterWire() {
    press("F12")
    let entries = (0..<12).flatMap { round in
      World.wireEntries.map { entry in
        var record = entry.record
        record.number += round * 10
        record.at += Int64(round) * 5_000_000
        return WireEntry(record, entry.relation)
      }
    }
    run(.wire(WireNews(entries: entries, lost: 0, header: World.wireHeader)))
    press("f")
    type("message:send")
    wait(2)
    press("Enter")
    press("N N N")
  }

  private mutating func enterMessages() {
    press("Enter")
    say()
    press("Shift+Tab /")
    type("line")
    press("Enter")
    let places = state.timeline?.messages.values.map { MessagePlace($0) }.sorted() ?? []
    run(.foundPlaces(request: state.searches, places.filter { $0.id.rawValue.hasSuffix("0") }))
    press("n n n")
  }

  /// Twelve who wait, what failed, something to take back, and replies.
  mutating func furnish() {
    let names = [
      "Lakshmi", "Ramesh", "Sita", "Harpreet", "Gurpreet", "Meena", "Abdul", "Vijay", "Grace",
      "Simran", "Thomas", "Kamla",
    ]
    let summaries = names.enumerated().map { index, name in
      let farmer = Participant(
        id: UserID("f\(index)"), firstName: name, phone: "+9155555\(10_000 + index)",
        email: "f\(index)@example.org", role: .user)
      return ConversationSummary(
        conversation: Conversation(
          id: ConversationID("c\(index)"), farmer: .known(farmer), agent: .known(World.agent),
          status: .open,
          lastMessage: .known(World.text(MessageID("last\(index)"), farmer, "namaste", ago: 5)),
          updatedAt: World.ago(5)),
        isMine: true, unread: index % 2,
        wait: Wait(since: World.ago(Double(60 - index)), isExact: true))
    }
    run(.client(.conversations(summaries)))
    run(.client(.listFreshness(isComplete: true, at: now)))
    run(
      .client(
        .outbox(
          (0..<3).map { index in
            OutboxEntry(
              id: OutboxID("e\(index)"), conversationID: ConversationID("c\(index)"),
              body: .text("hello"), state: .failed("no"), createdAt: now)
          })))
    run(.client(.statusSet("c5", from: .resolved, to: .open)))
    let replies = (0..<8).compactMap { index in
      try? CannedReply(name: "Rain r r \(index)", text: "There will be rain.")
    }
    run(.replies(CannedReplies(replies)))
    paint()
  }

  private func file(_ id: MessageID, _ kind: MediaKind, _ name: String, ago: Double) -> Message {
    Message(
      id: id, sender: .known(World.farmer("f0", "Lakshmi")), kind: .media(kind),
      media: .known(
        Media(id: MediaID("m-\(id)"), name: name, kind: kind, url: "http://h/\(name)")),
      createdAt: World.ago(ago))
  }

  /// A long conversation, with pictures, a voice note and a link.
  private mutating func say() {
    let farmer = World.farmer("f0", "Lakshmi")
    let messages = (0..<90).map { index -> Message in
      let id = MessageID("m\(100 + index)")
      let ago = Double(300 - index)
      switch index % 30 {
      case 10: return file(id, .image, "leaf\(index).jpg", ago: ago)
      case 11: return file(id, .audio, "voice\(index).ogg", ago: ago)
      default: return World.text(id, farmer, "line \(index), https://example.org/help", ago: ago)
      }
    }
    run(
      .client(
        .timeline(
          TimelineUpdate(
            conversationID: "c0", isReset: true, messages: messages,
            extent: TimelineExtent(reachesStart: true, freshness: .live)))))
    paint()
  }
}
