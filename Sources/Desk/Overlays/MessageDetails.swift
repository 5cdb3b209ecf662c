import ChatModel
package import Foundation
import TextGrid

/// All that is known of one message, a line each; `y` copies the line under the cursor.
package struct MessageDetails: OverlayComponent {
  package let id: TimelineItem.ID
  /// A place among the lines.
  private var cursor = 0

  /// One thing that is known.
  package struct Fact: Hashable, Sendable {
    package let label: String
    package let value: Value

    package enum Value: Hashable, Sendable {
      /// As it came: sanitized where it is shown.
      case text(String)
      case time(Date)
    }
  }

  init(of id: TimelineItem.ID) { self.id = id }

  var keyContext: Keymap.Context { .facts }

  func hints(on desk: DeskState) -> [(Command, String)] {
    [(.copy, "copy the line"), (.cancel, "close")]
  }

  /// Where the cursor stands among so many lines.
  package func place(among count: Int) -> Int { min(cursor, max(0, count - 1)) }

  mutating func handle(_ command: Command, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    let facts = desk.facts(of: id)
    let page = max(1, desk.metrics.overlayRows - 1)
    let place = place(among: facts.count)
    switch command {
    case .up: move(to: place - 1, of: facts.count)
    case .down: move(to: place + 1, of: facts.count)
    case .pageUp: move(to: place - page, of: facts.count)
    case .pageDown: move(to: place + page, of: facts.count)
    case .top: cursor = 0
    case .bottom: move(to: facts.count, of: facts.count)
    case .copy:
      guard facts.indices.contains(place) else { return .left }
      desk.copy(facts[place], now: now)
    default: return .left
    }
    return .stays
  }

  mutating func click(row: Int, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    move(to: row, of: desk.facts(of: id).count)
    return .stays
  }

  private mutating func move(to place: Int, of count: Int) {
    cursor = min(max(0, place), max(0, count - 1))
  }
}

extension DeskState {
  mutating func openMessageDetails(now: Date) {
    guard let id = messages.selection, timeline?.item(id) != nil else {
      return refuse("Choose a message first: \(key(.up, in: .messages)) goes up to one.", now: now)
    }
    open(MessageDetails(of: id))
  }

  fileprivate mutating func copy(_ fact: MessageDetails.Fact, now: Date) {
    let text =
      switch fact.value {
      case .text(let text): text
      case .time(let date): Timestamp.format(date)
      }
    copy(text, "“\(fact.label)” of a message", now: now)
  }

  // MARK: What is known

  /// From top to bottom; empty where the item is gone.
  package func facts(of id: TimelineItem.ID) -> [MessageDetails.Fact] {
    switch timeline?.item(id) {
    case .message(let message)?: facts(of: message)
    case .removed(let message)?:
      [.init(label: "state", value: .text("removed at the server"))] + facts(of: message)
    case .entry(let entry)?: facts(of: entry)
    case .note(let note)?:
      [
        .init(label: "state", value: .text("a note, never sent")),
        .init(label: "written", value: .time(note.writtenAt)),
        .init(label: "edited", value: .time(note.editedAt)),
        .init(label: "id", value: .text(note.id.rawValue)),
      ]
    case nil: []
    }
  }

  private func facts(of message: Message) -> [MessageDetails.Fact] {
    var facts = FactList()
    facts.add("from", message.sender.value.map { personName($0, id: $0.id) } ?? "nobody named")
    facts.add("role", message.sender.value?.role?.rawValue)
    // Only of what was written here is it known when.
    let written = message.tempID.flatMap { outbox[OutboxID($0)] }?.createdAt
    facts.add("written here", written)
    facts.add("server has it", message.createdAt, orElse: "not told")
    facts.add("delivered", message.deliveredAt, orElse: "not told")
    facts.add("read", message.readAt, orElse: message.isRead ? "yes, not told when" : "not yet")
    if message.isRead { facts.add("read by", reader(of: message)) }
    facts.add("kind", message.kind.rawValue.isEmpty ? "not known here" : message.kind.rawValue)
    if let text = message.content { facts.add("length", "\(text.count) characters") }
    if let media = message.media.value {
      facts.add("file", media.name)
      facts.add("size", media.size.map { "\(FileSize.text($0)), \($0) bytes" })
      facts.add("type", media.format)
      facts.add("address", media.url)
      facts.add("file id", media.id.rawValue)
    }
    facts.add("id", message.id.rawValue)
    facts.add("sender id", message.sender.id?.rawValue)
    facts.add("temp id", message.tempID)
    facts.add("chat id", timeline?.conversationID.rawValue)
    return facts.all
  }

  /// The server says that it was read, and not by whom: the other side has two people.
  private func reader(of message: Message) -> String? {
    guard let summary = openSummary else { return nil }
    let (farmer, agent) = (summary.conversation.farmer, summary.conversation.agent)
    let reader = message.sender.id == farmer.id ? agent : farmer
    return reader.value.map { personName($0, id: $0.id) } ?? "support"
  }

  private func facts(of entry: OutboxEntry) -> [MessageDetails.Fact] {
    var facts = FactList()
    facts.add("state", Self.words(for: entry))
    facts.add("written here", entry.createdAt)
    facts.add("handed over", entry.handedOverAt, orElse: "not yet")
    facts.add("not before", entry.earliestServerDate)
    switch entry.body {
    case .text(let text): facts.add("length", "\(text.count) characters")
    case .file(let file):
      facts.add("kind", file.kind.rawValue)
      facts.add("file", file.path)
      facts.add("size", "\(FileSize.text(file.size)), \(file.size) bytes")
      facts.add("type", file.format)
      facts.add("file id", file.mediaID?.rawValue ?? "not uploaded yet")
    }
    facts.add("temp id", entry.id.rawValue)
    facts.add("chat id", entry.conversationID.rawValue)
    return facts.all
  }

  private static func words(for entry: OutboxEntry) -> String {
    switch entry.state {
    case .queued: "queued: on this disk, given to nobody"
    case .uploading(let part): "uploading: \(Int((min(1, max(0, part)) * 100).rounded(.down))) %"
    case .handedOver: "handed over, not confirmed"
    case .sent(let id): "sent, as \(id.rawValue)"
    case .unsure: entry.needsManualResolution ? "unsure: you decide" : "unsure, being checked"
    case .failed(let reason): "failed: \(reason)"
    }
  }
}

/// Facts as they are found; what is not known stands in no line.
private struct FactList {
  var all: [MessageDetails.Fact] = []

  mutating func add(_ label: String, _ text: String?) {
    if let text, !text.isEmpty { all.append(.init(label: label, value: .text(text))) }
  }

  mutating func add(_ label: String, _ date: Date?, orElse words: String? = nil) {
    if let date {
      all.append(.init(label: label, value: .time(date)))
    } else {
      add(label, words)
    }
  }
}
