// What a screen consists of, before it becomes cells. Most of a screen is the same from paint to
// paint, and measuring Devanagari is expensive: only rows whose content has changed are drawn again.

import TextGrid

/// One thing in a row.
struct DisplayItem: Hashable, Sendable {
  enum Content: Hashable, Sendable {
    /// Spaces up to `end`.
    case blank
    /// A text that is cut at `end`, with `…` when it may be.
    case text(String, endsWithEllipsis: Bool)
  }

  let column: Int
  /// The first column that it may not touch.
  let end: Int
  let content: Content
  let role: ThemeRole
  let surface: ThemeRole
}

/// The parts of a screen that change apart from each other.
enum ScreenPart: Int, CaseIterable, Sendable {
  case list, messages, details, rest
}

/// The rows of one screen, part by part, in the order in which they were drawn.
struct DisplayList: Sendable {
  let size: Size
  private var rows: [[DisplayItem]]

  init(size: Size) {
    self.size = size
    rows = Array(repeating: [], count: max(0, size.rows) * ScreenPart.allCases.count)
  }

  subscript(row: Int, part: ScreenPart) -> [DisplayItem] {
    rows[row * ScreenPart.allCases.count + part.rawValue]
  }

  /// Adds an item; rows outside the screen take none.
  mutating func append(_ item: DisplayItem, row: Int, part: ScreenPart) {
    guard row >= 0, row < size.rows else { return }
    rows[row * ScreenPart.allCases.count + part.rawValue].append(item)
  }
}

/// The panes of the last paint, without what lay over them.
struct PaintedPanes: Sendable {
  var frame: Frame
  var items: DisplayList
  /// What all cells depend on besides the items.
  var ground: Ground

  struct Ground: Hashable, Sendable {
    var layout: DeskLayout
    var theme: Theme
    var widths: TextWidth
  }
}
