/// Finds which lines of two recordings are the same: those that say the same first, then, between
/// these, those that are of one kind.
enum LinePairs {
  struct Line: Hashable {
    /// What kind of line it is, whoever it is about.
    let key: String
    /// A hash of what it says.
    let shape: Int
  }

  /// Between two pairs so many lines of both together are paired as well as can be; more are paired
  /// in their order, each with one of the next few of its kind.
  private static let mostAtOnce = 2000
  private static let near = 100

  /// The pairs of places, going up in both.
  static func pairs(_ a: [Line], _ b: [Line]) -> [(Int, Int)] {
    var pairs: [(Int, Int)] = []
    var (i, j) = (0, 0)
    for (x, y) in anchors(a, b) + [(a.count, b.count)] {
      pairs += between(a, i..<x, b, j..<y)
      if x < a.count { pairs.append((x, y)) }
      (i, j) = (x + 1, y + 1)
    }
    return pairs
  }

  /// What says the same, and is said once in either: the longest run of it that goes up in both.
  private static func anchors(_ a: [Line], _ b: [Line]) -> [(Int, Int)] {
    let places = onlyPlaces(b)
    let common = onlyPlaces(a).compactMap { line, place in places[line].map { (place, $0) } }
      .sorted { $0.0 < $1.0 }
    // Patience: the last of each pile is the smallest that a run of that length ends with.
    var piles: [Int] = []
    var before = [Int?](repeating: nil, count: common.count)
    for (number, pair) in common.enumerated() {
      var (low, high) = (0, piles.count)
      while low < high {
        let middle = (low + high) / 2
        if common[piles[middle]].1 < pair.1 { low = middle + 1 } else { high = middle }
      }
      before[number] = low > 0 ? piles[low - 1] : nil
      if low == piles.count { piles.append(number) } else { piles[low] = number }
    }
    var run: [(Int, Int)] = []
    var next = piles.last
    while let number = next {
      run.append(common[number])
      next = before[number]
    }
    return run.reversed()
  }

  private static func onlyPlaces(_ lines: [Line]) -> [Line: Int] {
    var places: [Line: Int?] = [:]
    for (place, line) in lines.enumerated() {
      places[line] = places[line] == nil ? .some(place) : .some(nil)
    }
    return places.compactMapValues { $0 }
  }

  private static func between(
    _ a: [Line], _ x: Range<Int>, _ b: [Line], _ y: Range<Int>
  ) -> [(Int, Int)] {
    guard !x.isEmpty, !y.isEmpty else { return [] }
    guard x.count + y.count <= mostAtOnce else { return inOrder(a, x, b, y) }
    // Those that say the same twice are found as those of one kind are.
    let said = common(a, x, b, y) { $0 }
    var pairs: [(Int, Int)] = []
    var (i, j) = (x.lowerBound, y.lowerBound)
    for (left, right) in said + [(x.upperBound, y.upperBound)] {
      pairs += common(a, i..<left, b, j..<right, by: \.key)
      if left < x.upperBound { pairs.append((left, right)) }
      (i, j) = (left + 1, right + 1)
    }
    return pairs
  }

  /// The pairs of equal elements of a longest common subsequence.
  private static func common<Mark: Hashable>(
    _ a: [Line], _ x: Range<Int>, _ b: [Line], _ y: Range<Int>, by mark: (Line) -> Mark
  ) -> [(Int, Int)] {
    guard !x.isEmpty, !y.isEmpty else { return [] }
    var (removed, inserted): (Set<Int>, Set<Int>) = ([], [])
    for change in b[y].map(mark).difference(from: a[x].map(mark)) {
      switch change {
      case .remove(let offset, _, _): removed.insert(x.lowerBound + offset)
      case .insert(let offset, _, _): inserted.insert(y.lowerBound + offset)
      }
    }
    return Array(
      zip(x.filter { !removed.contains($0) }, y.filter { !inserted.contains($0) }))
  }

  private static func inOrder(
    _ a: [Line], _ x: Range<Int>, _ b: [Line], _ y: Range<Int>
  ) -> [(Int, Int)] {
    var pairs: [(Int, Int)] = []
    var next = y.lowerBound
    for place in x {
      let end = min(y.upperBound, next + near)
      guard let other = (next..<max(next, end)).first(where: { b[$0].key == a[place].key }) else {
        continue
      }
      pairs.append((place, other))
      next = other + 1
    }
    return pairs
  }
}
