package import ChatModel
import Foundation

/// One thing in the message pane.
package enum TimelineItem: Hashable, Sendable, Identifiable {
  case message(Message)
  /// The server no longer has it; only the place is shown.
  case removed(Message)
  /// Mine, and not yet known to be at the server.
  case entry(OutboxEntry)
  /// My own, and sent nowhere.
  case note(ConversationNote)

  package enum ID: Hashable, Sendable {
    case message(MessageID)
    case entry(OutboxID)
    case note(NoteID)
  }

  package var id: ID {
    switch self {
    case .message(let message), .removed(let message): .message(message.id)
    case .entry(let entry): .entry(entry.id)
    case .note(let note): .note(note.id)
    }
  }
}

/// What is known about the way of one of my messages.
package enum Delivery: Hashable, Sendable {
  case queued
  /// 0 to 1.
  case uploading(Double)
  case handedOver
  case sent
  case read
  case unsure
  case failed(String)
}

extension OutboxEntry {
  /// How the entry stands, for the glyph before it.
  package var delivery: Delivery {
    switch state {
    case .queued: .queued
    case .uploading(let part): .uploading(part)
    case .handedOver: .handedOver
    case .sent: .sent
    case .unsure: .unsure
    case .failed(let reason): .failed(reason)
    }
  }
}

/// The window over the open conversation: its messages in order, then what waits to be sent.
///
/// Reading an item costs the same whatever the length of the history.
package struct Timeline: Hashable, Sendable {
  package let conversationID: ConversationID
  package internal(set) var extent: TimelineExtent
  /// Nothing has come yet, not even from the disk.
  package internal(set) var isEmptyBeforeFirstUpdate: Bool
  /// The first message that was unread when the conversation was opened: a divider stands above.
  package internal(set) var newSince: MessageID?

  var order = MessageOrder()
  var messages: [MessageID: Message] = [:]
  var removed: Set<MessageID> = []
  /// Who wrote the messages that are or were here.
  package internal(set) var senders: Set<UserID> = []
  /// Outbox ids that messages here carry: those entries have arrived.
  var tempIDs: Set<String> = []
  /// In the order of acceptance.
  var entries: [OutboxEntry] = []
  /// In their order.
  var notes: [PlacedNote] = []

  init(conversationID: ConversationID) {
    self.conversationID = conversationID
    extent = TimelineExtent(isLoading: true)
    isEmptyBeforeFirstUpdate = true
  }

  package var count: Int { order.count + notes.count + shownEntries.count }
  /// What waits to be sent stands behind the newest message, and nowhere else.
  var shownEntries: [OutboxEntry] { extent.reachesNewest ? entries : [] }
  package var isEmpty: Bool { count == 0 }
  /// How many messages the server has, of those known here.
  package var messageCount: Int { order.count }

  /// The item at a place, 0 the oldest; nil outside.
  package func item(at index: Int) -> TimelineItem? {
    guard index >= 0, index < count else { return nil }
    let entry = index - order.count - notes.count
    guard entry < 0 else { return .entry(entries[entry]) }
    let spot = spot(at: index)
    if let note = spot.note { return .note(note) }
    guard let place = spot.message, let message = messages[order[place].id] else { return nil }
    return removed.contains(message.id) ? .removed(message) : .message(message)
  }

  /// The place of an item; nil when it is not there.
  package func index(of id: TimelineItem.ID) -> Int? {
    switch id {
    case .message(let id):
      guard let message = messages[id] else { return nil }
      return order.index(of: MessagePlace(message)).map(index(ofMessage:))
    case .entry(let id):
      return shownEntries.firstIndex { $0.id == id }.map { order.count + notes.count + $0 }
    case .note(let id):
      return notes.firstIndex { $0.note.id == id }.map { notes[$0].messagesBefore + $0 }
    }
  }

  /// The item of an id; nil when it is not there.
  package func item(_ id: TimelineItem.ID) -> TimelineItem? { index(of: id).flatMap(item(at:)) }
}
