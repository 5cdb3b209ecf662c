import ChatModel
import Foundation
import Sentences

/// The same change of many conversations, and taking it back: each is looked at, changed and answered for
/// like a single one, and each tells what became of it.
extension SyncEngine {
  mutating func changeMany(_ ids: [ConversationID], _ change: ManyChange, request: Int) {
    bulk.add(
      ids.map {
        BulkChanges.Work(
          request: request, id: $0, order: .change(change, shown: conversations[$0]))
      })
  }

  mutating func moveMany(_ handovers: [Handover], request: Int) {
    bulk.add(
      handovers.map {
        BulkChanges.Work(
          request: request, id: $0.conversationID,
          order: .change(.agent($0.to), shown: conversations[$0.conversationID]))
      })
  }

  mutating func takeBackMany(_ reversals: [Reversal], request: Int) {
    bulk.add(
      reversals.map {
        BulkChanges.Work(request: request, id: $0.conversationID, order: .takeBack($0))
      })
  }

  mutating func stopMany() { notTried(bulk.stop(), said("it was stopped")) }

  private mutating func notTried(_ work: [BulkChanges.Work], _ reason: String) {
    for work in work { tell(.many(work.request, work.id, .notTried(reason))) }
  }

  /// Asks for as many as may be asked for, unless the server wants to be left alone.
  mutating func runMany() {
    guard !bulk.isIdle, restRetry.heldUntil == nil else { return }
    guard signIn == .accepted else { return notTried(bulk.stop(), Self.needsSignIn) }
    for work in bulk.takeNext() {
      switch work.order {
      case .takeBack(let reversal): takeBack(reversal)
      case .change(.status(let status), let shown): change(work.id, .status(status), shown: shown)
      case .change(.agent(let agent), let shown): change(work.id, .agent(agent), shown: shown)
      case .change(.read, _):
        call(.markAllRead(work.id), for: .markAllRead(work.id, through: nil, isAsked: true))
      }
    }
  }

  /// Whether it is under way as one of many.
  func isOneOfMany(_ id: ConversationID, _ change: Change) -> Bool {
    guard case .change(let work, _)? = bulk.work(on: id)?.order else { return false }
    return work == change.ofMany
  }

  func isOneOfMany(_ reversal: Reversal) -> Bool {
    bulk.work(on: reversal.conversationID)?.order == .takeBack(reversal)
  }

  /// A change that one of many conversations got; false when it was none of those.
  mutating func endOfMany(_ id: ConversationID, _ outcome: ManyOutcome) -> Bool {
    guard let work = bulk.end(id) else { return false }
    tell(.many(work.request, id, outcome))
    return true
  }

  /// One of many has what it was to get before it was asked for; false when it was none of those.
  mutating func endOfMany(
    _ id: ConversationID, _ change: Change, isSoAlready fresh: Conversation
  ) -> Bool {
    guard isOneOfMany(id, change) else { return false }
    let outcome = outcome(of: change, on: fresh, before: fresh)
    if case .failed = outcome { return false }
    return endOfMany(id, outcome)
  }

  /// Why one of many did not get its change; false when it was none of those.
  mutating func endOfMany(_ id: ConversationID, reason: String) -> Bool {
    guard let work = bulk.end(id) else { return false }
    tell(.many(work.request, id, .failed(reason)))
    return true
  }

  /// A call for one of many that failed; false when it was none of those.
  ///
  /// - Parameter isChange: it would have changed something, and may have.
  mutating func endOfMany(_ id: ConversationID, _ error: APIError, isChange: Bool) -> Bool {
    guard let work = bulk.work(on: id) else { return false }
    switch error {
    case .heldBack:
      // It is looked at anew before it is asked for again.
      if isChange, error.mayHaveArrived { auditMany(work, error) }
      bulk.putBack(id)
    case _ where isChange && error.mayHaveArrived:
      // What was not answered is read again, and never assumed.
      if let change = Change(work.wanted), looks(after: change, of: id, conversations[id], error) {
        break
      }
      _ = bulk.end(id)
      auditMany(work, error)
      tell(.many(work.request, id, .unknown(error.reason.clause)))
      switch error {
      case .unreachable, .cancelled: notTried(bulk.stop(), error.reason.clause)
      default: break
      }
    case .unreachable, .cancelled, .notSignedIn:
      _ = bulk.end(id)
      if isChange { auditMany(work, error) }
      tell(.many(work.request, id, .notTried(error.reason.clause)))
      notTried(bulk.stop(), error.reason.clause)
    default:
      _ = bulk.end(id)
      if isChange { auditMany(work, error) }
      tell(.many(work.request, id, .failed(error.reason.clause)))
    }
    return true
  }

  private mutating func auditMany(_ work: BulkChanges.Work, _ error: APIError) {
    guard let change = Change(work.wanted) else { return }
    audit(work.id, audited(change, of: work.id), error)
  }

  /// What the server holds after a change of one of many that it has not answered.
  mutating func handleLook(
    _ answer: APIAnswer, afterOneOfMany work: BulkChanges.Work, _ change: Change,
    _ call: PendingCall
  ) {
    let id = work.id
    switch answer {
    case .conversation(let fresh):
      let before = conversations[id]
      let asked = audited(change, of: id)
      upsert(fresh, from: .single(sequence: call.sequence))
      _ = bulk.end(id)
      let outcome = self.outcome(of: change, on: fresh, before: before)
      if case .failed(let reason) = outcome {
        audit(id, asked, .refused(reason))
      } else {
        audit(id, asked, .done)
      }
      tell(.many(work.request, id, outcome))
    case .failed(let error):
      audit(id, audited(change, of: id), .unknown(error.reason.clause))
      if case .heldBack = error { return bulk.putBack(id) }
      _ = bulk.end(id)
      tell(.many(work.request, id, .unknown(error.reason.clause)))
      if case .unreachable = error { notTried(bulk.stop(), error.reason.clause) }
    default: break
    }
  }

  private func outcome(
    of change: Change, on fresh: Conversation, before: Conversation?
  ) -> ManyOutcome {
    let refused = ManyOutcome.failed(said("the server did not take it"))
    switch change {
    case .status(let status):
      return fresh.status == status ? .changed(from: before?.status) : refused
    case .agent(let agent):
      guard fresh.agent.id == agent else { return refused }
      return .moved(
        from: before?.agent.value,
        to: conversations[fresh.id]?.agent.value ?? Participant(bareID: agent))
    }
  }
}

extension SyncEngine.Change {
  /// nil for what is no change of a conversation's record.
  init?(_ change: ManyChange) {
    switch change {
    case .status(let status): self = .status(status)
    case .agent(let agent): self = .agent(agent)
    case .read: return nil
    }
  }

  var ofMany: ManyChange {
    switch self {
    case .status(let status): .status(status)
    case .agent(let agent): .agent(agent)
    }
  }
}
