import ChatModel
import Foundation

/// What the disk gives and keeps, and whom it concerns.
extension SyncEngine {
  var isLoaded: Bool { disk.isLoaded }
  var leads: Bool { disk.lead.leads }

  mutating func save(_ write: DiskWrite) {
    let id = nextRequestID()
    disk.began(write, as: id)
    put(.store(write.call, id))
  }

  mutating func apply(_ facts: [Disk.Fact]) {
    for fact in facts {
      switch fact {
      case .wants(let write): save(write)
      case .wantsEntries(let ids): saveAgain(ids)
      case .wantsWaits(let ids): saveWaits(of: Set(ids))
      case .retryWasAsked: store(.outbox, for: .readOutbox)
      case .departureEnded(let entry, let answer): recorded(entry, answer)
      case .dropped(let ids): tell(.outboxDropped(ids))
      case .missing(let ids): leftOut(ids)
      case .draft(let id, let draft): tell(.draft(id, draft))
      case .draftKept(let id, let isKept): tell(.draftKept(id, isKept))
      case .broke(let error, let id):
        notice(
          .failure, "This computer does not keep what is shown: \(error.reason.clause).",
          about: id)
      case .cannotDepart(let error, let id):
        notice(.failure, "Messages wait: \(error.reason.clause).", about: id)
      }
    }
  }

  /// What is being recorded as handed over is still queued here: to write that would follow it.
  private mutating func saveAgain(_ ids: [OutboxID]) {
    let entries = ids.compactMap { outbox[$0] }.filter { outbox.flights[$0.id]?.isGiven ?? true }
    if !entries.isEmpty { save(.entries(entries)) }
  }

  // MARK: The beginning

  mutating func handleLoaded(_ answer: StoreAnswer) {
    disk.loaded(at: now.uptime)
    switch answer {
    case .loaded(let conversations, let entries, let kept, let waits, let problem):
      keptWaits = waits
      for conversation in conversations { absorb(conversation, from: .disk) }
      handoffs.isWatching = !conversations.isEmpty
      tell(.listFreshness(isComplete: false, at: nil))
      outbox.add(entries)
      let pending = entries.filter(\.isPending).map(\.id)
      tell(.outboxKept(pending))
      for id in pending { noteEntry(id) }
      let sent = kept.filter { isSent($1, to: $0) }.keys
      for id in sent.sorted() { save(.draft(id, nil)) }
      apply(disk.adopt(kept.filter { !sent.contains($0.key) }))
      disk.lead.outboxWasRead()
      if let problem { cannotRead(problem) }
    case .failed(let error):
      cannotRead(error)
      disk.lead.outboxWasUnreadable(at: now.uptime)
    default: break
    }
    takeOver()
    for id in open.keys.sorted() {
      if records[id]?.isShown == true { tellAllRead(id) } else { fetchUnknown(id) }
    }
    listSchedule.hurry(at: now.uptime)
  }

  private mutating func cannotRead(_ problem: StoreError) {
    notice(.failure, "What this computer keeps cannot be read: \(problem.reason.clause).")
  }

  /// The process ended between keeping a message and emptying the reply that it was written in.
  private func isSent(_ draft: Draft, to id: ConversationID) -> Bool {
    guard draft.attachments.isEmpty else { return false }
    let body = OutboxEntry.Body.text(draft.text)
    return outbox.entries.contains { entry in
      entry.conversationID == id && SendMatcher.isSame(entry.body, body)
        && draft.editedAt <= entry.createdAt
    }
  }

  // MARK: Other processes of this account

  mutating func handleLeadResult(_ answer: StoreAnswer) {
    let isGranted = answer == .leads(true)
    let readsOutbox = disk.lead.handleAnswer(isGranted: isGranted, at: now.uptime)
    if readsOutbox, isLoaded { store(.outbox, for: .readOutbox) }
  }

  mutating func handleOutboxRead(_ answer: StoreAnswer) {
    guard case .outbox(let entries) = answer else {
      return disk.lead.outboxWasUnreadable(at: now.uptime)
    }
    adopt(entries)
  }

  mutating func follow(_ change: StoreChange) {
    switch change {
    case .outbox, .drafts:
      // A process that was stopped may have missed the other ring.
      store(.outbox, for: .readOutbox)
      store(.drafts, for: .readDrafts)
    case .leaderLeft: if !leads { store(.lead, for: .lead) }
    }
  }

  /// Takes over what other processes accepted, retried or dropped.
  private mutating func adopt(_ entries: [OutboxEntry]) {
    let kept = Set(entries.map(\.id))
    for entry in entries where !disk.isDropping(entry.id) {
      guard let known = outbox[entry.id] else {
        outbox.add([entry])
        if entry.isPending {
          recall(entry.conversationID)
          noteEntry(entry.id)
        }
        continue
      }
      // What was read is older than what is being written.
      guard known != entry, !disk.isWriting(entry.id) else { continue }
      if !leads {
        outbox.set(entry)
        noteEntry(entry.id)
      } else if outbox.flights[entry.id] == nil, known.retried?.state == entry.state {
        retry(entry.id)
      }
    }
    leftOut(outbox.entries.map(\.id).filter { !kept.contains($0) })
    outbox.arrange(as: entries.map(\.id))
    disk.lead.outboxWasRead()
    takeOver()
  }

  /// The disk has not got them any more: another process dropped them, and they are not sent (again).
  mutating func leftOut(_ ids: [OutboxID]) {
    let gone = ids.filter { outbox[$0] != nil }
    for id in gone { abandon(id) }
    if !gone.isEmpty { tell(.outboxDropped(gone)) }
  }
}
