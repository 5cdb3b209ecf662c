import ChatModel
import Foundation
import Sentences

/// What the person wants.
extension SyncEngine {
  mutating func perform(_ command: ClientCommand) {
    switch command {
    case .setPresent(let isPresent): setPresent(isPresent)
    case .open(let id): openConversation(id)
    case .watch(let id): watchConversation(id)
    case .peek(let id): peek(id)
    case .close(let id): closeConversation(id)
    case .loadOlder(let id): move(id, .older)
    case .loadNewer(let id): move(id, .newer)
    case .stay(let id): history.stay(id)
    case .jump(let id, let target): move(id, .jump(target))
    case .send(let id, let text, let files, let request):
      send(id, text: text, files: files, request: request)
    case .retry(let id): retry(id)
    case .drop(let id): drop(id)
    case .takeBackSend(let id, let ids, let draft): takeBackSend(id, ids, leaving: draft)
    case .typed(let id):
      guard isOnline, isMine(id), !live.isHidden(id) else { return }
      for emission in live.typed(id, at: now.uptime) { emit(emission) }
    case .stoppedTyping(let id): stopTyping(in: id)
    case .seen(let id, let messages): seen(id, messages)
    case .markAllRead(let id): markAllRead(id)
    case .lookAt(let id): call(.conversation(id), for: .conversation(id))
    case .compare(let id): history.hurry(id, at: now.uptime)
    case .setStatus(let id, let status): change(id, .status(status))
    case .reassign(let id, let agent): change(id, .agent(agent))
    case .changeMany(let ids, let change, let request):
      changeMany(ids, change, request: request)
    case .moveMany(let handovers, let request): moveMany(handovers, request: request)
    case .stopMany: stopMany()
    case .takeBack(let reversal): takeBack(reversal)
    case .takeBackMany(let reversals, let request): takeBackMany(reversals, request: request)
    case .saveDraft(let id, let draft): apply(disk.edit(id, draft))
    case .keep(let change): apply(disk.keep(change, at: now.uptime))
    case .noteUsed(let used): save(.used([used]))
    case .refresh: refreshEverything()
    case .fetchStatistics:
      readSamples()
      ask(.statistics, for: .statistics(isAsked: true), said("The statistics could not be fetched"))
    case .contactSupport:
      ask(.openConversation, for: .openConversation, said("Support could not be contacted"))
    case .reconnect: put(isOnline ? .renewLink : .retryLink)
    case .networkChanged: networkChanged()
    case .useToken(let token): useToken(token)
    case .emitByHand(let emission, let limit): emitByHand(emission, within: limit)
    case .cancelUploads(let id): apply(delivery.cancelUploads(in: id))
    }
  }

  /// A message that was written by hand is none of the outbox's: what the server says of a send without
  /// naming it may mean that one.
  private mutating func emitByHand(_ emission: ClientEmission, within limit: Duration) {
    emit(emission, acknowledged: true, within: limit)
    if emission.name == "message:send" { delivery.noteForeignSend(at: now.uptime) }
  }

  /// A call that a person waits for, and what is said where it cannot be made.
  private mutating func ask(_ request: APICall, for purpose: Purpose, _ failure: String) {
    if call(request, for: purpose) == nil {
      notice(.failure, "\(failure): \(Self.needsSignIn)".ended)
    }
  }

  private mutating func setPresent(_ new: Bool) {
    guard new != isPresent else { return }
    isPresent = new
    guard new else { return }
    list.hurry(at: now.uptime, isWhole: false)
    for id in history.openIDs {
      history.hurry(id, at: now.uptime)
      tellAllRead(id)
    }
  }

  mutating func stopTyping(in id: ConversationID) {
    for emission in live.stoppedTyping(id) { emit(emission) }
  }

  // MARK: Answers

  mutating func handleContact(_ answer: APIAnswer, _ call: PendingCall) {
    switch answer {
    case .conversation(let conversation):
      upsert(conversation, from: .single(sequence: call.sequence))
      noteConversation(conversation.id)
    case .failed(let error):
      notice(.failure, said("Support could not be contacted: \(error.reason.clause)."))
    default: break
    }
  }

  mutating func handleStatistics(_ answer: APIAnswer, isAsked: Bool) {
    switch answer {
    case .statistics(let statistics):
      tell(.statistics(statistics))
      sample(statistics)
      let changed = conversations.learn(statistics)
      if !changed.isEmpty { learned(changed) }
    case .failed(let error) where isAsked:
      notice(.failure, said("The statistics could not be fetched: \(error.reason.clause)."))
    default: break
    }
  }
}
