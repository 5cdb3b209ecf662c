/// The members of a JSON object in the order in which they stood, each name once.
///
/// Records have a dozen members and are read once: a search through a short array costs less than the
/// hashing of every name. Two objects are equal when they have equal members, in whatever order.
package struct JSONObject: Sendable {
  /// A name and its value.
  package struct Member: Hashable, Sendable {
    package let key: String
    package let value: JSONValue
  }

  private var members: [Member]

  /// From here on a table of the names finds what stands twice.
  static let few = 16

  /// Of equal names the last value counts, as in JSON.parse.
  package init(_ pairs: some Sequence<(String, JSONValue)>) {
    members = Self.unique(pairs.map(Member.init))
  }

  package init(_ members: [String: JSONValue]) {
    self.members = members.map(Member.init)
  }

  /// Members whose names differ.
  init(ofDistinct members: [Member]) { self.members = members }

  static func unique(_ members: [Member]) -> [Member] {
    var unique: [Member] = []
    unique.reserveCapacity(members.count)
    var places: [String: Int] = [:]
    for member in members {
      if let place = places[member.key] {
        unique[place] = member
      } else {
        places[member.key] = unique.count
        unique.append(member)
      }
    }
    return unique
  }

  package var isEmpty: Bool { members.isEmpty }
  package var count: Int { members.count }
  package var keys: [String] { members.map(\.key) }
  package var values: [JSONValue] { members.map(\.value) }

  /// The value of that name; nil takes the member away.
  package subscript(key: String) -> JSONValue? {
    get {
      for member in members where member.key == key { return member.value }
      return nil
    }
    set {
      let place = members.firstIndex { $0.key == key }
      switch (place, newValue) {
      case (let place?, let value?): members[place] = Member(key: key, value: value)
      case (let place?, nil): members.remove(at: place)
      case (nil, let value?): members.append(Member(key: key, value: value))
      case (nil, nil): break
      }
    }
  }

  /// The members in the order of their names.
  package var sortedByName: [(key: String, value: JSONValue)] {
    members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

extension JSONObject: Sequence {
  package func makeIterator() -> AnyIterator<(key: String, value: JSONValue)> {
    var rest = members.makeIterator()
    return AnyIterator { rest.next().map { ($0.key, $0.value) } }
  }
}

extension JSONObject: Hashable {
  package static func == (a: Self, b: Self) -> Bool {
    guard a.count == b.count else { return false }
    if a.members == b.members { return true }
    guard a.count > few else { return a.members.allSatisfy { b[$0.key] == $0.value } }
    return Dictionary(uniqueKeysWithValues: a.lazy.map { ($0.key, $0.value) })
      == Dictionary(uniqueKeysWithValues: b.lazy.map { ($0.key, $0.value) })
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(members.reduce(0) { $0 ^ $1.hashValue })
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
