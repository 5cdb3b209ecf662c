import ChatClient
import ChatModel
import Foundation

/// Holds each thing that is shown against what is so, at the moment of showing.
extension World {
  func show(_ event: ClientEvent) {
    switch event {
    case .accepted(let request, let ids):
      ledger.openRequests.remove(request)
      for id in ids {
        ledger.accepted.append(id)
        if !disk.holds(id) { find(.falselyShown, "\(id) was accepted and is not on the disk") }
      }
    case .rejected(let request, _): ledger.openRequests.remove(request)
    case .outbox(let entries): for entry in entries { judge(entry) }
    case .outboxDropped(let ids):
      ledger.outOfOrder.formUnion(ids)
      for id in ids where ledger.dropped[id] == nil {
        ledger.dropped[id] = (
          server.copies[id]?.count ?? 0, screen.entries[id]?.state == .queued
        )
      }
    case .timeline(let update): judge(update)
    default: break
    }
    screen.show(event)
  }

  func find(_ fault: Ledger.Fault, _ words: String) {
    say("!! \(fault.rawValue): \(words)")
    ledger.note(fault, words, at: time)
  }

  private func judge(_ entry: OutboxEntry) {
    let id = entry.id
    switch entry.state {
    case .sent(let message): judgeSent(entry, as: message)
    case .queued, .uploading:
      let free = (server.copies[id] ?? []).filter { shownAs($0, besides: id) == nil }
      if !free.isEmpty, ledger.retriedUnsure[id] == nil {
        find(.falselyShown, "\(id) is shown as not handed over, and the server has it")
      }
    case .failed:
      // An `error` names nothing: that it meant this message is put right by comparing, and what the
      // screen says in the end counts.
      ledger.outOfOrder.insert(id)
    case .handedOver, .unsure: break
    }
  }

  private func judgeSent(_ entry: OutboxEntry, as id: MessageID) {
    guard let kept = server.ever[id] else {
      return find(.falselyShown, "\(entry.id) is shown as \(id), which the server has not got")
    }
    guard kept.conversation == entry.conversationID, kept.message.sender.id == Self.me,
      Self.isAlike(entry.body, kept.message)
    else { return find(.falselyShown, "\(entry.id) is shown as \(id), which is another message") }
    switch kept.origin {
    case .client(entry.id): ledger.mistaken.remove(entry.id)
    case .client(let other):
      // Of two equal messages of mine either may be shown as either, but not both as one.
      let claimant = shownAs(id, besides: entry.id)
      if let claimant { find(.falselyShown, "\(entry.id) and \(claimant) are shown as \(id)") }
      ledger.twins.formUnion([entry.id, other])
    case .otherDevice: ledger.mistaken.insert(entry.id)
    case .others: find(.falselyShown, "\(entry.id) is shown as \(id), which is another's")
    }
  }

  private func shownAs(_ message: MessageID, besides id: OutboxID) -> OutboxID? {
    (disk.outbox + screen.entries.values).first { entry in
      entry.id != id && (screen.entries[entry.id] ?? entry).state == .sent(message)
    }?.id
  }

  private static func isAlike(_ body: OutboxEntry.Body, _ message: Message) -> Bool {
    switch body {
    case .text(let text):
      text.trimmingCharacters(in: .whitespacesAndNewlines) == message.content
    case .file(let file): file.mediaID == message.media.id
    }
  }

  private func judge(_ update: TimelineUpdate) {
    for message in update.messages {
      guard let kept = server.ever[message.id], kept.conversation == update.conversationID else {
        find(.falselyShown, "\(message.id) is shown, which the server has not got")
        continue
      }
      if message.kind == .text, message.content != kept.message.content {
        find(.falselyShown, "\(message.id) is shown with other words")
      }
      if message.sender.id == Self.me, message.isRead, !kept.message.isRead {
        find(.falselyShown, "\(message.id) is shown as read, and nobody has read it")
      }
    }
    for id in update.removed where !server.deleted.contains(id) {
      find(.falselyShown, "\(id) is shown as removed, and the server has it")
    }
  }

  // MARK: At the end

  /// Counts what became of every message, when the weather has been fine for long.
  func judgeEnd() {
    judgeDeliveries()
    judgeTwins()
    judgeOrder()
    if engine == nil { find(.stuck, "the client is not running") }
    for request in ledger.openRequests.sorted() {
      find(.lost, "request \(request) was neither accepted nor rejected")
    }
  }

