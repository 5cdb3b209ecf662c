// Reads Socket.IO packets out of Engine.IO messages. A binary packet's text names how many
// attachments follow it at once; the packet is whole when the last of them came.

import JSON

/// The reading half of `SocketPacket`, one for a connection.
package struct SocketPacketDecoder: Sendable {
  /// Why a message is no packet, or out of place. The connection ends with any of them.
  package enum Fault: Error, Equatable, Sendable {
    case unknownType
    case badAttachmentCount
    case tooManyAttachments(Int)
    case badID
    /// Not the JSON that the type asks for: an array that begins with a name (a string or a number)
    /// for an event, an array for an acknowledgement, an object for CONNECT.
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

  private var unfinished: ReceivedPacket?
  private var outstanding = 0

  private let tellsDamage: Bool

  /// - Parameter tellsDamage: whether packets say that their text had to be mended, for a server that
  ///   stores what it is given.
  package init(tellsDamage: Bool = false) { self.tellsDamage = tellsDamage }

  /// Takes the next message; nil when attachments must follow.
  package mutating func decode(_ message: Message) throws(Fault) -> ReceivedPacket? {
    switch message {
    case .text(let text): try decode(text: text)
    case .binary(let bytes): try decode(attachment: bytes)
    }
  }

  private mutating func decode(text message: ByteSlice) throws(Fault) -> ReceivedPacket? {
    guard unfinished == nil else { throw .attachmentMissing }
    var rest = message
    guard let digit = rest.popFirst(), digit >= UInt8(ascii: "0"),
      let kind = SocketPacket.Kind(rawValue: digit - UInt8(ascii: "0"))
    else { throw .unknownType }

    let announced = try Self.takeAttachmentCount(kind, &rest)
    let namespace = Self.takeNamespace(&rest)
    let id = try Self.takeID(&rest)
    guard let content = Self.content(of: kind, rest) else { throw .badPayload }
    var packet = ReceivedPacket(content, namespace: namespace, id: id)
    packet.isDamaged = tellsDamage && JSONValue.isDamaged(rest)
    guard announced > 0 else { return packet }
    unfinished = packet
    outstanding = announced
    return nil
  }

  private mutating func decode(attachment bytes: ByteSlice) throws(Fault) -> ReceivedPacket? {
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

  /// An event's name: a string, or a number as JavaScript writes it (row 33).
  private static func name(_ value: JSONValue) -> String? {
    switch value {
    case .string(let name): name
    case .integer(let number): "\(number)"
    case .number(let number) where number.isFinite: "\(number)"
    default: nil
    }
  }

  /// nil when the payload is not JSON, or not the JSON that the type asks for.
  private static func content(
    of kind: SocketPacket.Kind, _ payload: ByteSlice
  ) -> ReceivedPacket.Content? {
    let value = try? JSONValue(parsing: payload)
    guard payload.isEmpty || value != nil else { return nil }
    switch (kind, value) {
    case (.connect, nil), (.connect, .object): return .connect(value)
    case (.disconnect, nil): return .disconnect
    case (.connectError, .object(let members)): return .connectError(.object(members))
    case (.connectError, .string(let words)): return .connectError(.string(words))
    case (.acknowledgement, .array(let arguments)),
      (.binaryAcknowledgement, .array(let arguments)):
      return .acknowledgement(arguments)
    // The official client takes every type without a payload, too (row 33).
    case (.connectError, nil): return .connectError(.null)
    case (.acknowledgement, nil), (.binaryAcknowledgement, nil): return .acknowledgement([])
    case (.event, nil), (.binaryEvent, nil): return .nothing
    case (.event, .array(let elements)), (.binaryEvent, .array(let elements)):
      guard let name = elements.first.flatMap(name) else { return nil }
      return .event(name: name, Array(elements.dropFirst()))
    default: return nil
    }
  }
}
