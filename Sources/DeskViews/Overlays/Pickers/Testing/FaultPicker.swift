// What goes wrong on the own link by intent.

import Desk

extension Scene {
  func draw(_ overlay: FaultPicker, on canvas: inout Canvas) -> OverlaySight {
    drawPicker(overlay.picker, detailFirst: false, on: &canvas)
  }
}
