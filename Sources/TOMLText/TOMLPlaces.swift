/// Where keys stand in a TOML document, for warnings that name a line.
///
/// An element of an array of tables, `[[reply]]`, is a step of the path by its number, from 0.
///
/// TOMLKit tells places for syntax errors only. The text is one that it has read already, so what
/// this reader does not follow (keys inside of inline tables) gets the place of what it stands in.
package struct TOMLPlaces: Hashable, Sendable {
  /// Both counted from 1.
  package struct Place: Hashable, Sendable, CustomStringConvertible {
    package let line: Int
    package let column: Int
    package var description: String { "\(line):\(column)" }
  }

  private var places: [[String]: Place] = [:]

  package init(_ text: String) {
    var table: [String] = []
    var counts: [[String]: Int] = [:]
    // The quotes that end a text of several lines, while one is open.
    var openQuotes: String?
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      if let quotes = openQuotes {
        if line.contains(quotes) { openQuotes = nil }
        continue
      }
      var rest = line.drop(while: \.isWhitespace)
      let place = Place(
        line: index + 1, column: line.distance(from: line.startIndex, to: rest.startIndex) + 1)
      if rest.first == "[" {
        let isElement = rest.hasPrefix("[[")
        rest = rest.drop { $0 == "[" }
        table = Self.keyPath(&rest)
        note(table, below: 0, at: place)
        if isElement, !table.isEmpty {
          let number = counts[table, default: 0]
          counts[table] = number + 1
          table.append("\(number)")
          note(table, below: table.count - 1, at: place)
        }
      } else {
        let path = Self.keyPath(&rest)
        guard !path.isEmpty, rest.first == "=" else { continue }
        note(table + path, below: table.count, at: place)
        openQuotes = ["\"\"\"", "'''"].first { rest.ranges(of: $0).count % 2 == 1 }
      }
    }
  }

  /// The place of the key at `path`, or of the nearest table around it.
  package func place(of path: [String]) -> Place? {
    var path = path[...]
    while !path.isEmpty {
      if let place = places[Array(path)] { return place }
      path.removeLast()
    }
    return nil
  }

  /// Keeps the first place of a path and of the tables it opens.
  private mutating func note(_ path: [String], below depth: Int, at place: Place) {
    guard path.count > depth else { return }
    for end in (depth + 1)...path.count where places[Array(path[..<end])] == nil {
      places[Array(path[..<end])] = place
    }
  }

  /// Takes `a."b c".d` off the front of `rest`, with the blanks around it.
  private static func keyPath(_ rest: inout Substring) -> [String] {
    var path: [String] = []
    while true {
      rest = rest.drop(while: \.isWhitespace)
      if let quote = rest.first, quote == "\"" || quote == "'" {
        let inner = rest.dropFirst()
        guard let end = inner.firstIndex(of: quote) else { return path }
        path.append(String(inner[..<end]))
        rest = inner[inner.index(after: end)...]
      } else {
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
        guard !name.isEmpty else { return path }
        path.append(String(name))
        rest = rest[name.endIndex...]
      }
      rest = rest.drop(while: \.isWhitespace)
      guard rest.first == "." else { return path }
      rest.removeFirst()
    }
  }
}
