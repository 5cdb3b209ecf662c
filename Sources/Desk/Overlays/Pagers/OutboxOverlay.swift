import ChatModel
import Foundation
import Sentences
import TextGrid

/// Everything of mine that has not reached the server, and drafts whose conversation is gone. It
/// keeps only where its cursor stands; the rows are those of the moment.
package struct OutboxOverlay: OverlayComponent {
  /// nil stands for the first row.
  private(set) var cursor: OutboxRow.ID?
  /// Where the cursor stood last, for when its row is gone.
  private var place = 0

  var keyContext: Keymap.Context { .outbox }

  /// What was said of a row names keys that mean something else outside.
  func leave(_ desk: inout DeskState, now: Date) {
    for command in [Command.copy, .dropFailed] { desk.notices.dropWay(to: command) }
  }

  func word(for command: Command) -> String? { command == .outbox ? "list" : nil }

  /// Where the cursor stands; nil while there are no rows.
  package func place(among rows: [OutboxRow]) -> Int? {
    guard !rows.isEmpty else { return nil }
    guard let cursor else { return 0 }
    return rows.firstIndex { $0.id == cursor } ?? min(place, rows.count - 1)
  }

  /// What can be done about the row under the cursor.
  func hints(on desk: DeskState) -> [(Command, String)] {
    let rows = desk.outboxRows
    let close: [(Command, String)] = [(.cancel, said("close"))]
    guard let row = place(among: rows).map({ rows[$0] }) else { return close }
    let isKnown = desk.conversations[row.conversationID] != nil
    var hints: [(Command, String)] = []
    switch row.id {
    case .draft: hints.append((.dropFailed, said("discard")))
    case .entry(let id):
      if row.isFailed {
        hints.append((.retry, said("retry")))
        if isKnown, !desk.hasDraft(row.conversationID) { hints.append((.editFailed, said("edit"))) }
      }
      if desk.outbox[id]?.canBeDropped == true { hints.append((.dropFailed, said("drop"))) }
    }
    if isKnown { hints.append((.open, said("open the chat"))) }
    return hints + [(.copy, said("copy"))] + close
  }

  mutating func handle(_ command: Command, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    let rows = desk.outboxRows
    guard let place = place(among: rows) else {
      guard Self.acts(command) else { return .left }
      desk.hint(said("Nothing waits to be sent."), now: now)
      return .stays
    }
    if let wanted = Self.moved(from: place, of: rows.count, by: command, desk.metrics) {
      moveCursor(to: wanted, among: rows)
      return .stays
    }
    guard Self.acts(command) else { return .left }
    desk.act(command, on: rows[place], in: self, now: now)
    return .settled
  }

  mutating func click(row: Int, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    moveCursor(to: row, among: desk.outboxRows)
    return .stays
  }

  private mutating func moveCursor(to place: Int, among rows: [OutboxRow]) {
    guard rows.indices.contains(place) else { return }
    cursor = rows[place].id
    self.place = place
  }

  private static func acts(_ command: Command) -> Bool {
    switch command {
    case .retry, .editFailed, .dropFailed, .copy, .open: true
    default: false
    }
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
}

extension DeskState {
  mutating func openOutbox() { open(OutboxOverlay()) }

  fileprivate mutating func act(
    _ command: Command, on row: OutboxRow, in view: OutboxOverlay, now: Date
  ) {
    switch command {
    case .open: openConversation(of: row, now: now)
    case .copy: copy(row, now: now)
    case .dropFailed: askToDrop(row, in: view, now: now)
    default:
      guard case .entry(let id) = row.id, let entry = outbox[id] else {
        hint("A draft is not sent; \(key: .copy) copies it.", now: now)
        return
      }
      guard entry.waitsForUser else { return hint(whyToWait(for: entry), now: now) }
      if command == .retry { retry(entry, now: now) } else { edit(entry, now: now) }
    }
  }

  private mutating func openConversation(of row: OutboxRow, now: Date) {
    guard conversations[row.conversationID] != nil else {
      hint("It cannot be opened: \(row.whom). \(key: .copy) copies the text.", now: now)
      return
    }
    dropOverlay()
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
      hint(said("There is no text to copy here."), now: now)
      return
    }
    emit(.copy(text))
    hint(
      said("What you wrote to \(row.whom) was sent to the terminal."), about: row.conversationID,
      now: now
    )
  }

  private mutating func askToDrop(_ row: OutboxRow, in view: OutboxOverlay, now: Date) {
    switch row.id {
    case .entry(let id):
      guard let entry = outbox[id] else { return }
      guard entry.canBeDropped else { return hint(whyToWait(for: entry), now: now) }
      askToDrop(entry, over: view, now: now)
    case .draft(let id):
      open(
        Question(
          question: said("Discard the draft for \(row.whom)?"), detail: row.content,
          yes: said("y discards it for good"), no: said("n keeps it"), purpose: .discardDraft(id),
          beneath: AnyOverlay(view)))
    }
  }
}

extension OutboxRow {
  /// Lines of the screen that a row takes.
  package static let lines = 2
}
