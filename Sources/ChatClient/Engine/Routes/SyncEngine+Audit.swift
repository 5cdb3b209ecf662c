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
    if let answer = AuditEntry.Answer(error) { audit(id, change, answer) }
  }

  /// What a change would make of a conversation as it is known.
  func audited(_ change: Change, of id: ConversationID) -> AuditEntry.Change {
    audited(change, from: conversations[id])
  }

  func audited(_ change: Change, from before: Conversation?) -> AuditEntry.Change {
    switch change {
    case .status(let status): .status(from: before?.status, to: status)
    case .agent(let agent):
      .agent(from: before?.agent.value.map { AuditEntry.Person($0) }, to: person(agent))
    }
  }

  func person(_ id: UserID) -> AuditEntry.Person {
    AuditEntry.Person(conversations.agent(id) ?? Participant(bareID: id))
  }

  // MARK: Samples of the statistics

  /// Those that are kept are read when somebody first looks at the numbers.
  mutating func readSamples() {
    guard case .unread = samples else { return }
    samples = .underWay(new: nil)
    store(.samples, for: .readSamples)
  }

  mutating func handleSamples(_ answer: StoreAnswer) {
    guard case .underWay(let new) = samples else { return }
    var kept: [StatisticsSample] = []
    if case .samples(let read) = answer { kept = read }
    samples = .read(newest: kept.last?.at)
    if !kept.isEmpty { tell(.samples(kept)) }
    if let new { keep(new) }
  }

  mutating func sample(_ statistics: Statistics) {
    readSamples()
    keep(StatisticsSample(statistics, at: now.date))
  }

  private mutating func keep(_ sample: StatisticsSample) {
    switch samples {
    case .unread: break
    case .underWay: samples = .underWay(new: sample)
    case .read(let newest):
      guard sample.mayFollow(newest) else { return }
      samples = .read(newest: sample.at)
      save(.team([.sample(sample)]))
      tell(.samples([sample]))
    }
  }
}
