import ChatModel
import Foundation

/// Sends that are not confirmed: compared with the history until it shows them, or certainly does not.
extension Delivery {
  mutating func becomeUnconfirmed(
    _ id: OutboxID, onLink: Bool, settledAt: TimeInterval?, at now: TimeInterval
  ) {
    markUnconfirmed(id, onLink: onLink, settledAt: settledAt, at: now)
    set(id) { entry in
      entry.state = .unsure
      entry.needsManualResolution = false
    }
  }

  /// The connection ended with sends on it.
  mutating func linkEnded(at now: TimeInterval) -> [Fact] {
    let settledAt = now + timing.settling
    connectionEnded(settledAt: settledAt)
    for id in flyingOnLink {
      becomeUnconfirmed(id, onLink: false, settledAt: settledAt, at: now)
    }
    return reported()
  }

  /// No confirmation came in time; the server may be busy, or never say so.
  mutating func expire(at now: TimeInterval) -> [Fact] {
    expireOrphans(at: now)
    let over = flights.values.filter { flight in flight.deadline.map { $0 <= now } ?? false }
    for flight in over.sorted(by: { $0.turn < $1.turn }) {
      becomeUnconfirmed(flight.id, onLink: true, settledAt: nil, at: now)
      sendBarrier(in: flight.conversationID)
    }
    return reported()
  }

  // MARK: Comparisons

  /// The link or the person says that a comparison may tell more now.
  mutating func compareAllNow(at now: TimeInterval) -> [Fact] {
    for (id, attempt) in unconfirmed.sorted(by: { $0.key < $1.key }) {
      changeUnconfirmed(id) { attempt in
        attempt.nextCheck = now
        attempt.needsManualResolution = false
      }
      if attempt.needsManualResolution { set(id) { $0.needsManualResolution = false } }
    }
    return reported()
  }

  /// The conversations whose history is to be compared now, one by one.
  mutating func comparisonsDue(
    at now: TimeInterval, isUnderWay: (ConversationID) -> Bool
  ) -> [ConversationID] {
    let due = unconfirmedConversations.filter { id in
      !isUnderWay(id)
        && unconfirmed(in: id).contains { $0.nextCheck.map { $0 <= now } ?? false }
    }
    for id in due { scheduleComparison(of: id, at: nil) }
    return due
  }

  mutating func scheduleComparison(of id: ConversationID, at time: TimeInterval?) {
    for attempt in unconfirmed(in: id) { changeUnconfirmed(attempt.id) { $0.nextCheck = time } }
  }

  /// Dates late what was handed over before the server's clock was known.
  mutating func prepareComparison(of id: ConversationID) -> [Fact] {
    for attempt in unconfirmed(in: id) {
      guard let givenAt = attempt.givenAt, self[attempt.id]?.earliestServerDate == nil,
        let earliest = clocks.earliestWriting(at: givenAt)
      else { continue }
      set(attempt.id) {
        $0.earliestServerDate = earliest.addingTimeInterval(-SendMatcher.tolerance)
      }
    }
    return reported()
  }

  /// How far back the history is to be read, by the server's clock.
  func earliestDate(in id: ConversationID, now: Moment) -> Date {
    let bounds = unconfirmed(in: id).compactMap { self[$0.id] }.map { entry in
      // Without a known difference of the clocks: a day is more than any clock is wrong by.
      entry.earliestServerDate?.addingTimeInterval(-SendMatcher.doubtful)
        ?? (entry.handedOverAt ?? entry.createdAt).addingTimeInterval(-86_400)
    }
    return bounds.min() ?? now.date
  }

  /// The newest messages of a conversation were read, beginning at `askedAt`.
  /// - Parameter isWhole: nothing since `earliestDate` is missing among them.
  mutating func handleComparison(
    of id: ConversationID, with ascending: [Message], isWhole: Bool, askedAt: TimeInterval,
    me: UserID, now: Moment
  ) -> [Fact] {
    var matcher = SendMatcher(me: me, claimed: claimed)
    for attempt in unconfirmed(in: id) {
      guard let entry = self[attempt.id] else { continue }
      switch matcher.find(entry, among: ascending) {
      case .found(let message):
        matcher.claimed.insert(message.id)
        confirm(entry.id, as: message.id, at: nil, copy: message, now: now)
        report(.arrived(message, in: id))
      case .absent where isWhole: isAbsent(entry, attempt, askedAt: askedAt, at: now.uptime)
      case .undecidable where attempt.isSettled(at: askedAt):
        // Refused, it seemed; but a message like it is there.
        if case .failed = entry.state { set(entry.id) { $0.state = .unsure } }
        requireManualResolution(of: entry.id)
      case .absent, .undecidable:
        if attempt.isSettled(at: askedAt) {
          requireManualResolution(of: entry.id)
        } else {
          compareAgain(attempt, at: now.uptime)
        }
      }
    }
    return reported()
  }

  private mutating func isAbsent(
    _ entry: OutboxEntry, _ attempt: Unconfirmed, askedAt: TimeInterval, at now: TimeInterval
  ) {
    if attempt.isSettled(at: askedAt) {
      forget(entry.id, isAnswered: true)
      if let reason = attempt.refusal {
        report(.refused(in: entry.conversationID))
        set(entry.id) { entry in
          entry.state = .failed(reason)
          entry.handedOverAt = nil
        }
      } else {
        requeue(entry.id)
      }
    } else {
      if let reason = attempt.refusal, entry.state == .unsure {
        report(.refused(in: entry.conversationID))
        set(entry.id) { $0.state = .failed(reason) }
      }
      compareAgain(attempt, at: now)
    }
  }

  private mutating func compareAgain(_ attempt: Unconfirmed, at now: TimeInterval) {
    if let settledAt = attempt.settledAt, !attempt.awaitsBarrier {
      changeUnconfirmed(attempt.id) { $0.nextCheck = max(settledAt, now) }
    } else if now - attempt.since > timing.comparisonPatience {
      requireManualResolution(of: attempt.id)
    } else {
      let next = now + timing.comparison
      changeUnconfirmed(attempt.id) { $0.nextCheck = next }
      if attempt.isOnLink || attempt.awaitsBarrier { sendBarrier(in: attempt.conversationID) }
    }
  }

  /// The history cannot be read by me. What was refused, and in a conversation that is not there for
  /// me, was not taken.
  mutating func comparisonRefused(of id: ConversationID) -> [Fact] {
    for attempt in unconfirmed(in: id) {
      if let reason = attempt.refusal {
        fail(attempt.id, reason, isAnswered: true)
      } else {
        requireManualResolution(of: attempt.id)
      }
    }
    return reported()
  }

  /// The server has no history to compare with.
  mutating func comparisonImpossible(of id: ConversationID) -> [Fact] {
    for attempt in unconfirmed(in: id) { requireManualResolution(of: attempt.id) }
    return reported()
  }

  /// What cannot be decided here is asked; it stays unconfirmed, and is not sent again by itself.
  private mutating func requireManualResolution(of id: OutboxID) {
    guard let entry = self[id] else { return }
    // Failed is before the person's eyes already.
    if case .failed = entry.state { return forget(id, isAnswered: true) }
    let isNew = unconfirmed[id]?.needsManualResolution == false
    leaveToPerson(id)
    guard isNew else { return }
    set(id) { $0.needsManualResolution = true }
    report(.needsManualResolution(entry.conversationID))
  }
}
