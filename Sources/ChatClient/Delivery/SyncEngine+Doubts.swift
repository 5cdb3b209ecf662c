import ChatModel
import Foundation

/// Sends whose end is not known: compared with the history until it shows them, or certainly does not.
extension SyncEngine {
  mutating func becomeUnsure(_ id: OutboxID, onLink: Bool, settledAt: TimeInterval?) {
    outbox.doubt(id, onLink: onLink, settledAt: settledAt, at: now.uptime)
    set(id) { entry in
      entry.state = .unsure
      entry.isLeftToUser = false
    }
  }

  /// The connection ended with sends on it.
  mutating func sendsLostTheirLink() {
    let settledAt = now.uptime + timing.settling
    outbox.linkEnded(settledAt: settledAt)
    for id in outbox.unconfirmedOnSocket { becomeUnsure(id, onLink: false, settledAt: settledAt) }
  }

  /// No confirmation came in time; the server may be busy, or never say so.
  mutating func expireFlights() {
    let over = outbox.flights.values.filter { flight in
      flight.deadline.map { $0 <= now.uptime } ?? false
    }
    for flight in over.sorted(by: { $0.turn < $1.turn }) {
      becomeUnsure(flight.id, onLink: true, settledAt: nil)
      probe(flight.conversationID)
    }
  }

  /// An answer to a later question will show that the server has read this far.
  mutating func probe(_ id: ConversationID) {
    join(id, isProbe: open[id] == nil || open[id]?.isJoined == true)
  }

  /// This process sends from now on: what another one, or an earlier run, left half done is in doubt.
  mutating func takeOver() {
    guard leads, isLoaded else { return }
    for entry in outbox.entries where outbox.flights[entry.id] == nil {
      recallIfPending(entry)
      switch entry.state {
      case .handedOver, .unsure:
        guard outbox.doubts[entry.id] == nil else { continue }
        becomeUnsure(entry.id, onLink: false, settledAt: settledAt(entry))
      case .failed(let reason) where entry.wasRefusedInPassing:
        guard outbox.doubts[entry.id] == nil else { continue }
        let settledAt = settledAt(entry)
        outbox.doubt(entry.id, onLink: false, settledAt: settledAt, at: settledAt)
        outbox.blame(entry.id, reason)
      case .uploading where !outbox.isUploading(entry.id): requeue(entry.id)
      default: continue
      }
    }
  }

  /// What an earlier process let go of settles from then, and else from now: the clock of the day may
  /// have been set since.
  private func settledAt(_ entry: OutboxEntry) -> TimeInterval {
    guard let released = entry.releasedAt, released.boot == configuration.boot else {
      return now.uptime + timing.settling
    }
    return min(released.seconds, now.uptime) + timing.settling
  }

  /// The disk learns from when each doubt settles, so that a next process goes on where this one ends.
  mutating func keepSettling() {
    guard leads, let boot = configuration.boot, !outbox.doubts.isEmpty else { return }
    for entry in outbox.entries {
      guard let doubt = outbox.doubts[entry.id] else { continue }
      let settledAt = doubt.mustBeRead ? nil : doubt.settledAt
      release(entry, settledAt.map { BootTime(boot: boot, seconds: $0 - timing.settling) })
    }
  }

  /// The link ends with this process.
  mutating func releaseEverything() {
    guard leads, let boot = configuration.boot else { return }
    let released = BootTime(boot: boot, seconds: now.uptime + timing.farewell)
    for entry in outbox.entries where entry.isPending {
      let isHeld =
        outbox.flights[entry.id]?.isGiven == true
        || outbox.doubts[entry.id].map { $0.mustBeRead || $0.settledAt == nil } == true
      if isHeld { release(entry, released) }
    }
  }

  private mutating func release(_ entry: OutboxEntry, _ released: BootTime?) {
    let isKept =
      switch (entry.releasedAt, released) {
      case (let old?, let new?): old.boot == new.boot && abs(old.seconds - new.seconds) < 0.001
      case (let old, let new): old == new
      }
    if !isKept { set(entry.id) { $0.releasedAt = released } }
  }

