// What the desk asks of the program that draws, on its command line.

/// The cells that a picture may fill, and what they may hold.
package struct PictureRequest: Hashable, Sendable {
  package enum Symbols: String, Hashable, Sendable, CaseIterable {
    /// Two pixels in a cell.
    case halves
    /// Six, where the terminal's font has them.
    case sextants
  }

  package enum Colors: String, Hashable, Sendable, CaseIterable {
    /// Entries of the palette from 16 on, which are the same everywhere.
    case indexed
    /// 24 bits.
    case direct
  }

  /// The same picture in pixels, besides the cells.
  package struct Pixels: Hashable, Sendable {
    package enum Form: String, Hashable, Sendable, CaseIterable {
      /// Red, green, blue, and opacity where some of it is not opaque, row by row: for kitty's protocol.
      case kitty
      case sixel
    }

    package let form: Form
    /// Of a cell, within ``PictureLimits/cellSides``.
    package let cellWidth: Int
    package let cellHeight: Int

    /// nil outside of the limits.
    package init?(_ form: Form, cellWidth: Int, cellHeight: Int) {
      let sides = PictureLimits.cellSides
      guard sides.contains(cellWidth), sides.contains(cellHeight) else { return nil }
      self.form = form
      self.cellWidth = cellWidth
      self.cellHeight = cellHeight
    }

    /// The pixels for so many cells; nil where they would be too many. For kitty there may be fewer: it
    /// scales them.
    package func size(columns: Int, rows: Int) -> (width: Int, height: Int)? {
      let (width, height) = (columns * cellWidth, rows * cellHeight)
      guard form == .kitty else {
        // Of six rows of pixels none is left over: a terminal might count them for the next cell.
        let whole = height / 6 * 6
        return whole > 0 && width * whole <= PictureLimits.screenPixels ? (width, whole) : nil
      }
      var part = 1
      while (width / part) * (height / part) > PictureLimits.screenPixels / 2 { part += 1 }
      return (max(1, width / part), max(1, height / part))
    }
  }

  /// Within ``PictureLimits``.
  package let columns: Int
  package let rows: Int
  package let symbols: Symbols
  package let colors: Colors
  package let pixels: Pixels?

  package init(
    columns: Int, rows: Int, symbols: Symbols, colors: Colors, pixels: Pixels? = nil
  ) {
    self.pixels = pixels
    self.columns = min(
      max(columns, PictureLimits.columns.lowerBound), PictureLimits.columns.upperBound)
    self.rows = min(max(rows, PictureLimits.rows.lowerBound), PictureLimits.rows.upperBound)
    self.symbols = symbols
    self.colors = colors
  }

  package var arguments: [String] {
    [String(columns), String(rows), symbols.rawValue, colors.rawValue]
      + (pixels.map { [$0.form.rawValue, String($0.cellWidth), String($0.cellHeight)] } ?? [])
  }

  /// nil when these are not what ``arguments`` makes.
  package init?(arguments: [String]) {
    guard arguments.count == 4 || arguments.count == 7, let columns = Int(arguments[0]),
      let rows = Int(arguments[1]),
      PictureLimits.columns.contains(columns), PictureLimits.rows.contains(rows),
      let symbols = Symbols(rawValue: arguments[2]), let colors = Colors(rawValue: arguments[3])
    else { return nil }
    var pixels: Pixels?
    if arguments.count == 7 {
      guard let form = Pixels.Form(rawValue: arguments[4]), let width = Int(arguments[5]),
        let height = Int(arguments[6])
      else { return nil }
      pixels = Pixels(form, cellWidth: width, cellHeight: height)
      if pixels == nil { return nil }
    }
    self.init(columns: columns, rows: rows, symbols: symbols, colors: colors, pixels: pixels)
  }

  /// The cells that a picture takes of these, as large as they let it be without another shape. A cell
  /// is twice as high as it is wide.
  package func fit(width: Int, height: Int) -> (columns: Int, rows: Int) {
    let (width, height) = (max(1, width), max(1, height))
    let byHeight = (rows * 2 * width + height / 2) / height
    if byHeight <= columns { return (max(1, byHeight), rows) }
    return (columns, max(1, min(rows, (columns * height + width) / (width * 2))))
  }

  /// Whether a cell may hold this character.
  func allows(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x20, 0x2580, 0x2584, 0x2588: true
    case 0x258C, 0x2590, 0x1FB00...0x1FB3B: symbols == .sextants
    default: false
    }
  }

  /// Whether a cell may have this colour; -1 is the terminal's own.
  func allows(color: Int32) -> Bool {
    color == -1 || (colors == .direct ? 0...0xFFFFFF : 16...255).contains(color)
  }
}
