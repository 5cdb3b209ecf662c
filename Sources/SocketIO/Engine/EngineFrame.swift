// What travels: an Engine.IO packet as it stands in one WebSocket message. Long-polling carries the
// same frames joined in one body (`EnginePayload`), so everything that waits to be sent is a frame.

/// A run of bytes inside a received frame or body. Slices share their storage: nothing is copied
/// until somebody needs a value of their own.
package typealias ByteSlice = ArraySlice<UInt8>

/// One encoded packet. A text frame begins with the packet's type digit; a binary frame is the bare
/// bytes of an attachment.
package enum EngineFrame: Equatable, Sendable {
  /// UTF-8 text, type digit first.
  case text([UInt8])
  /// An attachment.
  case binary([UInt8])

  /// A text frame from a string, for fixed packets such as `2probe`.
  package static func text(_ string: String) -> EngineFrame { .text(Array(string.utf8)) }

  /// Its size in bytes.
  package var count: Int {
    switch self {
    case .text(let bytes), .binary(let bytes): bytes.count
    }
  }
}

/// The two ways an Engine.IO session travels.
package enum TransportKind: String, Equatable, Sendable {
  case polling
  case webSocket = "websocket"
}

/// Names one request or one WebSocket, so that a late word about a closed one is recognised. The
/// client machine numbers what it asks for; on the server the owner numbers what arrives.
package struct ChannelID: Hashable, Sendable {
  package let rawValue: Int
  package init(_ rawValue: Int) { self.rawValue = rawValue }
}
