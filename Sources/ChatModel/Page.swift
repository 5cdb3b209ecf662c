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
  /// One element of the wrong shape is set aside in `problems`, so that it does not hide the rest;
  /// when all of them are wrong, the first problem is thrown.
  package init(json: JSONValue) throws(UnexpectedShape) {
    let reader = try JSONReader(json)
    guard case .array(let values) = try reader.require("data") else {
      throw UnexpectedShape(path: "data", problem: "is not an array")
    }
    self.init(elements: [], pagination: try reader.object("pagination").map(Pagination.init))
    elements.reserveCapacity(values.count)
    for (index, value) in values.enumerated() {
      do {
        elements.append(try Element(json: value, path: "data[\(index)]"))
      } catch {
        problems.append(error)
      }
    }
    if elements.isEmpty, let first = problems.first { throw first }
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

  init(_ reader: JSONReader) throws(UnexpectedShape) {
    self.init(
      currentPage: try reader.count("currentPage") ?? 1,
      totalPages: try reader.count("totalPages"),
      totalItems: try reader.count("totalItems"),
      itemsPerPage: try reader.count("itemsPerPage"),
      hasNextPage: try reader.bool("hasNextPage"))
  }

  /// Whether another page follows, from whichever of its numbers the server gave.
  package var isLast: Bool {
    if let hasNextPage { return !hasNextPage }
    if let totalPages { return currentPage >= totalPages }
    return false
  }
}
