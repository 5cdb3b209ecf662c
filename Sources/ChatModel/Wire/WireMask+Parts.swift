extension WireMask {
  /// A piece of a text: a phone number's digits, or what stands between numbers.
  package struct Part: Hashable, Sendable {
    package let text: String
    package let isNumber: Bool
  }

  /// Takes the phone numbers out of a text, true and false ones. What stands between them keeps the
  /// form of each, with `#` for its digits.
  ///
  /// - Parameter isPhone: the text stands where a number stands, and is one as a whole.
  package static func parts(of text: String, isPhone: Bool = false) -> [Part] {
    let scalars = Array(text.unicodeScalars)
    var parts: [Part] = []
    var words = String.UnicodeScalarView()
    func add(_ run: ArraySlice<Unicode.Scalar>) {
      words.append(contentsOf: run.map { PhoneNumbers.digit($0) == nil ? $0 : "#" })
      parts.append(Part(text: String(words), isNumber: false))
      parts.append(Part(text: digits(run), isNumber: true))
      words = String.UnicodeScalarView()
    }
    if isPhone {
      guard digits(scalars[...]).count >= fewest else { return [Part(text: text, isNumber: false)] }
      add(scalars[...])
      return parts
    }
    let known = Set(PhoneNumbers.numbers(in: text).map { $0.drop { $0 == "+" } })
    var place = 0
    while place < scalars.count {
      if let end = end(of: scalars, from: place, known) {
        add(scalars[place..<end])
        place = end
      } else {
        words.append(scalars[place])
        place += 1
      }
    }
    if !words.isEmpty || parts.isEmpty { parts.append(Part(text: String(words), isNumber: false)) }
    return parts
  }

  /// Whether digits are those of a false number.
  package static func isFalse(_ digits: String) -> Bool {
    isNumber(digits) && digits.prefix(zeros(digits.utf8.count)).allSatisfy { $0 == "0" }
  }

  /// Whether a text is the digits of a number.
  package static func isNumber(_ text: String) -> Bool {
    text.utf8.count >= fewest && text.utf8.allSatisfy { 0x30...0x39 ~= $0 }
  }

  private static let separators: Set<Unicode.Scalar> = [
    " ", "\u{A0}", "-", "\u{2011}", "(", ")", ".", "/",
  ]
  private static let longest = 15

  /// Where the longest number ends that begins here; nil when none does.
  private static func end(
    of text: [Unicode.Scalar], from start: Int, _ known: Set<Substring>
  ) -> Int? {
    GroupedDigits.longest(in: text, from: start, atMost: longest, over: separators.contains) {
      digits, lastGroup in
      // No number ends with a digit that stands alone: that one counts something.
      guard digits.count >= 7, lastGroup > 1 else { return false }
      let number = digits.map(String.init).joined()
      return isFalse(number) || known.contains(number[...])
    }?.end
  }

  private static func digits(_ run: ArraySlice<Unicode.Scalar>) -> String {
    run.compactMap(PhoneNumbers.digit).map(String.init).joined()
  }
}