  private mutating func recallIfPending(_ entry: OutboxEntry) {
    if entry.isPending { recall(entry.conversationID) }
  }

  mutating func checkDoubtsNow() {
    let time = now.uptime
    for (id, doubt) in outbox.doubts.sorted(by: { $0.key < $1.key }) {
      outbox.changeDoubt(id) { doubt in
        doubt.nextCheck = time
        doubt.isLeftToUser = false
      }
      if doubt.isLeftToUser { set(id) { $0.isLeftToUser = false } }
    }
  }

  /// Compares doubts with the history, a conversation at a time.
  mutating func runDoubtChecks() {
    for id in outbox.doubtedConversations where checks[id] == nil {
      let doubts = outbox.doubts(in: id)
      guard doubts.contains(where: { $0.nextCheck.map { $0 <= now.uptime } ?? false }) else {
        continue
      }
      for doubt in doubts { outbox.changeDoubt(doubt.id) { $0.nextCheck = nil } }
      guard signIn == .accepted else { continue }
      if restRetry.isWaiting(at: now.uptime) {
        let due = restRetry.due
        for doubt in doubts { outbox.changeDoubt(doubt.id) { $0.nextCheck = due } }
        continue
      }
      beginCheck(id, doubts)
    }
  }

  /// The server's clock may have become known only after the message was given away.
  private mutating func dateLate(_ doubt: Outbox.Doubt) {
    guard let givenAt = doubt.givenAt, outbox[doubt.id]?.notBefore == nil,
      let earliest = clocks.earliestWriting(at: givenAt)
    else { return }
    set(doubt.id) { $0.notBefore = earliest.addingTimeInterval(-SendMatcher.tolerance) }
  }

  private func matcher() -> SendMatcher? {
    me.map { SendMatcher(me: $0.userID, claimed: outbox.claimed) }
  }

  private mutating func beginCheck(_ id: ConversationID, _ doubts: [Outbox.Doubt]) {
    for doubt in doubts { dateLate(doubt) }
    let bounds = doubts.compactMap { outbox[$0.id] }.map { entry in
      // Without a known difference of the clocks: a day is more than any clock is wrong by.
      entry.notBefore?.addingTimeInterval(-SendMatcher.doubtful)
        ?? (entry.handedOverAt ?? entry.createdAt).addingTimeInterval(-86_400)
    }
    let walk = HistoryWalk(
      .since(bounds.min() ?? now.date), order: pageOrder, knownCount: 0,
      total: open[id]?.total, pageSize: pageSize)
    guard case .fetch(let page) = walk.start else { return }
    checks[id] = HistoryCheck(walk: walk, askedAt: now.uptime)
    fetchCheck(id, page)
  }

  private mutating func fetchCheck(_ id: ConversationID, _ page: Int) {
    let request = APICall.messages(id, page: page, limit: HistoryWalk.limit)
    let awaited = call(request, for: .check(id, page: page))
    checks[id]?.awaited = awaited
    if awaited == nil { checks[id] = nil }
  }

  mutating func takeCheck(
    _ answer: APIAnswer, to request: RequestID, _ id: ConversationID, page: Int,
    _ call: PendingCall
  ) {
    guard var check = checks[id], check.awaited == request else { return }
    switch answer {
    case .messages(let elements, let serverTime):
      restRetry.succeeded()
      learnTime(serverTime, call)
      let step = check.walk.take(elements, number: page, known: Timeline())
      pageOrder = check.walk.learned == .unknown ? pageOrder : check.walk.learned
      pageSize = check.walk.pageSize
      checks[id] = check
      switch step {
      case .fetch(let next): fetchCheck(id, next)
      case .done(let findings):
        checks[id] = nil
        decide(id, findings, askedAt: check.askedAt)
      }
    case .failed(let error):
      checks[id] = nil
      checkFailed(id, error)
    default: checks[id] = nil
    }
  }

