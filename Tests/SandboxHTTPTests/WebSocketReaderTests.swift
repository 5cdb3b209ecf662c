import Testing

@testable import SandboxHTTP

/// A frame as a client sends it.
func frame(
  _ opcode: UInt8, _ payload: [UInt8] = [], final: Bool = true, reserved: UInt8 = 0,
  mask: [UInt8]? = [1, 2, 3, 4], length: [UInt8]? = nil
) -> [UInt8] {
  let bit: UInt8 = mask == nil ? 0 : 0x80
  let size: [UInt8] =
    length
    ?? (payload.count < 126
      ? [UInt8(payload.count)] : [126, UInt8(payload.count >> 8), UInt8(payload.count & 0xff)])
  let head = [(final ? 0x80 : 0) | reserved | opcode, size[0] | bit] + size.dropFirst()
  guard let mask else { return head + payload }
  return head + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
}

struct WebSocketReaderTests {
  private typealias Message = WebSocketReader.Message

  private func read(_ bytes: [UInt8], limit: Int = 1000) -> ([Message], WebSocketReader.Fault?) {
    var reader = WebSocketReader(limit: limit)
    return reader.read(bytes)
  }

  private static let talk: [UInt8] =
    frame(1, Array("नमस्ते".utf8)) + frame(2, [0, 255]) + frame(1, Array("a".utf8), final: false)
    + frame(9, [7]) + frame(0, Array("b".utf8), final: false) + frame(0) + frame(10)
    + frame(1, Array(repeating: 120, count: 300)) + frame(8, [3, 232] + Array("bye".utf8))

  @Test func framesReadAlikeWhereverTheyAreCut() {
    let whole: [Message] = [
      .text(Array("नमस्ते".utf8)), .binary([0, 255]), .ping([7]), .text(Array("ab".utf8)), .pong,
      .text(Array(repeating: 120, count: 300)), .close(1000),
    ]
    for cut in 0...Self.talk.count {
      var reader = WebSocketReader(limit: 1000)
      let (first, fault) = reader.read(Self.talk[..<cut])
      let (second, other) = reader.read(Self.talk[cut...])
      #expect(first + second == whole && fault == nil && other == nil, "cut at \(cut)")
      #expect(!reader.isInFrame)
    }
    var reader = WebSocketReader(limit: 1000)
    #expect(Self.talk.flatMap { reader.read([$0]).messages } == whole)
  }

  @Test(arguments: [
    ("not masked", frame(1, [97], mask: nil)), ("reserved", frame(1, [97], reserved: 0x40)),
    ("reserved", frame(1, [97], reserved: 0x10)), ("opcode 3", frame(3)),
    ("opcode 11", frame(11)), ("opcode 15", frame(15)),
    ("long ping", frame(9, [1], length: [126, 0, 126])),
    ("ping in parts", frame(9, [1], final: false)), ("close in parts", frame(8, final: false)),
    ("continues nothing", frame(0, [97])),
    ("text in text", frame(1, [97], final: false) + frame(1, [98])),
    ("length not the shortest", frame(1, [97], length: [126, 0, 1])),
    ("length not the shortest", frame(1, [97], length: [127, 0, 0, 0, 0, 0, 0, 0, 1])),
    ("length below zero", frame(1, [97], length: [127, 255, 0, 0, 0, 0, 0, 0, 1])),
    ("close of one byte", frame(8, [3])), ("close 0", frame(8, [0, 0])),
    ("close 999", frame(8, [3, 231])), ("close 1004", frame(8, [3, 236])),
    ("close 1005", frame(8, [3, 237])), ("close 1006", frame(8, [3, 238])),
    ("close 1015", frame(8, [3, 247])), ("close 2999", frame(8, [11, 183])),
    ("close 5000", frame(8, [19, 136])),
  ])
  func whatTheStandardForbidsEndsIt(_ name: String, _ bytes: [UInt8]) {
    let (messages, fault) = read(frame(1, [120]) + bytes)
    // The mask that is missing is noticed before the bytes after it are.
    #expect(fault == .protocolError, "\(name)")
    #expect(messages == [.text([120])], "\(name)")
  }

  @Test(
    arguments: [
      [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe0, 0xa4], [0xf4, 0x90, 0x80, 0x80],
    ] as [[UInt8]]) func textIsUTF8(_ bytes: [UInt8])
  {
    #expect(read(frame(1, bytes)).1 == .notText)
    #expect(read(frame(1, bytes, final: false) + frame(0)).1 == .notText)
    #expect(read(frame(8, [3, 232] + bytes)).1 == .notText)
    #expect(read(frame(2, bytes)).1 == nil)
  }

  @Test func aCharacterMayStandInTwoFragments() {
    let (messages, fault) = read(frame(1, [0xe0, 0xa4], final: false) + frame(0, [0xa8]))
    #expect(messages == [.text(Array("न".utf8))] && fault == nil)
  }

  @Test func aMessageOverTheLimitIsRefusedBeforeItComes() {
    #expect(read(frame(2, length: [126, 3, 233])).1 == .tooLarge)
    #expect(read(frame(2, length: [127, 0, 0, 1, 0, 0, 0, 0, 0])).1 == .tooLarge)
    let half = Array(repeating: UInt8(1), count: 600)
    #expect(read(frame(2, half, final: false) + frame(0, half)).1 == .tooLarge)
    #expect(read(frame(2, half, final: false) + frame(9, [1]) + frame(0, [1])).1 == nil)
  }

  @Test(arguments: 0..<300) func randomBytesNeverTrap(seed: Int) {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var reader = WebSocketReader(limit: 100)
    for _ in 0..<20 {
      var bytes = frame(UInt8(next(16)), (0..<next(40)).map { _ in UInt8(next(256)) })
      bytes[next(bytes.count)] = UInt8(next(256))
      if reader.read(bytes).fault != nil { return }
    }
  }
}
