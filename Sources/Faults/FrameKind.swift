package import SocketIO

/// What a frame is to those who lose events: handshakes and heartbeats are left to `stall` and `cut`.
enum FrameKind: Equatable {
  /// An event, or the acknowledgement of one, whose name it is not. So many attachments follow it.
  case event(String, attachments: Int)
  case attachment
  case other

  init(_ frame: EngineFrame) {
    guard case .text(let bytes) = frame else {
      self = .attachment
      return
    }
    // A message of Engine.IO, and in it an event, an acknowledgement, or one of these with attachments.
    guard bytes.count > 1, bytes[0] == UInt8(ascii: "4"), (0x32...0x36).contains(bytes[1]),
      bytes[1] != UInt8(ascii: "4")
    else {
      self = .other
      return
    }
    var attachments = 0
    var rest = bytes[2...]
    if bytes[1] >= UInt8(ascii: "5") {
      let digits = rest.prefix { (0x30...0x39).contains($0) }.prefix(4)
      attachments = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
      rest = rest.dropFirst(digits.count)
    }
    let isAcknowledgement = [UInt8(ascii: "3"), UInt8(ascii: "6")].contains(bytes[1])
    self = .event(isAcknowledgement ? "ack" : Self.name(in: rest), attachments: attachments)
  }

  /// The first text of the array, as far as it holds no escapes: no name of an event has any.
  private static func name(in packet: ArraySlice<UInt8>) -> String {
    guard let start = packet.firstIndex(of: UInt8(ascii: "[")) else { return "" }
    let text = packet[start...].dropFirst().drop { $0 == 0x20 }
    guard text.first == UInt8(ascii: "\"") else { return "" }
    return String(decoding: text.dropFirst().prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
  }
}

extension EngineFrame {
  /// An event, or the acknowledgement of one.
  package var isEvent: Bool { if case .event = FrameKind(self) { true } else { false } }

  /// Its first bytes, as many as that share, and at least the packet's type; text stays text.
  func shortened(to share: Double) -> EngineFrame {
    func cut(_ bytes: [UInt8]) -> Int {
      max(2, min(bytes.count - 1, Int(Double(bytes.count) * share)))
    }
    switch self {
    case .text(let bytes) where bytes.count > 3:
      var end = cut(bytes)
      while end > 2, bytes[end] & 0xC0 == 0x80 { end -= 1 }
      return .text(Array(bytes[..<end]))
    case .text, .binary: return self
    }
  }
}
