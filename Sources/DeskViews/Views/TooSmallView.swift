// What a terminal without room for the desk shows: one sentence.

import TextGrid

struct TooSmallView {
  let size: Size

  func draw(on canvas: inout Canvas) {
    let least = DeskLayout.smallest
    let text =
      "furrow needs \(least.columns)x\(least.rows) to show the desk. "
      + "At \(size.columns)x\(size.rows) nothing is lost: make it larger."
    canvas.writeParagraph(text, .text, in: canvas.frame.bounds)
  }
}
