import ChatModel
import Foundation
import JSON

/// How it becomes known that the server has a message, or has not.
extension Delivery {
  /// `message:sent`: by its `tempId`, or else the oldest unconfirmed send of this connection (row 4).
  mutating func handleSent(
    _ messageID: MessageID, tempID: String?, at date: Date?, now: Moment
  ) -> [Fact] {
    if let tempID {
      let id = OutboxID(tempID)
      guard self[id] != nil else {
        return orphans.count == 0 ? handleUnreadableSent(at: now.uptime) : []
      }
      noteEcho()
      confirm(id, as: messageID, at: date, copy: nil, now: now)
      return reported()
    }
    guard !claimed.contains(messageID), let id = oldestOnLink else { return [] }
    // Where each is named, one without a name may mean any of them.
    guard !echoesTempIDs || attributable.count < 2 else {
      return handleUnreadableSent(at: now.uptime)
    }
    if orphans.count + sendsAttributedToError == 0 {
      confirm(id, as: messageID, at: date, copy: nil, now: now)
    } else if flights[id] != nil {
      // It may mean one that is none of ours any more: the history tells.
      becomeUnconfirmed(id, onLink: true, settledAt: nil, at: now.uptime)
    }
    return reported()
  }

  /// The server has one of the sends of this connection, the oldest as a rule, and does not say which
  /// (row 28): the history does.
  mutating func handleUnreadableSent(at now: TimeInterval) -> [Fact] {
    guard let id = flyingOnLink.first else { return [] }
    becomeUnconfirmed(id, onLink: true, settledAt: nil, at: now)
    return reported()
  }

  /// Acknowledgements are asked for and never waited for (row 7).
  mutating func handleAcknowledgement(
    of emission: EmissionID, _ arguments: [JSONValue], now: Moment
  ) -> [Fact] {
    guard let id = emissions[emission], self[id]?.isPending == true,
      let answer = arguments.first(where: { $0 != .null })
    else { return [] }
    switch Acknowledgement(answer) {
    case .refused(let reason):
      guard flights[id] != nil || unconfirmed[id] != nil else { break }
      if SignInWords.occur(in: reason) {
        requeue(id)
        report(.needsSignIn(reason))
      } else {
        fail(id, reason, isAnswered: true)
      }
    case .accepted(let messageID, let date):
      confirm(id, as: messageID, at: date, copy: nil, now: now)
    case .unclear:
      guard flights[id] != nil || unconfirmed[id] != nil else { break }
      return handleRefusalInPassing(
        of: id, Acknowledgement.refusalWithoutWords, at: now.uptime)
    case .silent: break
    }
    return reported()
  }

  /// Looks among messages of the server for those that entries have become.
  mutating func recognise(
    _ messages: [Message], in id: ConversationID, me: UserID, now: Moment
  ) -> [Fact] {
    for message in messages {
      // That the server keeps the id does not say that its `message:sent` carries it.
      if let tempID = message.tempID, self[OutboxID(tempID)]?.isPending == true {
        confirm(OutboxID(tempID), as: message.id, at: nil, copy: message, now: now)
      }
    }
    var waiting = candidates(in: id)
    if waiting.isEmpty { waiting = refusedInPassing(in: id) }
    guard !waiting.isEmpty, messages.contains(where: { $0.sender.id == me }) else {
      return reported()
    }
    var matcher = SendMatcher(me: me, claimed: claimed)
    let ascending = messages.sorted()
    for entry in waiting {
      // Seen alone, a message may be any of several equal ones: the whole history tells.
      guard waiting.filter({ SendMatcher.isSame($0.body, entry.body) }).count == 1 else { continue }
      guard case .found(let message) = matcher.find(entry, among: ascending) else { continue }
      matcher.claimed.insert(message.id)
      confirm(entry.id, as: message.id, at: nil, copy: message, now: now)
    }
    return reported()
  }

  /// An `error` event that can only have meant this send, among what is known here. The history is
  /// asked before that is believed, and once more when the server has settled: if the error meant
  /// something else, the message may still be on its way.
  mutating func handleRefusalInPassing(
    of id: OutboxID, _ reason: String, at now: TimeInterval
  ) -> [Fact] {
    becomeUnconfirmed(id, onLink: false, settledAt: now + timing.settling, at: now)
    attributeError(to: id, reason)
    changeUnconfirmed(id) { $0.awaitsBarrier = true }
    if let place = self[id]?.conversationID { sendBarrier(in: place) }
    return reported()
  }

  /// The server has it.
  /// - Parameter copy: its own, where that is what tells.
  mutating func confirm(
    _ id: OutboxID, as messageID: MessageID, at date: Date?, copy: Message?, now: Moment
  ) {
    guard let entry = self[id], entry.state != .sent(messageID) else { return }
    if let date, let givenAt = flights[id]?.givenAt {
      learnSaving(at: date, givenAt: givenAt, at: now)
    }
    // An earlier attempt may be what arrived, and an answer to this one still come.
    let isEarlier =
      copy?.createdAt.map { $0 < entry.earliestServerDate ?? .distantPast } ?? false
    let isAnothers = copy != nil && copy?.tempID == nil && isLikeAbandoned(entry)
    forget(id, isAnswered: !isEarlier && !isAnothers && !retried.contains(id))
    sendBarrierForOrphans(in: entry.conversationID)
    set(id) { $0.state = .sent(messageID) }
    if copy == nil { report(.confirmed(entry, as: messageID, at: date)) }
  }

  /// An answer to a later question will show that the server has read this far.
  mutating func sendBarrier(in id: ConversationID) {
    report(.sendsBarrier(id, covers: unconfirmedOnLink))
  }

  /// Until the server has surely read it, what it says may mean an attempt that is none of ours any
  /// more.
  mutating func sendBarrierForOrphans(in id: ConversationID) {
    if orphans.count > 0 { sendBarrier(in: id) }
  }

  /// The server answered what was asked then of the connection that stands.
  mutating func handleBarrier(
    askedAt: TimeInterval, covers ids: Set<OutboxID>, at now: TimeInterval
  ) {
    let settledAt = now + timing.settling
    for (id, attempt) in unconfirmed
    where attempt.awaitsBarrier && askedAt >= attempt.givenAt ?? .infinity {
      settle(id, at: settledAt)
    }
    noteReading(until: askedAt, at: now)
    for id in ids {
      changeUnconfirmed(id) { attempt in
        guard attempt.isOnLink, attempt.settledAt == nil else { return }
        attempt.settledAt = settledAt
        attempt.nextCheck = settledAt
      }
    }
  }
}
