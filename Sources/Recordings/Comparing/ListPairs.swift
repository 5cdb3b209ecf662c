/// Which element of one list is which of another: those that say the same, wherever they stand, then
/// what is left in its order.
struct ListPairs {
  /// Places in both, in the order of the first.
  let pairs: [(Int, Int)]
  /// The places of those that have no other one.
  let onlyFirst: [Int]
  let onlySecond: [Int]
  /// What says the same does not stand in the same order.
  let isReordered: Bool

  /// - Parameters:
  ///   - a: what each element of the first says.
  ///   - b: the same of the second.
  init(_ a: [Int], _ b: [Int]) {
    var pairs: [(Int, Int)] = []
    var (left, right) = (Set(a.indices), Set(b.indices))
    func pair(_ i: Int, _ j: Int) {
      pairs.append((i, j))
      left.remove(i)
      right.remove(j)
    }
    for i in a.indices.prefix(b.count) where a[i] == b[i] { pair(i, i) }
    var places = Dictionary(grouping: right.sorted(by: >)) { b[$0] }
    for i in left.sorted() {
      if let j = places[a[i]]?.popLast() { pair(i, j) }
    }
    pairs.sort { $0.0 < $1.0 }
    isReordered = zip(pairs, pairs.dropFirst()).contains { $0.1 > $1.1 }
    let rest = zip(left.sorted(), right.sorted()).map { ($0, $1) }
    for (i, j) in rest { pair(i, j) }
    self.pairs = pairs.sorted { $0.0 < $1.0 }
    onlyFirst = left.sorted()
    onlySecond = right.sorted()
  }
}
