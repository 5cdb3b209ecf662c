import ChatModel
import Foundation

/// What can leave, and what a word of the server can mean.
extension Outbox {
  subscript(id: OutboxID) -> OutboxEntry? { entries.first { $0.id == id } }

  /// Messages of the server that entries have become.
  var claimed: Set<MessageID> {
    Set(
      entries.compactMap { entry in
        if case .sent(let id) = entry.state { id } else { nil }
      })
  }

  func nextDeadline(canCheck: (ConversationID) -> Bool) -> TimeInterval? {
    let ends = flights.values.compactMap(\.deadline)
    let checks = doubts.values.compactMap { canCheck($0.conversationID) ? $0.nextCheck : nil }
    return (ends + checks).min()
  }

  /// What can leave, given the state of the link. The order is that of acceptance.
  func departures(
    isOnline: Bool, isJoining: Bool, mayUseREST: Bool, mayUpload: Bool,
    isHeld: (ConversationID) -> Bool
  ) -> [Departure] {
    var result: [Departure] = []
    var passed: Set<ConversationID> = []
    var connection = Occupancy(
      isUsed: hasUnconfirmedOnLink || (isJoining && !suspected.isEmpty),
      isTaken: hasUnconfirmedOnLink && (!echoesTempIDs || hasSuspectedOnLink))
    for entry in entries where entry.isPending {
      if case .failed = entry.state { continue }
      guard passed.insert(entry.conversationID).inserted, entry.state == .queued,
        flights[entry.id] == nil, !isHeld(entry.conversationID)
      else { continue }
      if case .file(let file) = entry.body, file.mediaID == nil {
        if mayUpload { result.append(upload(headedBy: entry, file)) }
      } else if isOnline {
        let goesSingly = !echoesTempIDs || suspected.contains(entry.id)
        guard connection.admits(goesSingly: goesSingly) else { continue }
        result.append(.message(entry.id, overSocket: true))
      } else if mayUseREST {
        result.append(.message(entry.id, overSocket: false))
      }
    }
    return result
  }

  /// Who uses the connection, and whether others may.
  private struct Occupancy {
    var isUsed: Bool
    /// Nothing else leaves until what was sent is confirmed.
    var isTaken: Bool

    mutating func admits(goesSingly: Bool) -> Bool {
      guard !isTaken else { return false }
      // Who must go singly and cannot yet is not overtaken for ever.
      if goesSingly { isTaken = true }
      defer { isUsed = true }
      return !goesSingly || !isUsed
    }
  }

  private var hasUnconfirmedOnLink: Bool {
    flights.values.contains { if case .socket = $0.way { true } else { false } }
      || doubts.values.contains { $0.epoch != nil }
  }

  private var hasSuspectedOnLink: Bool {
    suspected.contains { id in
      if case .socket? = flights[id]?.way { true } else { doubts[id]?.epoch != nil }
    }
  }

  /// The files of one kind that wait in a conversation go up together, five at most.
  private func upload(headedBy head: OutboxEntry, _ file: OutboxFile) -> Departure {
    if alone.contains(head.id) { return .upload([head.id], file.kind) }
    var group: [OutboxID] = []
    for entry in entries where entry.conversationID == head.conversationID {
      guard case .file(let other) = entry.body, other.kind == file.kind, other.mediaID == nil,
        entry.state == .queued, !alone.contains(entry.id)
      else { continue }
      group.append(entry.id)
    }
    return .upload(Array(group.prefix(MediaSniffer.mostFiles)), file.kind)
  }

  /// The send that a confirmation without a `tempId` means: the oldest unconfirmed one of the
  /// connection.
  var oldestUnconfirmedOnLink: OutboxID? {
    let flying = flights.values.compactMap { flight -> (Int, OutboxID)? in
      guard case .socket = flight.way, flight.isGiven else { return nil }
      return (flight.turn, flight.id)
    }
    let doubted = doubts.values.compactMap { doubt -> (Int, OutboxID)? in
      doubt.epoch == nil ? nil : (doubt.turn, doubt.id)
    }
    return (flying + doubted).min { $0.0 < $1.0 }?.1
  }

  /// Sends given to the connection that stands, and not confirmed.
  var unconfirmedOnSocket: [OutboxID] {
    flights.values.filter { flight in
      guard case .socket = flight.way else { return false }
      return flight.isGiven
    }.sorted { $0.turn < $1.turn }.map(\.id)
  }

  /// Sends that an `error` event could mean: those, and those in doubt on the same connection.
  var blamable: [OutboxID] {
    unconfirmedOnSocket + doubts.values.filter { $0.epoch != nil }.map(\.id).sorted()
  }

  /// Entries that a message of the server could be: handed over in this conversation and not
  /// confirmed, in their order.
  func unconfirmed(in id: ConversationID) -> [OutboxEntry] {
    entries.filter { entry in
      entry.conversationID == id && entry.isPending
        && (flights[entry.id]?.isGiven ?? false || doubts[entry.id] != nil)
    }
  }

  /// Entries that an `error` event seems to have meant; considered when nothing else waits there.
  func refusedInPassing(in id: ConversationID) -> [OutboxEntry] {
    entries.filter { $0.conversationID == id && $0.wasRefusedInPassing }
  }

  var doubtedConversations: [ConversationID] {
    var seen: Set<ConversationID> = []
    return entries.filter { doubts[$0.id] != nil }.map(\.conversationID).filter {
      seen.insert($0).inserted
    }
  }

  func doubts(in id: ConversationID) -> [Doubt] {
    entries.compactMap { entry in
      entry.conversationID == id ? doubts[entry.id] : nil
    }
  }

  /// Whether a message like it was dropped, and may be there all the same.
  func isLikeAbandoned(_ entry: OutboxEntry) -> Bool {
    abandoned.contains { other in
      other.conversationID == entry.conversationID && SendMatcher.isSame(other.body, entry.body)
    }
  }
}
