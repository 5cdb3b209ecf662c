// A screen being drawn: first the panes, gathered as items where what they show has changed and made
// into cells where they differ from the last paint, then an overlay on top.

import Desk
import TextGrid

struct Canvas {
  /// The cells; there are none while panes are gathered.
  var frame: Frame
  let size: Size
  /// Where the terminal's cursor goes; nil hides it.
  var cursor: Point?
  /// What answers to the mouse: of the part that is gathered, later of what lies over all.
  var regions: [HitRegion] = []
  let theme: Theme
  /// What later paints need not compute again.
  var rowTexts: RowTexts
  /// The parts that had to be drawn.
  private(set) var drawn: [ScreenPart] = []
  private let ground: DrawnPanes.Ground
  private let last: DrawnPanes?
  /// The pane that gets the keys: its border is seen.
  private let focused: Rect?
  private var parts: [DrawnPart?] = Array(repeating: nil, count: ScreenPart.allCases.count)
  private var gathered: DrawnPart?
  private var isGathering = true

  init(
    on ground: DrawnPanes.Ground, focused: Rect?, over last: DrawnPanes?, rowTexts: RowTexts
  ) {
    self.ground = ground
    self.focused = focused
    self.last = last?.ground == ground ? last : nil
    self.rowTexts = rowTexts
    theme = ground.theme
    size = ground.size
    frame = Frame(size: .zero, widths: ground.widths)
  }

  var widths: TextWidth { frame.widths }

  mutating func hit(_ rect: Rect, _ target: HitTarget) {
    regions.append(HitRegion(rect, target))
  }

  // MARK: Parts

  /// Gathers a part, unless it stands there already as this input draws it.
  ///
  /// - Returns: whether it had to be drawn.
  @discardableResult
  mutating func part<Input: Hashable & Sendable>(
    _ part: ScreenPart, in rect: Rect, from input: Input, draw: (inout Canvas) -> Void
  ) -> Bool {
    if let old = last?.parts[part.rawValue], old.isDrawn(from: input, in: rect) {
      parts[part.rawValue] = old
      if let place = old.cursor { cursor = place }
      return false
    }
    let before = (regions, cursor)
    (regions, cursor) = ([], nil)
    gathered = DrawnPart(input, in: rect)
    draw(&self)
    gathered?.regions = regions
    gathered?.cursor = cursor
    parts[part.rawValue] = gathered
    gathered = nil
    regions = before.0
    cursor = cursor ?? before.1
    drawn.append(part)
    return true
  }

  /// Takes all parts but these from the last paint; false where there is none on the same ground.
  mutating func keepsAll(but others: Set<ScreenPart>) -> Bool {
    guard let last else { return false }
    for part in ScreenPart.allCases where !others.contains(part) {
      parts[part.rawValue] = last.parts[part.rawValue]
      if let place = parts[part.rawValue]?.cursor { cursor = place }
    }
    return true
  }

  /// Takes the input as one that draws the part as it stands.
  mutating func settle<Input: Hashable & Sendable>(_ part: ScreenPart, to input: Input) {
    parts[part.rawValue]?.input = input
  }

  // MARK: Items

  /// Lays a surface over a rectangle.
  mutating func fill(_ rect: Rect, _ surface: ThemeRole) {
    for row in rect.rowRange {
      draw(
        DisplayItem(
          column: rect.column, end: rect.endColumn, content: .blank, role: surface,
          surface: surface), row: row)
    }
  }

  /// Writes one row of text, cut at the right edge of `clip`.
  mutating func write(
    _ text: some StringProtocol, _ role: ThemeRole, at point: Point, on surface: ThemeRole = .base,
    clip: Rect, endsWithEllipsis: Bool = false, order: TextOrder = .byItself
  ) {
    guard clip.rowRange.contains(point.row), point.column < clip.endColumn, !text.isEmpty else {
      return
    }
    draw(
      DisplayItem(
        column: point.column, end: clip.endColumn,
        content: .text(String(text), endsWithEllipsis: endsWithEllipsis, order: order), role: role,
        surface: surface), row: point.row)
  }

  /// Writes spans one after the other into the top row of `row`, from `column` on. Where there is
  /// not room for all, the text ends with `…`.
  mutating func write(
    _ spans: [Span], in row: Rect, from column: Int? = nil, on surface: ThemeRole = .base
  ) {
    guard let last = spans.last else { return }
    // The last one is measured when it is drawn, if it is.
    let column = lay(spans.dropLast(), in: row, from: column, on: surface)
    write(
      last.text, last.role, at: Point(column: column, row: row.row), on: surface, clip: row,
      endsWithEllipsis: true, order: last.order)
  }

  /// Writes spans as `write` does and returns the column after them.
  mutating func lay(
    _ spans: some Sequence<Span>, in row: Rect, from column: Int? = nil,
    on surface: ThemeRole = .base
  ) -> Int {
    var column = column ?? row.column
    for span in spans {
      let room = row.endColumn - column
      guard room > 0 else { break }
      write(
        span.text, span.role, at: Point(column: column, row: row.row), on: surface, clip: row,
        endsWithEllipsis: true, order: span.order)
      column += min(room, widths.width(of: span.text))
    }
    return column
  }

