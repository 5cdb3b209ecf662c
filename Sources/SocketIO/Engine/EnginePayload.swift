// The body of a long-polling request: packets with a record separator between them, attachments as
// `b` and base64.

import Foundation

/// Joins frames into a body and takes a body apart.
package enum EnginePayload {
  /// Stands between two packets of a body. It never occurs inside one: JSON escapes it.
  package static let separator: UInt8 = 0x1e

  /// The body that carries `frames` in order.
  package static func encode(_ frames: some Collection<EngineFrame>) -> [UInt8] {
    var body: [UInt8] = []
    body.reserveCapacity(frames.reduce(0) { $0 + encodedSize(of: $1) + 1 })
    for (index, frame) in frames.enumerated() {
      if index > 0 { body.append(separator) }
      switch frame {
      case .text(let bytes): body.append(contentsOf: bytes)
      case .binary(let bytes):
        body.append(UInt8(ascii: "b"))
        body.append(contentsOf: Data(bytes).base64EncodedData())
      }
    }
    return body
  }

  /// How many bytes `frame` takes in a body, without separators.
  package static func encodedSize(of frame: EngineFrame) -> Int {
    switch frame {
    case .text(let bytes): bytes.count
    case .binary(let bytes): 1 + (bytes.count + 2) / 3 * 4
    }
  }

  /// How many of the first `frames` one POST may carry: at most `packets`, and together at most
  /// `maxPayload` bytes. At least one when there is one, however large.
  package static func countThatFits(
    _ frames: some Collection<EngineFrame>, maxPayload: Int, packets: Int
  ) -> Int {
    var count = 0
    var size = 0
    for frame in frames.prefix(packets) {
      size += encodedSize(of: frame) + (count > 0 ? 1 : 0)
      if count > 0, size > maxPayload { break }
      count += 1
    }
    return count
  }

  /// The packets of a body. Text packets are slices of `body`.
  package static func decode(_ body: [UInt8]) throws(EnginePacket.Fault) -> [EnginePacket] {
    var packets: [EnginePacket] = []
    try decode(body, into: &packets)
    return packets
  }

  /// The same, leaving in `packets` what stood before a fault.
  static func decode(
    _ body: [UInt8], into packets: inout [EnginePacket]
  ) throws(EnginePacket.Fault) {
    var rest = body[...]
    while true {
      let end = rest.firstIndex(of: separator)
      let record = rest[..<(end ?? rest.endIndex)]
      if record.first == UInt8(ascii: "b") {
        guard let data = decode(base64: record.dropFirst()) else { throw .badBase64 }
        packets.append(.binary([UInt8](data)[...]))
      } else {
        packets.append(try EnginePacket(text: record))
      }
      guard let end else { return }
      rest = rest[(end + 1)...]
    }
  }

  /// Reads base64 with its padding or without (row 33).
  private static func decode(base64 text: ByteSlice) -> Data? {
    var digits = Data(text)
    while digits.last == UInt8(ascii: "=") { digits.removeLast() }
    guard digits.count % 4 != 1 else { return nil }
    digits.append(contentsOf: repeatElement(UInt8(ascii: "="), count: (4 - digits.count % 4) % 4))
    return Data(base64Encoded: digits)
  }
}
