// What waits to be sent, and what is done about a message that failed.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  mutating func note(_ entries: [OutboxEntry], now: Date) {
    for entry in entries {
      let old = outbox[entry.id]
      acceptance.note(entry.id)
      outbox[entry.id] = entry
      linkCut?.note(entry)
      linkNews.outage?.note(entry)
      if case .sent(let message) = entry.state {
        acceptance.noteDelivered(entry.id, as: message)
      }
      if case .failed(let reason) = entry.state, old?.state != entry.state {
        let words: Sentence = """
          Not sent to \(name(of: entry.conversationID)): \(Sanitizer.clause(reason)). \
          \(key: .outbox) shows it.
          """
        say(.failure, words, about: entry.conversationID, now: now)
      }
    }
    takeOffSent(now: now)
    syncEntries()
    keepPlace()
    settleCut(now: now)
    settleOutage(now: now)
  }

  mutating func drop(_ ids: [OutboxID]) {
    for id in ids {
      outbox[id] = nil
      acceptance.forget(id)
    }
    linkNews.outage?.forget(ids)
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
        acceptance.forget(id)
        if isShown { follow(.entry(id), to: .message(message)) }
      }
    }
    guard let timeline else { return }
    let entries = acceptance.sorted(
      outbox.values.filter { entry in
        entry.conversationID == timeline.conversationID
          && !timeline.tempIDs.contains(entry.id.rawValue)
      })
    if entries != timeline.entries { self.timeline?.entries = entries }
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
    return acceptance.sorted(
      outbox.values.filter { $0.conversationID == target && matches($0) }
    ).last
  }

  private var failedEntry: OutboxEntry? { entry(where: \.waitsForUser) }

  private mutating func sayNothingFailed(now: Date) {
    refuse(
      target.map { said("No message to \(name(of: $0)) has failed.") }
        ?? said("No message has failed."), now: now)
  }

  mutating func retry(now: Date) {
    guard let entry = failedEntry else { return sayNothingFailed(now: now) }
    reveal(entry.id)
    retry(entry, now: now)
  }

  mutating func retry(_ entry: OutboxEntry, now: Date) {
    emit(.client(.retry(entry.id)))
    hint(
      said("Sending again to \(name(of: entry.conversationID)): \(words(of: entry))."), now: now)
  }

  /// Shows which of the open conversation's messages is meant.
  mutating func reveal(_ id: OutboxID) {
    guard timeline?.index(of: .entry(id)) != nil else { return }
    messages.selection = .entry(id)
    messages.revealsSelection = true
  }

  mutating func editFailed(now: Date) {
    guard let entry = failedEntry else { return sayNothingFailed(now: now) }
    edit(entry, now: now)
  }

  mutating func edit(_ entry: OutboxEntry, now: Date) {
    guard conversations[entry.conversationID] != nil else {
      let whom = name(of: entry.conversationID)
      hint("There is no reply to put it into: \(whom). \(key: .copy) copies it.", now: now)
      return
    }
    guard composers[entry.conversationID]?.isEmpty ?? true else {
      refuse(
        said(
          """
          The reply to \(name(of: entry.conversationID)) holds something already; send or \
          clear it first.
          """), now: now)
      return
    }
    dropOverlay()
    open(entry.conversationID, now: now)
    focus = .composer
    editComposer(now: now) { composer in
      switch entry.body {
      case .text(let text): composer.editor.setText(text)
      case .file(let file): composer.attachments.append(Attachment(file))
      }
    }
    // On the disk before the entry goes.
    saveDraft(entry.conversationID, now: now)
    emit(.client(.drop(entry.id)))
    let whom = name(of: entry.conversationID)
    let way = writingProblem.map { ". \($0)" } ?? said("; \(key(.send, in: .composer)) sends it")
    hint(said("Back in the reply to \(whom)\(way)."), about: entry.conversationID, now: now)
  }

  mutating func askToDrop(now: Date) {
    let candidate = entry(where: \.canBeDropped)
    guard let entry = candidate else { return sayNothingFailed(now: now) }
    reveal(entry.id)
    askToDrop(entry, over: nil, now: now)
  }

  mutating func askToDrop(_ entry: OutboxEntry, over view: OutboxOverlay?, now: Date) {
    open(
      Question(
        question: said("Drop this message to \(name(of: entry.conversationID))?"),
        detail: words(of: entry),
        yes: said("y drops it for good"), no: said("n keeps it"), purpose: .drop(entry.id),
        beneath: view.map { AnyOverlay($0) }))
  }

  /// Why nothing can be done about an entry now, or what else can.
  func whyToWait(for entry: OutboxEntry) -> Sentence {
    let whom = name(of: entry.conversationID)
    switch entry.state {
    case .queued:
      return "The one to \(whom) has not failed; \(key: .dropFailed) drops it."
    case .unsure: return Sentence(said("It is being compared with the server's history; wait."))
    default: return Sentence(said("It is on its way to \(whom); wait."))
    }
  }

  mutating func dropEntry(_ id: OutboxID, now: Date) {
    guard let entry = outbox[id], entry.canBeDropped else {
      hint(said("It has gone out meanwhile."), now: now)
      return
    }
    emit(.client(.drop(id)))
    // Said once the disk has forgotten it. An earlier attempt may have arrived: only what is to come
    // is promised.
    acceptance.dropping[id] =
      entry.state == .queued
      ? said("Dropped: it will not be sent to \(name(of: entry.conversationID)).")
      : said("Dropped: it will not be sent again to \(name(of: entry.conversationID)).")
  }

  mutating func discardDraft(_ id: ConversationID, now: Date) {
    guard var composer = composers[id], !composer.isEmpty else { return }
    undo.note(.draft(id, composer.draft(now: now)))
    composer.clear()
    composer.makeOurs(at: now)
    composers[id] = composer
    saveDraft(id, now: now)
    hint(said("The draft for \(name(of: id)) is gone."), now: now)
  }
}

extension OutboxEntry {
  /// No transport has it, or none will take it further: it can be taken out of the outbox.
  var canBeDropped: Bool { waitsForUser || state == .queued }

  /// It failed, or cannot be decided here: the person retries, edits or drops it.
  package var waitsForUser: Bool {
    switch state {
    case .failed: true
    case .unsure: needsManualResolution
    case .queued, .uploading, .handedOver, .sent: false
    }
  }
}
