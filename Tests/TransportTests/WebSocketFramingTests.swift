// The opening and the frames without a socket: every cut of the bytes gives the same.

import LoopbackServer
import Testing

@testable import Transport

struct WebSocketHandshakeTests {
  /// RFC 6455's own example.
  private let nonce = Array("the sample nonce".utf8)
  private let accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

  private func handshake(_ headers: [HTTPHeader] = []) throws -> WebSocketHandshake {
    try WebSocketHandshake(
      address: WebAddress("https://chat.example:444/socket.io/?EIO=4"), headers: headers,
      nonce: nonce)
  }

  private func opening(_ lines: [String], status: String = "101 Switching Protocols") -> [UInt8] {
    Array((["HTTP/1.1 \(status)"] + lines + ["", ""]).joined(separator: "\r\n").utf8)
  }

  private var good: [String] {
    ["Upgrade: WebSocket", "Connection: keep-alive, Upgrade", "Sec-WebSocket-Accept: \(accept)"]
  }

  @Test func theRequestIsTheStandards() throws {
    let request = String(
      decoding: try handshake([HTTPHeader("Cookie", "a=b")]).request, as: UTF8.self)
    #expect(
      request == """
        GET /socket.io/?EIO=4 HTTP/1.1\r
        Host: chat.example:444\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Version: 13\r
        Cookie: a=b\r
        \r

        """)
    #expect(throws: TransportError.malformedHeader(name: "Cookie")) {
      try handshake([HTTPHeader("Cookie", "a\r\nb: c")])
    }
  }

  @Test func anAnswerCutAnywhereOpens() throws {
    let bytes = opening(good) + [0x81, 0]
    for cut in 0...bytes.count {
      var handshake = try handshake()
      var rest: [UInt8]?
      for piece in [bytes[..<cut], bytes[cut...]] {
        if rest != nil {
          rest? += piece
        } else if case .open(_, let first) = handshake.take(piece) {
          rest = first
        }
      }
      #expect(rest == [0x81, 0], "cut at \(cut)")
    }
  }

  @Test func anInterimAnswerIsPassedOver() throws {
    var handshake = try handshake()
    let bytes = Array("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n".utf8) + opening(good)
    guard case .open = handshake.take(bytes) else {
      Issue.record("not open")
      return
    }
  }

  @Test(arguments: [
    ["Upgrade: websocket", "Connection: Upgrade"],
    ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: AAAA"],
    ["Connection: Upgrade", "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="],
    ["Upgrade: websocket", "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="],
    [
      "Upgrade: websocket", "Connection: Upgrade",
      "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
      "Sec-WebSocket-Extensions: permessage-deflate",
    ],
    [
      "Upgrade: websocket", "Connection: Upgrade",
      "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "Sec-WebSocket-Protocol: chat",
    ],
  ])
  func a101ThatWasNotAskedForIsAViolation(lines: [String]) throws {
    var handshake = try handshake()
    guard case .violated = handshake.take(opening(lines)) else {
      Issue.record("accepted")
      return
    }
  }

  @Test func anotherAnswerComesWithItsContent() throws {
    let bytes = opening(["Content-Length: 5"], status: "502 Bad Gateway") + Array("<p>no!".utf8)
    for cut in 0..<bytes.count {
      var handshake = try handshake()
      var last = handshake.take(bytes[..<cut])
      if last == .incomplete { last = handshake.take(bytes[cut...]) }
      #expect(
        last
          == .refused(
            status: 502, headers: [HTTPHeader("Content-Length", "5")], body: Array("<p>no".utf8)))
    }
  }

  @Test func anAnswerWithoutLengthEndsWithTheConnection() throws {
    var handshake = try handshake()
    #expect(handshake.ended() == .incomplete)
    #expect(handshake.take(opening([], status: "400 Bad Request") + [120]) == .incomplete)
    #expect(handshake.ended() == .refused(status: 400, headers: [], body: [120]))
    #expect(
      handshake.take([UInt8](repeating: 121, count: 1 << 20))
        == .refused(
          status: 400, headers: [], body: [120] + [UInt8](repeating: 121, count: 16383)))
  }

  @Test(arguments: [
    "SSH-2.0-OpenSSH\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 abc x\r\n\r\n",
    "HTTP/1.1 99 x\r\n\r\n", "HTTP/1.1 101 x\r\nno colon\r\n\r\n", "\r\n\r\n",
    String(repeating: "x", count: 70_000),
  ])
  func whatIsNoHTTPIsAViolation(text: String) throws {
    var handshake = try handshake()
    guard case .violated = handshake.take(Array(text.utf8)) else {
      Issue.record("accepted")
      return
    }
  }
}

