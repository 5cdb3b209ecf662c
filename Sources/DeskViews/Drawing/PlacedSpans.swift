import Sentences

/// A sentence whose values are drawn each in a role of its own, in the order that its language needs.
enum PlacedSpans {
  /// What stands for a value until the sentence has its order: a private letter that no text has.
  static func place(_ number: Int) -> String {
    String(Unicode.Scalar(first + UInt32(number)) ?? "?")
  }

  private static let first: UInt32 = 0xF_FF00

  /// - Parameter values: those of ``place(_:)`` by their numbers; the words between them have `role`.
  static func spans(of sentence: String, _ values: [[Span]], _ role: ThemeRole) -> [Span] {
    var spans: [Span] = []
    var words = ""
    for scalar in sentence.unicodeScalars {
      guard scalar.value >= first, case let place = Int(scalar.value - first),
        values.indices.contains(place)
      else {
        words.unicodeScalars.append(scalar)
        continue
      }
      if !words.isEmpty { spans.append(Span(words, role)) }
      words = ""
      spans += values[place]
    }
    return words.isEmpty ? spans : spans + [Span(words, role)]
  }
}
