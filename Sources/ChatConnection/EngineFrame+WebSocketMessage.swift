// Frames of Engine.IO travel as messages of a WebSocket.

import SocketIO
import Transport

extension WebSocketMessage {
  init(_ frame: EngineFrame) {
    switch frame {
    case .text(let bytes): self = .text(bytes)
    case .binary(let bytes): self = .binary(bytes)
    }
  }
}

extension EngineFrame {
  init(_ message: WebSocketMessage) {
    switch message {
    case .text(let bytes): self = .text(bytes)
    case .binary(let bytes): self = .binary(bytes)
    }
  }
}
