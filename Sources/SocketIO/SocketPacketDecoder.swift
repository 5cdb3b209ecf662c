// Reads Socket.IO packets out of Engine.IO messages. A binary packet's text names how many
// attachments follow it at once; the packet is whole when the last of them came.

/// The reading half of `SocketPacket`, one for a connection.
package struct SocketPacketDecoder: Sendable {
  /// How much of a payload is looked at.
  package enum Thoroughness: Sendable {
    /// Its beginning and end. The reader of the payload parses it anyway.
    case shape
    /// All of it, as a server must that closes on malformed JSON.
    case whole
  }

  /// Why a message is no packet, or out of place. The connection ends with any of them.
  package enum Fault: Error, Equatable, Sendable {
    case unknownType
    case badAttachmentCount
    case tooManyAttachments(Int)
    case badID
    /// Not the JSON that the type asks for: an array that begins with a name for an event, an
    /// array for an acknowledgement, an object for CONNECT.
    case badPayload
    /// An attachment that no packet announced.
    case unexpectedAttachment
    /// A text message while attachments are outstanding.
    case attachmentMissing
  }

  /// What an Engine.IO message carries.
  package enum Message: Equatable, Sendable {
    case text(ByteSlice)
    case binary(ByteSlice)
  }

  private let thoroughness: Thoroughness
  private var unfinished: SocketPacket?
  private var outstanding = 0

  package init(_ thoroughness: Thoroughness = .shape) { self.thoroughness = thoroughness }

  /// Takes the next message; nil when attachments must follow.
  package mutating func decode(_ message: Message) throws(Fault) -> SocketPacket? {
    switch message {
    case .text(let text): try decode(text: text)
    case .binary(let bytes): try decode(attachment: bytes)
    }
  }

  private mutating func decode(text message: ByteSlice) throws(Fault) -> SocketPacket? {
    guard unfinished == nil else { throw .attachmentMissing }
    var rest = message
    guard let digit = rest.popFirst(), digit >= UInt8(ascii: "0"),
      let kind = SocketPacket.Kind(rawValue: digit - UInt8(ascii: "0"))
    else { throw .unknownType }

    let announced = try Self.takeAttachmentCount(kind, &rest)
    var packet = SocketPacket(kind: kind, namespace: Self.takeNamespace(&rest))
    packet.id = try Self.takeID(&rest)
    packet.payload = JSONText.trimmed(rest)
    guard Self.hasShape(of: kind, packet.payload),
      thoroughness == .shape || packet.payload.isEmpty || JSONText.isWellFormed(packet.payload)
    else { throw .badPayload }

    guard announced > 0 else { return packet }
    unfinished = packet
    outstanding = announced
    return nil
  }

  private mutating func decode(attachment bytes: ByteSlice) throws(Fault) -> SocketPacket? {
    guard unfinished != nil else { throw .unexpectedAttachment }
    unfinished?.attachments.append(Array(bytes))
    outstanding -= 1
    guard outstanding == 0 else { return nil }
    defer { unfinished = nil }
    return unfinished
  }

  private static func takeAttachmentCount(
    _ kind: SocketPacket.Kind, _ rest: inout ByteSlice
  ) throws(Fault) -> Int {
    guard kind == .binaryEvent || kind == .binaryAcknowledgement else { return 0 }
    guard let count = takeNumber(&rest), rest.popFirst() == UInt8(ascii: "-") else {
      throw .badAttachmentCount
    }
    guard count <= SocketPacket.mostAttachments else { throw .tooManyAttachments(count) }
    return count
  }

  /// Takes `/name,` or `/name` at the end; a query after the name is dropped.
  private static func takeNamespace(_ rest: inout ByteSlice) -> String {
    guard rest.first == UInt8(ascii: "/") else { return "/" }
    let end = rest.firstIndex(of: UInt8(ascii: ",")) ?? rest.endIndex
    let name = rest[..<end].prefix { $0 != UInt8(ascii: "?") }
    rest = rest[end...].dropFirst()
    return String(decoding: name, as: UTF8.self)
  }

  private static func takeID(_ rest: inout ByteSlice) throws(Fault) -> Int? {
    guard let first = rest.first, isDigit(first) else { return nil }
    guard let id = takeNumber(&rest) else { throw .badID }
    return id
  }

  /// Takes digits; nil when there are none or too many for an `Int`.
  private static func takeNumber(_ rest: inout ByteSlice) -> Int? {
    var number: Int?
    while let digit = rest.first, isDigit(digit) {
      let (tens, tooMany) = (number ?? 0).multipliedReportingOverflow(by: 10)
      let (sum, tooLarge) = tens.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
      guard !tooMany, !tooLarge else { return nil }
      number = sum
      rest = rest.dropFirst()
    }
    return number
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private static func hasShape(of kind: SocketPacket.Kind, _ payload: ByteSlice) -> Bool {
    let span = payload.span
    var at = 0
    switch kind {
    case .connect:
      return payload.isEmpty || (payload.first == UInt8(ascii: "{") && ends(payload, with: "}"))
    case .disconnect:
      return payload.isEmpty
    case .connectError:
      return (payload.first == UInt8(ascii: "{") && ends(payload, with: "}"))
        || (JSONScanner.skipString(span, &at) && at == span.count)
    case .acknowledgement, .binaryAcknowledgement:
      return payload.first == UInt8(ascii: "[") && ends(payload, with: "]")
    case .event, .binaryEvent:
      guard JSONScanner.skip(UInt8(ascii: "["), span, &at) else { return false }
      JSONScanner.skipSpace(span, &at)
      guard JSONScanner.skipString(span, &at) else { return false }
      JSONScanner.skipSpace(span, &at)
      guard at < span.count else { return false }
      if span[at] == UInt8(ascii: "]") { return at == span.count - 1 }
      return span[at] == UInt8(ascii: ",") && ends(payload, with: "]")
    }
  }

  private static func ends(_ payload: ByteSlice, with bracket: Unicode.Scalar) -> Bool {
    payload.count > 1 && payload.last == UInt8(ascii: bracket)
  }
}
