// What the middle of the desk shows beside the open conversation.

import Desk
import TextGrid

extension Scene {
  /// Draws the numbers of the views, and below them what was called up.
  func drawMain(on canvas: inout Canvas, in pane: Rect) {
    canvas.hit(pane, .list)
    let parts = listParts(pane)
    drawListTitle(on: &canvas, in: parts.title)
    var rest = pane
    _ = rest.takeTop(1)
    switch state.main {
    case .conversation: drawList(on: &canvas, parts)
    case .statistics: drawStatistics(on: &canvas, in: rest)
    }
  }
}
