// What the middle of the desk shows beside the open conversation.

import Desk
import TextGrid

extension Scene {
  /// Draws what was called up, below the views where these have no row of their own.
  func drawMain(on canvas: inout Canvas, in pane: Rect, memory: inout PaneMemory) {
    let parts = listParts(pane)
    func draw(
      _ title: ViewsWords?, on canvas: inout Canvas, _ body: (inout Canvas) -> Void
    ) {
      canvas.hit(pane, .list)
      if let title { drawListTitle(title, on: &canvas, in: parts.title) }
      body(&canvas)
    }
    switch layout.team == nil || state.main != .team ? state.main : .conversation {
    case .conversation:
      let input = listInput(parts)
      var words = memory.list.words(for: input, at: now)
      if words == nil {
        let new = listWords(input, &canvas.rowTexts)
        memory.list.note(new, for: input, at: now, until: new.changesAt)
        words = new
      }
      guard let words else { return }
      canvas.part(.list, in: pane, from: words.withoutTime) { canvas in
        draw(words.title, on: &canvas) { drawList(words, on: &$0, parts) }
      }
    case .statistics:
      var rest = pane
      _ = rest.takeTop(parts.title.rows)
      let input = statisticsInput
      canvas.part(.list, in: pane, from: input) { canvas in
        draw(input.title, on: &canvas) { drawStatistics(on: &$0, in: rest) }
      }
    case .team:
      var rest = pane
      let title = rest.takeTop(parts.title.rows)
      drawTeam(on: &canvas, in: rest, memory: &memory.team)
      if layout.views == nil {
        canvas.part(.list, in: title, from: viewsWords) {
          $0.hit(title, .list)
          drawListTitle(viewsWords, on: &$0, in: title)
        }
      }
    }
  }
}
