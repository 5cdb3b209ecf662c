// What an event or an acknowledgement carries: the JSON text of one array, and the attachments its
// placeholders stand for. The text stays bytes, so that JSON is parsed once, by whoever reads it.

/// The array of an outgoing event (name first) or acknowledgement, already JSON.
package struct SocketPayload: Equatable, Sendable {
  /// The JSON text of the whole array.
  package var json: [UInt8]
  /// What the placeholders stand for, in the order of their `num`. At most 10.
  package var attachments: [[UInt8]]

  /// One argument.
  package enum Argument: Equatable, Sendable {
    /// JSON text of one value.
    case json([UInt8])
    /// Bytes, sent as an attachment.
    case binary([UInt8])

    /// JSON text of one value.
    package static func json(_ text: String) -> Argument { .json(Array(text.utf8)) }
  }

  /// A whole array written by the caller, placeholders included.
  package init(json: [UInt8], attachments: [[UInt8]] = []) {
    self.json = json
    self.attachments = attachments
  }

  /// `["name", argument, …]`
  package static func event(_ name: String, _ arguments: [Argument] = []) -> SocketPayload {
    var payload = SocketPayload(json: [UInt8(ascii: "[")])
    JSONText.appendQuoted(name, to: &payload.json)
    for argument in arguments {
      payload.json.append(UInt8(ascii: ","))
      payload.append(argument)
    }
    payload.json.append(UInt8(ascii: "]"))
    return payload
  }

  /// `[argument, …]`
  package static func acknowledgement(_ arguments: [Argument]) -> SocketPayload {
    var payload = SocketPayload(json: [UInt8(ascii: "[")])
    for (index, argument) in arguments.enumerated() {
      if index > 0 { payload.json.append(UInt8(ascii: ",")) }
      payload.append(argument)
    }
    payload.json.append(UInt8(ascii: "]"))
    return payload
  }

  private mutating func append(_ argument: Argument) {
    switch argument {
    case .json(let text): json.append(contentsOf: text)
    case .binary(let bytes):
      json.append(contentsOf: "{\"_placeholder\":true,\"num\":\(attachments.count)}".utf8)
      attachments.append(bytes)
    }
  }
}

/// An event as it arrived.
package struct SocketEvent: Equatable, Sendable {
  /// `/` or `/name`.
  package var namespace: String
  /// The JSON text of the whole array, name first.
  package var payload: ByteSlice
  /// Set when the sender wants an acknowledgement with this id.
  package var acknowledgementID: Int?
  /// What the placeholders stand for.
  package var attachments: [[UInt8]]

  package init(
    namespace: String, payload: ByteSlice, acknowledgementID: Int? = nil,
    attachments: [[UInt8]] = []
  ) {
    self.namespace = namespace
    self.payload = payload
    self.acknowledgementID = acknowledgementID
    self.attachments = attachments
  }

  /// The event's name. Read it once: each reading unescapes it anew.
  package var name: String { JSONText.firstString(of: payload) ?? "" }

  /// The JSON texts of the arguments after the name, found in one pass; nil when the array is not
  /// well-formed JSON.
  package var arguments: [ByteSlice]? {
    JSONText.elements(of: payload).map { Array($0.dropFirst()) }
  }

  /// The last argument when it is a string: the offset that connection state recovery asks for.
  package var offset: String? { JSONText.lastStringArgument(of: payload) }
}

/// The answer to an event that asked for one.
package struct SocketAcknowledgement: Equatable, Sendable {
  package var namespace: String
  /// The JSON text of the array of arguments.
  package var payload: ByteSlice
  package var attachments: [[UInt8]]

  package init(namespace: String, payload: ByteSlice, attachments: [[UInt8]] = []) {
    self.namespace = namespace
    self.payload = payload
    self.attachments = attachments
  }

  /// The JSON texts of the arguments; nil when the array is not well-formed JSON.
  package var arguments: [ByteSlice]? { JSONText.elements(of: payload) }
}
