import Foundation
import JSON
import Testing

@testable import ChatModel

/// Row 10: a record may be an object, a bare id, null or absent.
struct ReferencedTests {
  private func conversation(_ text: String) throws -> Conversation {
    try Conversation(json: try JSONValue(parsing: text), path: "")
  }

  @Test func aReferenceIsReadInAllFourForms() throws {
    let whole = try conversation(#"{"_id":"c","userId":{"_id":"u","first_name":"Sita"}}"#)
    #expect(whole.farmer == .known(Participant(id: "u", firstName: "Sita")))
    #expect(try conversation(#"{"_id":"c","userId":"u"}"#).farmer == .known(Participant(id: "u")))
    #expect(try conversation(#"{"_id":"c","userId":null}"#).farmer == .none)
    #expect(try conversation(#"{"_id":"c"}"#).farmer == .absent)
  }

  @Test func aBareIdNeverOverwritesAKnownName() throws {
    let known = try conversation(
      #"{"_id":"c","userId":{"_id":"u","first_name":"Sita","phone":"1"},"status":"open"}"#)
    let later = try conversation(#"{"_id":"c","userId":"u","lastMessage":"m"}"#)
    let merged = known.merging(later)
    #expect(merged.farmer.value?.fullName == "Sita")
    #expect(merged.farmer.value?.phone == "1")
    #expect(merged.status == .open)
    #expect(merged.lastMessage.id == "m")
  }

  @Test func nullClearsAndAbsenceKeeps() throws {
    let known = try conversation(#"{"_id":"c","assignedSupportId":"a"}"#)
    #expect(known.merging(try conversation(#"{"_id":"c"}"#)).agent.id == "a")
    #expect(
      known.merging(try conversation(#"{"_id":"c","assignedSupportId":null}"#)).agent == .none)
  }

  @Test func anotherPersonReplacesTheKnownOneWhole() throws {
    let known = try conversation(
      #"{"_id":"c","assignedSupportId":{"_id":"a","first_name":"Ravi","phone":"1"}}"#)
    let merged = known.merging(try conversation(#"{"_id":"c","assignedSupportId":"b"}"#))
    #expect(merged.agent == .known(Participant(id: "b")))
  }

  @Test func aNameInOnePieceNeverReplacesFirstAndLastName() {
    let known = Participant(id: "u", firstName: "Sita", lastName: "Devi")
    let notified = Participant(id: "u", name: "Sita D.")
    #expect(notified.fullName == "Sita D.")
    #expect(known.merging(notified).fullName == "Sita Devi")
    #expect(notified.merging(known).fullName == "Sita Devi")
    #expect(known.merging(Participant(id: "u", phone: "1")).fullName == "Sita Devi")
  }

  @Test func aReadMessageStaysRead() {
    let read = Message(id: "m", isRead: true, readAt: Date(timeIntervalSince1970: 9))
    let stale = Message(id: "m", content: "x", isRead: false)
    #expect(read.merging(stale).isRead)
    #expect(stale.merging(read).readAt == Date(timeIntervalSince1970: 9))
    #expect(read.merging(stale).content == "x")
  }

  @Test func referencesPrintAsObjectsInTheApisOwnFieldNames() throws {
    let read = try conversation(
      #"{"_id":"c","assignedSupportId":null,"lastMessage":"m","status":"waiting","#
        + #""unreadCount":{"u":2},"userId":"u"}"#)
    #expect(
      read.json == [
        "_id": "c", "assignedSupportId": nil, "lastMessage": ["_id": "m"], "status": "waiting",
        "unreadCount": ["u": 2], "userId": ["_id": "u"],
      ])
  }

  @Test(arguments: [
    (#"{"_id":""}"#, "_id"), (#"{"status":"open"}"#, "_id"),
    (#"{"_id":"c","userId":7.5}"#, "userId"),
    (#"{"_id":"c","userId":{"first_name":"x"}}"#, "userId.id"),
    (#"{"_id":"c","unreadCount":[]}"#, "unreadCount"),
    (#"{"_id":"c","createdAt":"yesterday"}"#, "createdAt"),
    (#"{"_id":"c","isActive":1}"#, "isActive"),
  ])
  func aWrongShapeIsNamedWithItsPlace(text: String, path: String) throws {
    let error = #expect(throws: UnexpectedShape.self) { try conversation(text) }
    #expect(error?.path == path)
  }
}
