import ChatModel
import Foundation

/// From the disk to the server: in order, one attempt at a time, and never a second one before the
/// end of the first is known.
extension Delivery {
  /// What can leave now.
  enum Departure: Hashable, Sendable {
    case message(OutboxID, overSocket: Bool)
    case upload([OutboxID], MediaKind)
  }

  /// What can leave, given the state of the link. The order is that of acceptance.
  func departures(
    isOnline: Bool, isJoining: Bool, mayUseREST: Bool, mayUpload: Bool, at date: Date,
    isHeld: (ConversationID) -> Bool
  ) -> [Departure] {
    var result: [Departure] = []
    var passed: Set<ConversationID> = []
    var connection = Occupancy(
      isUsed: hasUnconfirmedOnLink || (isJoining && !needsSoloRetry.isEmpty),
      isTaken: hasUnconfirmedOnLink && (!echoesTempIDs || hasSoloRetryOnLink))
    for entry in entries where entry.isPending {
      if case .failed = entry.state { continue }
      guard passed.insert(entry.conversationID).inserted, entry.state == .queued,
        flights[entry.id] == nil, !isHeld(entry.conversationID), !staysHere(entry, at: date)
      else { continue }
      if case .file(let file) = entry.body, file.mediaID == nil {
        if mayUpload { result.append(upload(headedBy: entry, file, at: date)) }
      } else if isOnline {
        let goesSingly = !echoesTempIDs || needsSoloRetry.contains(entry.id)
        guard connection.admits(goesSingly: goesSingly) else { continue }
        result.append(.message(entry.id, overSocket: true))
      } else if mayUseREST {
        result.append(.message(entry.id, overSocket: false))
      }
    }
    return result
  }

  /// Who uses the connection, and whether others may.
  private struct Occupancy {
    var isUsed: Bool
    /// Nothing else leaves until what was sent is confirmed.
    var isTaken: Bool

    mutating func admits(goesSingly: Bool) -> Bool {
      guard !isTaken else { return false }
      // A send that must go singly and cannot yet holds back those behind it, or they would always
      // be before it.
      if goesSingly { isTaken = true }
      defer { isUsed = true }
      return !goesSingly || !isUsed
    }
  }

  private var hasUnconfirmedOnLink: Bool {
    flights.values.contains { $0.way == .socket } || unconfirmed.values.contains(where: \.isOnLink)
  }

  private var hasSoloRetryOnLink: Bool {
    needsSoloRetry.contains { id in
      flights[id]?.way == .socket || unconfirmed[id]?.isOnLink == true
    }
  }

  /// The files of one kind that wait in a conversation go up together, five at most.
  private func upload(
    headedBy head: OutboxEntry, _ file: OutboxFile, at date: Date
  ) -> Departure {
    if uploads.goesAlone(head.id) { return .upload([head.id], file.kind) }
    var group: [OutboxID] = []
    for entry in entries where entry.conversationID == head.conversationID {
      guard case .file(let other) = entry.body, other.kind == file.kind, other.mediaID == nil,
        entry.state == .queued, !uploads.goesAlone(entry.id), !staysHere(entry, at: date)
      else { continue }
      group.append(entry.id)
    }
    return .upload(Array(group.prefix(MediaSniffer.mostFiles)), file.kind)
  }

  // MARK: One attempt

  /// Begins an attempt: the disk is to record the message as handed over, before it is. What is found
  /// in this state after a crash may have arrived.
  /// - Parameter ownMessages: of mine in that conversation, as far as they are known.
  mutating func depart(
    _ id: OutboxID, overSocket: Bool, epoch: Int, ownMessages: [MessagePlace], at now: Moment
  ) -> [Fact] {
    guard var entry = self[id] else { return [] }
    depart(id, by: overSocket ? .socket : .rest, epoch: epoch)
    entry.state = .handedOver
    entry.handedOverAt = now.date
    entry.releasedAt = nil
    entry.earliestServerDate =
      clocks.earliestWriting(at: now.uptime)?.addingTimeInterval(-SendMatcher.tolerance)
    let bound =
      entry.earliestServerDate?.addingTimeInterval(-SendMatcher.doubtful) ?? .distantPast
    entry.excludedIDs = ownMessages.filter { $0.time >= bound }.map(\.id)
    return [.departs(entry)]
  }

