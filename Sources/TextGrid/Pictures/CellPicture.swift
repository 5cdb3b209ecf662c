/// A picture made of cells: blocks and their colours, which no theme decides.
package struct CellPicture: Hashable, Sendable {
  /// One cell: a character of one column, and two colours. The default colour is that of what the
  /// picture lies on.
  package struct Cell: Hashable, Sendable {
    package let scalar: Unicode.Scalar
    package let foreground: Color
    package let background: Color
    /// The part of a picture in pixels that stands here instead, where there is one.
    package var mark: PictureMark?

    package init(_ scalar: Unicode.Scalar, foreground: Color, background: Color) {
      self.scalar = scalar
      self.foreground = foreground
      self.background = background
    }
  }

  /// Of the picture itself, in pixels.
  package let width: Int
  package let height: Int
  /// Row by row, all equally long.
  package let rows: [[Cell]]
  /// In pixels, for a terminal that shows them.
  package let pixels: PixelPicture?

  package var columns: Int { rows.first?.count ?? 0 }

  package init(width: Int, height: Int, rows: [[Cell]]) {
    self.width = width
    self.height = height
    self.rows = rows
    pixels = nil
  }

  /// A picture in pixels: each of its cells holds a part.
  package init(width: Int, height: Int, pixels: PixelPicture) {
    self.width = width
    self.height = height
    self.pixels = pixels
    rows = pixels.cells.enumerated().map { row, cells in
      cells.enumerated().map { column, cell in
        var cell = cell
        cell.mark = PictureMark(pixels.id, row: row, column: column)
        return cell
      }
    }
  }
}

extension Frame {
  /// Draws a row of a picture, clipped; what it leaves open shows the surface.
  package mutating func draw(
    _ cells: [CellPicture.Cell], at point: Point, on surface: Style, clip: Rect
  ) {
    let clip = clip.intersection(bounds)
    guard clip.rowRange.contains(point.row) else { return }
    for (offset, cell) in cells.enumerated() {
      let column = point.column + offset
      guard clip.columnRange.contains(column) else { continue }
      if let mark = cell.mark {
        place(mark, at: Point(column: column, row: point.row), on: surface)
        continue
      }
      var style = Style(foreground: cell.foreground, background: surface.background)
      if cell.background != .default { style.background = cell.background }
      if cell.foreground == .default { style.foreground = surface.foreground }
      place(cell.scalar, at: Point(column: column, row: point.row), style: style)
    }
  }
}
