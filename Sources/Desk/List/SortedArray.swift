/// Elements in ascending order: coming and going costs a binary search and a move of what lies behind.
struct SortedArray<Element: Comparable> {
  private(set) var elements: [Element] = []

  init() {}

  init(sorting elements: [Element]) { self.elements = elements.sorted() }

  /// Answers with its place.
  @discardableResult
  mutating func insert(_ element: Element) -> Int {
    let index = lowerBound(element)
    elements.insert(element, at: index)
    return index
  }

  /// Takes out the first that is equal, if there is one, and answers where it stood.
  @discardableResult
  mutating func remove(_ element: Element) -> Int? {
    let index = lowerBound(element)
    guard index < elements.count, elements[index] == element else { return nil }
    elements.remove(at: index)
    return index
  }

  private func lowerBound(_ element: Element) -> Int {
    var low = 0
    var high = elements.count
    while low < high {
      let middle = low + (high - low) / 2
      if elements[middle] < element { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension SortedArray: Equatable {}
extension SortedArray: Hashable where Element: Hashable {}
extension SortedArray: Sendable where Element: Sendable {}
