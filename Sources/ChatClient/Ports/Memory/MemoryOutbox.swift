package import ChatModel
package import Foundation

/// What `OutboxStore` keeps, as a value.
package struct MemoryOutbox: Sendable {
  package private(set) var entries: [OutboxEntry] = []

  package init(_ entries: [OutboxEntry] = []) { self.entries = entries }

  package mutating func accept(_ new: [OutboxEntry]) { entries += new }

  /// Answers with those that are not there.
  package mutating func update(_ changed: [OutboxEntry]) -> [OutboxID] {
    var missing: [OutboxID] = []
    for entry in changed {
      if let index = entries.firstIndex(where: { $0.id == entry.id }) {
        entries[index] = entry
      } else {
        missing.append(entry.id)
      }
    }
    return missing
  }

  package mutating func retry(_ ids: [OutboxID]) {
    entries = entries.map { ids.contains($0.id) ? $0.retried ?? $0 : $0 }
  }

  /// Takes out what is queued, all or none; answers whether it did.
  package mutating func takeBack(_ ids: [OutboxID]) -> Bool {
    let isQueued = ids.allSatisfy { id in entries.contains { $0.id == id && $0.state == .queued } }
    if isQueued { drop(ids) }
    return isQueued
  }

  package mutating func drop(_ ids: [OutboxID]) { entries.removeAll { ids.contains($0.id) } }
}

/// What `LocalStore` keeps, as a value.
package struct MemoryLocal: Sendable {
  package private(set) var drafts: [ConversationID: Draft] = [:]
  package private(set) var waits: [ConversationID: KeptWait] = [:]
  package private(set) var data = LocalData()
  package private(set) var used = UsedTexts()
  package private(set) var audit: [AuditEntry] = []
  package private(set) var samples: [StatisticsSample] = []

  package init(
    drafts: [ConversationID: Draft] = [:], waits: [ConversationID: KeptWait] = [:],
    data: LocalData = LocalData(),
    used: UsedTexts = UsedTexts()
  ) {
    self.drafts = drafts
    self.waits = waits
    self.data = data
    self.used = used
  }

  package mutating func saveDraft(_ draft: Draft?, for id: ConversationID) { drafts[id] = draft }

  package mutating func saveWaits(_ new: [ConversationID: KeptWait]) {
    for (id, wait) in new { waits[id] = wait.isEmpty ? nil : wait.over(waits[id]) }
  }

  package mutating func saveLocal(_ changes: [LocalChange]) -> [LocalChange] {
    changes.flatMap { data.apply($0) }
  }

  package mutating func noteUsed(_ new: [Used]) { for one in new { used.note(one) } }

  package mutating func noteTeam(_ records: [TeamRecord]) {
    for record in records {
      switch record {
      case .audit(let entry): audit.append(entry)
      case .sample(let sample):
        if sample.mayFollow(samples.last?.at) { samples.append(sample) }
      }
    }
    audit.removeFirst(max(0, audit.count - AuditEntry.most))
    samples.removeFirst(max(0, samples.count - StatisticsSample.most))
  }

  package func audit(since: Date, until: Date) -> [AuditEntry] {
    audit.filter { since <= $0.at && $0.at < until }
  }
}
