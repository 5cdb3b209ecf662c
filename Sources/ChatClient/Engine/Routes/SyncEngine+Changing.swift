import ChatModel
import Foundation
import Sentences

/// Changing the status or the agent of a conversation. The server announces neither (row 8), so a
/// fresh look comes first: nobody's work is undone who was quicker, and what the server held just
/// before is what the change can be taken back to.
extension SyncEngine {
  /// What a person wants of a conversation.
  enum Change: Hashable, Sendable {
    case status(ConversationStatus)
    case agent(UserID)
  }

  mutating func change(_ id: ConversationID, _ wanted: Change) {
    change(id, wanted, shown: conversations[id])
  }

  /// - Parameter shown: the conversation as it was when the person asked.
  mutating func change(_ id: ConversationID, _ change: Change, shown: Conversation?) {
    let look = Purpose.lookBeforeChange(id, change, shown: shown)
    if call(.conversation(id), for: look) == nil { sayNotChanged(id, change, Self.needsSignIn) }
  }

  static var needsSignIn: String { said("a new sign-in is needed first") }

  mutating func handleLook(
    _ answer: APIAnswer, before change: Change, of id: ConversationID, shown: Conversation?,
    _ call: PendingCall
  ) {
    switch answer {
    case .conversation(let fresh) where fresh.isActive == false:
      sayNotChanged(id, change, said("it was deleted"))
      handleConversation(answer, id, call)
    case .conversation(let fresh):
      upsert(fresh, from: .single(sequence: call.sequence))
      if endOfMany(id, change, isSoAlready: fresh) { return }
      // What was changed here meanwhile the person has asked for.
      let isOwn = conversations.wasChanged(id, since: call.sequence)
      if let shown, !isOwn, let news = news(of: change, since: shown, in: fresh) {
        return sayNotChanged(id, change, news)
      }
      ask(change, of: id)
    case .failed(let error):
      if isOneOfMany(id, change), endOfMany(id, error, isChange: false) { return }
      sayNotChanged(id, change, error.reason.clause)
    default: sayNotChanged(id, change, said("the server's answer is none"))
    }
  }

  private mutating func ask(_ change: Change, of id: ConversationID) {
    let now = conversations[id]
    let isAsked =
      switch change {
      case .status(let status):
        call(.setStatus(id, status), for: .setStatus(id, status, from: now?.status))
      case .agent(let agent):
        call(.reassign(id, to: agent), for: .reassign(id, to: agent, from: now?.agent.value))
      }
    if isAsked == nil { sayNotChanged(id, change, Self.needsSignIn) }
  }

  /// What others did that the person did not know of when they asked for the change.
  private func news(
    of change: Change, since shown: Conversation, in fresh: Conversation
  ) -> String? {
    switch change {
    case .status:
      guard let status = fresh.status, let known = shown.status, status != known else { return nil }
      // A farmer's message sets this by itself (row 26).
      if status == .waiting {
        let isKnown = fresh.lastMessage.id == shown.lastMessage.id
        return isKnown ? nil : said("\(name(shown.id)) has written meanwhile")
      }
      return said("it is \(status.words) meanwhile")
    case .agent:
      if case .absent = fresh.agent { return nil }
      if case .absent = shown.agent { return nil }
      guard fresh.agent.id != shown.agent.id else { return nil }
      let agent = conversations[shown.id]?.agent.value
      return said("\(agent?.fullName ?? agent?.id.rawValue ?? said("nobody")) has it meanwhile")
    }
  }

  mutating func sayNotChanged(
    _ id: ConversationID, _ change: Change, _ reason: String
  ) {
    if isOneOfMany(id, change), endOfMany(id, reason: reason) { return }
    let words =
      switch change {
      case .status(let status): said("\(name(id)) was not set to \(status.words): \(reason).")
      case .agent: said("\(name(id)) was not moved: \(reason).")
      }
    notice(.failure, words, about: id)
  }

  // MARK: Answers

  mutating func handleStatus(
    _ answer: APIAnswer, _ id: ConversationID, _ status: ConversationStatus,
    from before: ConversationStatus?, _ call: PendingCall
  ) {
    switch answer {
    case .changed(let conversation):
      var now = conversation ?? Conversation(id: id)
      now.status = now.status ?? status
      upsert(now, from: .change(sequence: call.sequence, isAnnounced: true))
      audit(id, .status(from: before, to: now.status ?? status), .done)
      let isOfMany = isOneOfMany(id, .status(status))
      if isOfMany, endOfMany(id, .changed(from: before)) { return }
      tell(.statusSet(id, from: before, to: now.status ?? status))
    case .failed(let error):
      if isOneOfMany(id, .status(status)), endOfMany(id, error, isChange: true) { return }
      var was = conversations[id]
      was?.status = before
      if error.mayHaveArrived, looks(after: .status(status), of: id, was, error) { return }
      audit(id, .status(from: before, to: status), error)
      sayNotChanged(id, .status(status), error.reason.clause)
    default: break
    }
  }

  mutating func handleReassigned(
    _ answer: APIAnswer, _ id: ConversationID, to agent: UserID, from before: Participant?,
    _ call: PendingCall
  ) {
    switch answer {
    case .changed(let conversation):
      var now = conversation ?? Conversation(id: id)
      if now.agent.id != agent { now.agent = .known(Participant(bareID: agent)) }
      if let known = conversations.agent(agent) { now.agent = now.agent.merging(.known(known)) }
      // I know of it: it is not announced as something that happened to me.
      upsert(now, from: .change(sequence: call.sequence, isAnnounced: false))
      let to = conversations[id]?.agent.value ?? Participant(bareID: agent)
      audit(
        id, .agent(from: before.map { AuditEntry.Person($0) }, to: AuditEntry.Person(to)), .done)
      if isOneOfMany(id, .agent(agent)), endOfMany(id, .moved(from: before, to: to)) { return }
      tell(.reassigned(id, from: before, to: to))
    case .failed(let error):
      if isOneOfMany(id, .agent(agent)), endOfMany(id, error, isChange: true) { return }
      var was = conversations[id]
      was?.agent = before.map { .known($0) } ?? .none
      if error.mayHaveArrived, looks(after: .agent(agent), of: id, was, error) { return }
      audit(
        id, .agent(from: before.map { AuditEntry.Person($0) }, to: person(agent)), error)
      sayNotChanged(id, .agent(agent), error.reason.clause)
    default: break
    }
  }
}
