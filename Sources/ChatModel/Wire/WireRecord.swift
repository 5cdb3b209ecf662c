package import JSON

/// One request, answer, frame or packet of a wire: what the wire pane, `tail --wire`, recordings and
/// logs show. Tokens are masked before it is made; phone numbers when it is written (``WireMask``).
///
/// An event is one record, of the highest layer that knows it, however it travelled.
package struct WireRecord: Hashable, Sendable {
  package enum Direction: String, Hashable, Sendable, CaseIterable {
    case incoming = "in"
    case outgoing = "out"
  }

  package enum Layer: String, Hashable, Sendable, CaseIterable {
    case http
    /// The WebSocket itself: its opening, its end, a frame that is no packet.
    case ws
    /// Engine.IO: handshakes and heartbeats.
    case eio
    /// Socket.IO: events, acknowledgements, connections to a namespace.
    case sio
  }

  /// From 1, without gaps within one recording.
  package var number: Int
  /// In µs since the recording began, by a clock that nobody sets.
  package var at: Int64
  /// The name of the profile whose wire it is.
  package var identity: String
  /// The session of Engine.IO; nil before it is known, and for REST.
  package var session: String?
  package var direction: Direction
  package var layer: Layer
  /// Method, path and query of a request and of its answer; the name of an event; else the type of
  /// a packet.
  package var name: String
  /// Of the frame or body as it travelled.
  package var bytes: Int
  /// The number of the record that it answers.
  package var answers: Int?
  /// Of requests and answers; what signs in is masked.
  package var headers: [WireHeaderField]
  /// The arguments of an event, always as an array; the document of a body, else its text.
  package var data: JSONValue
  /// Of an answer over HTTP.
  package var status: Int?
  /// Of Socket.IO: a packet that is no event, whatever its name.
  package var isPacket: Bool
  /// What ties an acknowledgement to its event.
  package var packetID: Int?
  /// nil for `/`.
  package var namespace: String?
  /// What the placeholders among the arguments stand for.
  package var attachments: [[UInt8]]
  /// The frame or body as text, where that was asked for.
  package var raw: String?
  /// The files of a form. They lie on this computer and are not written with the record.
  package var uploads: [WireUpload]

  package init(
    number: Int = 0, at: Int64 = 0, identity: String, session: String? = nil,
    direction: Direction, layer: Layer, name: String, bytes: Int = 0, answers: Int? = nil,
    headers: [WireHeaderField] = [], data: JSONValue = .null, status: Int? = nil,
    isPacket: Bool = false, packetID: Int? = nil, namespace: String? = nil,
    attachments: [[UInt8]] = [], raw: String? = nil, uploads: [WireUpload] = []
  ) {
    self.number = number
    self.at = at
    self.identity = identity
    self.session = session
    self.direction = direction
    self.layer = layer
    self.name = name
    self.bytes = bytes
    self.answers = answers
    self.headers = headers
    self.data = data
    self.status = status
    self.isPacket = isPacket
    self.packetID = packetID
    self.namespace = namespace
    self.attachments = attachments
    self.raw = raw
    self.uploads = uploads
  }
}

/// A header line of HTTP.
package struct WireHeaderField: Hashable, Sendable {
  package let name: String
  package let value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// A file that went to the server in a form.
package struct WireUpload: Hashable, Sendable {
  package let path: String
  /// As the server sees it.
  package let name: String
  package let format: String

  package init(path: String, name: String, format: String) {
    self.path = path
    self.name = name
    self.format = format
  }
}

extension WireRecord {
  /// An event of Socket.IO.
  package var isEvent: Bool { layer == .sio && !isPacket }

  /// The name of the event; nil for everything else.
  package var event: String? { isEvent ? name : nil }

  /// The only argument of an event or acknowledgement, else all of them; of other records the data.
  package var argument: JSONValue {
    guard layer == .sio, let arguments = data.arrayValue, arguments.count == 1 else { return data }
    return arguments[0]
  }

  /// The method of a request or of what it was answered; nil for everything but HTTP.
  package var method: String? {
    layer == .http ? name.split(separator: " ", maxSplits: 1).first.map(String.init) : nil
  }

  /// The path and query of a request or of what it was answered; nil for everything but HTTP.
  package var target: String? {
    guard layer == .http, let blank = name.firstIndex(of: " ") else { return nil }
    return String(name[name.index(after: blank)...])
  }

  /// A request of long-polling, or its answer: what it carried stands in records of its own.
  package var isPolling: Bool {
    layer == .http && (target?.contains("transport=polling") ?? false)
  }

  /// The conversation that it is about, as far as it names one.
  package var conversation: String? {
    WireIdentifiers.conversation(in: argument)
      ?? target.flatMap(WireIdentifiers.conversation(inPath:))
  }

  /// What it weighs in memory, roughly, in bytes.
  package var weight: Int {
    256 + bytes * 2 + (raw?.utf8.count ?? 0) + name.utf8.count
      + headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 32 }
  }
}
