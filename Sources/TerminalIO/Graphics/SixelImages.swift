// Pictures as sixels. The terminal keeps pixels where they were drawn until something is written there,
// so that each is drawn again when it was touched, and what it lay on is written anew when it goes.

import TextGrid

/// Which pictures stand where on the terminal.
struct SixelImages {
  struct Place: Hashable {
    let picture: PixelPicture
    let rect: Rect
  }

  private(set) var shown: [Place] = []

  /// The terminal shows none of them any more.
  mutating func forget() { shown = [] }

  /// The frame as text: under a picture that is there as a whole nothing stands; of one that is cut, the
  /// cells do.
  func resolved(
    _ frame: Frame, _ pictures: [PixelPictureID: PixelPicture]
  ) -> (frame: Frame, wanted: [Place]) {
    var parts: [Place: Int] = [:]
    let marks = frame.pictureMarks
    for (point, mark) in marks {
      guard let picture = pictures[mark.id] else { continue }
      parts[Self.place(of: picture, point, mark), default: 0] += 1
    }
    // Sixels in the last row would scroll the screen.
    let whole = parts.filter { place, count in
      count == place.rect.columns * place.rect.rows && place.rect.endRow < frame.size.rows
    }
    var frame = frame
    frame.replaceMarks { point, mark in
      guard let picture = pictures[mark.id] else { return Self.nothing }
      if whole[Self.place(of: picture, point, mark)] != nil { return Self.nothing }
      guard picture.cells.indices.contains(mark.row),
        picture.cells[mark.row].indices.contains(mark.column)
      else { return Self.nothing }
      return picture.cells[mark.row][mark.column]
    }
    let wanted = whole.keys.sorted {
      ($0.rect.row, $0.rect.column) < ($1.rect.row, $1.rect.column)
    }
    return (frame, wanted)
  }

  /// What stood under a picture that goes or moves has to be written, whatever the frame before says.
  func exposed(_ old: inout Frame, besides wanted: [Place]) {
    for place in shown where !wanted.contains(place) { old.forget(place.rect) }
  }

  /// The pictures that have to be drawn once the rows are painted: new ones, and those that are touched.
  mutating func drawing(_ wanted: [Place], _ frame: Frame, over old: Frame) -> [Place] {
    let before = shown
    shown = wanted
    return wanted.filter { place in
      !before.contains(place)
        || place.rect.rowRange.contains { row in
          frame[row: row].touches(place.rect.columnRange, over: old[row: row])
        }
    }
  }

  /// The string that draws a picture at the cursor; what it leaves open stays as it is.
  static func string(_ picture: PixelPicture) -> [UInt8] {
    Array("\u{1B}P0;1;0q".utf8) + picture.bytes + Array("\u{1B}\\".utf8)
  }

  private static func place(
    of picture: PixelPicture, _ point: Point, _ mark: PictureMark
  ) -> Place {
    Place(
      picture: picture,
      rect: Rect(
        column: point.column - mark.column, row: point.row - mark.row, columns: picture.columns,
        rows: picture.rows))
  }

  /// No blank: a run of blanks is erased as one, up to where a picture is.
  private static let nothing = CellPicture.Cell(
    "\u{A0}", foreground: .default, background: .default)
}

extension FrameRow {
  /// Whether painting this row over an older one may write in these columns.
  fileprivate func touches(_ columns: Range<Int>, over old: FrameRow) -> Bool {
    guard let changed = changedColumns(since: old) else { return false }
    // After text of uncertain width the rest of a row is painted anew.
    let isUncertain = (cells + old.cells).contains(where: \.isUncertain)
    return changed.overlaps(columns) || isUncertain && changed.lowerBound < columns.upperBound
  }
}
