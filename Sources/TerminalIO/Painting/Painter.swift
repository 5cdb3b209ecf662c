// Turns the difference of two frames into the bytes that make the terminal show the new one.
//
// Terminals disagree about the width of much that is not Latin. The painter believes the frame, and
// keeps each disagreement where it arises: whatever follows such text is placed by its column, and
// what such text may have run over is painted after it.

package import TextGrid

/// Remembers what the terminal shows, and paints what is to change.
package struct Painter {
  /// What the terminal has told of itself may be added.
  var terminal: Capabilities
  var pen: Pen
  /// What the terminal shows; nil when that is unknown.
  private var shown: Frame?
  private var cursorIsShown: Bool?
  var place: Place?
  var bytes: [UInt8] = []
  /// The bottom row of the frame that is being painted.
  private(set) var lastRow = 0
  /// How many rows the last paint had to look at: those that were drawn since the one before.
  private(set) var examinedRows = 0

  /// Where the terminal's cursor is.
  struct Place: Equatable {
    var row: Int
    var column: Int
    /// False where only the row is certain.
    var isExact: Bool
  }

  private var kitty: KittyImages
  private var sixels = SixelImages()

  package init(_ terminal: Capabilities, isInsideTmux: Bool = false) {
    self.terminal = terminal
    kitty = KittyImages(isInsideTmux: isInsideTmux)
    pen = Pen(terminal)
  }

  /// The terminal may show anything: the next frame is painted whole.
  mutating func forget() {
    shown = nil
    place = nil
    cursorIsShown = nil
    pen.forget()
    kitty.forget()
    sixels.forget()
  }

  /// Takes back what the terminal holds of ours besides the screen.
  mutating func leave() -> [UInt8] { kitty.takingAllBack() }

  /// The terminal tells whether it has a private mode.
  mutating func note(_ mode: Int, isKnown: Bool) {
    switch mode {
    case TerminalMode.synchronizedPaint: terminal.synchronizes = isKnown
    case TerminalMode.margins: terminal.hasMargins = isKnown
    default: break
    }
  }

  /// The bytes that turn what is shown into `frame`.
  ///
  /// - Parameter pictures: those in pixels that the frame may have parts of.
  package mutating func paint(
    _ frame: Frame, pictures: [PixelPictureID: PixelPicture] = [:]
  ) -> [UInt8] {
    bytes.removeAll(keepingCapacity: true)
    lastRow = frame.size.rows - 1
    let isSixel = pictures.values.contains { $0.form == .sixel } || !sixels.shown.isEmpty
    if isSixel { return paintWithSixels(frame, pictures) }
    var used: [PixelPicture] = []
    if !pictures.isEmpty {
      let ids = Set(frame.pictureMarks.map(\.mark.id))
      used = ids.compactMap { pictures[$0] }.sorted { $0.id.value < $1.id.value }
    }
    bytes += kitty.sending(used)
    var old = before(frame)
    scroll(&old, towards: frame)
    paintRows(of: frame, over: old)
    let output = wrapped(cursorWillShow: wantsCursor(frame), frame)
    shown = frame
    return output + kitty.takingBack(sparing: used.count)
  }

  private mutating func paintWithSixels(
    _ marked: Frame, _ pictures: [PixelPictureID: PixelPicture]
  ) -> [UInt8] {
    let (frame, wanted) = sixels.resolved(marked, pictures)
    var old = before(frame)
    if shown == nil { sixels.forget() }
    sixels.exposed(&old, besides: wanted)
    // What is scrolled takes pixels with it, or not: terminals differ.
    if wanted.isEmpty, sixels.shown.isEmpty { scroll(&old, towards: frame) }
    paintRows(of: frame, over: old)
    for place in sixels.drawing(wanted, frame, over: old) {
      move(toRow: place.rect.row, column: place.rect.column, in: frame[row: place.rect.row])
      bytes += SixelImages.string(place.picture)
      self.place = nil
    }
    let output = wrapped(cursorWillShow: wantsCursor(frame), frame)
    shown = frame
    return output
  }

  private mutating func paintRows(of frame: Frame, over old: Frame) {
    examinedRows = 0
    for row in 0..<frame.size.rows where !frame[row: row].isSame(as: old[row: row]) {
      examinedRows += 1
      paintRow(row, of: frame[row: row], over: old[row: row])
    }
  }

  private func wantsCursor(_ frame: Frame) -> Bool {
    frame.cursor.map { frame.bounds.contains($0) } ?? false
  }

  /// What to compare the frame with: what is shown, or the blank screen after clearing.
  private mutating func before(_ frame: Frame) -> Frame {
    if let shown, shown.size == frame.size { return shown }
    pen.forget()
    pen.take(.plain, to: &bytes)
    bytes += terminal.clear
    place = Place(row: 0, column: 0, isExact: true)
    return Frame(size: frame.size, widths: frame.widths)
  }

  /// Adds the cursor; hides it while much is painted, and lets the terminal show that at once.
  private mutating func wrapped(cursorWillShow: Bool, _ frame: Frame) -> [UInt8] {
    let isLarge = bytes.count > Self.largePaint
    let hidesCursor = cursorIsShown != false && (!cursorWillShow || isLarge)
    let showsCursor = cursorWillShow && (cursorIsShown != true || hidesCursor)
    if let cursor = frame.cursor, cursorWillShow {
      move(toRow: cursor.row, column: cursor.column, in: frame[row: cursor.row])
    }
    cursorIsShown = cursorWillShow
    if showsCursor { bytes += terminal.showCursor }
    guard isLarge || hidesCursor else { return bytes }
    let isSynchronized = isLarge && terminal.synchronizes
    var output = isSynchronized ? Array("\u{1B}[?\(TerminalMode.synchronizedPaint)h".utf8) : []
    if hidesCursor { output += terminal.hideCursor }
    output += bytes
    if isSynchronized { output += Array("\u{1B}[?\(TerminalMode.synchronizedPaint)l".utf8) }
    return output
  }

  /// Fewer bytes than this reach the terminal's parser together.
  private static let largePaint = 512

  /// Moves the cursor, in the cheapest way known; nothing when it is there.
  ///
  /// - Parameter cells: the row as it is to become, of which what stands between may be written again.
  mutating func move(toRow row: Int, column: Int, in cells: FrameRow) {
    defer { place = Place(row: row, column: column, isExact: true) }
    guard let place, place.row == row else {
      if let place, place.row + 1 == row, column == 0 {
        bytes += [0x0D, 0x0A]
      } else {
        terminal.move.append(row, column, to: &bytes)
      }
      return
    }
    if place.isExact, place.column == column { return }
    if place.isExact, place.column < column,
      rewrite(place.column..<column, of: cells)
    {
      return
    }
    if column == 0 {
      bytes.append(0x0D)
      return
    }
    if place.isExact, place.column - column == 1 {
      bytes.append(0x08)
      return
    }
    var best = terminal.move.bytes(row, column)
    var others: [[UInt8]] = []
    if !terminal.moveToColumn.isMissing { others.append(terminal.moveToColumn.bytes(column)) }
    if place.isExact, column > place.column, !terminal.moveRight.isMissing {
      others.append(terminal.moveRight.bytes(column - place.column))
    }
    if place.isExact, (1...3).contains(place.column - column) {
      others.append(Array(repeating: 0x08, count: place.column - column))
    }
    for other in others where other.count < best.count { best = other }
    bytes += best
  }

  /// Writes a few cells again that stand between, when that is cheaper than to step over them.
  private mutating func rewrite(_ columns: Range<Int>, of row: FrameRow) -> Bool {
    guard (1...3).contains(columns.count) else { return false }
    for column in columns {
      let cell = row.cells[column]
      guard cell.width == 1, !cell.isUncertain, cell.style == pen.style else { return false }
    }
    for column in columns { row.append(row.cells[column], to: &bytes) }
    return true
  }
}
