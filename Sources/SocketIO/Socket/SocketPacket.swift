// A Socket.IO packet (protocol 5) as it is written:
//
//   type [attachments -] [namespace ,] [id] [JSON]        2/admin,12["hello",1]
//
// The reading half is `SocketPacketDecoder`, because a binary packet takes several frames.

package import JSON

/// A packet of the Socket.IO layer as it goes out.
package struct SocketPacket: Equatable, Sendable {
  /// The type digit.
  package enum Kind: UInt8, Equatable, Sendable {
    case connect = 0
    case disconnect = 1
    case event = 2
    case acknowledgement = 3
    case connectError = 4
    case binaryEvent = 5
    case binaryAcknowledgement = 6
  }

  package var kind: Kind
  /// `/` or `/name`, without a query.
  package var namespace: String
  /// Ties an acknowledgement to its event.
  package var id: Int?
  /// JSON text; empty when the packet has none.
  package var payload: ByteSlice
  package var attachments: [[UInt8]]

  /// More attachments than this in one packet are refused, as the reference implementation does.
  package static let mostAttachments = 10

  package init(
    kind: Kind, namespace: String = "/", id: Int? = nil, payload: ByteSlice = [],
    attachments: [[UInt8]] = []
  ) {
    self.kind = kind
    self.namespace = namespace
    self.id = id
    self.payload = payload
    self.attachments = attachments
  }

  /// The Engine.IO frames that carry the packet: its text, then its attachments. An event or an
  /// acknowledgement with attachments is written as its binary type.
  package var frames: [EngineFrame] {
    var text: [UInt8] = []
    text.reserveCapacity(payload.count + namespace.utf8.count + 16)
    text.append(UInt8(ascii: "4"))
    text.append(UInt8(ascii: "0") + wireKind.rawValue)
    if wireKind == .binaryEvent || wireKind == .binaryAcknowledgement {
      text.append(contentsOf: "\(attachments.count)-".utf8)
    }
    if namespace != "/" {
      text.append(contentsOf: namespace.utf8)
      text.append(UInt8(ascii: ","))
    }
    if let id { text.append(contentsOf: "\(id)".utf8) }
    text.append(contentsOf: payload)
    return [.text(text)] + attachments.map(EngineFrame.binary)
  }

  private var wireKind: Kind {
    switch kind {
    case .event where !attachments.isEmpty: .binaryEvent
    case .acknowledgement where !attachments.isEmpty: .binaryAcknowledgement
    default: kind
    }
  }
}

/// A packet as it came in, whole.
package struct ReceivedPacket: Equatable, Sendable {
  /// What the type digit says, and the values that such a packet carries.
  package enum Content: Equatable, Sendable {
    /// An object, where the client has something to say.
    case connect(JSONValue?)
    case disconnect
    case event(name: String, [JSONValue])
    /// An event without a payload.
    case nothing
    case acknowledgement([JSONValue])
    /// An object, or a bare string as python-socketio sends it.
    case connectError(JSONValue)
  }

  package var content: Content
  /// `/` or `/name`, without a query.
  package var namespace: String
  /// Ties an acknowledgement to its event.
  package var id: Int?
  package var attachments: [[UInt8]]
  /// Its text had to be mended (row 27); told where a decoder was asked for it.
  package var isDamaged = false

  package init(
    _ content: Content, namespace: String = "/", id: Int? = nil, attachments: [[UInt8]] = []
  ) {
    self.content = content
    self.namespace = namespace
    self.id = id
    self.attachments = attachments
  }
}
