import Foundation
import JSON
import Testing

@testable import ContractCheck

@Suite struct PageLawsTests {
  /// Pages of so many messages, the newest page first and the oldest message first inside.
  private func pages(
    of total: Int, limit: Int,
    _ change: (Int, inout [Int], inout [String: JSONValue]) -> Void = { _, _, _ in }
  ) -> [PageSight] {
    let count = (total + limit - 1) / limit
    return (1...max(1, count)).map { page in
      let end = total - (page - 1) * limit
      var items = Array(max(0, end - limit)..<end)
      var numbers: [String: JSONValue] = [
        "currentPage": .integer(page), "totalPages": .integer(count), "totalItems": .integer(total),
        "itemsPerPage": .integer(limit), "hasNextPage": .bool(page < count),
        "hasPrevPage": .bool(page > 1),
      ]
      change(page, &items, &numbers)
      let data = items.map { item -> JSONValue in
        [
          "_id": .string("m\(item)"),
          "createdAt": .string("2025-10-24T10:00:\(item < 10 ? "0" : "")\(item).000Z"),
        ]
      }
      return PageSight(
        page: page, limit: limit,
        .object(["data": .array(data), "pagination": .object(JSONObject(numbers))]),
        time: "createdAt")
    }
  }

  private func laws(_ pages: [PageSight]) -> PageLaws { PageLaws(pages: pages, isWhole: true) }

  @Test func pagesThatKeepTheLawsHaveNoFault() {
    for (total, limit) in [(0, 5), (1, 5), (5, 5), (23, 6), (24, 6), (3, 1)] {
      let laws = laws(pages(of: total, limit: limit))
      #expect(laws.totals().isEmpty, "\(total) by \(limit)")
      #expect(laws.once().isEmpty)
      #expect(laws.orderOfMessages().faults.isEmpty)
    }
  }

  @Test func eachNumberThatIsWrongIsNamed() {
    for (name, wrong) in [
      ("currentPage", JSONValue.integer(9)), ("totalPages", 9), ("totalItems", 99),
      ("itemsPerPage", 7), ("hasNextPage", false), ("hasPrevPage", true),
    ] {
      let found = laws(
        pages(of: 23, limit: 6) { page, _, numbers in
          if page == 1 { numbers[name] = wrong }
        }
      ).totals()
      #expect(found.contains { $0.path == "$.pagination.\(name)" }, "\(name)")
    }
  }

  @Test func anItemOnTwoPagesIsNamedWithBoth() {
    let found = laws(
      pages(of: 12, limit: 4) { page, items, _ in
        if page == 2 { items[3] = 8 }
      }
    ).once()
    #expect(found.map(\.page) == [2])
    #expect(found.first?.came == "m8, which is on page 1 too")
  }

  @Test func aHistoryMayRunEitherWayButNotInsideAPage() {
    let newest = laws(pages(of: 12, limit: 4))
    #expect(newest.orderOfMessages().direction == .newestFirst)
    let oldest = laws(newest.pages.reversed())
    #expect(oldest.orderOfMessages().faults.isEmpty)
    #expect(oldest.orderOfMessages().direction == .oldestFirst)
    let reversed = laws(pages(of: 12, limit: 4) { _, items, _ in items.reverse() })
    #expect(reversed.orderOfMessages().faults.map(\.came).allSatisfy { $0 == "the newest first" })
    #expect(reversed.orderOfMessages().faults.count == 3)
  }

  @Test func aListThatRunsTheOtherWayIsTold() {
    #expect(laws(pages(of: 9, limit: 3)).orderOfConversations == .oldestFirst)
    let turned = laws(pages(of: 9, limit: 3) { _, items, _ in items.reverse() })
    #expect(turned.orderOfConversations == .newestFirst)
    #expect(laws(pages(of: 2, limit: 3)).orderOfConversations == .unknown)
  }

  @Test func numbersThatMoveProveNothing() {
    let moved = laws(
      pages(of: 12, limit: 4) { page, _, numbers in
        if page == 3 { numbers["totalItems"] = 13 }
      })
    #expect(moved.hasMoved)
  }
}
