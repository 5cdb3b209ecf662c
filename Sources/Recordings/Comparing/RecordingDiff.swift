import ChatModel
package import JSON

/// What of two recordings is not the same, once ids and times are set aside.
package struct RecordingDiff: Sendable {
  package enum Change: Hashable, Sendable {
    /// Only the first has it.
    case missing(line: Int, words: String)
    /// Only the second has it.
    case added(line: Int, words: String)
    /// Both have it, and it says something else at these places.
    case changed(lines: [Int], words: String, places: [String])
  }

  package let changes: [Change]

  /// A line as it is compared.
  private struct Fact: Hashable {
    let key: String
    let data: JSONValue
    let line: Int
    let words: String
  }

  /// More lines of one recording are not compared with each other.
  private static let most = 20_000

  package init(_ a: Recording, _ b: Recording) {
    let (first, second) = (Self.facts(of: a), Self.facts(of: b))
    // What travels beside each other comes in any order: each identity and direction is compared
    // by itself.
    let lanes = Set(first.keys).union(second.keys).sorted()
    changes = lanes.flatMap { Self.changes(first[$0] ?? [], second[$0] ?? []) }
  }

  private static func facts(of recording: Recording) -> [String: [Fact]] {
    var names = Naming(RecordedIDs(of: recording.records))
    var lanes: [String: [Fact]] = [:]
    for (place, record) in recording.records.enumerated().prefix(most) {
      guard isCompared(record) else { continue }
      let name = names.named(path: record.name)
      let status = record.status.map { " \($0)" } ?? ""
      let words = "\(record.identity) \(record.direction.rawValue) \(name)\(status)"
      let lane = "\(record.identity) \(record.direction.rawValue) \(record.layer.rawValue)"
      lanes[lane, default: []].append(
        Fact(
          key: name, data: names.named(record.data), line: recording.line(at: place), words: words))
    }
    return lanes
  }

  /// Events and calls; how they travelled, and whether somebody pinged, is no matter.
  private static func isCompared(_ record: WireRecord) -> Bool {
    record.isEvent || record.isPacket && record.name != "connect" && record.layer == .sio
      || record.layer == .http && !record.isPolling
  }

  private static func changes(_ a: [Fact], _ b: [Fact]) -> [Change] {
    var changes: [Change] = []
    var (i, j) = (0, 0)
    for (x, y) in Self.pairs(a.map(\.key), b.map(\.key)) + [(a.count, b.count)] {
      changes += a[i..<x].map { .missing(line: $0.line, words: $0.words) }
      changes += b[j..<y].map { .added(line: $0.line, words: $0.words) }
      if x < a.count, y < b.count {
        let places = differences(a[x].data, b[y].data)
        if !places.isEmpty {
          changes.append(
            .changed(lines: [a[x].line, b[y].line], words: a[x].words, places: places))
        }
      }
      (i, j) = (x + 1, y + 1)
    }
    return changes
  }

  /// The pairs of equal elements of a longest common subsequence.
  private static func pairs(_ a: [String], _ b: [String]) -> [(Int, Int)] {
    let difference = b.difference(from: a)
    var (removed, inserted): (Set<Int>, Set<Int>) = ([], [])
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    return Array(
      zip(a.indices.filter { !removed.contains($0) }, b.indices.filter { !inserted.contains($0) }))
  }

  /// The places where two documents differ, as pointers with both values.
  package static func differences(
    _ a: JSONValue, _ b: JSONValue, at place: String = "", most: Int = 10
  ) -> [String] {
    guard a != b else { return [] }
    var found: [String] = []
    func add(_ mine: JSONValue?, _ theirs: JSONValue?, _ step: String) {
      guard found.count < most else { return }
      let place = "\(place)/\(JSONPointer.escaped(step))"
      switch (mine, theirs) {
      case (let x?, let y?):
        found += differences(x, y, at: place, most: most - found.count)
      case (let x?, nil): found.append("\(place): \(x.short) is missing")
      case (nil, let y?): found.append("\(place): \(y.short) is new")
      case (nil, nil): break
      }
    }
    switch (a, b) {
    case (.object(let mine), .object(let theirs)):
      for key in Set(mine.keys).union(theirs.keys).sorted() { add(mine[key], theirs[key], key) }
    case (.array(let mine), .array(let theirs)):
      for place in 0..<max(mine.count, theirs.count) {
        // A nil that is a value, a null, would be another thing.
        let pair = [mine, theirs].map { $0.dropFirst(place).first }
        add(pair[0], pair[1], "\(place)")
      }
    default: return ["\(place.isEmpty ? "it" : place): \(a.short), then \(b.short)"]
    }
    return found
  }
}

/// Gives ids the names of their order, and times one name.
struct Naming {
  private let ids: RecordedIDs
  private var names: [String: String] = [:]

  init(_ ids: RecordedIDs) { self.ids = ids }

  mutating func named(_ value: JSONValue) -> JSONValue {
    switch value {
    case .string(let text):
      if Timestamp.parse(text) != nil { return "(time)" }
      return .string(ids.isID(text) ? name(of: text) : text)
    case .array(let elements):
      var named: [JSONValue] = []
      for element in elements { named.append(self.named(element)) }
      return .array(named)
    case .object(let members):
      var named: [(String, JSONValue)] = []
      for (key, member) in members.sortedByName {
        named.append((ids.isID(key) ? name(of: key) : key, self.named(member)))
      }
      return .object(JSONObject(named))
    case .null, .bool, .integer, .number, .written: return value
    }
  }

  mutating func named(path: String) -> String {
    path.split(separator: "/", omittingEmptySubsequences: false).map { step -> String in
      // The last one has the query behind it.
      let id = String(step.prefix { $0 != "?" })
      return ids.isID(id) ? name(of: id) + step.dropFirst(id.count) : String(step)
    }.joined(separator: "/")
  }

  private mutating func name(of id: String) -> String {
    if let known = names[id] { return known }
    names[id] = "(id \(names.count + 1))"
    return names[id] ?? id
  }
}