  private func judgeDeliveries() {
    let onDisk = Dictionary(uniqueKeysWithValues: disk.outbox.map { ($0.id, $0) })
    for entry in disk.accepted {
      let id = entry.id
      let copies = server.copies[id]?.count ?? 0
      if copies > 1 + (ledger.retriedUnsure[id] ?? 0), !ledger.twins.contains(id) {
        find(.doubled, "\(id) is \(copies) times at the server")
      }
      if let drop = ledger.dropped[id] {
        if drop.wasQueued, copies > drop.copies, ledger.retriedUnsure[id] == nil {
          find(.falselyShown, "\(id) was dropped while it waited, and was sent all the same")
        }
        continue
      }
      let state = screen.entries[id]?.state ?? onDisk[id]?.state
      switch state {
      case .queued?, .uploading?, .handedOver?:
        find(.stuck, "\(id) is still on its way")
      case .unsure?: find(.stuck, "\(id) is still in doubt after the person decided")
      case .failed?:
        if copies > 0, ledger.retriedUnsure[id] == nil {
          find(.falselyShown, "\(id) is shown as failed in the end, and the server has it")
        }
      case .sent?, nil:
        if copies == 0, ledger.mistaken.contains(id) { ledger.lostToTwins += 1 }
        // The process may die between the disk's forgetting and its being told.
        if state == nil, ledger.wantedDropped.contains(id) { continue }
        if copies == 0, !ledger.mistaken.contains(id), !ledger.twins.contains(id) {
          find(.lost, "\(id) is nowhere: \(state.map { "\($0)" } ?? "not on the disk")")
        }
      }
    }
  }

  /// Of equal messages that were taken for each other there must be as many as there are entries.
  private func judgeTwins() {
    let twins = disk.accepted.filter { ledger.twins.contains($0.id) }
    for (body, group) in Dictionary(grouping: twins, by: { Self.said($0) }) {
      let copies = group.reduce(0) { $0 + (server.copies[$1.id]?.count ?? 0) }
      let retried = group.reduce(0) { $0 + (ledger.retriedUnsure[$1.id] ?? 0) }
      let wanted = group.filter { entry in
        if case .sent? = screen.entries[entry.id]?.state { return true }
        return disk.outbox.contains { $0.id == entry.id && !$0.isPending }
      }
      if copies < wanted.count { find(.lost, "\(body) is \(copies) times at the server") }
      if copies > group.count + retried { find(.doubled, "\(body) is \(copies) times there") }
    }
  }

  private static func said(_ entry: OutboxEntry) -> String {
    guard case .text(let text) = entry.body else { return entry.id.rawValue }
    return "\(entry.conversationID): \(text.trimmingCharacters(in: .whitespacesAndNewlines))"
  }

  private func judgeOrder() {
    let turns = Dictionary(
      disk.accepted.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: min)
    let exempt = ledger.outOfOrder.union(ledger.wantedDropped).union(ledger.twins)
    for id in server.conversations {
      let saved = (server.savedOrder[id] ?? []).filter { !exempt.contains($0) }
      // Who was first of two processes nobody can see.
      for some in [saved.filter(Self.isScripts), saved.filter { !Self.isScripts($0) }] {
        for (earlier, later) in zip(some, some.dropFirst()) {
          if let a = turns[earlier], let b = turns[later], a > b {
            find(.misordered, "\(later) was accepted before \(earlier) and saved after it")
          }
        }
      }
    }
  }

  private func lastPageCount(of count: Int) -> Int {
    let size = min(50, weather.pageLimit)
    return weather.newestPageFirst ? size : (max(0, count - 1) % size) + 1
  }

  /// The open conversation must show what the server has, from its oldest message on.
  func judgeTimeline(_ id: ConversationID) {
    let truth = server.history(id)
    let all = (screen.timelines[id] ?? [:]).values.sorted()
    guard let oldest = all.first else {
      if !truth.isEmpty { find(.outOfStep, "\(id) shows nothing of \(truth.count) messages") }
      return
    }
    let expected = truth.filter { $0 >= oldest }.map(\.id)
    // A deletion is found on a page that is read (row 20), and only the newest one is.
    let newest = truth.suffix(lastPageCount(of: truth.count)).first
    let shown = all.filter { message in
      !server.deleted.contains(message.id) || newest.map { message > $0 } ?? true
    }
    // The place of a message known by its confirmation alone is an estimate.
    let (has, wants) = (
      Set(shown.map(\.id)).subtracting(truth.prefix(while: { $0 < oldest }).map(\.id)),
      Set(expected)
    )
    if has != wants {
      find(
        .outOfStep,
        "\(id) lacks \(wants.subtracting(has).sorted()) and has \(has.subtracting(wants).sorted())")
    }
    if let last = truth.last?.id, screen.conversations[id]?.conversation.lastMessage.id != last {
      let shown = screen.conversations[id]?.conversation.lastMessage.value
      find(
        .outOfStep,
        "the list shows \(shown?.id.rawValue ?? "nothing") as the last message of \(id), not \(last)"
      )
    }
  }
}
