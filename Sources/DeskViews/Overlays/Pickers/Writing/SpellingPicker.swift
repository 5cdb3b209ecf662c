// What a word may have been meant to be.

import Desk

extension Scene {
  func draw(_ overlay: SpellingPicker, on canvas: inout Canvas) -> OverlaySight {
    drawPicker(overlay.picker, detailFirst: false, on: &canvas)
  }
}