struct WebSocketFramingTests {
  /// What comes of these bytes, given in two pieces or one by one.
  private func result(
    _ bytes: [UInt8], cut: Int? = nil, limit: Int = 1 << 20
  ) -> ([WebSocketMessage], WebSocketFraming.End?, [UInt8]) {
    let framing = WebSocketFraming(messageLimit: limit)
    if let cut {
      framing.take(bytes[..<cut])
      framing.take(bytes[cut...])
    } else {
      for index in bytes.indices { framing.take(bytes[index...index]) }
    }
    return (framing.takeMessages(), framing.end, framing.takeOutput())
  }

  private let stream =
    frame(1, Array("frag".utf8), final: false) + frame(9, [7]) + frame(0, Array("ment ह".utf8))
    + frame(2, [0, 255]) + frame("") + frame(2, Array(repeating: 1, count: 300))
    + frame(8, [0x03, 0xE9] + Array("bye".utf8))

  @Test func messagesAreTheSameAtEveryCut() {
    for cut in [nil] + stream.indices.map(Optional.init) {
      let (messages, end, output) = result(stream, cut: cut)
      #expect(
        messages == [
          .text(Array("fragment ह".utf8)), .binary([0, 255]), .text([]),
          .binary(Array(repeating: 1, count: 300)),
        ])
      #expect(end == .closed(code: 1001, reason: "bye"))
      // Our close comes last, masked, as a client's frames must be.
      #expect(output.suffix(11).prefix(2) == [0x88, 0x85])
    }
  }

  @Test func aPingIsAnsweredWithItsContent() {
    let output = result(frame(9, [7])).2
    #expect(output.count == 7)
    #expect(output.prefix(2) == [0x8A, 0x81])
    #expect(output.count == 7 && output[6] ^ output[2] == 7)
  }

  @Test func aCloseWithoutCodeIs1005() {
    #expect(result(frame(8, [])).1 == .closed(code: 1005, reason: ""))
  }

  @Test(arguments: [
    frame(1, [0xC3, 0x28]), frame(3, []), frame(0, [1]), [0xC1, 0],
    [0x81, 0x81, 1, 2, 3, 4, 5], frame(9, [], final: false),
    frame(9, Array(repeating: 0, count: 126)), frame(1, [65], final: false) + frame(1, [66]),
  ])
  func brokenRulesEndTheConnection(bytes: [UInt8]) {
    let (messages, end, output) = result(bytes)
    #expect(messages.isEmpty)
    #expect(end == .violated)
    #expect(output.first == 0x88)
  }

  @Test func aMessageOverTheLimitIsNotCollected() {
    let whole = frame(2, Array(repeating: 1, count: 101))
    let parts =
      frame(2, Array(repeating: 1, count: 60), final: false)
      + frame(0, Array(repeating: 1, count: 41))
    let boast: [UInt8] = [0x82, 127, 0x7F, 255, 255, 255, 255, 255, 255, 255, 1]
    for (name, bytes) in [("whole", whole), ("parts", parts), ("boast", boast)] {
      #expect(result(bytes, limit: 100).1 == .tooLarge, "\(name)")
    }
    #expect(result(frame(2, Array(repeating: 1, count: 100)), limit: 100).0.count == 1)
  }

  @Test func whatIsQueuedTogetherLeavesTogetherAndNothingAfterAClose() throws {
    let framing = WebSocketFraming(messageLimit: 100)
    framing.send(.text([65]))
    framing.send(.binary([66, 67]))
    framing.sendClose()
    framing.send(.text([68]))
    let output = framing.takeOutput()
    try #require(output.count == 7 + 8 + 8)
    #expect([output[0], output[7], output[15]] == [0x81, 0x82, 0x88])
    #expect(framing.takeOutput().isEmpty)
  }
}
