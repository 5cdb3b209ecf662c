import Foundation
import JSON
import Testing

@testable import ChatModel

struct ServerEventTests {
  private func event(_ name: String, _ text: String) throws -> ServerEvent {
    ServerEvent(name: name, arguments: [try JSONValue(parsing: text)])
  }

  @Test func theTenEventsOfTheDocumentAndThoseOfRow6AreRead() throws {
    let time = Date(timeIntervalSince1970: 1_761_302_700)
    let message = Message(id: "m", content: "hi")
    #expect(
      try event("conversation:joined", #"{"conversationId":"c","message":"Joined"}"#)
        == .joined("c"))
    #expect(try event("conversation:left", #"{"conversationId":"c"}"#) == .left("c"))
    #expect(
      try event("message:new", #"{"message":{"_id":"m","content":"hi"},"conversationId":"c"}"#)
        == .messageNew(message, in: "c"))
    #expect(
      try event(
        "message:sent", #"{"messageId":"m","timestamp":"2025-10-24T10:45:00.000Z","tempId":"t"}"#)
        == .messageSent("m", tempID: "t", at: time))
    #expect(
      try event(
        "notification:new-message",
        #"{"conversationId":"c","message":{"_id":"m","content":"hi"},"#
          + #""sender":{"id":"u","name":"Rajesh Kumar","role":"User"}}"#)
        == .notification(
          message, in: "c", from: Participant(id: "u", name: "Rajesh Kumar", role: .user)))
    #expect(
      try event(
        "typing:user-typing", #"{"conversationId":"c","userId":"u","userName":"Rajesh"}"#)
        == .typing("u", name: "Rajesh", in: "c"))
    #expect(
      try event("typing:user-stopped", #"{"conversationId":"c","userId":"u"}"#)
        == .stoppedTyping("u", in: "c"))
    #expect(
      try event(
        "message:read-receipt",
        #"{"messageId":"m","conversationId":"c","readBy":"u","readAt":"2025-10-24T10:45:00Z"}"#)
        == .readReceipt("m", in: "c", by: "u", at: time))
    #expect(
      try event("conversation:all-read", #"{"conversationId":"c","readBy":"u","count":3}"#)
        == .allRead("c", by: "u", at: nil))
    #expect(
      try event("user:online", #"{"userId":"u","timestamp":"2025-10-24T10:45:00Z"}"#)
        == .online("u", at: time))
    #expect(try event("user:offline", #"{"userId":"u"}"#) == .offline("u", lastSeen: nil))
    #expect(try event("error", #"{"message":"no"}"#) == .error("no"))
    #expect(try event("error", #""no""#) == .error("no"))
  }

  @Test func anEventOfNoKnownNameKeepsItsData() throws {
    #expect(try event("queue:moved", "[1]") == .unknown("queue:moved", [[1]]))
    #expect(ServerEvent(name: "ping", arguments: []) == .unknown("ping", []))
  }

  @Test func aKnownEventOfTheWrongShapeIsMalformedAndSaysWhere() throws {
    #expect(
      try event("message:new", #"{"message":{"_id":5.5},"conversationId":"c"}"#)
        == .malformed(
          "message:new", UnexpectedShape(path: "message._id", problem: "is a number, not an id")))
    #expect(
      ServerEvent(name: "user:online", arguments: [])
        == .malformed("user:online", UnexpectedShape(path: "", problem: "is null, not an object")))
  }

  // Row 28.
  @Test func anOddSideFieldLosesNoEvent() throws {
    let oddities = Oddities()
    let payload = try JSONValue(
      parsing: #"{"message":{"_id":"m","content":"hi","createdAt":"Invalid date","isRead":"0"},"#
        + #""conversationId":"c","sender":[]}"#)
    #expect(
      ServerEvent(name: "notification:new-message", arguments: [payload], noting: oddities)
        == .notification(Message(id: "m", content: "hi"), in: "c", from: nil))
    #expect(
      oddities.found.map(\.path).sorted() == ["message.createdAt", "message.isRead", "sender"])
    #expect(
      try event("message:new", #"{"message":{"_id":"m","conversationId":"c"},"conversationId":[]}"#)
        == .messageNew(Message(id: "m", conversationID: "c"), in: "c"))
    #expect(
      try event("conversation:joined", #"{"conversationId":{"_id":"c"}}"#) == .joined("c"))
    #expect(
      try event(
        "message:read-receipt", #"{"messageId":"m","conversationId":"","readBy":{},"readAt":0}"#)
        == .readReceipt("m", in: nil, by: nil, at: nil))
    for payload in ["null", "[]", "7", "\"\"", #"{"message":{}}"#, #"{"message":" "}"#] {
      #expect(try event("error", payload) == .error("the server reported an error"))
    }
  }

  @Test func emissionsCarryTheDocumentsFields() {
    let text = OutgoingMessage(conversationID: "c", content: .text("hi"), tempID: "t")
    #expect(
      ClientEmission.send(text).arguments == [
        ["conversationId": "c", "messageType": "text", "content": "hi", "tempId": "t"]
      ])
    let media = OutgoingMessage(conversationID: "c", content: .media("x", .image))
    #expect(
      ClientEmission.send(media).arguments == [
        ["conversationId": "c", "messageType": "image", "mediaId": "x"]
      ])
    #expect(
      ClientEmission.read("m", in: "c").arguments == [["messageId": "m", "conversationId": "c"]])
  }
}
