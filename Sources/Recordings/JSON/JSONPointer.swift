package import JSON

/// A place in a JSON document (RFC 6901): `/message/content`, the whole of it for an empty text.
package struct JSONPointer: Hashable, Sendable, CustomStringConvertible {
  package let description: String
  private let steps: [String]

  /// nil for a text that is no pointer: it begins with a slash, or is empty.
  package init?(_ text: String) {
    guard text.isEmpty || text.hasPrefix("/") else { return nil }
    description = text
    var steps: [String] = []
    for step in text.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
      // A tilde stands only before 0 and 1.
      guard
        step.split(separator: "~", omittingEmptySubsequences: false).dropFirst()
          .allSatisfy({ $0.hasPrefix("0") || $0.hasPrefix("1") })
      else { return nil }
      steps.append(String(step).replacing("~1", with: "/").replacing("~0", with: "~"))
    }
    self.steps = steps
  }

  /// What stands at the place; nil when there is no such place.
  package func value(in document: JSONValue) -> JSONValue? {
    var value = document
    for step in steps {
      let next: JSONValue? =
        switch value {
        case .object: value[step]
        case .array(let elements): Self.element(step, of: elements)
        default: nil
        }
      guard let next else { return nil }
      value = next
    }
    return value
  }

  /// Its names and numbers, from the outside.
  package var path: [String] { steps }

  private static func element(_ step: String, of elements: [JSONValue]) -> JSONValue? {
    guard let place = index(step), elements.indices.contains(place) else { return Optional.none }
    return elements[place]
  }

  /// Digits without a zero before them, as the RFC wants it.
  private static func index(_ step: String) -> Int? {
    guard let number = Int(step), number >= 0, String(number) == step else { return nil }
    return number
  }

  /// A name as a step of a pointer.
  static func escaped(_ name: String) -> String {
    name.replacing("~", with: "~0").replacing("/", with: "~1")
  }
}
