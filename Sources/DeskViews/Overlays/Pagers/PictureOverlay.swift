import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

extension Scene {
  /// Draws a picture as large as the screen lets it be.
  func draw(_ overlay: PictureOverlay, on canvas: inout Canvas) -> OverlaySight {
    let size = canvas.size
    let (box, inside) = canvas.openOverlay(
      title: pictureTitle(overlay), columns: size.columns, rows: size.rows - 6)
    var room = inside
    let foot = room.takeBottom(1)
    let media = overlay.media
    let wish = state.wish(
      for: .media(media.id), of: media, columns: room.columns, rows: room.rows, isAskedFor: true)
    switch state.pictures[wish.key] {
    case .drawn(let picture)?:
      let left = room.column + max(0, (room.columns - picture.columns) / 2)
      let top = room.row + max(0, (room.rows - picture.rows.count) / 2)
      for (offset, cells) in picture.rows.enumerated() {
        canvas.draw(cells, in: room.line(top - room.row + offset), from: left, on: .overlay)
      }
    case .refused(let reason)?:
      canvas.writeParagraph(
        said(
          """
          It is not drawn: \(reason). \(keys.name(.saveMedia, in: .picture)) saves it, \
          \(keys.name(.openMedia, in: .picture)) opens it outside.
          """), .failure, in: room,
        on: .overlay)
    case .wanted?, nil: canvas.write("…", .dim, at: room.origin, on: .overlay, clip: room)
    }
    drawHints(on: &canvas, in: foot, surface: .overlay)
    return OverlaySight(box: box, rows: room.rows, pictures: [wish])
  }

  /// `leaf.jpg 13 kB  2 of 5  Lakshmi R., 14:02`: what must be known stands before foreign text.
  private func pictureTitle(_ overlay: PictureOverlay) -> [Span] {
    let media = overlay.media
    var facts: [String] = []
    if let place = overlay.place(on: state) {
      facts.append(said("\(place.index + 1) of \(place.count)"))
    }
    if let message = overlay.message(on: state) {
      facts.append(clock.moment(message.time, now: serverNow))
    }
    if let size = media.size { facts.append(FileSize.text(size)) }
    let name = Excerpt.oneLine(media.name ?? said("a picture"), scalars: 200)
    return [
      Span(said("PICTURE"), .focus), Span("  " + facts.joined(separator: "  "), .dim),
      Span("  ", .dim),
      Span(name + "  ", .text),
      Span(state.origin(of: media, in: overlay.conversationID), .recipient),
    ]
  }
}
