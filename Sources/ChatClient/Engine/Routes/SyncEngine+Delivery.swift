import ChatModel
import Foundation
import JSON
import Sentences

/// What becomes of messages on their way, and whom it concerns.
extension SyncEngine {
  mutating func apply(_ facts: [Delivery.Fact]) {
    for fact in facts {
      switch fact {
      case .saves(let entries): save(.entries(entries))
      case .departs(let entry): save(.departure(entry))
      case .drops(let ids): save(.drops(ids))
      case .asksToRetry(let id): save(.retry([id]))
      case .needsOwnMessages(let id): recall(id)
      case .sendsBarrier(let id, let covered): sendBarrier(id, covers: covered)
      case .cancels(let request): put(.cancel(request))
      case .needsSignIn(let reason): needSignIn(reason)
      case .restSucceeded: restRetry.succeeded()
      case .restFailed: restFailed()
      case .changed(let id): noteEntry(id)
      case .dropped(let ids): tell(.outboxDropped(ids))
      case .clockSkew(let seconds): tell(.clockSkew(seconds))
      case .needsManualResolution(let id):
        notice(
          .warning,
          said(
            """
            It cannot be found out whether a message arrived. Look at the conversation, then \
            retry or drop it.
            """), about: id)
      case .confirmed(let entry, let id, let date): showSent(entry, as: id, at: date)
      case .refused(let id): if isMine(id) { fetchSoon() }
      case .arrived(let message, let id): ingest(message, in: id, from: nil)
      }
    }
  }

  mutating func apply(_ facts: [Acceptor.Fact]) {
    for fact in facts {
      switch fact {
      case .inspects(let paths): put(.inspect(paths, nextRequestID()))
      case .keeps(let entries):
        if let place = entries.first?.conversationID { recall(place) }
        store(.accept(entries), for: .accept(entries))
      case .accepted(let request, let entries):
        tell(.accepted(request: request, entries.map(\.id)))
        apply(delivery.add(entries))
        if disk.lead.isUnasked { store(.lead, for: .lead) }
      case .rejected(let request, let reason):
        tell(.rejected(request: request, reason: reason))
      }
    }
  }

  // MARK: What the person wants

  mutating func send(_ id: ConversationID, text: String, files: [String], request: Int) {
    stopTyping(in: id)
    apply(acceptor.send(id, text: text, files: files, request: request, at: now.date))
  }

  mutating func retry(_ id: OutboxID) {
    apply(delivery.retry(id, leads: leads, at: now.uptime))
  }

  mutating func drop(_ id: OutboxID) {
    let place = delivery[id]?.conversationID
    apply(delivery.abandon(id))
    apply(disk.drop(id, in: place))
  }

  // MARK: Taking back

  mutating func takeBackSend(_ id: ConversationID, _ ids: [OutboxID], leaving draft: Draft) {
    guard delivery.takeBack(ids) else { return tell(.sendNotTakenBack(id)) }
    store(.takeBack(ids, draft, id), for: .takeBack(ids, id))
  }

  mutating func handleSendTakenBack(
    _ ids: [OutboxID], _ id: ConversationID, _ answer: StoreAnswer
  ) {
    let taken = delivery.takeBackEnded(ids, isDone: answer == .tookBack(true))
    guard !taken.isEmpty else { return tell(.sendNotTakenBack(id)) }
    tell(.outboxDropped(ids))
    tell(.sendTakenBack(id, taken))
  }

  /// When the next message that stays here for a while may leave, by `Moment.uptime`.
  var holdEnds: TimeInterval? {
    delivery.nextHoldEnd(after: now.date).map { now.uptime + $0.timeIntervalSince(now.date) }
  }

  // MARK: Leaving

  /// Lets go what can go.
  mutating func pump() {
    guard leads, isLoaded, signIn == .accepted, disk.mayDepart(at: now.uptime) else { return }
    if clockAwaited != nil, delivery.hasQueued { return }
    // A conversation that was removed and is there again has forgotten what it was told.
    for id in delivery.queuedConversations { recall(id) }
    let departures = delivery.departures(
      isOnline: isOnline, isJoining: live.isJoining, mayUseREST: mayUseREST,
      mayUpload: !restRetry.isWaiting(at: now.uptime), at: now.date
    ) { id in
      !conversations.isRecalled(id) || live.isJoining(id)
    }
    for departure in departures {
      switch departure {
      case .message(let id, let overSocket):
        let place = delivery[id]?.conversationID
        apply(
          delivery.depart(
            id, overSocket: overSocket, epoch: live.epoch,
            ownMessages: place.map { conversations.recentOwnMessages($0) } ?? [], at: now))
      case .upload(let ids, let kind):
        let files = delivery.files(of: ids)
        if let request = call(.upload(files, kind), for: .upload) {
          apply(delivery.uploadBegan(ids, by: request))
        }
      }
    }
  }

