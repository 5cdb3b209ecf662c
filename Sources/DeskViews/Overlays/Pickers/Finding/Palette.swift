// Every command by name.

import Desk

extension Scene {
  func draw(_ palette: Palette, on canvas: inout Canvas) -> OverlaySight {
    drawPicker(palette.picker, detailFirst: false, on: &canvas)
  }
}
