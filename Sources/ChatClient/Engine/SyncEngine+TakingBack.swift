import ChatModel
import Foundation

/// Taking back a change: a fresh look first, then the change the other way round.
extension SyncEngine {
  mutating func takeBack(_ reversal: Reversal) {
    let id = reversal.conversationID
    if call(.conversation(id), for: .lookBeforeTakingBack(reversal)) == nil {
      tell(.takenBack(reversal, problem: "a new sign-in is needed first"))
    }
  }

  mutating func handleLook(_ answer: APIAnswer, _ reversal: Reversal, _ call: PendingCall) {
    let id = reversal.conversationID
    switch answer {
    case .conversation(let fresh):
      upsert(fresh, from: .single(sequence: call.sequence))
      if let problem = obstacle(to: reversal, in: fresh) {
        return tell(.takenBack(reversal, problem: problem))
      }
      let request: APICall =
        switch reversal.change {
        case .status(let from, _): .setStatus(id, from)
        case .agent(let from, _): .reassign(id, to: from.id)
        }
      if self.call(request, for: .takeBack(reversal)) == nil {
        tell(.takenBack(reversal, problem: "a new sign-in is needed first"))
      }
    case .failed(let error): tell(.takenBack(reversal, problem: error.reason.clause))
    default: tell(.takenBack(reversal, problem: "the server's answer is none"))
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
    guard isOurs else { return "it has been changed since" }
    let farmer = fresh.farmer.id ?? known?.farmer.id
    let newest = [fresh.lastMessage.value, known?.lastMessage.value].compactMap { $0 }.max()
    if let newest, newest.id != reversal.lastMessage, newest.sender.id == farmer, farmer != nil {
      return "\(name(reversal.conversationID)) has written since"
    }
    return nil
  }

  mutating func handleTakenBack(_ answer: APIAnswer, _ reversal: Reversal, _ call: PendingCall) {
    switch answer {
    case .changed(let conversation):
      var now = conversation ?? Conversation(id: reversal.conversationID)
      switch reversal.change {
      case .status(let from, _): now.status = now.status ?? from
      case .agent(let from, _): if now.agent.id != from.id { now.agent = .known(from) }
      }
      upsert(now, from: .change(sequence: call.sequence, isAnnounced: false))
      tell(.takenBack(reversal, problem: nil))
    case .failed(let error): tell(.takenBack(reversal, problem: error.reason.clause))
    default: tell(.takenBack(reversal, problem: "the server's answer is none"))
    }
  }
}
