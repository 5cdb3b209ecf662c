import ChatModel
import Foundation
import Sentences

/// Taking back a change: a fresh look first, then the change the other way round.
extension SyncEngine {
  mutating func takeBack(_ reversal: Reversal) {
    let id = reversal.conversationID
    if call(.conversation(id), for: .lookBeforeTakingBack(reversal)) == nil {
      sayNotTakenBack(reversal, Self.needsSignIn)
    }
  }

  mutating func handleLook(_ answer: APIAnswer, _ reversal: Reversal, _ call: PendingCall) {
    let id = reversal.conversationID
    switch answer {
    case .conversation(let fresh):
      upsert(fresh, from: .single(sequence: call.sequence))
      // An earlier attempt may have got through without an answer.
      if isTakenBack(reversal) { return end(reversal) }
      if let problem = obstacle(to: reversal, in: fresh) { return end(reversal, problem: problem) }
      let request: APICall =
        switch reversal.change {
        case .status(let from, _): .setStatus(id, from)
        case .agent(let from, _): .reassign(id, to: from.id)
        }
      if self.call(request, for: .takeBack(reversal)) == nil {
        sayNotTakenBack(reversal, Self.needsSignIn)
      }
    case .failed(let error):
      if isOneOfMany(reversal), endOfMany(id, error, isChange: false) { return }
      takeBackFailed(reversal, error, isAsked: false)
    default: sayNotTakenBack(reversal, said("the server's answer is none"))
    }
  }

  /// It is as it was, or nobody's to take back.
  private mutating func end(_ reversal: Reversal, problem: String? = nil) {
    guard isOneOfMany(reversal) else { return tell(.takenBack(reversal, problem: problem)) }
    let outcome =
      if let problem {
        ManyOutcome.failed(problem)
      } else {
        switch reversal.change {
        case .status(_, let to): ManyOutcome.changed(from: to)
        case .agent(let from, let to): ManyOutcome.moved(from: to, to: from)
        }
      }
    _ = endOfMany(reversal.conversationID, outcome)
  }

  /// It may be tried again.
  private mutating func sayNotTakenBack(_ reversal: Reversal, _ reason: String) {
    if isOneOfMany(reversal), endOfMany(reversal.conversationID, .notTried(reason)) { return }
    tell(.takeBackFailed(reversal, reason: reason, mayBeDone: false))
  }

  private func isTakenBack(_ reversal: Reversal) -> Bool {
    let now = conversations[reversal.conversationID]
    return switch reversal.change {
    case .status(let from, _): now?.status == from
    case .agent(let from, _): now?.agent.id == from.id
    }
  }

  /// What the server has refused it will refuse again; anything else may go better the next time.
  ///
  /// - Parameter isAsked: the server was asked to take it back, and not only what it holds.
  private mutating func takeBackFailed(
    _ reversal: Reversal, _ error: APIError, isAsked: Bool
  ) {
    switch error {
    case .notAllowed, .notFound, .rejected, .noSuchCall:
      tell(.takenBack(reversal, problem: error.reason.clause))
    case .notSignedIn, .serverFailed, .notThisAPI, .unreachable, .heldBack, .localFile, .cancelled:
      let mayBeDone = isAsked && error.mayHaveArrived
      tell(.takeBackFailed(reversal, reason: error.reason.clause, mayBeDone: mayBeDone))
    }
  }

  /// Why a change is no longer ours to take back.
  private func obstacle(to reversal: Reversal, in fresh: Conversation) -> String? {
    let known = conversations[reversal.conversationID]
    let isOurs =
      switch reversal.change {
      case .status(_, let to): (fresh.status ?? known?.status) == to
      case .agent(_, let to): (fresh.agent.id ?? known?.agent.id) == to.id
      }
    guard isOurs else { return said("it has been changed since") }
    let farmer = fresh.farmer.id ?? known?.farmer.id
    let newest = [fresh.lastMessage.value, known?.lastMessage.value].compactMap { $0 }.max()
    if let newest, newest.id != reversal.lastMessage, newest.sender.id == farmer, farmer != nil {
      return said("\(name(reversal.conversationID)) has written since")
    }
    return nil
  }

  mutating func handleTakenBack(_ answer: APIAnswer, _ reversal: Reversal, _ call: PendingCall) {
    switch answer {
    case .changed(let conversation):
      audit(reversal.conversationID, reversal.audited, .done)
      var now = conversation ?? Conversation(id: reversal.conversationID)
      switch reversal.change {
      case .status(let from, _): now.status = now.status ?? from
      case .agent(let from, _): if now.agent.id != from.id { now.agent = .known(from) }
      }
      upsert(now, from: .change(sequence: call.sequence, isAnnounced: false))
      end(reversal)
    case .failed(let error):
      if isOneOfMany(reversal), endOfMany(reversal.conversationID, error, isChange: true) { return }
      audit(reversal.conversationID, reversal.audited, error)
      takeBackFailed(reversal, error, isAsked: true)
    default: sayNotTakenBack(reversal, said("the server's answer is none"))
    }
  }
}

extension Reversal {
  /// The change the other way round.
  fileprivate var audited: AuditEntry.Change {
    switch change {
    case .status(let from, let to): .status(from: to, to: from)
    case .agent(let from, let to):
      .agent(from: AuditEntry.Person(to), to: AuditEntry.Person(from))
    }
  }
}
