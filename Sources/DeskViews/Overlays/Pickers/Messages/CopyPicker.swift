// Which part of a message is copied.

import Desk

extension Scene {
  func draw(_ overlay: CopyPicker, on canvas: inout Canvas) -> OverlaySight {
    drawPicker(overlay.picker, detailFirst: true, on: &canvas)
  }
}
