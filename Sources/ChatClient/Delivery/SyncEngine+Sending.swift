import ChatModel
import Foundation

/// From the disk to the server: in order, one attempt at a time, and never a second one before the
/// end of the first is known.
extension SyncEngine {
  /// When messages that wait for a link begin to go by REST; nil when none waits.
  var sendingOverRESTBegins: TimeInterval? {
    guard let downSince, leads, outbox.entries.contains(where: { $0.state == .queued }) else {
      return nil
    }
    let begins = downSince + timing.linkPatience
    return begins > now.uptime ? begins : nil
  }

  private var mayUseREST: Bool {
    guard let downSince else { return false }
    return downSince + timing.linkPatience <= now.uptime && !restRetry.isWaiting(at: now.uptime)
  }

  /// Until when the server's clock is waited for before anything is handed over: without it, a crash
  /// leaves a doubt that only the user can decide. nil when it is known, or no answer will tell it.
  var clockAwaited: TimeInterval? {
    guard let loadedAt = disk.loadedAt, !calls.isEmpty,
      clocks.earliestWriting(at: now.uptime) == nil
    else {
      return nil
    }
    let ends = loadedAt + timing.clock
    return ends > now.uptime ? ends : nil
  }

  /// Lets go what can go.
  mutating func pump() {
    guard leads, isLoaded, signIn == .accepted, disk.mayDepart(at: now.uptime) else { return }
    if clockAwaited != nil, outbox.entries.contains(where: { $0.state == .queued }) { return }
    // A conversation that was removed and is there again has forgotten what it was told.
    for entry in outbox.entries where entry.state == .queued { recall(entry.conversationID) }
    let departures = outbox.departures(
      isOnline: isOnline, isJoining: !joins.isEmpty, mayUseREST: mayUseREST,
      mayUpload: !restRetry.isWaiting(at: now.uptime)
    ) { id in
      records[id]?.isRecalled != true || (joins[id].map { !$0.isProbe } ?? false)
    }
    for departure in departures {
      switch departure {
      case .message(let id, let overSocket): depart(id, overSocket: overSocket)
      case .upload(let ids, let kind): upload(ids, kind)
      }
    }
  }

  /// Tells the disk that the message is handed over, before it is: what is found in this state after
  /// a crash may have arrived.
  private mutating func depart(_ id: OutboxID, overSocket: Bool) {
    guard var entry = outbox[id] else { return }
    outbox.depart(id, by: overSocket ? .socket(nil) : .rest, epoch: epoch)
    entry.state = .handedOver
    entry.handedOverAt = now.date
    entry.releasedAt = nil
    let mine = records[entry.conversationID]?.mine ?? []
    entry.notBefore =
      clocks.earliestWriting(at: now.uptime)?.addingTimeInterval(-SendMatcher.tolerance)
    let bound = entry.notBefore?.addingTimeInterval(-SendMatcher.doubtful) ?? .distantPast
    entry.notThese = mine.filter { $0.time >= bound }.map(\.id)
    save(.departure(entry))
  }

  mutating func recorded(_ entry: OutboxEntry, _ answer: StoreAnswer) {
    let id = entry.id
    guard let flight = outbox.flights[id], !flight.isGiven, outbox[id] != nil else { return }
    if case .updated(let missing) = answer, missing.contains(id) { return leftOut(missing) }
    if case .failed(let error) = answer {
      outbox.forget(id)
      return apply(disk.cannotDepart(entry, error, at: now.uptime))
    }
    disk.departed()
    let message = OutgoingMessage(
      conversationID: entry.conversationID, content: Self.content(of: entry), tempID: id.rawValue)
    switch flight.way {
    case .socket:
      guard isOnline, flight.epoch == epoch, signIn == .accepted else { return requeue(id) }
      let emission = emit(.send(message), acknowledged: true)
      emissions[emission] = id
      outbox.given(
        id, by: .socket(emission), at: now.uptime, deadline: now.uptime + timing.confirmation)
    case .rest:
      guard call(.send(message), for: .send(id)) != nil else { return requeue(id) }
      outbox.given(id, by: .rest, at: now.uptime, deadline: nil)
    }
    outbox.set(entry)
    noteEntry(id)
  }

  private static func content(of entry: OutboxEntry) -> OutgoingMessage.Content {
    switch entry.body {
    case .text(let text): .text(text)
    case .file(let file): .media(file.mediaID ?? "", file.kind)
    }
  }

  // MARK: Uploads

