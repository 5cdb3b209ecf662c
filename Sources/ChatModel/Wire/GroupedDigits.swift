/// Digits that are written in groups, with a sign or two between them.
enum GroupedDigits {
  /// The longest run of whole groups from a place that is wanted; nil where no group begins there.
  ///
  /// - Parameters:
  ///   - most: digits of a run.
  ///   - isGap: whether a sign may stand between two groups.
  ///   - isWanted: asked of the digits of a run and of how many the last group has.
  static func longest(
    in text: [Unicode.Scalar], from start: Int, atMost most: Int,
    over isGap: (Unicode.Scalar) -> Bool = { _ in true },
    where isWanted: (_ digits: [UInt8], _ lastGroup: Int) -> Bool
  ) -> (end: Int, digits: [UInt8])? {
    guard PhoneNumbers.digit(text[start]) != nil,
      start == 0 || PhoneNumbers.digit(text[start - 1]) == nil
    else { return nil }
    var digits: [UInt8] = []
    var found: (Int, [UInt8])?
    var (place, gap, group) = (start, 0, 0)
    while place < text.count, gap <= 2, digits.count < most {
      if let digit = PhoneNumbers.digit(text[place]) {
        digits.append(digit)
        group = gap > 0 ? 1 : group + 1
        gap = 0
        let isEnd = place + 1 == text.count || PhoneNumbers.digit(text[place + 1]) == nil
        if isEnd, isWanted(digits, group) { found = (place + 1, digits) }
      } else if isGap(text[place]) {
        gap += 1
      } else {
        break
      }
      place += 1
    }
    return found
  }
}
