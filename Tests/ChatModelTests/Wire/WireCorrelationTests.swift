import JSON
import Testing

@testable import ChatModel

/// A wire, written by hand: each record has the next number and comes 10 ms later.
private struct Wire {
  var correlation = WireCorrelation()
  var number = 0

  @discardableResult
  mutating func sio(
    _ direction: WireRecord.Direction, _ name: String, _ data: JSONValue,
    as identity: String = "me",
    id: Int? = nil, isPacket: Bool = false
  ) -> WireRelation {
    tell(
      WireRecord(
        identity: identity, session: identity, direction: direction, layer: .sio, name: name,
        data: isPacket ? data : [data], isPacket: isPacket, packetID: id))
  }

  @discardableResult
  mutating func tell(_ record: WireRecord) -> WireRelation {
    number += 1
    var record = record
    record.number = number
    record.at = Int64(number) * 10_000
    return correlation.relate(record)
  }
}

@Suite struct WireCorrelationTests {
  private let send: JSONValue = [
    "conversationId": "c1", "messageType": "text", "content": "hi", "tempId": "t1",
  ]

  @Test func aSendIsFollowedToEveryoneWhoHearsOfIt() {
    var wire = Wire()
    wire.sio(.outgoing, "message:send", send, as: "ramesh")
    #expect(
      wire.sio(.incoming, "message:sent", ["messageId": "m1", "tempId": "t1"], as: "ramesh")
        == WireRelation(answers: 1, took: 10_000))
    let new: JSONValue = [
      "conversationId": "c1", "message": ["_id": "m1", "content": "hi", "conversationId": "c1"],
    ]
    #expect(
      wire.sio(.incoming, "message:new", new, as: "meera") == WireRelation(cause: 1, took: 20_000))
    let told = wire.sio(.incoming, "notification:new-message", new, as: "meera")
    #expect(told.sameAs == 3)
    #expect(told.cause == 1)
    #expect(told.remark == "same message as #3")
    #expect(
      wire.sio(.incoming, "message:new", new, as: "ramesh") == WireRelation(cause: 1, took: 40_000))
    #expect(
      wire.sio(.incoming, "message:read-receipt", ["messageId": "m1"], as: "ramesh")
        == WireRelation(cause: 1, took: 50_000))
  }

  private func typing(_ place: String = "c1") -> JSONValue { ["conversationId": .string(place)] }

  @Test func typingIsToldToEachLinkOnceAndNeverToTheOneThatTyped() {
    var wire = Wire()
    wire.sio(.outgoing, "typing:start", typing(), as: "lakshmi")
    #expect(wire.sio(.incoming, "typing:user-typing", typing(), as: "meera").cause == 1)
    #expect(wire.sio(.incoming, "typing:user-typing", typing(), as: "asha").cause == 1)
    #expect(wire.sio(.incoming, "typing:user-typing", typing(), as: "meera").cause == nil)
    #expect(wire.sio(.incoming, "typing:user-typing", typing(), as: "lakshmi").cause == nil)
    wire.sio(.outgoing, "typing:start", typing(), as: "lakshmi")
    #expect(wire.sio(.incoming, "typing:user-typing", typing(), as: "meera").cause == 6)
  }

  // What another program did stands on no wire of ours: an old cause is none.
  @Test(arguments: [
    ("typing:start", "typing:user-typing"), ("typing:stop", "typing:user-stopped"),
    ("conversation:mark-all-read", "conversation:all-read"),
  ])
  func whatWasLongBeforeIsNoCause(_ cause: String, _ told: String) {
    var wire = Wire()
    wire.sio(.outgoing, cause, typing(), as: "lakshmi")
    wire.number += 1440
    #expect(wire.sio(.incoming, told, typing(), as: "meera") == WireRelation())
  }

  @Test func aMessageThatComesBeforeItsConfirmationIsKnownByWhatItSays() {
    var wire = Wire()
    wire.sio(.outgoing, "message:send", ["conversationId": "c1", "content": "other"])
    wire.sio(.outgoing, "message:send", ["conversationId": "c1", "content": "hi"])
    let new: JSONValue = [
      "message": ["_id": "m2", "content": "hi", "conversationId": ["_id": "c1"]]
    ]
    #expect(wire.sio(.incoming, "message:new", new).cause == 2)
    #expect(wire.sio(.incoming, "message:sent", ["messageId": "m2"]).answers == 2)
    #expect(wire.sio(.incoming, "message:sent", ["messageId": "m1"]).answers == 1)
    #expect(
      wire.sio(.incoming, "message:new", ["message": ["_id": "m9", "content": "x"]]).cause == nil)
  }

  @Test func aForeignTempIDConfirmsTheOldestSend() {
    var wire = Wire()
    wire.sio(.outgoing, "message:send", send)
    #expect(wire.sio(.incoming, "message:sent", ["messageId": "m1", "tempId": "zz"]).answers == 1)
    #expect(
      wire.sio(.incoming, "message:sent", ["messageId": "m2", "tempId": "t9"]).answers == nil)
  }

  @Test func acknowledgementsJoinsAndHeartbeatsAnswerTheirQuestions() {
    var wire = Wire()
    wire.sio(.outgoing, "e", [:], id: 4)
    wire.sio(.outgoing, "f", [:], id: 5)
    #expect(wire.sio(.incoming, "ack", [[:]], id: 5, isPacket: true).answers == 2)
    #expect(wire.sio(.incoming, "ack", [[:]], id: 4, isPacket: true).answers == 1)
    #expect(wire.sio(.incoming, "ack", [[:]], id: 4, isPacket: true).answers == nil)
    wire.sio(.outgoing, "conversation:join", ["conversationId": "c1"])
    wire.sio(.outgoing, "conversation:join", ["conversationId": "c2"])
    #expect(wire.sio(.incoming, "conversation:joined", ["conversationId": "c2"]).answers == 7)
    func beat(_ direction: WireRecord.Direction, _ name: String) -> WireRecord {
      WireRecord(identity: "me", session: "me", direction: direction, layer: .eio, name: name)
    }
    wire.tell(beat(.incoming, "ping"))
    #expect(wire.tell(beat(.outgoing, "pong")).answers == 9)
    wire.sio(.outgoing, "connect", [:], isPacket: true)
    #expect(wire.sio(.incoming, "connect_error", [:], isPacket: true).answers == 11)
  }

  @Test func anErrorAnswersTheOneThingThatItCanBeAbout() {
    var wire = Wire()
    wire.sio(.outgoing, "conversation:join", ["conversationId": "c1"])
    wire.sio(.incoming, "conversation:joined", ["conversationId": "c1"])
    wire.sio(.outgoing, "message:send", send)
    wire.sio(.outgoing, "typing:start", ["conversationId": "c1"])
    #expect(wire.sio(.incoming, "error", ["message": "no"]).answers == 3)
    wire.sio(.outgoing, "message:send", send)
    wire.sio(.outgoing, "message:read", ["messageId": "m1", "conversationId": "c1"])
    #expect(wire.sio(.incoming, "error", ["message": "no"]).answers == nil)
  }

  @Test func aSendOverRESTIsFollowedToo() {
    var wire = Wire()
    wire.tell(
      WireRecord(
        identity: "me", direction: .outgoing, layer: .http, name: "POST /api/v1/chat/messages",
        data: send))
    let answer = wire.tell(
      WireRecord(
        identity: "me", direction: .incoming, layer: .http, name: "POST /api/v1/chat/messages",
        answers: 1, data: ["data": ["_id": "m1"]], status: 201))
    #expect(answer == WireRelation(answers: 1, took: 10_000))
    #expect(
      wire.sio(.incoming, "message:read-receipt", ["messageId": "m1"]).cause == 1)
  }

  @Test func whatItRemembersIsBounded() {
    var table = RecentTable<Int, Int>(limit: 10)
    for number in 0..<1000 {
      table.put(number, at: number)
      if number.isMultiple(of: 3) { _ = table.take(number) }
      #expect(table.count <= 10)
    }
    #expect(table[998] == 998)
    // Put in anew, it is as young as the others.
    for number in 0..<9 { table.put(number, at: number) }
    table.put(100, at: 998)
    for number in 20..<29 { table.put(number, at: number) }
    #expect(table[998] == 100)
  }

  @Test func foreignArgumentsAreRelatedToNothing() {
    var wire = Wire()
    let odd: [JSONValue] = [
      .null, 1, "x", [], [1], ["message": .null], ["messageId": ["_id": [:]]],
    ]
    let names = [
      "message:send", "message:sent", "message:new", "message:read", "message:read-receipt",
      "conversation:join", "conversation:joined", "typing:start", "error",
    ]
    for name in names {
      for value in odd {
        wire.sio(.outgoing, name, value)
        wire.sio(.incoming, name, value)
        wire.sio(.incoming, name, value, isPacket: true)
      }
    }
    #expect(wire.number == names.count * odd.count * 3)
  }
}