  /// When messages that wait for a link begin to go by REST; nil when none waits.
  var sendingOverRESTBegins: TimeInterval? {
    guard let downSince = live.downSince, leads, delivery.hasQueued else { return nil }
    let begins = downSince + timing.linkPatience
    return begins > now.uptime ? begins : nil
  }

  private var mayUseREST: Bool {
    guard let downSince = live.downSince else { return false }
    return downSince + timing.linkPatience <= now.uptime && !restRetry.isWaiting(at: now.uptime)
  }

  /// Until when the server's clock is waited for before anything is handed over: without it, a crash
  /// leaves a message that only the person can decide about. nil when it is known, or no answer will
  /// tell it.
  var clockAwaited: TimeInterval? {
    guard let loadedAt = disk.loadedAt, !calls.isEmpty,
      !delivery.knowsServerTime(at: now.uptime)
    else { return nil }
    let ends = loadedAt + timing.clock
    return ends > now.uptime ? ends : nil
  }

  /// The disk has recorded that the message is handed over, or has not: now it is.
  mutating func handleDeparture(_ entry: OutboxEntry, _ answer: StoreAnswer) {
    guard let flight = delivery.departing(entry.id) else { return }
    switch answer {
    case .updated(let missing) where missing.contains(entry.id):
      return apply(delivery.handleMissing(missing))
    case .failed(let error):
      delivery.departureFailed(entry.id)
      return apply(disk.cannotDepart(entry, error, at: now.uptime))
    default: disk.departed()
    }
    let message = entry.outgoing
    switch flight.way {
    case .socket where isOnline && flight.epoch == live.epoch && signIn == .accepted:
      let emission = emit(.send(message), acknowledged: true)
      apply(delivery.handedOver(entry, as: emission, at: now.uptime))
    case .rest where call(.send(message), for: .send(entry.id)) != nil:
      apply(delivery.handedOver(entry, as: nil, at: now.uptime))
    case .socket, .rest: apply(delivery.departureMissed(entry.id))
    }
  }

  // MARK: Arriving

  /// An `error` event meant this send, it seems.
  mutating func handleRefusalInPassing(of id: OutboxID, _ reason: String) {
    apply(delivery.handleRefusalInPassing(of: id, reason, at: now.uptime))
    // The conversation may be another's by now, or gone.
    list.hurry(at: now.uptime)
  }

  /// Looks among messages of the server for those that entries have become.
  mutating func recognise(_ messages: [Message], in id: ConversationID) {
    guard let me = me?.userID else { return }
    apply(delivery.recognise(messages, in: id, me: me, now: now))
  }

  /// Its own copy may never come: the sender is not in every room. Only that would be dated: this
  /// one's place in the history is a guess.
  private mutating func showSent(_ entry: OutboxEntry, as id: MessageID, at date: Date?) {
    let place = entry.conversationID
    guard let me = me?.userID, !history.timeline(place).contains(id) else { return }
    let message = entry.message(as: id, by: me, deliveredAt: date ?? serverTimeNow(in: place))
    ingest(message, in: place, from: nil)
  }

  /// The server's clock as well as it is known; after everything known there, where it is not.
  private func serverTimeNow(in id: ConversationID) -> Date {
    if let difference = delivery.clocks.difference(at: now) {
      return now.date.addingTimeInterval(difference)
    }
    let newest = history.timeline(id).newest ?? conversations[id]?.lastMessage.value
    let after = newest.map { $0.time.addingTimeInterval(0.001) }
    let earliest = delivery.clocks.earliestWriting(at: now.uptime)
    return [after, earliest].compactMap { $0 }.max() ?? now.date
  }

  /// Learns from the disk which messages of mine a conversation has already.
  mutating func recall(_ id: ConversationID) {
    guard conversations.wantsRecall(id), !storing.values.contains(.recall(id)) else { return }
    store(.newestMessages(id, limit: 50), for: .recall(id))
  }

  // MARK: Time

  mutating func learnTime(_ serverTime: Date?, _ call: PendingCall) {
    guard let serverTime else { return }
    apply(delivery.learnAnswer(dated: serverTime, askedAt: call.uptime, at: now))
  }

  mutating func learnTime(of message: Message) {
    guard let date = message.createdAt else { return }
    delivery.learnMessage(writtenAt: date, heardAt: now.uptime)
  }

  /// REST is left alone for a while.
  mutating func restFailed() {
    restRetry.failed(first: timing.restRetry, slowest: timing.restSlowest, at: now.uptime)
  }
}
