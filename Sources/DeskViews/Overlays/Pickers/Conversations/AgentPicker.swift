// Whom to give a conversation.

import Desk

extension Scene {
  func draw(_ overlay: AgentPicker, on canvas: inout Canvas) -> OverlaySight {
    drawPicker(overlay.picker, detailFirst: true, on: &canvas)
  }
}
