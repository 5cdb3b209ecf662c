import ChatModel
package import Foundation
import Sentences
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
    [(.copy, said("copy the line")), (.cancel, said("close"))]
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
      return refuse(
        said("Choose a message first: \(key(.up, in: .messages)) goes up to one."), now: now)
    }
    open(MessageDetails(of: id))
  }

  fileprivate mutating func copy(_ fact: MessageDetails.Fact, now: Date) {
    let text =
      switch fact.value {
      case .text(let text): text
      case .time(let date): Timestamp.format(date)
      }
    copy(text, said("“\(fact.label)” of a message"), now: now)
  }

  // MARK: What is known

  /// From top to bottom; empty where the item is gone.
  package func facts(of id: TimelineItem.ID) -> [MessageDetails.Fact] {
    switch timeline?.item(id) {
    case .message(let message)?: facts(of: message)
    case .removed(let message)?:
      [.init(label: said("state"), value: .text(said("removed at the server")))]
        + facts(of: message)
    case .entry(let entry)?: facts(of: entry)
    case .note(let note)?:
      [
        .init(label: said("state"), value: .text(said("a note, never sent"))),
        .init(label: said("written"), value: .time(note.writtenAt)),
        .init(label: said("edited"), value: .time(note.editedAt)),
        .init(label: said("id"), value: .text(note.id.rawValue)),
      ]
    case nil: []
    }
  }

  private func facts(of message: Message) -> [MessageDetails.Fact] {
    var facts = FactList()
    facts.add(
      said("from"), message.sender.value.map { personName($0, id: $0.id) } ?? said("nobody named"))
    facts.add(said("role"), message.sender.value?.role?.words)
    // Only of what was written here is it known when.
    let written = message.tempID.flatMap { outbox[OutboxID($0)] }?.createdAt
    facts.add(said("written here"), written)
    facts.add(said("server has it"), message.createdAt, orElse: said("not told"))
    facts.add(said("delivered"), message.deliveredAt, orElse: said("not told"))
    facts.add(
      said("read"), message.readAt,
      orElse: message.isRead ? said("yes, not told when") : said("not yet"))
    if message.isRead { facts.add(said("read by"), reader(of: message)) }
    facts.add(
      said("kind"), message.kind.rawValue.isEmpty ? said("not known here") : message.kind.words)
    if let text = message.content { facts.add(said("length"), said("\(text.count) characters")) }
    if let media = message.media.value {
      facts.add(said("file"), media.name)
      facts.add(said("size"), media.size.map { said("\(FileSize.text($0)), \($0) bytes") })
      facts.add(said("type"), media.format)
      facts.add(said("address"), media.url)
      facts.add(said("file id"), media.id.rawValue)
    }
    facts.add(said("id"), message.id.rawValue)
    facts.add(said("sender id"), message.sender.id?.rawValue)
    facts.add(said("temp id"), message.tempID)
    facts.add(said("chat id"), timeline?.conversationID.rawValue)
    return facts.all
  }

  /// The server says that it was read, and not by whom: the other side has two people.
  private func reader(of message: Message) -> String? {
    guard let summary = openSummary else { return nil }
    let (farmer, agent) = (summary.conversation.farmer, summary.conversation.agent)
    let reader = message.sender.id == farmer.id ? agent : farmer
    return reader.value.map { personName($0, id: $0.id) } ?? said("support")
  }

  private func facts(of entry: OutboxEntry) -> [MessageDetails.Fact] {
    var facts = FactList()
    facts.add(said("state"), Self.words(for: entry))
    facts.add(said("written here"), entry.createdAt)
    facts.add(said("handed over"), entry.handedOverAt, orElse: said("not yet"))
    facts.add(said("not before"), entry.earliestServerDate)
    switch entry.body {
    case .text(let text): facts.add(said("length"), said("\(text.count) characters"))
    case .file(let file):
      facts.add(said("kind"), file.kind.words)
      facts.add(said("file"), file.path)
      facts.add(said("size"), said("\(FileSize.text(file.size)), \(file.size) bytes"))
      facts.add(said("type"), file.format)
      facts.add(said("file id"), file.mediaID?.rawValue ?? said("not uploaded yet"))
    }
    facts.add(said("temp id"), entry.id.rawValue)
    facts.add(said("chat id"), entry.conversationID.rawValue)
    return facts.all
  }

  private static func words(for entry: OutboxEntry) -> String {
    switch entry.state {
    case .queued: said("queued: on this disk, given to nobody")
    case .uploading(let part):
      said("uploading: \(Int((min(1, max(0, part)) * 100).rounded(.down))) %")
    case .handedOver: said("handed over, not confirmed")
    case .sent(let id): said("sent, as \(id.rawValue)")
    case .unsure:
      entry.needsManualResolution ? said("unsure: you decide") : said("unsure, being checked")
    case .failed(let reason): said("failed: \(reason)")
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
