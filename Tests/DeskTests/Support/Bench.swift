import ChatModel
import Foundation
import TextGrid

@testable import Desk

/// A desk on the bench: keys go in by name, events as values, effects come out.
struct Bench {
  var state: DeskState
  var now = Date(timeIntervalSince1970: 1_763_476_320)  // 18 Nov 2025, 14:32 UTC
  /// Everything since the last ``take()``, without the deadlines.
  var effects: [Effect] = []
  var deadline: Date?

  static let me: UserID = "agent-meera"

  init(_ configuration: DeskConfiguration = DeskConfiguration(), role: Role = .support) {
    state = DeskState(configuration: configuration)
    client(.identified(Claims(userID: Self.me, role: role)), .link(.online(.websocket)))
    effects = []
  }

  mutating func run(_ actions: Action...) {
    for effect in update(&state, actions, now: now) {
      if case .setDeadline(let date) = effect { deadline = date } else { effects.append(effect) }
    }
  }

  mutating func client(_ events: ClientEvent...) {
    for effect in update(&state, events.map(Action.client), now: now) {
      if case .setDeadline(let date) = effect { deadline = date } else { effects.append(effect) }
    }
  }

  /// Presses keys by name, at the pace of somebody who gives commands and sees what each does.
  mutating func press(_ names: String) {
    for key in Key.sequence(names) ?? [] {
      wait(0.3)
      run(.key(key))
      wait(0.5)
    }
  }

  /// Types a text, fast; `\n` is Enter.
  mutating func type(_ text: String, every pause: TimeInterval = 0.05) {
    for character in text {
      wait(pause)
      run(.key(character == "\n" ? .enter : .character(character)))
    }
  }

  /// Lets time pass, waking the desk whenever it asked for it.
  mutating func wait(_ seconds: TimeInterval) {
    let end = now + seconds
    while let next = deadline, next <= end {
      now = next
      deadline = nil
      run(.deadline)
    }
    now = end
  }

  /// Paints: these messages of the open conversation were on the screen.
  mutating func paint(
    _ visible: [MessageID] = [], at position: ScrollPosition = .follow, applied: Int = 0,
    above: Int = 100
  ) {
    run(
      .presented(
        Presented(
          conversationID: state.openID, visible: visible, position: position,
          appliedLines: applied, itemsAbove: above, metrics: state.metrics)))
  }

  /// What came out since the last time, without deadlines, titles, presence and looks at the disk.
  mutating func take() -> [Effect] {
    defer { effects = [] }
    return effects.filter { effect in
      switch effect {
      case .setTitle, .client(.setPresent), .client(.peek): false
      default: true
      }
    }
  }

  var said: String? { state.statusLine?.text }
  var rows: [String] { state.list.order.map(\.rawValue) }

  // MARK: A small world

  func person(_ id: String, _ name: String, _ role: Role = .user, phone: String? = nil)
    -> Participant
  {
    Participant(id: UserID(id), firstName: name, phone: phone, role: role)
  }

  /// A conversation `id` of a farmer with a capitalised name, waiting for so many minutes.
  func summary(
    _ id: String, name: String? = nil, waits minutes: Double? = nil, isMine: Bool = true,
    unread: Int = 0, status: ConversationStatus = .open, words: String = "namaste",
    quietFor: Double = 60, phone: String? = nil
  ) -> ConversationSummary {
    let said = now - quietFor * 60
    return ConversationSummary(
      conversation: Conversation(
        id: ConversationID(id),
        farmer: .known(person("farmer-" + id, name ?? id.capitalized, phone: phone)),
        agent: .known(
          isMine
            ? person(Self.me.rawValue, "Meera", .support) : person("agent-ravi", "Ravi", .support)),
        status: status,
        lastMessage: .known(
          Message(id: MessageID("last-" + id), content: words, createdAt: said)),
        updatedAt: said),
      isMine: isMine, unread: unread,
      wait: minutes.map { Wait(since: now - $0 * 60, isExact: true) })
  }

  /// Three who wait, one who does not, one of somebody else.
  mutating func seed() {
    client(
      .conversations([
        summary("sita", waits: 6.5), summary("lakshmi", waits: 47.2, unread: 1),
        summary("harpreet", quietFor: 10), summary("ramesh", waits: 12.5, unread: 2),
        summary("gurpreet", waits: 90.5, isMine: false),
      ]), .listFreshness(isComplete: true, at: now))
    _ = take()
  }

  func message(
    _ id: String, from sender: String = "farmer-lakshmi", ago minutes: Double = 1,
    _ content: String = "yes", isRead: Bool = false, media: Media? = nil
  ) -> Message {
    Message(
      id: MessageID(id), sender: .known(Participant(id: UserID(sender))),
      kind: media.flatMap(\.kind).map(MessageKind.media) ?? .text,
      content: media == nil ? content : nil, media: media.map { .known($0) } ?? .absent,
      isRead: isRead, createdAt: now - minutes * 60)
  }

  mutating func timeline(
    _ messages: [Message], in id: ConversationID = "lakshmi", isReset: Bool = false,
    removed: [MessageID] = [], reachesStart: Bool = false,
    freshness: TimelineExtent.Freshness = .live, isKeptOut: Bool = false
  ) {
    var extent = TimelineExtent(reachesStart: reachesStart, freshness: freshness)
    extent.isKeptOut = isKeptOut
    client(
      .timeline(
        TimelineUpdate(
          conversationID: id, isReset: isReset, messages: messages, removed: removed,
          extent: extent)))
  }

  func entry(
    _ id: String, to conversation: ConversationID = "lakshmi", _ text: String = "hello",
    _ state: OutboxEntry.State = .queued
  ) -> OutboxEntry {
    OutboxEntry(
      id: OutboxID(id), conversationID: conversation, body: .text(text), state: state,
      createdAt: now)
  }
}
