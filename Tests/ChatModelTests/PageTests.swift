import JSON
import Testing

@testable import ChatModel

struct PageTests {
  private func page(_ text: String) throws -> Page<Message> {
    try Page(json: try JSONValue(parsing: text))
  }

  @Test func oneBadElementDoesNotHideTheOthers() throws {
    let page = try page(#"{"data":[{"_id":"a"},{"content":"no id"},{"_id":"b"}]}"#)
    #expect(page.elements.map(\.id) == ["a", "b"])
    #expect(page.problems == [UnexpectedShape(path: "data[1]._id", problem: "is missing")])
  }

  @Test func aPageOfNothingButBadElementsIsAnError() {
    #expect(throws: UnexpectedShape(path: "data[0]", problem: "is a number, not an object")) {
      try page(#"{"data":[1,2]}"#)
    }
    #expect(throws: UnexpectedShape.self) { try page(#"{"data":{}}"#) }
    #expect(throws: UnexpectedShape.self) { try page(#"{}"#) }
  }

  @Test func theLastPageIsKnownFromWhicheverNumberIsGiven() throws {
    func isLast(_ numbers: String) throws -> Bool? {
      try page(#"{"data":[],"pagination":\#(numbers)}"#).pagination?.isLast
    }
    #expect(try isLast(#"{"currentPage":1,"hasNextPage":false}"#) == true)
    #expect(try isLast(#"{"currentPage":1,"totalPages":2}"#) == false)
    #expect(try isLast(#"{"currentPage":2,"totalPages":2}"#) == true)
    #expect(try isLast(#"{}"#) == false)
  }

  @Test func whatAServerCountsStaysFarFromWhereSumsOverflow() throws {
    let huge = "\(Int.max)"
    let page = try page(#"{"data":[],"pagination":{"currentPage":\#(huge),"totalItems":\#(huge)}}"#)
    #expect(page.pagination?.currentPage == 1_000_000_000)
    #expect(page.pagination?.totalItems == 1_000_000_000)
    let statistics = try Statistics(
      json: try JSONValue(parsing: #"{"totalConversations":\#(huge),"totalMessages":-7}"#))
    #expect(statistics.totalConversations == 1_000_000_000)
    #expect(statistics.totalMessages == 0)
    let conversation = try Conversation(
      json: try JSONValue(parsing: #"{"_id":"c","unreadCount":{"me":\#(huge),"you":-1}}"#))
    #expect(conversation.unread(of: "me") == 1_000_000_000)
    #expect(conversation.unread(of: "you") == 0)
  }

  @Test func statisticsKeepStatusesOfNoKnownName() throws {
    let statistics = try Statistics(
      json: try JSONValue(
        parsing: #"{"totalConversations":3,"statusBreakdown":{"open":1,"parked":2},"#
          + #""perAgentStats":[{"agentId":"a","agentName":null,"activeConversations":2}]}"#))
    #expect(statistics.statusBreakdown == [.open: 1, .other("parked"): 2])
    #expect(statistics.perAgent.first?.activeConversations == 2)
  }
}
