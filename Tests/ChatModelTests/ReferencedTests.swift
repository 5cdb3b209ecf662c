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

  @Test(arguments: [#"{"_id":""}"#, #"{"status":"open"}"#, #"{"_id":null}"#, #"{"_id":[]}"#])
  func aRecordWithoutAnIdIsNone(text: String) throws {
    let error = #expect(throws: UnexpectedShape.self) { try conversation(text) }
    #expect(error?.path == "_id")
  }

  // Row 28.
  @Test(arguments: [
    (#""userId":7.5"#, "userId", "is a number, not an object or an id"),
    (#""userId":"""#, "userId", "is an empty string, not an object or an id"),
    (#""assignedSupportId":[]"#, "assignedSupportId", "is an array, not an object or an id"),
    (#""userId":{"first_name":"x"}"#, "userId.id", "is missing"),
    (#""unreadCount":[]"#, "unreadCount", "is an array, not an object"),
    (#""unreadCount":3"#, "unreadCount", "is a number, not an object"),
    (#""unreadCount":{"u":"2"}"#, "unreadCount.*", "is a string, read as a whole number"),
    (#""createdAt":"yesterday""#, "createdAt", "is a string, not an ISO 8601 time"),
    (#""createdAt":1761302700000"#, "createdAt", "is a number, read as an ISO 8601 time"),
    (#""updatedAt":"""#, "updatedAt", "is an empty string, not an ISO 8601 time"),
    (#""isActive":1"#, "isActive", "is a number, read as a boolean"),
    (#""isActive":"maybe""#, "isActive", "is a string, not a boolean"),
    (#""status":4"#, "status", "is a number, not a word"),
    (
      #""lastMessage":{"_id":"m","createdAt":{}}"#, "lastMessage.createdAt",
      "is an object, not an ISO 8601 time"
    ),
  ])
  func anOddSideFieldLeavesTheRecordAndIsNamedWithItsPlace(
    member: String, path: String, problem: String
  ) throws {
    let name = member.prefix { $0 != ":" }
    var whole = [
      #""_id":"c""#, #""userId":{"_id":"u","phone":919876543210}"#, #""status":"open""#,
      #""lastMessage":{"_id":"m"}"#,
    ]
    let known = try conversation("{\(whole.joined(separator: ","))}")
    whole.removeAll { $0.hasPrefix(name) }
    let oddities = Oddities()
    let json = try JSONValue(parsing: "{\((whole + [member]).joined(separator: ","))}")
    let read = try Conversation(json: json, noting: oddities)
    #expect(read.id == "c")
    if name != #""userId""# { #expect(read.farmer.value?.phone == "919876543210") }
    if name != #""status""# { #expect(read.status == known.status) }
    #expect(read.lastMessage.id == "m")
    #expect(oddities.found.contains(UnexpectedShape(path: path, problem: problem)))
    #expect(known.merging(read).farmer.id == "u", "what is absent displaces nothing")
  }

  // Row 28.
  @Test func aMessageThatDoesNotSayWhatItIsIsWhatItsFileIs() throws {
    func kind(_ members: String) throws -> MessageKind {
      try Message(json: try JSONValue(parsing: "{\"_id\":\"m\",\(members)}")).kind
    }
    #expect(try kind(#""messageType":"","mediaId":{"_id":"x","type":"audio"}"#) == .media(.audio))
    #expect(
      try kind(#""messageType":5,"mediaId":{"_id":"x","format":"image/png"}"#) == .media(.image))
    #expect(try kind(#""messageType":[],"content":"hi""#) == .text)
    #expect(try kind(#""messageType":"sticker""#) == .other("sticker"))
  }
}
