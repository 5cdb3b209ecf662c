// What a screen consists of, before it becomes cells. Most of a screen is the same from paint to
// paint, and measuring Devanagari is expensive: only rows whose content has changed are drawn again.

import TextGrid

/// One thing in a row.
struct DisplayItem: Hashable, Sendable {
  enum Content: Hashable, Sendable {
    /// Spaces up to `end`.
    case blank
    /// A text that is cut at `end`, with `…` when it may be.
    case text(String, endsWithEllipsis: Bool, order: TextOrder)
    /// A row of a picture, in colours of its own.
    case picture([CellPicture.Cell])
  }

  let column: Int
  /// The first column that it may not touch.
  let end: Int
  let content: Content
  let role: ThemeRole
  let surface: ThemeRole
}

/// The parts of a screen that change apart from each other, in the order in which they are drawn.
package enum ScreenPart: Int, CaseIterable, Sendable {
  case header, views, team, list, messagesTitle, messages, messagesFoot, details, next, strips
  case wire, composer, coach
  case status, hints

  /// What a key in the reply may change, however still everything else is.
  static let ofReply: Set<ScreenPart> = [.composer, .status, .hints]
}

/// A part as it was drawn last, and what it was drawn from: the same input draws the same.
struct DrawnPart: Sendable {
  var input: any Hashable & Sendable
  var rect: Rect
  /// What each row of `rect` consists of, in the order in which it was drawn.
  var rows: [[DisplayItem]]
  var regions: [HitRegion] = []
  var cursor: Point?

  init(_ input: any Hashable & Sendable, in rect: Rect) {
    self.input = input
    self.rect = rect
    rows = Array(repeating: [], count: rect.rows)
  }

  func isDrawn<Input: Hashable>(from input: Input, in rect: Rect) -> Bool {
    rect == self.rect && (self.input as? Input) == input
  }

  /// Adds an item; rows outside the part take none.
  mutating func append(_ item: DisplayItem, row: Int) {
    guard rect.rowRange.contains(row) else { return }
    rows[row - rect.row].append(item)
  }
}

/// The panes of the last paint, without what lay over them.
struct DrawnPanes: Sendable {
  var frame: Frame
  var parts: [DrawnPart?]
  /// What all cells depend on besides the items.
  var ground: Ground
  var focused: Rect?

  struct Ground: Hashable, Sendable {
    var size: Size
    var layout: DeskLayout
    var theme: Theme
    var widths: TextWidth
  }
}
