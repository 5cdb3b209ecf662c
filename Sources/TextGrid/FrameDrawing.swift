// Drawing on a frame: text, fills, rules, changes of style. Everything is clipped.

extension Frame {
  /// Writes one row of text, up to the right edge of `clip` (the frame when nil).
  ///
  /// A wide cluster that is cut by an edge becomes spaces. Whatever must not reach a terminal is
  /// shown as U+FFFD; foreign text should have passed the ``Sanitizer`` before it was measured.
  ///
  /// - Parameter order: the direction of the text; what is read from the right is treated as
  ///   ``TextWidth/bidi`` says.
  /// - Returns: the column after the last cluster, whether it was inside the clip or not.
  @discardableResult
  package mutating func write(
    _ text: String, at point: Point, style: Style, clip: Rect? = nil, order: TextOrder = .byItself
  ) -> Int {
    draw(text, at: point, style: style, clip: clip, order: order)
  }

  /// Writes one row of text, as the function that takes a `String` does.
  @discardableResult
  package mutating func write(
    _ text: Substring, at point: Point, style: Style, clip: Rect? = nil,
    order: TextOrder = .byItself
  ) -> Int {
    draw(text, at: point, style: style, clip: clip, order: order)
  }

  private mutating func draw<Text: StringProtocol>(
    _ text: Text, at point: Point, style: Style, clip: Rect?, order: TextOrder
  ) -> Int {
    let clip = (clip ?? bounds).intersection(bounds)
    var place = point
    guard clip.rowRange.contains(point.row) else { return point.column + widths.total(text) }
    if widths.bidi != .none, order != .asItStands, text.hasRightToLeft {
      return drawFromRight(text, at: point, style: style, clip: clip, order: order)
    }
    text.forEachPiece { piece in
      switch piece {
      case .ascii(let bytes):
        put(ascii: bytes, at: place, style: style, clip: clip)
        place.column += bytes.count
      case .clusters(let clusters):
        for cluster in clusters {
          place.column += put(cluster, at: place, style: style, clip: clip)
        }
      }
    }
    return place.column
  }

  /// Draws as much of a text as there is room for: its beginning, wherever that is seen.
  private mutating func drawFromRight<Text: StringProtocol>(
    _ text: Text, at point: Point, style: Style, clip: Rect, order: TextOrder
  ) -> Int {
    let end = point.column + widths.total(text)
    let shown = widths.prefix(text, columns: max(0, clip.endColumn - point.column))
    var place = point
    if widths.bidi == .arranged {
      for cluster in BidiLine(shown, order: order).clusters {
        place.column += put(cluster, at: place, style: style, clip: clip)
      }
      return end
    }
    let last = shown.indices.last
    for index in shown.indices {
      place.column += put(
        shown[index], at: place, style: style, clip: clip,
        before: index == shown.startIndex ? Self.firstStrongIsolate : nil,
        after: index == last ? Self.popIsolate : nil)
    }
    return end
  }

  private static let firstStrongIsolate: Unicode.Scalar = "\u{2068}"
  private static let popIsolate: Unicode.Scalar = "\u{2069}"

  private mutating func put(
    ascii bytes: Slice<UnsafeBufferPointer<UInt8>>, at point: Point, style: Style, clip: Rect
  ) {
    let columns = point.column..<(point.column + bytes.count)
    let visible = columns.clamped(to: clip.columnRange)
    guard !visible.isEmpty else { return }
    splitWide(at: visible.lowerBound, row: point.row)
    splitWide(at: visible.upperBound, row: point.row)
    let first = bytes.startIndex - point.column
    var cell = Cell.blank(style)
    rows[point.row].cells.withUnsafeMutableBufferPointer { cells in
      for column in visible {
        cell.glyph = UInt32(bytes[first + column])
        cells[column] = cell
      }
    }
  }

  /// Fills a rectangle with spaces.
  package mutating func fill(_ rect: Rect, style: Style) {
    let rect = rect.intersection(bounds)
    guard !rect.isEmpty else { return }
    for row in rect.rowRange {
      splitWide(at: rect.column, row: row)
      splitWide(at: rect.endColumn, row: row)
      if rect.columns == size.columns {
        rows[row] = FrameRow(columns: size.columns, style: style)
        continue
      }
      rows[row].cells.withUnsafeMutableBufferPointer { cells in
        for column in rect.columnRange { cells[column] = .blank(style) }
      }
    }
  }

