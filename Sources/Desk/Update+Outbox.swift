import ChatModel
import Foundation
import TextGrid

// What waits to be sent, and what is done about a message that failed.

extension DeskState {
  mutating func take(_ entries: [OutboxEntry], now: Date) {
    for entry in entries {
      let old = outbox[entry.id]
      if memory.accepted[entry.id] == nil {
        memory.accepted[entry.id] = memory.nextAccepted
        memory.nextAccepted += 1
      }
      outbox[entry.id] = entry
      memory.cut?.note(entry)
      if case .failed(let reason) = entry.state, old?.state != entry.state {
        say(
          .failure,
          "Not sent to \(name(of: entry.conversationID)): \(Sanitizer.clause(reason)). "
            + "\(key(.retry, in: .messages)) sends it again.",
          about: entry.conversationID, now: now)
      }
    }
    syncEntries()
    settleCut(now: now)
  }

  mutating func drop(_ ids: [OutboxID]) {
    for id in ids {
      outbox[id] = nil
      memory.accepted[id] = nil
    }
    syncEntries()
    keepPlace()
  }

  /// The open conversation's entries, less those whose message is there. A place that was held by an
  /// entry is then held by its message.
  mutating func syncEntries() {
    for (id, entry) in outbox {
      guard case .sent(let message) = entry.state else { continue }
      let isShown = entry.conversationID == openID
      if !isShown || timeline?.messages[message] != nil {
        outbox[id] = nil
        memory.accepted[id] = nil
        if isShown { follow(.entry(id), to: .message(message)) }
      }
    }
    guard let timeline else { return }
    let entries = outbox.values.filter { entry in
      entry.conversationID == timeline.conversationID
        && !timeline.tempIDs.contains(entry.id.rawValue)
    }
    self.timeline?.entries = entries.sorted { a, b in
      let (first, second) = (memory.accepted[a.id] ?? 0, memory.accepted[b.id] ?? 0)
      return first == second ? a.id < b.id : first < second
    }
  }

  private mutating func follow(_ old: TimelineItem.ID, to new: TimelineItem.ID) {
    if messages.selection == old { messages.selection = new }
    if case .anchored(old, let line) = messages.position {
      messages.position = .anchored(new, line: line)
    }
  }

  // MARK: A failed message

  /// The chosen entry, else the newest one of the conversation that `matches`.
  private func entry(where matches: (OutboxEntry) -> Bool) -> OutboxEntry? {
    if focus != .list, case .entry(let id)? = messages.selection {
      return outbox[id].flatMap { matches($0) ? $0 : nil }
    }
    guard let target else { return nil }
    return outbox.values.filter { $0.conversationID == target && matches($0) }
      .max { (memory.accepted[$0.id] ?? 0) < (memory.accepted[$1.id] ?? 0) }
  }

  private var failedEntry: OutboxEntry? { entry(where: \.waitsForUser) }

  private mutating func sayNothingFailed(now: Date) {
    let whom = target.map { " to \(name(of: $0))" } ?? ""
    hint("No message\(whom) has failed.", now: now)
  }

  mutating func retry(now: Date) {
    guard let entry = failedEntry else { return sayNothingFailed(now: now) }
    emit(.client(.retry(entry.id)))
    hint("Sending again to \(name(of: entry.conversationID)).", now: now)
  }

  mutating func editFailed(now: Date) {
    guard let entry = failedEntry else { return sayNothingFailed(now: now) }
    guard composers[entry.conversationID]?.isEmpty ?? true else {
      hint(
        "The reply to \(name(of: entry.conversationID)) holds something already; "
          + "send or clear it first.", now: now)
      return
    }
    open(entry.conversationID, now: now)
    focus = .composer
    editComposer(now: now) { composer in
      switch entry.body {
      case .text(let text): composer.editor.setText(text)
      case .file(let file): composer.attachments.append(file.path)
      }
    }
    // On the disk before the entry goes.
    saveDraft(entry.conversationID, now: now)
    emit(.client(.drop(entry.id)))
    let whom = name(of: entry.conversationID)
    hint("Back in the reply to \(whom); \(key(.send, in: .composer)) sends it.", now: now)
  }

  mutating func askToDrop(now: Date) {
    let candidate = entry { $0.waitsForUser || $0.state == .queued }
    guard let entry = candidate else { return sayNothingFailed(now: now) }
    let words =
      switch entry.body {
      case .text(let text): "“\(Sanitizer.oneLine(String(text.prefix(200))))”"
      case .file(let file): Sanitizer.oneLine(file.name)
      }
    overlay = .confirm(
      Confirmation(
        question: "Drop this message to \(name(of: entry.conversationID))?", detail: words,
        yes: "y drops it for good", no: "n keeps it", purpose: .drop(entry.id), askedAt: now))
  }
}

extension OutboxEntry {
  /// It failed, or cannot be decided here: the person retries, edits or drops it.
  var waitsForUser: Bool {
    switch state {
    case .failed: true
    case .unsure: isLeftToUser
    case .queued, .uploading, .handedOver, .sent: false
    }
  }
}
