// Reads one Engine.IO packet (protocol 4): a type digit and what follows it. A binary frame is a
// message without a digit.

/// A packet of the Engine.IO layer.
package enum EnginePacket: Equatable, Sendable {
  /// `0`: the handshake, JSON text.
  case open(ByteSlice)
  /// `1`
  case close
  /// `2`, with `probe` while a transport is tried.
  case ping(ByteSlice)
  /// `3`, with `probe` as the answer to a probe.
  case pong(ByteSlice)
  /// `4`: a Socket.IO packet as text.
  case message(ByteSlice)
  /// `5`
  case upgrade
  /// `6`
  case noop
  /// An attachment.
  case binary(ByteSlice)

  /// Why bytes are no Engine.IO packet.
  package enum Fault: Error, Equatable, Sendable {
    case empty
    /// The first byte is none of `0` to `6`.
    case unknownType(UInt8)
    /// What follows `b` is not base64.
    case badBase64
  }

  /// Reads a WebSocket message.
  package init(_ frame: EngineFrame) throws(Fault) {
    switch frame {
    case .text(let bytes): try self.init(text: bytes[...])
    case .binary(let bytes): self = .binary(bytes[...])
    }
  }

  /// Reads the text form.
  package init(text: ByteSlice) throws(Fault) {
    guard let type = text.first else { throw .empty }
    let rest = text.dropFirst()
    switch type {
    case UInt8(ascii: "0"): self = .open(rest)
    case UInt8(ascii: "1"): self = .close
    case UInt8(ascii: "2"): self = .ping(rest)
    case UInt8(ascii: "3"): self = .pong(rest)
    case UInt8(ascii: "4"): self = .message(rest)
    case UInt8(ascii: "5"): self = .upgrade
    case UInt8(ascii: "6"): self = .noop
    default: throw .unknownType(type)
    }
  }

  /// The packet as one WebSocket message.
  package var frame: EngineFrame {
    switch self {
    case .open(let data): Self.text("0", data)
    case .close: .text("1")
    case .ping(let data): Self.text("2", data)
    case .pong(let data): Self.text("3", data)
    case .message(let data): Self.text("4", data)
    case .upgrade: .text("5")
    case .noop: .text("6")
    case .binary(let data): .binary(Array(data))
    }
  }

  private static func text(_ type: Unicode.Scalar, _ data: ByteSlice) -> EngineFrame {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(data.count + 1)
    bytes.append(UInt8(ascii: type))
    bytes.append(contentsOf: data)
    return .text(bytes)
  }
}
