// Reads the frames of a WebSocket's client (RFC 6455, section 5) in whatever pieces they arrive, and
// refuses what the standard forbids before it is kept.

/// The reading half of a WebSocket's server end.
struct WebSocketReader {
  enum Message: Equatable {
    case text([UInt8])
    case binary([UInt8])
    case ping([UInt8])
    case pong
    /// With the code that the client gave, if any.
    case close(Int?)
  }

  /// Why the connection must end.
  enum Fault: Error, Equatable {
    case protocolError
    case notText
    case tooLarge

    var closeCode: Int {
      switch self {
      case .protocolError: 1002
      case .notText: 1007
      case .tooLarge: 1009
      }
    }
  }

  private struct Header {
    var isFinal: Bool
    var opcode: UInt8
    var length: Int
    var mask: [UInt8]
  }

  private let limit: Int
  private var pending: [UInt8] = []
  private var header: Header?
  /// The message whose fragments come: its opcode and what came of it.
  private var unfinished: (opcode: UInt8, bytes: [UInt8])?

  /// - Parameter limit: the most bytes of one message.
  init(limit: Int) { self.limit = limit }

  /// Whether a frame has begun and not ended.
  var isInFrame: Bool { header != nil || !pending.isEmpty }

  /// Takes the next bytes. What stood before a fault was read; nothing after it is.
  mutating func read(_ bytes: some Collection<UInt8>) -> (messages: [Message], fault: Fault?) {
    pending.append(contentsOf: bytes)
    var at = 0
    var messages: [Message] = []
    do throws(Fault) {
      while let message = try next(&at) { if let message { messages.append(message) } }
    } catch {
      pending = []
      return (messages, error)
    }
    pending.removeSubrange(..<at)
    return (messages, nil)
  }

  /// Reads one frame from `at` on: nil when it is not whole, and nothing inside when it is no whole
  /// message.
  private mutating func next(_ at: inout Int) throws(Fault) -> Message?? {
    if header == nil { header = try takeHeader(&at) }
    guard let header, pending.count - at >= header.length else { return nil }
    self.header = nil
    var payload = Array(pending[at..<(at + header.length)])
    at += header.length
    Self.unmask(&payload, with: header.mask)
    return .some(try take(header, payload))
  }

  private func takeHeader(_ at: inout Int) throws(Fault) -> Header? {
    guard pending.count - at >= 2 else { return nil }
    let (first, second) = (pending[at], pending[at + 1])
    let opcode = first & 0x0f
    let isFinal = first & 0x80 != 0
    // No extension is agreed on, so the reserved bits mean nothing; clients mask, always.
    guard first & 0x70 == 0, second & 0x80 != 0, [0, 1, 2, 8, 9, 10].contains(opcode) else {
      throw .protocolError
    }
    if opcode >= 8 {
      guard isFinal, second & 0x7f <= 125 else { throw .protocolError }
    } else {
      // A continuation continues something, and nothing else comes before its end.
      guard (opcode == 0) == (unfinished != nil) else { throw .protocolError }
    }
    let extra: Int =
      switch second & 0x7f {
      case 126: 2
      case 127: 8
      default: 0
      }
    guard pending.count - at >= 2 + extra + 4 else { return nil }
    var length = UInt64(second & 0x7f)
    if extra > 0 {
      length = pending[(at + 2)..<(at + 2 + extra)].reduce(0) { $0 << 8 | UInt64($1) }
      // In as few bytes as possible, and below 2⁶³.
      guard length > (extra == 2 ? 125 : 65_535), length >> 63 == 0 else { throw .protocolError }
    }
    guard length <= UInt64(limit - min(limit, opcode < 8 ? unfinished?.bytes.count ?? 0 : 0)) else {
      throw .tooLarge
    }
    at += 2 + extra
    let mask = Array(pending[at..<(at + 4)])
    at += 4
    return Header(isFinal: isFinal, opcode: opcode, length: Int(length), mask: mask)
  }

  private mutating func take(_ header: Header, _ payload: [UInt8]) throws(Fault) -> Message? {
    switch header.opcode {
    case 8: return .close(try Self.closeCode(payload))
    case 9: return .ping(payload)
    case 10: return .pong
    default: break
    }
    var message = unfinished ?? (header.opcode, [])
    unfinished = nil
    message.bytes.append(contentsOf: payload)
    guard header.isFinal else {
      unfinished = message
      return nil
    }
    guard message.opcode == 1 else { return .binary(message.bytes) }
    guard Self.isText(message.bytes[...]) else { throw .notText }
    return .text(message.bytes)
  }

  /// Eight bytes at a time, then those that are left.
  private static func unmask(_ payload: inout [UInt8], with mask: [UInt8]) {
    let twice = mask + mask
    let word = twice.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
    payload.withUnsafeMutableBytes { payload in
      var at = 0
      while at + 8 <= payload.count {
        let masked = payload.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        payload.storeBytes(of: masked ^ word, toByteOffset: at, as: UInt64.self)
        at += 8
      }
      while at < payload.count {
        payload[at] ^= mask[at & 3]
        at += 1
      }
    }
  }

  private static func closeCode(_ payload: [UInt8]) throws(Fault) -> Int? {
    guard !payload.isEmpty else { return nil }
    guard payload.count >= 2 else { throw .protocolError }
    let code = Int(payload[0]) << 8 | Int(payload[1])
    switch code {
    case 1000...1003, 1007...1014, 3000...4999: break
    default: throw .protocolError
    }
    guard isText(payload[2...]) else { throw .notText }
    return code
  }

  private static func isText(_ bytes: ArraySlice<UInt8>) -> Bool {
    String(validating: bytes, as: UTF8.self) != nil
  }
}

/// The writing half: whole, unmasked frames.
enum WebSocketFrames {
  static let text: UInt8 = 1
  static let binary: UInt8 = 2
  static let close: UInt8 = 8
  static let pong: UInt8 = 10

  /// The bytes before a payload of `count`.
  static func head(_ opcode: UInt8, count: Int) -> [UInt8] {
    let first = 0x80 | opcode
    switch count {
    case ..<126: return [first, UInt8(count)]
    case ..<65_536: return [first, 126, UInt8(count >> 8), UInt8(count & 0xff)]
    default:
      return [first, 127] + stride(from: 56, through: 0, by: -8).map { UInt8(count >> $0 & 0xff) }
    }
  }
}
