import Foundation
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

  @Test func aPageOfNothingButOtherThingsIsAnError() {
    #expect(throws: UnexpectedShape(path: "data[0]", problem: "is a number, not an object")) {
      try page(#"{"data":[1,2]}"#)
    }
    #expect(throws: UnexpectedShape.self) { try page(#"{"data":{}}"#) }
    #expect(throws: UnexpectedShape.self) { try page(#"{}"#) }
  }

  @Test func theLastPageIsKnownFromWhicheverNumberIsGiven() throws {
    func isLast(_ number: Int, _ numbers: String) throws -> Bool? {
      try page(#"{"data":[],"pagination":\#(numbers)}"#).pagination?.isLast(number)
    }
    #expect(try isLast(1, #"{"currentPage":1,"hasNextPage":false}"#) == true)
    #expect(try isLast(1, #"{"currentPage":1,"totalPages":2}"#) == false)
    #expect(try isLast(2, #"{"currentPage":2,"totalPages":2}"#) == true)
    #expect(try isLast(1, #"{}"#) == false)
  }

  @Test func whatAServerCountsStaysFarFromWhereSumsOverflow() throws {
    let huge = "\(Int.max)"
    let page = try page(#"{"data":[],"pagination":{"currentPage":\#(huge),"totalItems":\#(huge)}}"#)
    #expect(page.pagination?.currentPage == 1_000_000_000)
    #expect(page.pagination?.totalItems == 1_000_000_000)
    let statistics = try Statistics(
      json: try JSONValue(parsing: #"{"totalConversations":\#(huge),"totalMessages":-7}"#))
    #expect(statistics.totalConversations == 1_000_000_000)
    #expect(statistics.totalMessages == nil)
    let conversation = try Conversation(
      json: try JSONValue(parsing: #"{"_id":"c","unreadCount":{"me":\#(huge),"you":-1}}"#))
    #expect(conversation.unread(of: "me") == 1_000_000_000)
    #expect(conversation.unread(of: "you") == 0)
  }

  // Row 28.
  @Test func aPageWhoseOnlyRecordHasNoIdIsEmptyAndSaysSo() throws {
    let page = try page(#"{"data":[{"content":"x"}],"pagination":{"totalPages":3}}"#)
    #expect(page.elements.isEmpty)
    #expect(page.problems == [UnexpectedShape(path: "data[0]._id", problem: "is missing")])
    #expect(page.pagination?.isLast(1) == false)
  }

  // Row 28.
  @Test func paginationIsReadFromNumbersInStringsAndNeverEmptiesAList() throws {
    func numbers(_ text: String) throws -> Pagination? {
      let page = try page(#"{"data":[{"_id":"a"}],"pagination":\#(text)}"#)
      #expect(page.elements.map(\.id) == ["a"])
      return page.pagination
    }
    #expect(
      try numbers(
        #"{"currentPage":"1","totalPages":"2","totalItems":" 30 ","hasNextPage":"true"}"#)
        == Pagination(currentPage: 1, totalPages: 2, totalItems: 30, hasNextPage: true))
    #expect(
      try numbers(
        #"{"currentPage":[],"totalPages":"many","totalItems":-3,"hasNextPage":{}}"#)
        == Pagination(currentPage: 1))
    for odd in ["[]", "7", #""""#, "null"] { #expect(try numbers(odd) == nil) }
    #expect(
      try numbers(#"{"totalPages":900000000,"totalItems":30}"#)
        == Pagination(currentPage: 1, totalItems: 30))
    #expect(
      try numbers(#"{"totalPages":2,"totalItems":900000000}"#)
        == Pagination(currentPage: 1, totalPages: 2))
  }

  // Row 28.
  @Test func aMessageWithoutAReadableTimeStaysInItsPlace() throws {
    for isAscending in [true, false] {
      var times = ["2025-10-24T10:00:00Z", "2025-10-24T10:01:00Z", "2025-10-24T10:02:00Z"]
      if !isAscending { times.reverse() }
      for odd in 0..<3 {
        let data = (0..<3).map { index in
          #"{"_id":"m\#(9 - index)","createdAt":"\#(index == odd ? "Invalid date" : times[index])"}"#
        }
        let page = try page("{\"data\":[\(data.joined(separator: ","))]}")
        #expect(page.elements[odd].time == .distantPast)
        let order: [MessageID] = isAscending ? ["m9", "m8", "m7"] : ["m7", "m8", "m9"]
        #expect(page.placed.sorted().map(\.id) == order)
      }
    }
  }

  // Row 28.
  @Test func anAgentWithoutAnIdHidesNoOtherNumbers() throws {
    let statistics = try Statistics(
      json: try JSONValue(
        parsing: #"{"totalConversations":"3","statusBreakdown":{"open":"1","closed":[]},"#
          + #""perAgentStats":[{"agentId":""},{"agentId":"a","agentName":7}],"totalMessages":{}}"#))
    #expect(statistics.totalConversations == 3)
    #expect(statistics.statusBreakdown == [.open: 1])
    #expect(statistics.perAgent.map(\.id) == ["a"])
    #expect(statistics.perAgent.first?.name == "7")
    #expect(statistics.totalMessages == nil)
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
