// What all overlays share: what lies behind is dimmed, a box with a title stands in the middle.

import Desk
import Sentences
import TextGrid

/// How large overlays become.
enum OverlayBox {
  /// Rows of a longer text, without borders and foot.
  static func pagerRows(_ size: Size) -> Int { max(1, size.rows - 5) }
}

/// What an overlay covers, and the rows of its scrolling part.
struct OverlaySight {
  var box: Rect
  var rows: Int
  /// What it has room for, drawn or not.
  var pictures: [PictureWish] = []
}

extension Canvas {
  /// Dims everything, clears a box of that content size in the middle and returns its inside.
  mutating func openOverlay(
    title: [Span], columns: Int, rows: Int
  ) -> (box: Rect, inside: Rect) {
    let bounds = frame.bounds
    let dim = theme.style(.backdrop)
    frame.restyle(bounds) { $0 = dim }
    cursor = nil
    regions = [HitRegion(bounds, .behindOverlay)]

    let wide = min(max(columns + 4, widths.width(of: title) + 4, 24), bounds.columns)
    let high = min(max(rows, 1) + 2, bounds.rows)
    let box = Rect(
      column: (bounds.columns - wide) / 2, row: (bounds.rows - high) / 2, columns: wide, rows: high)
    fill(box, .overlay)
    frame.border(box, style: theme.style(.dim, on: .overlay))
    write(
      [Span(" ", .dim)] + title + [Span(" ", .dim)], in: box.line(0).inset(columns: 1),
      from: box.column + 2, on: .overlay)
    hit(box, .overlay)
    return (box, box.inset(columns: 2, rows: 1))
  }
}

/// A list that shows a part of its rows.
struct ScrollPart {
  /// The rows shown, `top` corrected to what there is.
  static func rows(count: Int, top: Int, room: Int) -> Range<Int> {
    let first = min(max(0, top), max(0, count - room))
    return first..<min(count, first + max(0, room))
  }

  /// The rows shown, with the selected one among them.
  static func rows(count: Int, selection: Int, room: Int) -> Range<Int> {
    rows(count: count, top: selection - room / 2, room: room)
  }
}

extension Scene {
  /// The one place where the kinds of overlays are told apart; nil for one that has no view.
  func drawOverlay(_ overlay: any Overlay, on canvas: inout Canvas) -> OverlaySight? {
    switch overlay {
    case let overlay as AgentPicker: draw(overlay, on: &canvas)
    case let overlay as BalanceOverlay: draw(overlay, on: &canvas)
    case let overlay as BulkPrompt: draw(overlay, on: &canvas)
    case let overlay as CopyPicker: draw(overlay, on: &canvas)
    case let overlay as EmojiPicker: draw(overlay, on: &canvas)
    case let overlay as EventBox: draw(overlay, on: &canvas)
    case let overlay as EventPicker: draw(overlay, on: &canvas)
    case let overlay as FaultPicker: draw(overlay, on: &canvas)
    case let overlay as HelpOverlay: draw(overlay, on: &canvas)
    case let overlay as LanguagePicker: draw(overlay, on: &canvas)
    case let overlay as LinePrompt: draw(overlay, on: &canvas)
    case let overlay as JumpPicker: draw(overlay, on: &canvas)
    case let overlay as LogOverlay: draw(overlay, on: &canvas)
    case let overlay as MessageDetails: draw(overlay, on: &canvas)
    case let overlay as NoteBox: draw(overlay, on: &canvas)
    case let overlay as OpenPicker: draw(overlay, on: &canvas)
    case let overlay as OutboxOverlay: draw(overlay, on: &canvas)
    case let overlay as Palette: draw(overlay, on: &canvas)
    case let overlay as PastePreview: draw(overlay, on: &canvas)
    case let overlay as PictureOverlay: draw(overlay, on: &canvas)
    case let overlay as PathPrompt: draw(overlay, on: &canvas)
    case let overlay as Question: draw(overlay, on: &canvas)
    case let overlay as ReportOverlay: draw(overlay, on: &canvas)
    case let overlay as ReplyMenu: draw(overlay, on: &canvas)
    case let overlay as SearchOverlay: draw(overlay, on: &canvas)
    case let overlay as SignInPrompt: draw(overlay, on: &canvas)
    case let overlay as SnoozePicker: draw(overlay, on: &canvas)
    case let overlay as SpellingPicker: draw(overlay, on: &canvas)
    case let overlay as StatusMenu: draw(overlay, on: &canvas)
    case let overlay as ThemePicker: draw(overlay, on: &canvas)
    case let overlay as WireCopyPicker: draw(overlay, on: &canvas)
    default: nil
    }
  }

  /// The keys, and which part of the whole is shown.
  func drawScrollFoot(
    _ shown: Range<Int>, of count: Int, on canvas: inout Canvas, in row: Rect
  ) {
    let end = drawHints(on: &canvas, in: row, surface: .overlay)
    if shown.count < count {
      canvas.writeRight(
        [Span(said("\(shown.upperBound) of \(count)"), .hint)], in: row, limit: end, on: .overlay)
    }
  }
}
