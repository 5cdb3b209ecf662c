// Pictures among the messages. Their rows are there before they are: nothing moves when one comes.

import ChatModel
import Desk
import Sentences
import TextGrid

/// One row of a picture, and which one it is.
struct PictureRow: Hashable, Sendable {
  let wish: PictureWish
  /// Nothing while it is not drawn.
  let cells: [CellPicture.Cell]
}

/// What the rows of pictures depend on.
struct PictureGround: Hashable, Sendable {
  var entries: Version
  /// Rows of each; 0: none is shown.
  var rows: Int
}

extension Scene {
  var pictureGround: PictureGround {
    PictureGround(entries: state.$pictures, rows: thumbnailRows)
  }

  /// By the size of the screen alone, so that nothing moves while the reply grows.
  private var thumbnailRows: Int {
    guard state.picturesProblem == nil else { return 0 }
    return switch (layout.hints ?? layout.status).endRow {
    case 34...: 8
    case 20...: 4
    default: 0
    }
  }

  /// Draws a picture from the left of a place, or says why it is not there.
  func draw(
    _ wish: PictureWish, on canvas: inout Canvas, in rect: Rect, surface: ThemeRole = .base
  ) {
    switch state.pictures[wish.key] {
    case .drawn(let picture)?:
      for (offset, cells) in picture.rows.prefix(rect.rows).enumerated() {
        canvas.draw(cells, in: rect.line(offset), from: rect.column, on: surface)
      }
    case .refused(let reason)?:
      canvas.write([Span(said("not drawn: \(reason)"), .hint)], in: rect.line(0), on: surface)
    case .wanted?, nil: canvas.write([Span("…", .dim)], in: rect.line(0), on: surface)
    }
  }

  /// The rows of a picture in a column of text; none where there is no room for pictures.
  func thumbnail(
    of source: PictureKey.Source, _ media: Media?, columns: Int
  ) -> [MessageLine] {
    let rows = thumbnailRows
    let columns = min(columns, rows * 4)
    guard rows > 0, columns >= 12 else { return [] }
    let wish = state.wish(for: source, of: media, columns: columns, rows: rows)
    var picture: CellPicture?
    var words: Span?
    switch state.pictures[wish.key] {
    case .drawn(let drawn)?: picture = drawn
    case .refused(let reason)?: words = Span(said("not drawn: \(reason)"), .hint)
    case .wanted?, nil: words = Span("…", .dim)
    }
    return (0..<rows).map { row in
      var line = MessageLine(row == 0 ? words.map { [$0] } ?? [] : [])
      let cells = picture.flatMap { row < $0.rows.count ? $0.rows[row] : nil } ?? []
      line.picture = PictureRow(wish: wish, cells: cells)
      line.isMedia = true
      return line
    }
  }
}
