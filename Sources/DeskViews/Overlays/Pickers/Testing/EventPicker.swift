// Which event is written by hand.

import Desk

extension Scene {
  func draw(_ overlay: EventPicker, on canvas: inout Canvas) -> OverlaySight {
    drawPicker(overlay.picker, detailFirst: false, on: &canvas)
  }
}
