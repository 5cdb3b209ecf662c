// The themes.

import Desk

extension Scene {
  func draw(_ overlay: ThemePicker, on canvas: inout Canvas) -> OverlaySight {
    drawPicker(overlay.picker, detailFirst: false, on: &canvas)
  }
}
