// By which dictionary the spelling is checked.

import Desk

extension Scene {
  func draw(_ overlay: LanguagePicker, on canvas: inout Canvas) -> OverlaySight {
    drawPicker(overlay.picker, detailFirst: false, on: &canvas)
  }
}
