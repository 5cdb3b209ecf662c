// What a terminal without room for the desk shows: one sentence.

import Sentences
import TextGrid

struct TooSmallView {
  let size: Size

  func draw(on frame: inout Frame, style: Style) {
    let least = DeskLayout.smallest
    let text =
      said(
        """
        furrow needs \(least.columns)x\(least.rows) to show the desk. At \
        \(size.columns)x\(size.rows) nothing is lost: make it larger.
        """)
    let lines = frame.widths.wrap(text, columns: size.columns).prefix(size.rows)
    for (row, line) in lines.enumerated() {
      frame.write(text[line.shown], at: Point(column: 0, row: row), style: style)
    }
  }
}
