import ChatModel
import Foundation
import TextGrid

// The outbox view and its keys.

extension DeskState {
  mutating func openOutbox() { overlay = .outbox(OutboxView()) }

  mutating func perform(_ command: Command, in view: OutboxView, now: Date) {
    let rows = outboxRows
    let place = outboxPlace(view, among: rows)
    if let place, let wanted = Self.moved(from: place, of: rows.count, by: command, metrics) {
      return moveOutboxCursor(to: wanted)
    }
    switch command {
    case .retry, .editFailed, .dropFailed, .copy, .open:
      guard let place else {
        hint("Nothing waits to be sent.", now: now)
        return
      }
      act(command, on: rows[place], in: view, now: now)
    default: closeOverlay(now: now)
    }
  }

  /// Puts the cursor on a row, by its place.
  mutating func moveOutboxCursor(to place: Int) {
    let rows = outboxRows
    guard case .outbox(var view)? = overlay, rows.indices.contains(place) else { return }
    view.cursor = rows[place].id
    view.place = place
    overlay = .outbox(view)
  }

  private static func moved(
    from place: Int, of count: Int, by command: Command, _ metrics: Metrics
  ) -> Int? {
    let page = max(1, metrics.overlayRows / OutboxRow.lines - 1)
    let wanted: Int
    switch command {
    case .up: wanted = place - 1
    case .down: wanted = place + 1
    case .pageUp: wanted = place - page
    case .pageDown: wanted = place + page
    case .top: wanted = 0
    case .bottom: wanted = count - 1
    default: return nil
    }
    return min(max(0, wanted), count - 1)
  }

  private mutating func act(
    _ command: Command, on row: OutboxRow, in view: OutboxView, now: Date
  ) {
    switch command {
    case .open: openConversation(of: row, now: now)
    case .copy: copy(row, now: now)
    case .dropFailed: askToDrop(row, in: view, now: now)
    default:
      guard case .entry(let id) = row.id, let entry = outbox[id] else {
        hint("A draft is not sent; \(key(.copy, in: .outbox)) copies it.", now: now)
        return
      }
      guard entry.waitsForUser else { return hint(whyToWait(for: entry), now: now) }
      if command == .retry { retry(entry, now: now) } else { edit(entry, now: now) }
    }
  }

  /// Why nothing can be done about an entry now, or what else can.
  private func whyToWait(for entry: OutboxEntry) -> String {
    let whom = name(of: entry.conversationID)
    switch entry.state {
    case .queued:
      return "The one to \(whom) has not failed; \(key(.dropFailed, in: .outbox)) drops it."
    case .unsure: return "It is being compared with the server's history; wait."
    default: return "It is on its way to \(whom); wait."
    }
  }

  private mutating func openConversation(of row: OutboxRow, now: Date) {
    guard conversations[row.conversationID] != nil else {
      let copy = key(.copy, in: .outbox)
      hint("It cannot be opened: \(row.whom). \(copy) copies the text.", now: now)
      return
    }
    overlay = nil
    open(row.conversationID, now: now)
    if case .entry(let id) = row.id { reveal(id) }
  }

  private mutating func copy(_ row: OutboxRow, now: Date) {
    let text: String
    switch row.id {
    case .draft(let id): text = composers[id]?.editor.text ?? ""
    case .entry(let id):
      switch outbox[id]?.body {
      case .text(let words)?: text = words
      case .file(let file)?: text = file.path
      case nil: text = ""
      }
    }
    guard !text.isEmpty else {
      hint("There is no text to copy here.", now: now)
      return
    }
    emit(.copy(text))
    hint(
      "What you wrote to \(row.whom) was sent to the terminal.", about: row.conversationID, now: now
    )
  }

  private mutating func askToDrop(_ row: OutboxRow, in view: OutboxView, now: Date) {
    switch row.id {
    case .entry(let id):
      guard let entry = outbox[id] else { return }
      guard entry.canBeDropped else { return hint(whyToWait(for: entry), now: now) }
      askToDrop(entry, in: view, now: now)
    case .draft(let id):
      overlay = .confirm(
        Confirmation(
          question: "Discard the draft for \(row.whom)?", detail: row.content,
          yes: "y discards it for good", no: "n keeps it", purpose: .discardDraft(id),
          returnsTo: view))
    }
  }

  mutating func discardDraft(_ id: ConversationID, now: Date) {
    guard var composer = composers[id], !composer.isEmpty else { return }
    memory.undo.note(.draft(id, composer.draft(now: now)))
    composer.editor = composer.editor.emptied(keeping: "")
    composer.attachments = []
    (composer.isOurs, composer.isDirty, composer.editedAt) = (true, true, now)
    composers[id] = composer
    saveDraft(id, now: now)
    hint("The draft for \(name(of: id)) is gone.", now: now)
  }
}

extension OutboxRow {
  /// Lines of the screen that a row takes.
  package static let lines = 2
}
