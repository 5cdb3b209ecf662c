import ChatModel
import Foundation

/// Own changes at the server are kept where their answers arrive, whoever asked for them and in
/// whatever way.
extension SyncEngine {
  mutating func audit(
    _ id: ConversationID, _ change: AuditEntry.Change, _ answer: AuditEntry.Answer
  ) {
    guard let me else { return }
    let entry = AuditEntry(
      at: now.date, who: me.userID, conversationID: id,
      farmer: conversations[id]?.farmer.value?.fullName, change: change, answer: answer,
      origin: .desk)
    save(.team([.audit(entry)]))
    tell(.audited([entry]))
  }

  /// Keeps that a change failed, unless the server was not reached, or is asked again.
  mutating func audit(_ id: ConversationID, _ change: AuditEntry.Change, _ error: APIError) {
    switch error {
    case .unreachable(_, mayHaveArrived: false), .cancelled, .localFile: break
    case .unreachable, .serverFailed, .notThisAPI, .heldBack(_, mayHaveArrived: true):
      audit(id, change, .unknown(error.reason.clause))
    default: audit(id, change, .refused(error.reason.clause))
    }
  }

  /// What a change would make of a conversation as it is known.
  func audited(_ change: Change, of id: ConversationID) -> AuditEntry.Change {
    switch change {
    case .status(let status): .status(from: conversations[id]?.status, to: status)
    case .agent(let agent):
      .agent(
        from: conversations[id]?.agent.value.map { AuditEntry.Person($0) }, to: person(agent))
    }
  }

  func person(_ id: UserID) -> AuditEntry.Person {
    AuditEntry.Person(conversations.agent(id) ?? Participant(bareID: id))
  }

  // MARK: Samples of the statistics

  mutating func sample(_ statistics: Statistics) {
    let sample = StatisticsSample(statistics, at: now.date)
    guard sample.mayFollow(lastSample) else { return }
    lastSample = now.date
    save(.team([.sample(sample)]))
    tell(.samples([sample]))
  }
}
