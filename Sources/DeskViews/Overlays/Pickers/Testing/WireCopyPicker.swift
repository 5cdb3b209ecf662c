// In which form a record of the wire is copied.

import Desk

extension Scene {
  func draw(_ overlay: WireCopyPicker, on canvas: inout Canvas) -> OverlaySight {
    drawPicker(overlay.picker, detailFirst: false, on: &canvas)
  }
}
