// From values to text for eyes: a member a line, in the order in which the members came.

extension JSONValue {
  /// The document's text over several lines, indented by two blanks for each level.
  ///
  /// - Parameter limit: no more lines than these are made; what is larger ends with a line `…`
  package func prettyLines(atMost limit: Int = .max) -> [String] {
    var lines = PrettyLines(limit: max(1, limit))
    lines.add(self, before: "", after: "", depth: 0)
    return lines.lines
  }

  /// The same as one text.
  package var pretty: String { prettyLines().joined(separator: "\n") }
}

private struct PrettyLines {
  let limit: Int
  private(set) var lines: [String] = []
  private var isFull = false

  init(limit: Int) { self.limit = limit }

  mutating func add(_ value: JSONValue, before: String, after: String, depth: Int) {
    guard !isFull else { return }
    let indent = String(repeating: "  ", count: depth)
    switch value {
    case .array(let elements) where !elements.isEmpty:
      line(indent + before + "[")
      for (index, element) in elements.enumerated() where !isFull {
        add(
          element, before: "", after: index + 1 < elements.count ? "," : "", depth: depth + 1)
      }
      line(indent + "]" + after)
    case .object(let members) where !members.isEmpty:
      line(indent + before + "{")
      var left = members.count
      for (key, member) in members where !isFull {
        left -= 1
        add(
          member, before: JSONValue.string(key).encoded + ": ", after: left > 0 ? "," : "",
          depth: depth + 1)
      }
      line(indent + "}" + after)
    default: line(indent + before + value.encoded + after)
    }
  }

  private mutating func line(_ text: String) {
    guard !isFull else { return }
    guard lines.count < limit else {
      lines[limit - 1] = "…"
      isFull = true
      return
    }
    lines.append(text)
  }
}
