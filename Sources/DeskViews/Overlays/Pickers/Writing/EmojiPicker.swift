// All emoji by their names.

import Desk

extension Scene {
  func draw(_ overlay: EmojiPicker, on canvas: inout Canvas) -> OverlaySight {
    drawPicker(overlay.picker, detailFirst: false, on: &canvas)
  }
}
