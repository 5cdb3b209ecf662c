package import ChatModel
package import JSON

/// Which id of a recording is which at the server where it is replayed.
package struct IDMap: Sendable {
  private let ids: RecordedIDs
  private var there: [String: String] = [:]
  private var here: [String: String] = [:]

  package init(_ ids: RecordedIDs) { self.ids = ids }

  /// - Parameters:
  ///   - recorded: the id in the recording.
  ///   - actual: the same at the server; the first one that is told stays.
  package mutating func put(_ recorded: String, _ actual: String) {
    guard there[recorded] == nil else { return }
    there[recorded] = actual
    if here[actual] == nil { here[actual] = recorded }
  }

  /// How many are known.
  package var count: Int { there.count }

  fileprivate func isID(_ text: String) -> Bool { ids.isID(text) }

  /// The id at the server; nil while it is not known.
  package func id(of recorded: String) -> String? { there[recorded] }

  /// Those of `wanted` that are not known yet.
  package func missing(_ wanted: Set<String>) -> [String] {
    wanted.filter { there[$0] == nil }.sorted()
  }

  // MARK: Learning

  /// Learns from two documents that say the same, each at its own server.
  package mutating func learn(_ recorded: JSONValue, _ actual: JSONValue) {
    switch (recorded, actual) {
    case (.string(let mine), .string(let theirs)):
      if ids.told[mine] != nil, !theirs.isEmpty { put(mine, theirs) }
    case (.array(let mine), .array(let theirs)):
      for (a, b) in pairs(mine, theirs) { learn(mine[a], theirs[b]) }
    case (.object(let mine), .object(let theirs)):
      for (name, value) in mine {
        if let other = theirs[name] { learn(value, other) }
      }
    // A record in one place may be a bare id in the other (row 10).
    case (.object(let mine), .string(let theirs)):
      if let id = mine["_id"]?.stringValue { put(id, theirs) }
    case (.string(let mine), .object(let theirs)):
      if let id = theirs["_id"]?.stringValue, ids.told[mine] != nil { put(mine, id) }
    default: break
    }
  }

  /// Which elements of two lists are the same: each takes the one that is most like it.
  private func pairs(_ mine: [JSONValue], _ theirs: [JSONValue]) -> [(Int, Int)] {
    guard mine.contains(where: { $0.objectValue != nil }) else {
      return mine.count == theirs.count ? mine.indices.map { ($0, $0) } : []
    }
    // A page has a hundred at most; of longer lists the beginnings are compared.
    let theirFacts = theirs.prefix(Self.mostCompared).map { Self.facts(of: $0) { $0 } }
    var free = Set(theirFacts.indices)
    var found: [(Int, Int)] = []
    for place in mine.indices.prefix(Self.mostCompared) {
      let facts = Self.facts(of: mine[place]) { id in
        // What is not known yet cannot be compared.
        there[id] ?? (ids.isID(id) ? nil : id)
      }
      let known = mine[place]["_id"]?.stringValue.flatMap { there[$0] }
      let best = free.sorted().max { a, b in
        score(a, facts, theirFacts, theirs, known) < score(b, facts, theirFacts, theirs, known)
      }
      guard let best, score(best, facts, theirFacts, theirs, known) > 0 else { continue }
      free.remove(best)
      found.append((place, best))
    }
    return found
  }

  private func score(
    _ place: Int, _ facts: Set<String>, _ theirs: [Set<String>], _ values: [JSONValue],
    _ known: String?
  ) -> Int {
    let id = values[place]["_id"]?.stringValue
    if let known { return id == known ? .max : 0 }
    // One that is another's already is not this one's.
    if let id, here[id] != nil { return 0 }
    // Of equals the first one.
    return facts.intersection(theirs[place]).count * 1000 - (facts.isEmpty ? 0 : place)
  }

  private static let mostCompared = 200

  /// What a record says beside ids and times, each text with the names that lead to it.
  private static func facts(
    of value: JSONValue, at path: String = "", _ translate: (String) -> String?
  ) -> Set<String> {
    switch value {
    case .string(let text):
      guard Timestamp.parse(text) == nil, let text = translate(text) else { return [] }
      return [path + "=" + text]
    case .bool(let isTrue): return [path + "=\(isTrue)"]
    case .object(let members):
      return members.reduce(into: []) { facts, member in
        facts.formUnion(self.facts(of: member.value, at: path + "/" + member.key, translate))
      }
    case .array(let elements):
      return elements.reduce(into: []) { facts, element in
        facts.formUnion(self.facts(of: element, at: path + "/", translate))
      }
    case .null, .integer, .number, .written: return []
    }
  }

  // MARK: Translating

  /// The document with the server's ids in the place of the recording's.
  package func toServer(_ value: JSONValue) -> JSONValue { Self.translated(value, there) }

  /// The document with the recording's ids in the place of the server's.
  package func toRecording(_ value: JSONValue) -> JSONValue { Self.translated(value, here) }

  package func toRecording(_ record: WireRecord) -> WireRecord {
    var record = record
    record.data = toRecording(record.data)
    record.name = Self.translated(path: record.name, here)
    return record
  }

  /// A path with its query.
  package func toServer(path: String) -> String { Self.translated(path: path, there) }

  package func toRecording(id: String) -> String { here[id] ?? id }

  private static func translated(path: String, _ table: [String: String]) -> String {
    var result = ""
    var step = ""
    func take() -> String { table[step] ?? step }
    for character in path {
      if "/?&= ".contains(character) {
        result += take() + String(character)
        step = ""
      } else {
        step.append(character)
      }
    }
    return result + take()
  }

  private static func translated(_ value: JSONValue, _ table: [String: String]) -> JSONValue {
    switch value {
    case .string(let text): .string(table[text] ?? text)
    case .array(let elements): .array(elements.map { translated($0, table) })
    case .object(let members):
      .object(JSONObject(members.map { (table[$0.key] ?? $0.key, translated($0.value, table)) }))
    case .null, .bool, .integer, .number, .written: value
    }
  }
}

extension IDMap {
  /// Whether two documents cannot be the same thing: an id that is known is another one, or a text
  /// says something else.
  package func contradicts(_ recorded: JSONValue, _ actual: JSONValue) -> Bool {
    switch (recorded, actual) {
    case (.string(let mine), .string(let theirs)):
      if let known = id(of: mine) { return known != theirs }
      return !isID(mine) && Timestamp.parse(mine) == nil && mine != theirs
    case (.array(let mine), .array(let theirs)):
      return zip(mine, theirs).contains { contradicts($0, $1) }
    case (.object(let mine), .object(let theirs)):
      return mine.contains { name, value in theirs[name].map { contradicts(value, $0) } ?? false }
    case (.object(let mine), .string(let theirs)):
      return mine["_id"]?.stringValue.flatMap(id).map { $0 != theirs } ?? false
    default: return false
    }
  }
}