  private mutating func upload(_ ids: [OutboxID], _ kind: MediaKind) {
    let files = ids.compactMap { id -> OutboxFile? in
      if case .file(let file)? = outbox[id]?.body { file } else { nil }
    }
    guard let request = call(.upload(files, kind), for: .upload) else { return }
    outbox.uploading(ids, by: request)
    for id in ids { show(id, .uploading(0)) }
  }

  /// A state for the screen alone: after a crash the upload begins anew.
  private mutating func show(_ id: OutboxID, _ state: OutboxEntry.State) {
    if outbox.change(id, { $0.state = state }) != nil { noteEntry(id) }
  }

  mutating func progress(of request: RequestID, _ part: Double) {
    for id in outbox.uploads[request] ?? [] {
      guard case .uploading(let before)? = outbox[id]?.state, part - before >= 0.01 else {
        continue
      }
      show(id, .uploading(min(1, part)))
    }
  }

  mutating func takeUpload(_ answer: APIAnswer, _ request: RequestID) {
    let ids = outbox.uploadEnded(request).filter { id in
      if case .uploading? = outbox[id]?.state { true } else { false }
    }
    let wasCancelled = cancelled.remove(request) != nil
    switch answer {
    case .uploaded(let media):
      restRetry.succeeded()
      assign(media, to: ids)
    case .failed(let error):
      for id in ids { show(id, .queued) }
      switch error {
      case .cancelled where wasCancelled:
        for id in ids { fail(id, "the upload was cancelled") }
      case .cancelled, .notSignedIn, .heldBack: break
      case .unreachable, .serverFailed, .notThisAPI:
        restRetry.failed(first: timing.restRetry, slowest: timing.restSlowest, at: now.uptime)
      case .rejected, .localFile, .notAllowed, .notFound, .noSuchCall:
        // One file may have spoiled it for the others.
        if ids.count > 1 {
          outbox.sendAlone(ids)
        } else {
          for id in ids { fail(id, error.reason) }
        }
      }
    default:
      for id in ids { fail(id, "the server did not say what became of the upload") }
    }
  }

  /// The answer holds the media in the order of the files, or names them.
  private mutating func assign(_ media: [Media], to ids: [OutboxID]) {
    let names = ids.map { id -> String? in
      if case .file(let file)? = outbox[id]?.body { file.name } else { nil }
    }
    var entries: [OutboxEntry] = []
    for (index, id) in ids.enumerated() {
      let namesakes = media.filter { $0.name == names[index] }
      let isOneOfAKind = names.filter { $0 == names[index] }.count == 1 && namesakes.count == 1
      let mine: Media? =
        if isOneOfAKind {
          namesakes.first
        } else if media.count == ids.count {
          media[index]
        } else {
          nil
        }
      guard let mine else {
        outbox.sendAlone([id])
        show(id, .queued)
        if ids.count == 1 { fail(id, "the server did not say what became of the upload") }
        continue
      }
      let changed = outbox.change(id) { entry in
        entry.state = .queued
        if case .file(var file) = entry.body {
          file.mediaID = mine.id
          entry.body = .file(file)
        }
      }
      if let changed { entries.append(changed) }
      noteEntry(id)
    }
    if !entries.isEmpty { save(.entries(entries)) }
  }

  // MARK: The end of an attempt over REST

  mutating func takeSend(_ answer: APIAnswer, _ id: OutboxID, _ call: PendingCall) {
    guard let entry = outbox[id] else {
      if case .sent(let message) = answer, let place = message.conversationID {
        hear(message, in: place, from: nil)
      }
      return
    }
    let isUnderWay = outbox.flights[id]?.way == .rest
    switch answer {
    case .sent(let message):
      restRetry.succeeded()
      confirm(id, as: message.id, at: message.createdAt, copy: message)
      hear(message, in: entry.conversationID, from: nil)
    // The history showed it before its call failed.
    case _ where !isUnderWay: break
    case .failed(let error):
      switch error {
      case .notSignedIn, .heldBack(_, mayHaveArrived: false): requeue(id)
      case .rejected(status: 429, _), .unreachable(_, mayHaveArrived: false):
        requeue(id)
        restRetry.failed(first: timing.restRetry, slowest: timing.restSlowest, at: now.uptime)
      case .rejected, .notAllowed, .notFound, .noSuchCall, .localFile: fail(id, error.reason)
      case .unreachable, .serverFailed, .notThisAPI, .cancelled, .heldBack:
        restRetry.failed(first: timing.restRetry, slowest: timing.restSlowest, at: now.uptime)
        becomeUnsure(id, onLink: false, settledAt: now.uptime + timing.settling)
      }
    default: becomeUnsure(id, onLink: false, settledAt: now.uptime + timing.settling)
    }
  }
}
