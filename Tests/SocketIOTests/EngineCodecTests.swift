// Engine.IO packets, the bodies of long-polling, and the handshake.

import JSON
import Testing

@testable import SocketIO

@Suite struct EngineCodecTests {
  static let packets: [(String, EnginePacket)] = [
    ("0{}", .open(bytes("{}"))), ("1", .close), ("2", .ping([])), ("2probe", .ping(bytes("probe"))),
    ("3", .pong([])), ("3probe", .pong(bytes("probe"))), ("4", .message([])),
    ("4héllo", .message(bytes("héllo"))), ("5", .upgrade), ("6", .noop),
  ]

  @Test(arguments: packets)
  func aPacketIsItsTypeDigitAndItsData(wire: String, packet: EnginePacket) throws {
    #expect(try EnginePacket(.text(wire)) == packet)
    #expect(packet.frame == .text(wire))
  }

  @Test func aBinaryFrameIsAMessage() throws {
    #expect(try EnginePacket(.binary([4, 5])) == .binary([4, 5]))
    #expect(EnginePacket.binary([4, 5]).frame == .binary([4, 5]))
  }

  @Test func whatIsNoPacketIsNamed() {
    #expect(throws: EnginePacket.Fault.empty) { try EnginePacket(.text("")) }
    #expect(throws: EnginePacket.Fault.unknownType(0x61)) { try EnginePacket(.text("abc")) }
    #expect(throws: EnginePacket.Fault.unknownType(0x37)) { try EnginePacket(.text("7")) }
    #expect(throws: EnginePacket.Fault.empty) { try EnginePayload.decode([]) }
    #expect(throws: EnginePacket.Fault.empty) { try EnginePayload.decode(Array("4a\u{1e}".utf8)) }
    #expect(throws: EnginePacket.Fault.badBase64) { try EnginePayload.decode(Array("b!".utf8)) }
  }

  @Test func aBodyJoinsPacketsWithARecordSeparator() throws {
    let frames: [EngineFrame] = [.text("4hello"), .binary([1, 2, 3, 4]), .text("2")]
    let body = EnginePayload.encode(frames)
    #expect(text(body) == "4hello\u{1e}bAQIDBA==\u{1e}2")
    #expect(
      try EnginePayload.decode(body) == [
        .message(bytes("hello")), .binary([1, 2, 3, 4]), .ping([]),
      ])
  }

  @Test func aBodyCutAnywhereGivesItsWholePacketsOrAFault() throws {
    let body = EnginePayload.encode([.text("4hé\"llo"), .binary([0, 255, 30]), .text("2")])
    let whole = try EnginePayload.decode(body)
    for cut in 0..<body.count {
      guard let packets = try? EnginePayload.decode(Array(body[..<cut])) else { continue }
      let complete = body[..<cut].count { $0 == EnginePayload.separator }
      #expect(packets.count == complete + 1)
      #expect(Array(packets.prefix(complete)) == Array(whole.prefix(complete)))
    }
  }

  @Test func onePostTakesWhatFitsAndAtLeastOne() {
    let frames: [EngineFrame] = [.text("4aaa"), .text("4bbb"), .binary([1, 2, 3])]
    #expect(frames.map(EnginePayload.encodedSize(of:)) == [4, 4, 5])
    #expect(EnginePayload.countThatFits(frames, maxPayload: 15, packets: 16) == 3)
    #expect(EnginePayload.countThatFits(frames, maxPayload: 14, packets: 16) == 2)
    #expect(EnginePayload.countThatFits(frames, maxPayload: 9, packets: 16) == 2)
    #expect(EnginePayload.countThatFits(frames, maxPayload: 8, packets: 16) == 1)
    #expect(EnginePayload.countThatFits(frames, maxPayload: 1, packets: 16) == 1)
    #expect(EnginePayload.countThatFits(frames, maxPayload: 99, packets: 2) == 2)
    #expect(EnginePayload.countThatFits([EngineFrame](), maxPayload: 99, packets: 2) == 0)
  }

  @Test func theHandshakeHasExactlyItsFiveKeys() {
    let handshake = EngineHandshake(
      sid: "a\"b", upgrades: ["websocket"], pingInterval: .milliseconds(300),
      pingTimeout: .milliseconds(25_500), maxPayload: 1_000_000)
    #expect(
      text(handshake.json)
        == #"{"sid":"a\"b","upgrades":["websocket"],"pingInterval":300,"pingTimeout":25500,"#
        + #""maxPayload":1000000}"#)
    #expect(EngineHandshake(json: handshake.json[...]) == handshake)
  }

  @Test(arguments: [
    "", "[]", "{}", #"{"sid":1,"pingInterval":1,"pingTimeout":1}"#,
    #"{"sid":"","pingInterval":1,"pingTimeout":1}"#,
    #"{"sid":"a","pingInterval":1,"pingTimeout":[]}"#,
    #"{"sid":"a","pingInterval":0,"pingTimeout":0}"#,
    #"{"sid":"a","pingInterval":-5,"pingTimeout":1}"#,
    #"{"sid":"a","pingInterval":1e99,"pingTimeout":1}"#,
    #"{"sid":"a","pingInterval":1,"pingTimeout":1"#,
  ])
  func anImpossibleHandshakeIsNone(json: String) {
    #expect(EngineHandshake(json: bytes(json)) == nil)
  }

  @Test func aHandshakeMayCarryMoreAndLess() throws {
    let json = #"{ "new":{"a":[1]}, "sid":"é", "pingTimeout":9223372036854775807,"pingInterval":2}"#
    let handshake = try #require(EngineHandshake(json: bytes(json)))
    #expect(handshake.sid == "é")
    #expect(handshake.maxPayload == 1_000_000)
    #expect(handshake.upgrades == [])
    #expect(handshake.pingTimeout == .seconds(86_400), "cut, so that nothing overflows")
  }
}
