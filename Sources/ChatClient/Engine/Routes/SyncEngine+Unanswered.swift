import ChatModel
import Foundation
import Sentences

/// Changes that the server may have made though it gave no good answer: it is asked what it holds, and
/// where it does not say, nobody knows.
extension SyncEngine {
  /// Asks what the server holds after a change; false where it cannot be asked.
  ///
  /// - Parameter before: the conversation as it was when the change was asked for.
  mutating func looks(
    after change: Change, of id: ConversationID, _ before: Conversation?, _ error: APIError
  ) -> Bool {
    let look = Purpose.lookAfterChange(id, change, before: before, reason: error.reason.clause)
    return call(.conversation(id), for: look) != nil
  }

  /// - Parameter reason: why the change was not answered.
  mutating func handleLook(
    _ answer: APIAnswer, after change: Change, of id: ConversationID, before: Conversation?,
    reason: String, _ call: PendingCall
  ) {
    if let work = bulk.work(on: id), work.wanted == change.ofMany {
      return handleLook(answer, afterOneOfMany: work, change, call)
    }
    switch answer {
    case .conversation(let fresh):
      upsert(fresh, from: .single(sequence: call.sequence))
      guard isMade(change, in: fresh) else {
        audit(id, audited(change, from: before), .refused(reason))
        return sayNotChanged(id, change, reason)
      }
      audit(id, audited(change, from: before), .done)
      switch change {
      case .status(let status): tell(.statusSet(id, from: before?.status, to: status))
      case .agent(let agent):
        let to = conversations[id]?.agent.value ?? Participant(bareID: agent)
        tell(.reassigned(id, from: before?.agent.value, to: to))
      }
    case .failed(let error):
      audit(id, audited(change, from: before), .unknown(error.reason.clause))
      sayNotKnown(id, change, before, error.reason.clause)
    default: sayNotKnown(id, change, before, reason)
    }
  }

  private func isMade(_ change: Change, in fresh: Conversation) -> Bool {
    switch change {
    case .status(let status): fresh.status == status
    case .agent(let agent): fresh.agent.id == agent
    }
  }

  private mutating func sayNotKnown(
    _ id: ConversationID, _ change: Change, _ before: Conversation?, _ reason: String
  ) {
    let words: String
    var reversal: Reversal.Change?
    switch change {
    case .status(let status):
      words = said(
        "Nobody knows whether \(name(id)) was set to \(status.words): \(reason).")
      reversal = before?.status.map { .status(from: $0, to: status) }
    case .agent(let agent):
      words = said("Nobody knows whether \(name(id)) was moved: \(reason).")
      let to = conversations.agent(agent) ?? Participant(bareID: agent)
      reversal = before?.agent.value.map { .agent(from: $0, to: to) }
    }
    if let reversal { tell(.maybeChanged(id, reversal)) }
    notice(.failure, words, about: id)
  }
}
