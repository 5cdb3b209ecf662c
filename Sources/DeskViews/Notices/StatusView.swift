// The rows at the bottom: the coach, the last thing worth saying, the keys.

import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

/// The words of the status line.
struct NoticeWords: Hashable, Sendable {
  /// A sequence of keys that has begun.
  var keys: String?
  var spans: [Span]?
  /// Where all of it can be read.
  var way: [Span]?
}

extension Scene {
  func drawCoach(on canvas: inout Canvas, in row: Rect) {
    guard let text = state.coachText else { return }
    canvas.write(
      [Span(Sign.coach.glyph + " ", .focus), Span(text, .coach)], in: row.indented(1).narrowed(1))
  }

  func drawStatus(on canvas: inout Canvas, in row: Rect) {
    canvas.hit(row, .statusLine)
    drawNotice(on: &canvas, in: row)
  }

  /// What the status line may say.
  var noticeWords: NoticeWords {
    NoticeWords(
      keys: state.pendingKeys.isEmpty ? nil : Key.describe(state.pendingKeys) + " …",
      spans: isAskedAboveReply ? nil : state.statusLine.map(Self.noticeSpans), way: wayToLog)
  }

  /// What the status line would say stands as a question above the reply, whole.
  private var isAskedAboveReply: Bool {
    guard let asked = state.composer?.askedWords, asked == state.statusLine?.text,
      let rect = layout.composer, let composer
    else { return false }
    return rect.rows > composer.remarkRows
  }

  /// What is too long ends with `…`, and the key of the log, which has all of it, stands behind.
  func drawNotice(on canvas: inout Canvas, in row: Rect) {
    let words = noticeWords
    let row = row.indented(1)
    var room = row
    if let keys = words.keys {
      let start = canvas.writeRight([Span(keys + " ", .key)], in: row, limit: row.column)
      room = row.narrowed(row.endColumn - start + 1)
    }
    guard let spans = words.spans else { return }
    room = room.narrowed(1)
    if canvas.widths.width(of: spans) > room.columns, let way = words.way {
      let start = canvas.writeRight(way, in: room, limit: room.column + 20)
      room = room.narrowed(room.endColumn - start)
    }
    canvas.write(spans, in: room)
  }

  /// The keys that lead from here to the log; nil where an overlay has them.
  private var wayToLog: [Span]? {
    guard state.overlay == nil else { return nil }
    let isWriting = state.focus == .composer
    let way = [
      isWriting ? keys.name(.cancel, in: .composer) : "",
      keys.name(.log, in: isWriting ? .list : .messages),
    ].filter { !$0.isEmpty }
    return [Span(" " + way.joined(separator: " "), .key), Span(said(" all"), .hint)]
  }

  /// The severity stands left of the text, as a word or a mark.
  static func noticeSpans(_ entry: LogEntry) -> [Span] {
    let text = Excerpt.oneLine(shortPath(entry.text), scalars: 400)
    let mark = mark(entry.severity)
    return mark.text.isEmpty ? [Span(text, mark.role)] : [mark, Span(text, mark.role)]
  }

  /// A file that a notice begins with, by the last parts of its path: what is wrong with it has to be on
  /// the line, and the log has all of it.
  private static func shortPath(_ text: String) -> String {
    guard text.hasPrefix("/"), let end = text.range(of: ": ")?.lowerBound else { return text }
    let parts = text[..<end].split(separator: "/")
    guard parts.count > 2, parts.last?.contains(":") == true else { return text }
    return "…/" + parts.suffix(2).joined(separator: "/") + text[end...]
  }

  static func mark(_ severity: Notice.Severity) -> Span {
    switch severity {
    case .info: Span("", .info)
    case .warning: Span(Sign.warning.glyph + " ", .warning)
    case .failure: Span(Sign.failed.glyph + " ", .failure)
    }
  }

  func drawHints(on canvas: inout Canvas, in row: Rect) {
    drawHints(on: &canvas, in: row.indented(1), surface: .base)
  }

  /// The keys that are worth knowing where the keys go now; returns the column after them.
  @discardableResult
  func drawHints(
    on canvas: inout Canvas, in row: Rect, surface: ThemeRole, without unwanted: Command? = nil
  ) -> Int {
    var column = row.column
    let hints = state.hints.filter { $0.command != unwanted }
    func spans(_ hint: Hint) -> [Span] {
      [Span(hint.keys, .key), Span(" " + hint.label, .hint)]
    }
    // Whatever else has no room, the way to the help does.
    var kept =
      hints.first { $0.command == .help }.map { canvas.widths.width(of: spans($0)) + 2 } ?? 0
    for hint in hints {
      if hint.command == .help { kept = 0 }
      let spans = spans(hint)
      let width = canvas.widths.width(of: spans)
      guard column + width + kept < row.endColumn else {
        if kept > 0 { continue }
        break
      }
      let end = canvas.lay(spans, in: row, from: column, on: surface)
      canvas.hit(
        Rect(column: column, row: row.row, columns: end - column, rows: 1), .hint(hint.command))
      column = end + 2
    }
    return column
  }
}
