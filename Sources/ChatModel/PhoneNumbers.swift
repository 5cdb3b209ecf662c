/// Finds telephone numbers in a text as people write them: ten to thirteen digits, perhaps behind a
/// plus sign, perhaps in groups.
package enum PhoneNumbers {
  private static let lengths = 10...13

  /// Whether there is one.
  package static func isIn(_ text: String) -> Bool {
    var digits = 0
    var breaks = 0
    for scalar in text.unicodeScalars {
      if scalar.properties.generalCategory == .decimalNumber {
        digits += 1
        breaks = 0
      } else if digits > 0, breaks < 2, separators.contains(scalar) {
        // A bracket and a blank at the most.
        breaks += 1
      } else {
        if lengths.contains(digits) { return true }
        digits = 0
        breaks = 0
      }
    }
    return lengths.contains(digits)
  }

  private static let separators: Set<Unicode.Scalar> = [" ", "\u{A0}", "-", "\u{2011}", "(", ")"]
}