  private mutating func decide(
    _ id: ConversationID, _ findings: HistoryWalk.Findings, askedAt: TimeInterval
  ) {
    guard var matcher = matcher() else { return }
    let ascending = findings.messages.sorted()
    noteMine(in: ascending, id)
    for doubt in outbox.doubts(in: id) {
      guard let entry = outbox[doubt.id] else { continue }
      switch matcher.find(entry, among: ascending) {
      case .found(let message):
        matcher.claimed.insert(message.id)
        confirm(entry.id, as: message.id, at: nil, copy: message)
        hear(message, in: id, from: nil)
      case .absent where findings.isComplete && !findings.isUncertain:
        if doubt.isSettled(at: askedAt) {
          outbox.forget(entry.id, isAnswered: true)
          if let reason = doubt.refusal {
            set(entry.id) { entry in
              entry.state = .failed(reason)
              entry.handedOverAt = nil
            }
          } else {
            requeue(entry.id)
          }
        } else {
          if let reason = doubt.refusal, entry.state == .unsure {
            set(entry.id) { $0.state = .failed(reason) }
          }
          lookAgain(doubt)
        }
      case .undecidable where doubt.isSettled(at: askedAt):
        // Refused, it seemed; but a message like it is there.
        if case .failed = entry.state { set(entry.id) { $0.state = .unsure } }
        if let entry = outbox[entry.id] { leaveToUser(entry) }
      case .absent, .undecidable:
        if doubt.isSettled(at: askedAt) {
          leaveToUser(entry)
        } else {
          lookAgain(doubt)
        }
      }
    }
  }

  private mutating func lookAgain(_ doubt: Outbox.Doubt) {
    let time = now.uptime
    if let settledAt = doubt.settledAt, !doubt.mustBeRead {
      outbox.changeDoubt(doubt.id) { $0.nextCheck = max(settledAt, time) }
      return
    }
    if time - doubt.since > timing.doubtPatience, let entry = outbox[doubt.id] {
      leaveToUser(entry)
    } else {
      let next = time + timing.doubtCheck
      outbox.changeDoubt(doubt.id) { $0.nextCheck = next }
      if doubt.epoch == epoch || doubt.mustBeRead { probe(doubt.conversationID) }
    }
  }

  private mutating func checkFailed(_ id: ConversationID, _ error: APIError) {
    switch error {
    case .notSignedIn: break
    case .unreachable, .serverFailed, .notThisAPI, .cancelled, .rejected, .localFile, .heldBack:
      restRetry.failed(first: timing.restRetry, slowest: timing.restSlowest, at: now.uptime)
      let next = restRetry.due ?? now.uptime + timing.doubtCheck
      for doubt in outbox.doubts(in: id) { outbox.changeDoubt(doubt.id) { $0.nextCheck = next } }
    case .notAllowed, .notFound:
      // What was refused, and in a conversation that is not there for me, was not taken.
      for doubt in outbox.doubts(in: id) {
        if let reason = doubt.refusal {
          fail(doubt.id, reason, isAnswered: true)
        } else if let entry = outbox[doubt.id] {
          leaveToUser(entry)
        }
      }
    case .noSuchCall:
      for doubt in outbox.doubts(in: id) { if let entry = outbox[doubt.id] { leaveToUser(entry) } }
    }
  }

  /// What cannot be decided here is asked; it stays unsure, and is not sent again by itself.
  private mutating func leaveToUser(_ entry: OutboxEntry) {
    // Failed is before the person's eyes already.
    if case .failed = entry.state { return outbox.forget(entry.id, isAnswered: true) }
    let isNew = outbox.doubts[entry.id]?.isLeftToUser == false
    outbox.leaveToUser(entry.id)
    guard isNew else { return }
    set(entry.id) { $0.isLeftToUser = true }
    notice(
      .warning,
      "It cannot be found out whether a message arrived. Look at the conversation, then retry or "
        + "drop it.", about: entry.conversationID)
  }
}
