import ChatModel
import Foundation

/// What the person wants.
extension SyncEngine {
  mutating func perform(_ command: ClientCommand) {
    switch command {
    case .setPresent(let isPresent): setPresent(isPresent)
    case .open(let id): openConversation(id)
    case .peek(let id): peek(id)
    case .close(let id): closeConversation(id)
    case .loadOlder(let id): loadOlder(id)
    case .send(let id, let text, let files, let request):
      send(id, text: text, files: files, request: request)
    case .retry(let id): retry(id)
    case .drop(let id): drop(id)
    case .typed(let id):
      guard isOnline, isMine(id) else { return }
      for emission in live.typed(id, at: now.uptime) { emit(emission) }
    case .stoppedTyping(let id): stopTyping(in: id)
    case .seen(let id, let messages): seen(id, messages)
    case .markAllRead(let id): markAllRead(id)
    case .setStatus(let id, let status): ask(.setStatus(id, status), for: .setStatus(id, status))
    case .reassign(let id, let agent):
      ask(.reassign(id, to: agent), for: .reassign(id, to: agent))
    case .takeBack(let reversal): takeBack(reversal)
    case .saveDraft(let id, let draft): apply(disk.edit(id, draft))
    case .refresh: refreshEverything()
    case .fetchStatistics: ask(.statistics, for: .statistics(isAsked: true))
    case .contactSupport: ask(.openConversation, for: .openConversation)
    case .reconnect: put(isOnline ? .renewLink : .retryLink)
    case .networkChanged: networkChanged()
    case .useToken(let token): useToken(token)
    case .cancelUploads(let id): apply(delivery.cancelUploads(in: id))
    }
  }

  /// A call that a person waits for.
  private mutating func ask(_ request: APICall, for purpose: Purpose) {
    if call(request, for: purpose) == nil {
      notice(.failure, "Not done: a new sign-in is needed first.")
    }
  }

  private mutating func setPresent(_ new: Bool) {
    guard new != isPresent else { return }
    isPresent = new
    guard new else { return }
    list.hurry(at: now.uptime)
    for id in history.openIDs {
      history.hurry(id, at: now.uptime)
      tellAllRead(id)
    }
  }

  mutating func stopTyping(in id: ConversationID) {
    for emission in live.stoppedTyping(id) { emit(emission) }
  }

  // MARK: Answers

  mutating func handleStatus(
    _ answer: APIAnswer, _ id: ConversationID, _ status: ConversationStatus, _ call: PendingCall
  ) {
    switch answer {
    case .changed(let conversation):
      let before = conversations[id]?.status
      var now = conversation ?? Conversation(id: id)
      now.status = now.status ?? status
      upsert(now, from: .change(sequence: call.sequence, isAnnounced: true))
      tell(.statusSet(id, from: before, to: now.status ?? status))
    case .failed(let error):
      notice(
        .failure, "\(name(id)) was not set to \(status.rawValue): \(error.reason.clause).",
        about: id)
    default: break
    }
  }

  mutating func handleReassigned(
    _ answer: APIAnswer, _ id: ConversationID, to agent: UserID, _ call: PendingCall
  ) {
    switch answer {
    case .changed(let conversation):
      let before = conversations[id]?.agent.value
      var now = conversation ?? Conversation(id: id)
      if now.agent.id != agent { now.agent = .known(Participant(bareID: agent)) }
      if let known = conversations.agent(agent) { now.agent = now.agent.merging(.known(known)) }
      // I know of it: it is not announced as something that happened to me.
      upsert(now, from: .change(sequence: call.sequence, isAnnounced: false))
      tell(
        .reassigned(
          id, from: before,
          to: conversations[id]?.agent.value ?? Participant(bareID: agent)))
    case .failed(let error):
      notice(.failure, "\(name(id)) was not moved: \(error.reason.clause).", about: id)
    default: break
    }
  }

  mutating func handleContact(_ answer: APIAnswer, _ call: PendingCall) {
    switch answer {
    case .conversation(let conversation):
      upsert(conversation, from: .single(sequence: call.sequence))
      noteConversation(conversation.id)
    case .failed(let error):
      notice(.failure, "Support could not be contacted: \(error.reason.clause).")
    default: break
    }
  }

  mutating func handleStatistics(_ answer: APIAnswer, isAsked: Bool) {
    switch answer {
    case .statistics(let statistics):
      tell(.statistics(statistics))
      let changed = conversations.learn(statistics)
      if !changed.isEmpty { tell(.agents(changed)) }
    case .failed(let error) where isAsked:
      notice(.failure, "The statistics could not be fetched: \(error.reason.clause).")
    default: break
    }
  }
}
