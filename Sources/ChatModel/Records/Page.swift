import Foundation
package import JSON

/// One page of a list call.
package struct Page<Element: Referable>: Hashable, Sendable {
  package var elements: [Element]
  package var pagination: Pagination?
  /// Elements that could not be read, each named with its place; the others stand.
  package var problems: [UnexpectedShape]

  package init(
    elements: [Element], pagination: Pagination? = nil, problems: [UnexpectedShape] = []
  ) {
    self.elements = elements
    self.pagination = pagination
    self.problems = problems
  }

  /// Reads `{"data":[…],"pagination":{…}}`.
  ///
  /// An element without an id is set aside in `problems`, so that it does not hide the rest. When
  /// none is a record at all, this is no such list, and the first problem is thrown.
  package init(json: JSONValue, noting oddities: Oddities? = nil) throws(UnexpectedShape) {
    let reader = try JSONReader(json, noting: oddities)
    guard case .array(let values) = try reader.require("data") else {
      throw UnexpectedShape(path: "data", problem: "is not an array")
    }
    self.init(elements: [], pagination: reader.object("pagination").map(Pagination.init))
    elements.reserveCapacity(values.count)
    for (index, value) in values.enumerated() {
      do throws(UnexpectedShape) {
        elements.append(try Element(json: value, path: "data[\(index)]", noting: oddities))
      } catch {
        problems.append(error)
        reader.note(error)
      }
    }
    if let first = problems.first, values.allSatisfy({ $0.objectValue == nil }) { throw first }
  }
}

extension Page<Message> {
  /// The messages, each with a time: one whose own cannot be read gets that of its neighbour, so that
  /// it stays in its place.
  package var placed: [Message] {
    guard elements.contains(where: { $0.time == .distantPast }) else { return elements }
    let times = elements.map(\.time).filter { $0 != .distantPast }
    guard let first = times.first, let last = times.last else { return elements }
    let step = first <= last ? 0.001 : -0.001
    var placed = elements
    var time = first.addingTimeInterval(-step * Double(elements.count))
    for index in placed.indices {
      if placed[index].time == .distantPast {
        placed[index].deliveredAt = time.addingTimeInterval(step)
      }
      time = placed[index].time
    }
    return placed
  }
}

/// How far a list goes; every number is what the server claims and may shift (row 12).
package struct Pagination: Hashable, Sendable {
  /// Counted from 1.
  package var currentPage: Int
  package var totalPages: Int?
  package var totalItems: Int?
  package var itemsPerPage: Int?
  package var hasNextPage: Bool?

  package init(
    currentPage: Int, totalPages: Int? = nil, totalItems: Int? = nil, itemsPerPage: Int? = nil,
    hasNextPage: Bool? = nil
  ) {
    self.currentPage = currentPage
    self.totalPages = totalPages
    self.totalItems = totalItems
    self.itemsPerPage = itemsPerPage
    self.hasNextPage = hasNextPage
  }

  init(_ reader: JSONReader) {
    self.init(
      currentPage: reader.count("currentPage") ?? 1,
      totalPages: reader.count("totalPages"),
      totalItems: reader.count("totalItems"),
      itemsPerPage: reader.count("itemsPerPage"),
      hasNextPage: reader.bool("hasNextPage"))
    // No page is empty, and none that a server is asked for here holds a thousand.
    if let totalPages, let totalItems {
      if totalPages > max(1, totalItems) { self.totalPages = contradicted("totalPages", reader) }
      if totalItems / 1000 > totalPages { self.totalItems = contradicted("totalItems", reader) }
    }
  }

  private func contradicted(_ key: String, _ reader: JSONReader) -> Int? {
    reader.note(
      UnexpectedShape(path: reader.path(of: key), problem: "contradicts the other numbers"))
    return nil
  }

  /// Whether no page follows the one that was asked for by this number, from whichever of its own
  /// numbers the server gave.
  package func isLast(_ number: Int) -> Bool {
    if let hasNextPage { return !hasNextPage }
    if let totalPages { return number >= totalPages }
    return false
  }
}