  /// Changes the style of every cell of a rectangle and leaves the text.
  package mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
    let rect = rect.intersection(bounds)
    guard !rect.isEmpty else { return }
    for row in rect.rowRange {
      rows[row].cells.withUnsafeMutableBufferPointer { cells in
        for column in rect.columnRange {
          let color = cells[column].style.foreground
          let isPicture = PictureMark(cells[column]) != nil
          change(&cells[column].style)
          // By that colour the picture is known.
          if isPicture { cells[column].style.foreground = color }
        }
      }
    }
  }

  /// Changes the style of every cell of a rectangle and leaves the text.
  package mutating func restyle(_ rect: Rect, _ patch: StylePatch) {
    restyle(rect) { $0 = patch.applied(to: $0) }
  }

  /// Draws `─` over the columns; where an end or the middle meets another rule, they join.
  package mutating func horizontalRule(row: Int, columns: Range<Int>, style: Style) {
    for column in columns {
      var arms: UInt8 = 0
      if column > columns.lowerBound || columns.count == 1 { arms |= 8 }
      if column < columns.upperBound - 1 || columns.count == 1 { arms |= 2 }
      addArms(arms, at: Point(column: column, row: row), style: style)
    }
  }

  /// Draws `│` over the rows; where an end or the middle meets another rule, they join.
  package mutating func verticalRule(column: Int, rows: Range<Int>, style: Style) {
    for row in rows {
      var arms: UInt8 = 0
      if row > rows.lowerBound || rows.count == 1 { arms |= 1 }
      if row < rows.upperBound - 1 || rows.count == 1 { arms |= 4 }
      addArms(arms, at: Point(column: column, row: row), style: style)
    }
  }

  /// Draws a thin frame along the inner edge of a rectangle.
  package mutating func border(_ rect: Rect, style: Style) {
    guard rect.columns > 1, rect.rows > 1 else { return }
    fill(Rect(column: rect.column, row: rect.row, columns: rect.columns, rows: 1), style: style)
    fill(
      Rect(column: rect.column, row: rect.endRow - 1, columns: rect.columns, rows: 1), style: style)
    fill(Rect(column: rect.column, row: rect.row, columns: 1, rows: rect.rows), style: style)
    fill(
      Rect(column: rect.endColumn - 1, row: rect.row, columns: 1, rows: rect.rows), style: style)
    horizontalRule(row: rect.row, columns: rect.columnRange, style: style)
    horizontalRule(row: rect.endRow - 1, columns: rect.columnRange, style: style)
    verticalRule(column: rect.column, rows: rect.rowRange, style: style)
    verticalRule(column: rect.endColumn - 1, rows: rect.rowRange, style: style)
  }

  /// Draws one cluster and answers with its columns.
  ///
  /// - Parameters: marks that go out with it, and take no column.
  private mutating func put(
    _ cluster: Character, at point: Point, style: Style, clip: Rect,
    before: Unicode.Scalar? = nil, after: Unicode.Scalar? = nil
  ) -> Int {
    let row = point.row
    let poolStart = rows[row].pool.count
    func pool(_ scalar: Unicode.Scalar) {
      rows[row].pool.append(
        contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
    if let before { pool(before) }
    var glyph = widths.glyph(for: cluster, emit: pool)
    if before != nil || after != nil {
      if let scalar = glyph.scalar {
        rows[row].pool.removeSubrange(poolStart...)
        if let before { pool(before) }
        pool(scalar)
      }
      if let after { pool(after) }
      glyph.scalar = nil
      glyph.isUncertain = true
    }
    let columns = point.column..<(point.column + glyph.width)
    let visible = columns.clamped(to: clip.columnRange)
    if visible != columns || glyph.scalar != nil {
      rows[row].pool.removeSubrange(poolStart...)
    }
    guard !visible.isEmpty else { return glyph.width }
    splitWide(at: visible.lowerBound, row: row)
    splitWide(at: visible.upperBound, row: row)
    guard visible == columns else {
      for column in visible { rows[row].cells[column] = .blank(style) }
      return glyph.width
    }
    rows[row].cells[columns.lowerBound] = Cell(
      glyph: glyph.scalar?.value ?? rows[row].pooledGlyph(from: poolStart), width: glyph.width,
      style: style, isUncertain: glyph.isUncertain)
    for column in columns.dropFirst() {
      rows[row].cells[column] = Cell(
        glyph: 0x20, width: 0, style: style, isUncertain: glyph.isUncertain)
    }
    rows[row].shrinkPool()
    return glyph.width
  }

  /// Puts a character of one column into a cell inside the frame.
  mutating func place(_ scalar: Unicode.Scalar, at point: Point, style: Style) {
    let shown = widths.isPlain ? scalar.plainForm ?? scalar : scalar
    place(glyph: shown.value, at: point, style: style)
  }

  mutating func place(glyph: UInt32, at point: Point, style: Style) {
    splitWide(at: point.column, row: point.row)
    splitWide(at: point.column + 1, row: point.row)
    rows[point.row].cells[point.column] = Cell(glyph: glyph, width: 1, style: style)
  }

  /// Blanks the wide cluster that a cut before `column` would divide.
  private mutating func splitWide(at column: Int, row: Int) {
    guard column > 0, column < size.columns else { return }
    let cells = rows[row].cells
    guard cells[column].isContinuation else { return }
    var first = column
    while first > 0, cells[first].isContinuation { first -= 1 }
    var end = column
    while end < size.columns, cells[end].isContinuation { end += 1 }
    for index in first..<end { rows[row].cells[index] = .blank(cells[index].style) }
  }

  private mutating func addArms(_ arms: UInt8, at point: Point, style: Style) {
    guard bounds.contains(point) else { return }
    splitWide(at: point.column, row: point.row)
    splitWide(at: point.column + 1, row: point.row)
    let all = arms | rows[point.row].cells[point.column].arms
    rows[point.row].cells[point.column] = Cell(
      glyph: (widths.isPlain ? Self.plainRules : Self.ruleGlyphs)[Int(all & 15)], width: 1,
      style: style, arms: all)
  }

  /// By arms; a lone arm is drawn as a whole line.
  private static let ruleGlyphs: [UInt32] = " │─└││┌├─┘─┴┐┤┬┼".unicodeScalars.map(\.value)
  private static let plainRules: [UInt32] = ruleGlyphs.map { glyph in
    Unicode.Scalar(glyph)?.plainForm?.value ?? glyph
  }
}
