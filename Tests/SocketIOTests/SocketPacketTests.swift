// Socket.IO packets: written, read, refused, and put together from several frames.

import JSON
import Testing

@testable import SocketIO

@Suite struct SocketPacketTests {
  static let packets: [(String, SocketPacket, ReceivedPacket)] = [
    ("0", SocketPacket(kind: .connect), ReceivedPacket(.connect(nil))),
    (
      #"0{"a":1}"#, SocketPacket(kind: .connect, payload: bytes(#"{"a":1}"#)),
      ReceivedPacket(.connect(["a": 1]))
    ),
    (
      "0/custom,", SocketPacket(kind: .connect, namespace: "/custom"),
      ReceivedPacket(.connect(nil), namespace: "/custom")
    ),
    (
      "1/custom,", SocketPacket(kind: .disconnect, namespace: "/custom"),
      ReceivedPacket(.disconnect, namespace: "/custom")
    ),
    (
      #"2["a",1]"#, SocketPacket(kind: .event, payload: bytes(#"["a",1]"#)),
      ReceivedPacket(.event(name: "a", [1]))
    ),
    (
      #"2/admin,456["a"]"#,
      SocketPacket(kind: .event, namespace: "/admin", id: 456, payload: bytes(#"["a"]"#)),
      ReceivedPacket(.event(name: "a", []), namespace: "/admin", id: 456)
    ),
    (
      "30[]", SocketPacket(kind: .acknowledgement, id: 0, payload: bytes("[]")),
      ReceivedPacket(.acknowledgement([]), id: 0)
    ),
    (
      #"4{"message":"no"}"#,
      SocketPacket(kind: .connectError, payload: bytes(#"{"message":"no"}"#)),
      ReceivedPacket(.connectError(["message": "no"]))
    ),
  ]

  @Test(arguments: packets)
  func aPacketIsReadAsItIsWritten(
    wire: String, written: SocketPacket, read: ReceivedPacket
  ) throws {
    #expect(texts(written.frames) == ["4" + wire])
    var decoder = SocketPacketDecoder()
    #expect(try decoder.decode(.text(bytes(wire))) == read)
  }

  @Test func aNamespaceMayEndTheTextAndCarryAQuery() throws {
    var decoder = SocketPacketDecoder()
    #expect(try decoder.decode(.text(bytes("0/a")))?.namespace == "/a")
    #expect(try decoder.decode(.text(bytes("0/a?token=1,{}")))?.namespace == "/a")
    #expect(try decoder.decode(.text(bytes(#"2/,["x"]"#)))?.namespace == "/")
    #expect(
      try decoder.decode(.text(bytes(#"2 ["x"] "#)))?.content == .event(name: "x", []))
  }

  @Test(arguments: [
    ("", SocketPacketDecoder.Fault.unknownType), ("abc", .unknownType), ("7[]", .unknownType),
    ("2{}", .badPayload), ("2[]", .badPayload), ("2[{}]", .badPayload),
    (#"2abc["a"]"#, .badPayload), (#"2["a""#, .badPayload), (#"2["a"]x"#, .badPayload),
    (#"2["a"1]"#, .badPayload), (#"2["a]"#, .badPayload), (#"2["a",]"#, .badPayload),
    (#"2["a",{]"#, .badPayload), (#"2["a",01]"#, .badPayload), ("3{}", .badPayload),
    ("1{}", .badPayload), ("0[]", .badPayload), ("0{", .badPayload), ("4[]", .badPayload),
    (#"299999999999999999999["a"]"#, .badID), (#"5["a"]"#, .badAttachmentCount),
    (#"5-["a"]"#, .badAttachmentCount), (#"51["a"]"#, .badAttachmentCount),
    (#"599999999999999999999-["a"]"#, .badAttachmentCount),
    (#"511-["a"]"#, .tooManyAttachments(11)), ("611-[]", .tooManyAttachments(11)),
  ])
  func whatIsNoPacketIsRefused(wire: String, fault: SocketPacketDecoder.Fault) {
    var decoder = SocketPacketDecoder()
    #expect(throws: fault) { try decoder.decode(.text(bytes(wire))) }
  }

  @Test func attachmentsFollowAtOnce() throws {
    let payload = SocketPayload.event("up", [.binary([1, 2]), .json("3"), .binary([])])
    let packet = SocketPacket(
      kind: .event, namespace: "/n", id: 5, payload: payload.json[...],
      attachments: payload.attachments)
    let wire =
      #"452-/n,5["up",{"_placeholder":true,"num":0},3,{"_placeholder":true,"num":1}]"#
    #expect(texts(packet.frames) == [wire, "[1, 2]", "[]"])

    var decoder = SocketPacketDecoder()
    #expect(try decoder.decode(.text(bytes(wire).dropFirst())) == nil)
    #expect(try decoder.decode(.binary([1, 2])) == nil)
    let read = try #require(try decoder.decode(.binary([])))
    #expect(read.attachments == [[1, 2], []])
    #expect(read.id == 5)
    guard case .event("up", let arguments) = read.content else {
      Issue.record("\(read)")
      return
    }
    #expect(arguments.map(placeholder) == [0, nil, 1])
    #expect(try decoder.decode(.text(bytes("0"))) != nil, "the next packet is read again")
  }

  @Test func aBinaryPacketMayHaveNoAttachments() throws {
    var decoder = SocketPacketDecoder()
    #expect(
      try decoder.decode(.text(bytes(#"50-["a"]"#)))?.content == .event(name: "a", []))
  }

  @Test func nothingMayStandBetweenAPacketAndItsAttachments() throws {
    var decoder = SocketPacketDecoder()
    #expect(try decoder.decode(.text(bytes(#"51-["a"]"#))) == nil)
    #expect(throws: SocketPacketDecoder.Fault.attachmentMissing) {
      try decoder.decode(.text(bytes(#"2["b"]"#)))
    }
    var other = SocketPacketDecoder()
    #expect(throws: SocketPacketDecoder.Fault.unexpectedAttachment) {
      try other.decode(.binary([1]))
    }
  }

  @Test func aPacketCutAnywhereCarriesNothing() throws {
    let wire = Array(#"2/admin,456["aé\"b",{"a":[1,"]"]}]"#.utf8)
    for cut in 1..<wire.count {
      var decoder = SocketPacketDecoder()
      // Cut before its payload it is one that carries nothing.
      let content = try? decoder.decode(.text(wire[..<cut]))?.content
      #expect(content == nil || content == .nothing, "cut at \(cut)")
    }
    var decoder = SocketPacketDecoder()
    #expect(try decoder.decode(.text(wire[...])) != nil)
  }

  // Row 27.
  @Test func halfAnEmojiLosesNothingElseOfAPacket() throws {
    var decoder = SocketPacketDecoder()
    let wire = #"2["message:new",{"message":{"_id":"m1","content":"photo \ud83d"}}]"#
    #expect(
      try decoder.decode(.text(bytes(wire)))?.content
        == .event(
          name: "message:new", [["message": ["_id": "m1", "content": "photo \u{FFFD}"]]]))
  }

  @Test(
    arguments: [
      ([], nil), ([1], nil), (["x"], "x"), ([["x"]], nil), ([["a": "x"]], nil), ([1, "x"], "x"),
      ([""], ""),
    ] as [([JSONValue], String?)])
  func theOffsetIsTheLastArgumentWhenItIsAString(arguments: [JSONValue], offset: String?) {
    #expect(SocketEvent(namespace: "/", name: "name", arguments: arguments).offset == offset)
  }
}