  /// Writes spans so that they end at the right edge of the row; returns the column they begin at,
  /// or the right edge when they do not fit right of `limit`.
  @discardableResult
  mutating func writeRight(
    _ spans: [Span], in row: Rect, limit: Int, on surface: ThemeRole = .base
  ) -> Int {
    let start = row.endColumn - widths.width(of: spans)
    guard start >= limit else { return row.endColumn }
    write(spans, in: row, from: start, on: surface)
    return start
  }

  /// Writes a text that may take several rows from the top of `rect`; returns the rows it took.
  @discardableResult
  mutating func writeParagraph(
    _ text: String, _ role: ThemeRole, in rect: Rect, on surface: ThemeRole = .base
  ) -> Int {
    let lines = widths.wrap(text, columns: rect.columns).prefix(rect.rows)
    for (index, line) in lines.enumerated() {
      write(
        text[line.shown], role, at: Point(column: rect.column, row: rect.row + index),
        on: surface, clip: rect)
    }
    return lines.count
  }

  /// Draws a row of a picture, cut at the right edge of `row`.
  mutating func draw(
    _ picture: [CellPicture.Cell], in row: Rect, from column: Int, on surface: ThemeRole = .base
  ) {
    guard column < row.endColumn, !picture.isEmpty else { return }
    draw(
      DisplayItem(
        column: column, end: row.endColumn, content: .picture(picture), role: surface,
        surface: surface), row: row.row)
  }

  // MARK: Cells

  private mutating func draw(_ item: DisplayItem, row: Int) {
    if isGathering {
      gathered?.append(item, row: row)
    } else {
      paint(item, row: row)
    }
  }

  /// Makes the parts that were drawn into cells, starting from the last paint. From here on
  /// everything is drawn at once.
  mutating func paintPanes() -> DrawnPanes {
    isGathering = false
    if let last {
      frame = last.frame
    } else {
      frame = Frame(size: size, widths: widths, style: theme.surface(.base))
      paintRules(ground.layout)
    }
    if last?.focused != focused || last == nil { paintFocus(ground.layout) }
    frame.movable = [ground.layout.list, parts[ScreenPart.messages.rawValue]?.rect]
      .compactMap { $0 }
    for part in drawn {
      guard let new = parts[part.rawValue] else { continue }
      let old = last?.parts[part.rawValue].flatMap { $0.rect == new.rect ? $0.rows : nil }
      for (offset, items) in new.rows.enumerated() {
        if let old, old[offset] == items { continue }
        let row = new.rect.row + offset
        frame.fill(new.rect.line(offset), style: theme.surface(.base))
        for item in items { paint(item, row: row) }
      }
    }
    return DrawnPanes(frame: frame, parts: parts, ground: ground, focused: focused)
  }

  private mutating func paint(_ item: DisplayItem, row: Int) {
    let room = item.end - item.column
    let clip = Rect(column: item.column, row: row, columns: room, rows: 1)
    switch item.content {
    case .blank: frame.fill(clip, style: theme.surface(item.surface))
    case .text(let text, let endsWithEllipsis, let order):
      frame.write(
        endsWithEllipsis ? widths.truncated(text, to: room) : text, at: clip.origin,
        style: theme.style(item.role, on: item.surface), clip: clip, order: order)
    case .picture(let cells):
      frame.draw(cells, at: clip.origin, on: theme.surface(item.surface), clip: clip)
    }
  }

  private mutating func paintRules(_ layout: DeskLayout) {
    let line = theme.style(.divider)
    for row in [layout.upperRule, layout.rule].compactMap({ $0 }) {
      frame.horizontalRule(row: row, columns: 0..<size.columns, style: line)
    }
    for column in layout.dividers {
      let start = layout.upperRule ?? layout.panes.row
      let end = layout.rule.map { $0 + 1 } ?? layout.panes.endRow
      frame.verticalRule(column: column, rows: start..<end, style: line)
    }
  }

  private mutating func paintFocus(_ layout: DeskLayout) {
    let (line, focus) = (theme.style(.divider), theme.style(.focus))
    for rect in layout.rules { frame.restyle(rect) { $0 = line } }
    guard let focused else { return }
    for rect in layout.rules(around: focused) { frame.restyle(rect) { $0 = focus } }
  }
}

extension Rect {
  /// One row of it, counted from its top.
  func line(_ index: Int) -> Rect {
    Rect(
      column: column, row: row + index, columns: columns, rows: index >= 0 && index < rows ? 1 : 0)
  }

  /// The rectangle without `count` columns at its left.
  func indented(_ count: Int) -> Rect {
    Rect(column: column + count, row: row, columns: columns - count, rows: rows)
  }

  /// The rectangle without `count` columns at its right.
  func narrowed(_ count: Int) -> Rect {
    Rect(column: column, row: row, columns: columns - count, rows: rows)
  }
}
