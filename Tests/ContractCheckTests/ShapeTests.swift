import JSON
import Testing

@testable import ContractCheck

@Suite struct ShapeTests {
  private func faults(_ text: String, _ shape: Shape) throws -> [ShapeJudge.Fault] {
    var judge = ShapeJudge()
    judge.judge(try JSONValue(parsing: text), shape, at: "$")
    return judge.faults
  }

  private static let conversation = """
    {"_id":"c1","userId":{"_id":"u1","first_name":"Lakshmi","last_name":"","phone":"+91","email":null,\
    "image":null,"isOnline":true,"lastSeen":null},"assignedSupportId":null,"status":"open",\
    "lastMessage":null,"unreadCount":{"u1":0},"isActive":true,\
    "createdAt":"2025-10-24T10:00:00.000Z","updatedAt":"2025-10-24T10:00:00.000Z"}
    """

  @Test func aRecordOfTheDocumentHasNoFault() throws {
    #expect(try faults(Self.conversation, .conversation()).isEmpty)
  }

  @Test func aMissingFieldIsNamedByItsPath() throws {
    let text = Self.conversation.replacing("\"status\":\"open\",", with: "")
    let found = try faults(text, .conversation())
    #expect(found.map(\.path) == ["$.status"])
    #expect(found.first?.came == "nothing: the field is missing")
  }

  @Test func aFieldOfAnotherTypeIsNamedWithWhatCame() throws {
    let text = Self.conversation.replacing("\"isOnline\":true", with: "\"isOnline\":\"true\"")
    let found = try faults(text, .conversation())
    #expect(found.map(\.path) == ["$.userId.isOnline"])
    #expect(found.first?.came == "a string, \"true\"")
  }

  @Test func aNumberThatTheReadersWouldUnderstandIsAFaultAllTheSame() throws {
    let text = """
      {"currentPage":"1","totalPages":1,"totalItems":-1,"itemsPerPage":20,"hasNextPage":0,\
      "hasPrevPage":false}
      """
    #expect(
      try faults(text, .pagination).map(\.path) == [
        "$.currentPage", "$.totalItems", "$.hasNextPage",
      ])
  }

  @Test func eachPlaceOfAListIsLookedAt() throws {
    let found = try faults("[\"a\",1,\"\"]", .array(.filled))
    #expect(found.map(\.path) == ["$[1]", "$[2]"])
  }

  @Test func aReferenceMayBeARecordAnIdOrNull() throws {
    for text in ["\"u1\"", "null"] { #expect(try faults(text, .reference(.sender)).isEmpty) }
    #expect(try faults("\"\"", .reference(.sender)).map(\.path) == ["$"])
    #expect(try faults("{\"_id\":\"u1\"}", .reference(.sender)).map(\.path).count == 3)
  }

  @Test func timesWithoutAFractionOrWithAnOffsetAreTakenAndNoted() throws {
    var judge = ShapeJudge()
    judge.judge("2025-10-24T10:30:00Z", .time, at: "$")
    judge.judge("2025-10-24T10:30:00.000+05:30", .time, at: "$")
    #expect(judge.faults.isEmpty)
    #expect(judge.rows.map(\.row) == [RowNote.values, RowNote.values])
    judge.judge("2025-10-24 10:30", .time, at: "$")
    judge.judge(1_761_301_800_000, .time, at: "$")
    #expect(judge.faults.count == 2)
  }

  @Test func nothingOfAWildDocumentTraps() throws {
    for text in ["null", "[]", "{}", "7", "\"x\"", "[[[]]]", "{\"data\":{\"data\":[]}}", "1e999"] {
      _ = try faults(text, .page(.conversation(isInList: true)))
      _ = try faults(text, .success(.statistics))
      for shape in Shape.events.values { _ = try faults(text, shape) }
    }
  }
}
