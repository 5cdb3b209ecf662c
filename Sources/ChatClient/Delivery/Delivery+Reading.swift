import ChatModel
import Foundation

/// What the others may know of it.
extension Delivery {
  subscript(id: OutboxID) -> OutboxEntry? { entries.first { $0.id == id } }

  /// Messages of the server that entries have become.
  var claimed: Set<MessageID> {
    Set(
      entries.compactMap { entry in
        if case .sent(let id) = entry.state { id } else { nil }
      })
  }

  var hasQueued: Bool { entries.contains { $0.state == .queued } }

  /// Where something waits to leave, in the order of acceptance.
  var queuedConversations: [ConversationID] {
    entries.filter { $0.state == .queued }.map(\.conversationID)
  }

  /// The server's clock is known well enough to date what is handed over.
  func knowsServerTime(at now: TimeInterval) -> Bool { clocks.earliestWriting(at: now) != nil }

  /// When something is due, by `Moment.uptime`; `canCompare` says where no comparison is under way.
  func nextDeadline(canCompare: (ConversationID) -> Bool) -> TimeInterval? {
    let ends = flights.values.compactMap(\.deadline)
    let checks = unconfirmed.values.compactMap { attempt in
      canCompare(attempt.conversationID) ? attempt.nextCheck : nil
    }
    return (ends + checks).min()
  }

  /// Entries as the disk may be told of them: one that is being recorded as handed over is still
  /// queued here, and to write that would follow it.
  func writable(_ ids: [OutboxID]) -> [OutboxEntry] {
    ids.compactMap { self[$0] }.filter { flights[$0.id]?.isGiven ?? true }
  }

  /// Whether a text written then is an entry already.
  func holds(_ text: String, in id: ConversationID, editedAt: Date) -> Bool {
    entries.contains { entry in
      entry.conversationID == id && SendMatcher.isSame(entry.body, .text(text))
        && editedAt <= entry.createdAt
    }
  }

  // MARK: The connection

  /// The send that a confirmation without a `tempId` means: the oldest of the connection.
  var oldestOnLink: OutboxID? {
    let flying = flights.values.compactMap { flight -> (Int, OutboxID)? in
      flight.way == .socket && flight.isGiven ? (flight.turn, flight.id) : nil
    }
    let waiting = unconfirmed.values.compactMap { $0.isOnLink ? ($0.turn, $0.id) : nil }
    return (flying + waiting).min { $0.0 < $1.0 }?.1
  }

  /// Sends given to the connection that stands, and not unconfirmed yet.
  var flyingOnLink: [OutboxID] {
    flights.values.filter { $0.way == .socket && $0.isGiven }.sorted { $0.turn < $1.turn }
      .map(\.id)
  }

  /// Unconfirmed sends of the connection that stands: what is asked now is read after them.
  var unconfirmedOnLink: Set<OutboxID> {
    Set(unconfirmed.values.filter(\.isOnLink).map(\.id))
  }

  /// Sends that an `error` event could mean.
  var attributable: [OutboxID] { flyingOnLink + unconfirmedOnLink.sorted() }

  // MARK: Conversations

  /// Entries that a message of the server could be: handed over in this conversation and not
  /// confirmed, in their order.
  func candidates(in id: ConversationID) -> [OutboxEntry] {
    entries.filter { entry in
      entry.conversationID == id && entry.isPending
        && (flights[entry.id]?.isGiven ?? false || unconfirmed[entry.id] != nil)
    }
  }

  /// Entries that an `error` event seems to have meant; considered when nothing else waits there.
  func refusedInPassing(in id: ConversationID) -> [OutboxEntry] {
    entries.filter { $0.conversationID == id && $0.wasRefusedInPassing }
  }

  var unconfirmedConversations: [ConversationID] {
    var seen: Set<ConversationID> = []
    return entries.filter { unconfirmed[$0.id] != nil }.map(\.conversationID).filter {
      seen.insert($0).inserted
    }
  }

  func unconfirmed(in id: ConversationID) -> [Unconfirmed] {
    entries.compactMap { $0.conversationID == id ? unconfirmed[$0.id] : nil }
  }

  /// Whether a message like it was dropped, and may be there all the same.
  func isLikeAbandoned(_ entry: OutboxEntry) -> Bool {
    abandoned.contains { other in
      other.conversationID == entry.conversationID && SendMatcher.isSame(other.body, entry.body)
    }
  }
}
