import ChatModel
import Foundation

/// Other processes of this account: one of all leads and sends what any of them accepts; each takes
/// over what the others change on the disk.
extension SyncEngine {
  // MARK: The lead

  mutating func leadAnswered(_ answer: StoreAnswer) {
    leadRetry = nil
    guard case .leads(true) = answer else {
      // Another process sends; ours wait for it, and for its end.
      leadRetry = now.uptime + timing.leadRetry
      return
    }
    guard !leads else { return }
    hasLead = true
    // What its last holder wrote last is known before anything is sent.
    if isLoaded { store(.outbox, for: .readOutbox) }
  }

  mutating func readOutbox(_ answer: StoreAnswer) {
    guard case .outbox(let entries) = answer else {
      if hasLead, !leads { leadRetry = now.uptime + timing.leadRetry }
      return
    }
    adopt(entries)
  }

  // MARK: Changes

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
  mutating func adopt(_ entries: [OutboxEntry]) {
    let kept = Set(entries.map(\.id))
    // What was read is older than what is being written.
    let writing = Set(storing.values.flatMap(\.writtenEntries))
    for entry in entries where !dropping.contains(entry.id) {
      guard let known = outbox[entry.id] else {
        outbox.add([entry])
        if entry.isPending {
          recall(entry.conversationID)
          noteEntry(entry.id)
        }
        continue
      }
      guard known != entry, !writing.contains(entry.id) else { continue }
      if !leads {
        outbox.set(entry)
        noteEntry(entry.id)
      } else if outbox.flights[entry.id] == nil, known.retried?.state == entry.state {
        retry(entry.id)
      }
    }
    leftOut(outbox.entries.map(\.id).filter { !kept.contains($0) })
    outbox.arrange(as: entries.map(\.id))
    if hasLead { leads = true }
    takeOver()
  }

  /// The disk has not got them any more: another process dropped them, and they are not sent (again).
  mutating func leftOut(_ ids: [OutboxID]) {
    let gone = ids.filter { outbox[$0] != nil }
    for id in gone { abandon(id) }
    if !gone.isEmpty { tell(.outboxDropped(gone)) }
  }

  mutating func adopt(_ new: [ConversationID: Draft]) {
    for id in Set(new.keys).union(drafts.keys).sorted() where new[id] != drafts[id] {
      // Ours is newer, and not on the disk yet.
      if unwritten.drafts.contains(id) || storing.values.contains(.draft(id)) { continue }
      drafts[id] = new[id]
      tell(.draft(id, new[id]))
    }
  }
}

extension SyncEngine.StorePurpose {
  fileprivate var writtenEntries: [OutboxID] {
    switch self {
    case .outboxState(let ids): ids
    case .depart(let entry): [entry.id]
    default: []
    }
  }
}
