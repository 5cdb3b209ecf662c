// What the middle of the desk shows beside the open conversation.

import Desk
import TextGrid

extension Scene {
  /// Draws the numbers of the views, and below them what was called up.
  func drawMain(on canvas: inout Canvas, in pane: Rect, memory: inout ListMemory) {
    let parts = listParts(pane)
    func draw(on canvas: inout Canvas, _ body: (inout Canvas) -> Void) {
      canvas.hit(pane, .list)
      drawListTitle(on: &canvas, in: parts.title)
      body(&canvas)
    }
    switch state.main {
    case .conversation:
      let input = listInput(parts)
      var words = memory.words(for: input, at: now)
      if words == nil {
        let new = listWords(input, &canvas.rowTexts)
        memory.note(new, for: input, at: now)
        words = new
      }
      guard let words else { return }
      canvas.part(.list, in: pane, from: words.withoutTime) { canvas in
        draw(on: &canvas) { drawList(words, on: &$0, parts) }
      }
    case .statistics:
      var rest = pane
      _ = rest.takeTop(1)
      canvas.part(.list, in: pane, from: statisticsInput) { canvas in
        draw(on: &canvas) { drawStatistics(on: &$0, in: rest) }
      }
    }
  }
}
