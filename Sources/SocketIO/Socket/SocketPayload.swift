// What an event or an acknowledgement carries: the JSON text of one array when it goes, values when
// it came, and the attachments that placeholders stand for.

package import JSON

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
    JSONValue.appendQuoted(name, to: &payload.json)
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
  package var name: String
  package var arguments: [JSONValue]
  /// Set when the sender wants an acknowledgement with this id.
  package var acknowledgementID: Int?
  /// What the placeholders among the arguments stand for.
  package var attachments: [[UInt8]]
  /// Its text had to be mended (row 27); told to servers alone.
  package var isDamaged = false

  package init(
    namespace: String, name: String, arguments: [JSONValue] = [], acknowledgementID: Int? = nil,
    attachments: [[UInt8]] = []
  ) {
    self.namespace = namespace
    self.name = name
    self.arguments = arguments
    self.acknowledgementID = acknowledgementID
    self.attachments = attachments
  }

  /// The last argument when it is a string: the offset that connection state recovery asks for.
  package var offset: String? { arguments.last?.stringValue }
}

/// The answer to an event that asked for one.
package struct SocketAcknowledgement: Equatable, Sendable {
  package var namespace: String
  package var arguments: [JSONValue]
  package var attachments: [[UInt8]]

  package init(namespace: String, arguments: [JSONValue], attachments: [[UInt8]] = []) {
    self.namespace = namespace
    self.arguments = arguments
    self.attachments = attachments
  }
}
