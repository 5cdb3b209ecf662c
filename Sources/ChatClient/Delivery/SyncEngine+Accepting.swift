import ChatModel
import Foundation

/// From the user's key to the disk: a message is accepted when it is durable, and not before.
extension SyncEngine {
  mutating func send(_ id: ConversationID, text: String, files: [String], request: Int) {
    stopTyping(in: id)
    let isEmpty = text.allSatisfy(\.isWhitespace)
    if isEmpty, files.isEmpty {
      tell(.rejected(request: request, reason: "There is nothing to send."))
      return
    }
    accepting.append(
      Acceptance(request: request, conversationID: id, text: isEmpty ? "" : text, files: files))
    acceptNext()
  }

  private mutating func acceptNext() {
    guard let next = accepting.first, next.stage == .waiting else { return }
    if next.files.isEmpty { return keep([]) }
    let id = nextRequestID()
    accepting[0].stage = .inspecting(id)
    put(.inspect(next.files, id))
  }

  mutating func take(_ files: [FileInspection], inspectedFor id: RequestID) {
    guard let next = accepting.first, next.stage == .inspecting(id) else { return }
    var found: [OutboxFile] = []
    for file in files {
      do throws(UnsendableFile) {
        found.append(try OutboxFile(file))
      } catch {
        return reject(error.reason)
      }
    }
    for (kind, files) in Dictionary(grouping: found, by: \.kind)
    where files.count > MediaSniffer.mostFiles {
      return reject(
        "At most \(MediaSniffer.mostFiles) files of a kind can be sent at once; "
          + "\(kind.rawValue): \(files.count).")
    }
    keep(found)
  }

  private mutating func keep(_ files: [OutboxFile]) {
    guard let next = accepting.first else { return }
    accepting[0].stage = .storing
    var bodies = files.map(OutboxEntry.Body.file)
    if !next.text.isEmpty { bodies.append(.text(next.text)) }
    let entries = bodies.map { body in
      OutboxEntry(
        id: nextEntryID(), conversationID: next.conversationID, body: body, createdAt: now.date)
    }
    recall(next.conversationID)
    store(.accept(entries), for: .accept(request: next.request, entries))
  }

  mutating func accepted(_ entries: [OutboxEntry], request: Int, _ answer: StoreAnswer) {
    if case .failed(let error) = answer {
      return reject("The message was not kept: \(error.reason.clause).")
    }
    accepting.removeFirst()
    outbox.add(entries)
    tell(.accepted(request: request, entries.map(\.id)))
    for entry in entries { noteEntry(entry.id) }
    if disk.lead.isUnasked { store(.lead, for: .lead) }
    acceptNext()
  }

  mutating func rejectWhatIsNotOnItsWayToTheDisk() {
    for next in accepting where next.stage != .storing {
      let reason = "It was not kept before the end: send it again."
      tell(.rejected(request: next.request, reason: reason))
    }
    accepting.removeAll { $0.stage != .storing }
  }

  private mutating func reject(_ reason: String) {
    let request = accepting.removeFirst().request
    tell(.rejected(request: request, reason: reason))
    acceptNext()
  }

  /// Learns from the disk which messages of mine a conversation has already.
  mutating func recall(_ id: ConversationID) {
    let record = records[id] ?? ConversationRecord(conversation: Conversation(id: id))
    records[id] = record
    guard !record.isRecalled, !storing.values.contains(.recall(id)) else { return }
    store(.messages(id, before: nil, limit: 50), for: .recall(id))
  }

  // MARK: Retry, drop, cancel

  mutating func retry(_ id: OutboxID) {
    guard let entry = outbox[id], entry.retried != nil else { return }
    guard leads else {
      // Who leads may have sent it meanwhile: what stands on the disk decides.
      save(.retry([id]))
      return
    }
    switch entry.state {
    case .failed where entry.wasRefusedInPassing:
      // What the server refused may have been something else.
      becomeUnsure(id, onLink: false, settledAt: now.uptime + timing.settling)
    case .failed, .unsure:
      outbox.retried.insert(id)
      outbox.forget(id)
      set(id) { $0 = $0.retried ?? $0 }
      probeForStrays(in: entry.conversationID)
    default: break
    }
  }

  mutating func drop(_ id: OutboxID) {
    let place = outbox[id]?.conversationID
    abandon(id)
    apply(disk.drop(id, in: place))
  }

  /// It is none of ours any more, whatever becomes of what was sent of it.
  mutating func abandon(_ id: OutboxID) {
    for (request, ids) in outbox.uploads where ids == [id] { put(.cancel(request)) }
    let place = outbox[id]?.conversationID
    outbox.remove(id)
    if let place { probeForStrays(in: place) }
  }

  /// Until the server has surely read it, what it says may mean an attempt that is none of ours any
  /// more.
  mutating func probeForStrays(in id: ConversationID) {
    if outbox.strays > 0 { probe(id) }
  }

  mutating func cancelUploads(_ id: ConversationID) {
    for (request, ids) in outbox.uploads {
      guard ids.contains(where: { outbox[$0]?.conversationID == id }) else { continue }
      cancelled.insert(request)
      put(.cancel(request))
    }
  }

  // MARK: States

  /// Back to the state before any attempt.
  mutating func requeue(_ id: OutboxID) {
    outbox.forget(id)
    set(id) { $0 = $0.queuedAnew }
  }

  /// The server refused it, and has not got it.
  mutating func fail(_ id: OutboxID, _ reason: String, isAnswered: Bool = false) {
    outbox.forget(id, isAnswered: isAnswered)
    set(id) { entry in
      entry.state = .failed(reason)
      entry.handedOverAt = nil
    }
  }

  /// Changes an entry here, on the disk and on the screen.
  mutating func set(_ id: OutboxID, _ change: (inout OutboxEntry) -> Void) {
    guard let entry = outbox.change(id, change) else { return }
    save(.entries([entry]))
    noteEntry(id)
  }
}
