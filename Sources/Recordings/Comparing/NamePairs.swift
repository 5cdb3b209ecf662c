import ChatModel
import JSON

/// Counts which names of two recordings stand at the same places of lines that are the same.
struct NameVotes {
  private struct Pair: Hashable {
    let mine: String
    let theirs: String
  }

  private let a: ComparedTexts
  private let b: ComparedTexts
  private var counts: [Pair: Int] = [:]
  private var order: [Pair] = []

  init(_ mine: RecordedIDs, _ theirs: RecordedIDs) {
    a = ComparedTexts(mine)
    b = ComparedTexts(theirs)
  }

  mutating func take(_ mine: JSONValue, _ theirs: JSONValue, under name: String = "") {
    switch (mine, theirs) {
    case (.string(let x), .string(let y)):
      let (x, y) = (a.text(x, under: name), b.text(y, under: name))
      guard x.words == y.words else { return }
      for (x, y) in zip(x.names, y.names) { count(Pair(mine: x, theirs: y)) }
    case (.array(let x), .array(let y)):
      for (i, j) in ListPairs(a.marks(x, under: name), b.marks(y, under: name)).pairs {
        take(x[i], y[j], under: name)
      }
    case (.object(let x), .object(let y)):
      for (key, x) in x {
        if let y = y[key] { take(x, y, under: key) }
      }
    default: break
    }
  }

  private mutating func count(_ pair: Pair) {
    if counts[pair] == nil { order.append(pair) }
    counts[pair, default: 0] += 1
  }

  /// Each name with the one it stands beside most often: one for one. Of equals one that is the
  /// same in both, then the first.
  func names() -> NamePairs {
    let ranked = order.enumerated().sorted { x, y in
      let (mine, theirs) = (counts[x.element] ?? 0, counts[y.element] ?? 0)
      guard mine == theirs else { return mine > theirs }
      let isSame = [x, y].map { $0.element.mine == $0.element.theirs }
      return isSame[0] == isSame[1] ? x.offset < y.offset : isSame[0]
    }
    var names = NamePairs(a, b)
    for (_, pair) in ranked { names.put(pair.mine, pair.theirs) }
    return names
  }
}

/// Which name of one recording is which of the other.
struct NamePairs: Sendable {
  private let a: ComparedTexts
  private let b: ComparedTexts
  private var there: [String: String] = [:]
  private var here: [String: String] = [:]

  /// Of documents in which every text stands for itself.
  init() {
    a = ComparedTexts(nil)
    b = a
  }

  fileprivate init(_ a: ComparedTexts, _ b: ComparedTexts) {
    self.a = a
    self.b = b
  }

  /// Notes a pair, unless one of the two has another one.
  fileprivate mutating func put(_ mine: String, _ theirs: String) {
    guard there[mine] == nil, here[theirs] == nil,
      // Two true phone numbers are the same, or they are not.
      mine == theirs || WireMask.isFalse(mine) || WireMask.isFalse(theirs)
        || !WireMask.isNumber(mine) || a.isID(mine)
    else { return }
    there[mine] = theirs
    here[theirs] = mine
  }

  /// The places where two documents differ, as pointers with both values.
  func differences(
    _ mine: JSONValue, _ theirs: JSONValue, most: Int = 10
  ) -> [String] {
    differences(mine, theirs, at: "", under: "", most: most)
  }

  private func differences(
    _ mine: JSONValue, _ theirs: JSONValue, at place: String, under name: String, most: Int
  ) -> [String] {
    var found: [String] = []
    func add(_ x: JSONValue?, _ y: JSONValue?, _ step: String, under name: String) {
      guard found.count < most else { return }
      let place = "\(place)/\(JSONPointer.escaped(step))"
      switch (x, y) {
      case (let x?, let y?):
        found += differences(x, y, at: place, under: name, most: most - found.count)
      case (let x?, nil): found.append("\(place): \(x.short) is missing")
      case (nil, let y?): found.append("\(place): \(y.short) is new")
      case (nil, nil): break
      }
    }
    switch (mine, theirs) {
    case (.string(let x), .string(let y)):
      let (first, second) = (a.text(x, under: name), b.text(y, under: name))
      let isSame =
        first.words == second.words
        && zip(first.names, second.names).allSatisfy { there[$0] == $1 }
      return isSame ? [] : [Self.words(mine, theirs, at: place)]
    case (.object(let x), .object(let y)):
      // A key may be a person's id (row 13).
      let keys = Set(x.keys).union(y.keys.map { here[$0] ?? $0 })
      for key in keys.sorted() { add(x[key], y[there[key] ?? key], key, under: key) }
    case (.array(let x), .array(let y)):
      let list = ListPairs(
        a.marks(x, under: name) { there[$0] ?? $0 }, b.marks(y, under: name) { $0 })
      if list.isReordered { found.append("\(Self.words(place)): in another order") }
      for (i, j) in list.pairs { add(x[i], y[j], "\(i)", under: name) }
      for i in list.onlyFirst { add(x[i], nil, "\(i)", under: name) }
      for j in list.onlySecond { add(nil, y[j], "\(j)", under: name) }
    default: return mine == theirs ? [] : [Self.words(mine, theirs, at: place)]
    }
    return found
  }

  private static func words(_ mine: JSONValue, _ theirs: JSONValue, at place: String) -> String {
    "\(words(place)): \(mine.short), then \(theirs.short)"
  }

  private static func words(_ place: String) -> String { place.isEmpty ? "it" : place }
}
