// The laws of pages: what their numbers say holds of what they carry, whatever row 11 leaves open.

import ChatModel
import Foundation
import JSON

/// One page as it was asked for and as it came.
struct PageSight {
  let page: Int
  let limit: Int
  let ids: [String]
  /// Of each item, in the same order; nil where it cannot be read.
  let times: [Date?]
  let pagination: JSONValue?

  /// - Parameter time: the member that says when.
  init(page: Int, limit: Int, _ answer: JSONValue?, time: String) {
    self.page = page
    self.limit = limit
    let items = answer?["data"]?.arrayValue ?? []
    ids = items.map { $0["_id"]?.stringValue ?? "" }
    times = items.map { $0[time]?.stringValue.flatMap(Timestamp.parse) }
    pagination = answer?["pagination"]
  }

  func number(_ name: String) -> Int? { pagination?[name]?.integerValue }
  fileprivate func flag(_ name: String) -> Bool? {
    if case .bool(let value)? = pagination?[name] { value } else { nil }
  }
}

/// What is wrong with pages that were read one after another.
struct PageLaws {
  enum Law: String, CaseIterable { case totals, once, order }

  struct Fault: Hashable {
    let law: Law
    let page: Int
    let path: String?
    let expected: String
    let came: String
  }

  enum Direction { case newestFirst, oldestFirst, unknown }

  let pages: [PageSight]
  /// The pages run from 1 to the last without a gap.
  let isWhole: Bool

  /// Whether the numbers moved while the pages were read: then somebody wrote, and nothing is proven.
  var hasMoved: Bool { Set(pages.compactMap { $0.number("totalItems") }).count > 1 }

  func totals() -> [Fault] {
    var faults: [Fault] = []
    for page in pages {
      func expect(_ name: String, _ wanted: Int?) {
        guard let wanted, let came = page.number(name), came != wanted else { return }
        faults.append(
          Fault(
            law: .totals, page: page.page, path: "$.pagination.\(name)", expected: "\(wanted)",
            came: "\(came)"))
      }
      func expect(_ name: String, _ wanted: Bool?) {
        guard let wanted, let came = page.flag(name), came != wanted else { return }
        faults.append(
          Fault(
            law: .totals, page: page.page, path: "$.pagination.\(name)", expected: "\(wanted)",
            came: "\(came)"))
      }
      expect("currentPage", page.page)
      expect("itemsPerPage", page.limit)
      let total = page.number("totalItems")
      let last = total.map { ($0 + page.limit - 1) / page.limit }
      if total != 0 || page.number("totalPages") != 1 { expect("totalPages", last) }
      expect("hasNextPage", last.map { page.page < $0 })
      expect("hasPrevPage", page.page > 1)
      if let total {
        let wanted = max(0, min(page.limit, total - (page.page - 1) * page.limit))
        if page.ids.count != wanted {
          faults.append(
            Fault(
              law: .totals, page: page.page, path: "$.data",
              expected: "\(wanted) items, as totalItems is \(total)",
              came: "\(page.ids.count)"))
        }
      }
    }
    if isWhole, let total = pages.first?.number("totalItems") {
      let came = Set(pages.flatMap(\.ids)).count
      if came != total {
        faults.append(
          Fault(
            law: .totals, page: 1, path: "$.pagination.totalItems",
            expected: "\(came), as many as all pages hold", came: "\(total)"))
      }
    }
    return faults
  }

  func once() -> [Fault] {
    var first: [String: Int] = [:]
    var faults: [Fault] = []
    for page in pages {
      for (place, id) in page.ids.enumerated() {
        if let earlier = first[id] {
          let where_ =
            earlier == page.page ? "twice on page \(page.page)" : "on page \(earlier) too"
          faults.append(
            Fault(
              law: .once, page: page.page, path: "$.data[\(place)]._id",
              expected: "an item that no page had before", came: "\(id), which is \(where_)"))
        } else {
          first[id] = page.page
        }
      }
    }
    return faults
  }

  /// Messages stand oldest first inside a page, and the pages run one way (row 11).
  func orderOfMessages() -> (faults: [Fault], direction: Direction) {
    var faults: [Fault] = []
    for page in pages {
      let times = page.times.compactMap { $0 }
      guard times.count > 1 else { continue }
      if let place = zip(times, times.dropFirst()).enumerated().first(where: { $1.0 > $1.1 })?
        .offset
      {
        let isReversed = zip(times, times.dropFirst()).allSatisfy { $0 >= $1 }
        faults.append(
          Fault(
            law: .order, page: page.page, path: "$.data[\(place + 1)].createdAt",
            expected: "the oldest message first inside a page",
            came: isReversed ? "the newest first" : "an older one behind a newer one"))
      }
    }
    let ends = pages.compactMap { page in
      let times = page.times.compactMap { $0 }
      return times.min().flatMap { low in times.max().map { (low, $0) } }
    }
    guard ends.count > 1 else { return (faults, .unknown) }
    let pairs = Array(zip(ends, ends.dropFirst()))
    if pairs.allSatisfy({ $0.0 >= $1.1 }) { return (faults, .newestFirst) }
    if pairs.allSatisfy({ $0.1 <= $1.0 }) { return (faults, .oldestFirst) }
    faults.append(
      Fault(
        law: .order, page: pages[1].page, path: "$.data[0].createdAt",
        expected: "pages that run one way through the history", came: "messages of between"))
    return (faults, .unknown)
  }

  enum ListOrder { case newestFirst, oldestFirst, none, unknown }

  /// How a list of conversations runs, by their last change.
  var orderOfConversations: ListOrder {
    let all = pages.flatMap(\.times).compactMap { $0 }
    guard all.count > 2, Set(all).count > 1 else { return .unknown }
    if zip(all, all.dropFirst()).allSatisfy({ $0 >= $1 }) { return .newestFirst }
    // Each page by itself: the pages may run the other way.
    let pairs = pages.flatMap { page in
      let times = page.times.compactMap { $0 }
      return Array(zip(times, times.dropFirst()))
    }
    return !pairs.isEmpty && pairs.allSatisfy { $0 <= $1 } ? .oldestFirst : .none
  }
}
