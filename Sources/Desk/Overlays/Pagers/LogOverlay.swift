import Foundation

/// What was said so far, newest last.
package struct LogOverlay: Pager {
  package internal(set) var top: Int

  func lineCount(on desk: DeskState) -> Int {
    desk.log.rows(desk.size, widths: desk.metrics.widths).count
  }
}

extension DeskState {
  mutating func openLog() {
    var overlay = LogOverlay(top: 0)
    overlay.top = max(0, overlay.lineCount(on: self) - max(1, metrics.overlayRows))
    open(overlay)
  }
}
