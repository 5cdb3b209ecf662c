import ChatModel
import JSON
import SandboxCore
import Testing

@Suite struct PaginationTests {
  private func numbers(_ answer: SandboxResponse) -> [Int] {
    answer.elements.compactMap { $0["content"]?.stringValue.flatMap { Int($0) } }
  }

  private func house(oldest: Bool = false) throws -> (House, ConversationID) {
    let house = try House { $0.pagesFromOldest = oldest }
    let id = house.conversation("nila")
    for number in 1...7 {
      house.pass(1)
      _ = house.ask(.sendMessage(text("\(number)", in: house.wire("nila"))), as: "nila")
    }
    return (house, id)
  }

  @Test func pageOneIsTheNewestAndRunsForwards() throws {
    let (house, id) = try house()
    func page(_ number: Int) -> SandboxResponse {
      house.ask(.messages(id, .init(page: "\(number)", limit: "3")), as: "nila")
    }
    #expect(numbers(page(1)) == [5, 6, 7])
    #expect(numbers(page(2)) == [2, 3, 4])
    #expect(numbers(page(3)) == [1])
    #expect(numbers(page(4)) == [])
    #expect(
      page(1).body["pagination"] == [
        "currentPage": 1, "totalPages": 3, "totalItems": 7, "itemsPerPage": 3,
        "hasNextPage": true, "hasPrevPage": false,
      ])
    #expect(page(3).pagination("hasNextPage") == false)
    #expect(page(3).pagination("hasPrevPage") == true)
  }

  @Test func someServersPageFromTheOldest() throws {
    let (house, id) = try house(oldest: true)
    let first = house.ask(.messages(id, .init(limit: "3")), as: "nila")
    #expect(numbers(first) == [1, 2, 3])
    #expect(numbers(house.ask(.messages(id, .init(page: "3", limit: "3")), as: "nila")) == [7])
  }

  @Test func theLimitIsTwentyOrFiftyAndAtMostAHundred() throws {
    let house = try House()
    let id = house.conversation("devendra")
    func limit(_ call: SandboxCall) -> JSONValue? {
      house.ask(call, as: "asha").pagination("itemsPerPage")
    }
    #expect(limit(.conversations(.init())) == 20)
    #expect(limit(.messages(id, .init())) == 50)
    #expect(limit(.messages(id, .init(limit: "9000"))) == 100)
    let page = house.ask(.messages(id, .init(limit: "9000")), as: "asha")
    #expect(page.elements.count == 100)
  }

  @Test func aPageFarBeyondTheEndIsEmpty() throws {
    let house = try House()
    let far = "\(Int.max)"
    let id = house.conversation("lakshmi")
    #expect(house.ask(.messages(id, .init(page: far)), as: "meera").elements.isEmpty)
    let list = house.ask(.conversations(.init(page: far, limit: "100")), as: "meera")
    #expect(list.status == 200 && list.elements.isEmpty)
  }

  @Test func theListRunsFromTheLastChange() throws {
    let house = try House()
    func first() -> JSONValue? {
      house.ask(.conversations(.init(limit: "1")), as: "meera").elements.first?["_id"]
    }
    #expect(first() == house.wire("harpreet"))
    house.pass(1)
    _ = house.ask(.sendMessage(text("a", in: house.wire("meena"))), as: "meena")
    #expect(first() == house.wire("meena"))
  }

  @Test func pagesOfTheListCoverItOnce() throws {
    let house = try House()
    let ids = (1...5).flatMap { page in
      house.ask(.allConversations(.init(page: "\(page)", limit: "10")), as: "asha").elements
        .compactMap { $0["_id"] }
    }
    #expect(ids.count == 44 && Set(ids).count == 44)
  }
}