  /// The attempt whose recording is being waited for; nil when it was given up meanwhile.
  func departing(_ id: OutboxID) -> Flight? {
    guard let flight = flights[id], !flight.isGiven, self[id] != nil else { return nil }
    return flight
  }

  /// The disk could not record it: it waits, as if it had never begun to leave.
  mutating func departureFailed(_ id: OutboxID) { forget(id) }

  /// It was recorded, and nothing carries it any more: it leaves anew.
  mutating func departureMissed(_ id: OutboxID) -> [Fact] {
    requeue(id)
    return reported()
  }

  /// It was handed over, as an emission of the link or by a call.
  mutating func handedOver(
    _ entry: OutboxEntry, as emission: EmissionID?, at now: TimeInterval
  ) -> [Fact] {
    give(
      entry.id, as: emission, at: now,
      deadline: emission == nil ? nil : now + timing.confirmation)
    show(entry.id) { $0 = entry }
    return reported()
  }

  /// What the API answered to a send over REST; what it leaves out of the message (row 28) is known
  /// here.
  mutating func handleResponse(
    _ answer: APIAnswer, to id: OutboxID, of me: UserID?, at now: Moment
  ) -> [Fact] {
    guard let entry = self[id] else {
      if case .sent(let message) = answer, let place = message.conversationID {
        report(.arrived(message, in: place))
      }
      return reported()
    }
    let isUnderWay = flights[id]?.way == .rest
    switch answer {
    case .sent(let answered):
      let message = entry.completing(answered, by: me)
      report(.restSucceeded)
      confirm(id, as: message.id, at: message.createdAt, copy: message, now: now)
      report(.arrived(message, in: entry.conversationID))
    // The history showed it before its call failed.
    case _ where !isUnderWay: break
    case .failed(let error):
      switch error {
      case .notSignedIn, .heldBack(_, mayHaveArrived: false): requeue(id)
      case .rejected(status: 429, _), .unreachable(_, mayHaveArrived: false):
        requeue(id)
        report(.restFailed)
      case .notAllowed, .notFound:
        report(.refused(in: entry.conversationID))
        fail(id, error.reason)
      case .rejected, .noSuchCall, .localFile: fail(id, error.reason)
      case .unreachable, .serverFailed, .notThisAPI, .cancelled, .heldBack:
        report(.restFailed)
        becomeUnconfirmed(
          id, onLink: false, settledAt: now.uptime + timing.settling, at: now.uptime)
      }
    default:
      becomeUnconfirmed(
        id, onLink: false, settledAt: now.uptime + timing.settling, at: now.uptime)
    }
    return reported()
  }

  /// The link never gave it to any transport.
  mutating func handleDrop(of emission: EmissionID) -> [Fact] {
    guard let id = takeEmission(emission), self[id]?.isPending == true else { return [] }
    forget(id, isAnswered: true)
    requeue(id)
    return reported()
  }

  /// The link never gave it to any transport, and never will.
  mutating func handleUnsendable(_ emission: EmissionID, reason: String) -> [Fact] {
    guard let id = takeEmission(emission), self[id]?.isPending == true else { return [] }
    fail(id, reason, isAnswered: true)
    return reported()
  }

  // MARK: States

  /// Back to the state before any attempt.
  mutating func requeue(_ id: OutboxID) {
    forget(id)
    set(id) { $0 = $0.queuedAnew }
  }

  /// The server refused it, and has not got it.
  mutating func fail(_ id: OutboxID, _ reason: String, isAnswered: Bool = false) {
    forget(id, isAnswered: isAnswered)
    if isAnswered, let place = self[id]?.conversationID { report(.refused(in: place)) }
    set(id) { entry in
      entry.state = .failed(reason)
      entry.handedOverAt = nil
    }
  }
}
