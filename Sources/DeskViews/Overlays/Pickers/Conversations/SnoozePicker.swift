// Which of a message's file and links is opened.

import Desk

extension Scene {
  func draw(_ overlay: SnoozePicker, on canvas: inout Canvas) -> OverlaySight {
    drawPicker(overlay.picker, detailFirst: true, on: &canvas)
  }
}
