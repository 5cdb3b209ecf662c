/// Finds telephone numbers in a text as people write them: E.164 behind a plus sign, and the Indian
/// forms, perhaps in groups. Dates, amounts and longer numbers are none.
package enum PhoneNumbers {
  /// Whether there is one.
  package static func isIn(_ text: String) -> Bool { !numbers(in: text, atMost: 1).isEmpty }

  /// The numbers in their order, each once, as digits of ASCII, behind a plus sign where one stood.
  package static func numbers(in text: String, atMost most: Int = .max) -> [String] {
    let scalars = Array(text.unicodeScalars)
    guard scalars.lazy.filter({ digit($0) != nil }).prefix(shortest).count == shortest else {
      return []
    }
    var found: [String] = []
    var place = 0
    while place < scalars.count, found.count < most {
      guard digit(scalars[place]) != nil else {
        place += 1
        continue
      }
      let run = Run(scalars, from: place)
      place = run.end
      for number in run.numbers where !found.contains(number) { found.append(number) }
    }
    return Array(found.prefix(most))
  }

  /// The numbers as they stand in it, each form once, behind a plus sign where one stands.
  package static func written(in text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    var found: [String] = []
    for run in runs(in: text) {
      let start = run.place.lowerBound
      let sign = start > 0 && scalars[start - 1] == "+" ? start - 1 : start
      let form = String(String.UnicodeScalarView(scalars[sign..<run.place.upperBound]))
      if !found.contains(form) { found.append(form) }
    }
    return found
  }

  /// Where the numbers stand among the scalars, in their order: what is written in groups is found by
  /// its digits.
  static func runs(in text: String) -> [(place: Range<Int>, digits: [UInt8])] {
    let known = Set(numbers(in: text).map { $0.drop { $0 == "+" } })
    guard !known.isEmpty else { return [] }
    let scalars = Array(text.unicodeScalars)
    var found: [(Range<Int>, [UInt8])] = []
    var place = 0
    while place < scalars.count {
      let run = GroupedDigits.longest(in: scalars, from: place, atMost: 16) { digits, _ in
        known.contains(digits.map(String.init).joined()[...])
      }
      if let run { found.append((place..<run.end, run.digits)) }
      place = run?.end ?? place + 1
    }
    return found
  }

  /// Whether a number that was written without quotation marks is that of an Indian mobile, with the
  /// country before it or without: seconds, milliseconds and sizes are not.
  static func isMobile(_ number: Int) -> Bool {
    [6_000_000_000...9_999_999_999, 916_000_000_000...919_999_999_999].contains {
      $0.contains(number)
    }
  }

  private static let shortest = 8

  /// The value of a digit of any script; nil where it is none.
  static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
    if scalar.isASCII { return "0"..."9" ~= scalar ? UInt8(scalar.value - 0x30) : nil }
    guard scalar.properties.generalCategory == .decimalNumber else { return nil }
    return scalar.properties.numericValue.map { UInt8($0) }
  }
}

/// Groups of digits with nothing but separators between them.
private struct Run {
  private var groups: [[UInt8]] = []
  /// A plus sign stands before the first.
  private let hasPlus: Bool
  /// It belongs to something longer: an amount, a word, another kind of number.
  private let isPart: Bool
  /// The place behind it.
  let end: Int

  init(_ text: [Unicode.Scalar], from start: Int) {
    var place = start
    var behind = start
    var breaks = 0
    while place < text.count {
      if let digit = PhoneNumbers.digit(text[place]) {
        if groups.isEmpty || breaks > 0 { groups.append([]) }
        groups[groups.count - 1].append(digit)
        breaks = 0
        behind = place + 1
      } else {
        // A bracket and a blank at the most.
        guard breaks < 2, Self.separators.contains(text[place]) else { break }
        breaks += 1
      }
      place += 1
    }
    end = behind
    hasPlus = start > 0 && text[start - 1] == "+"
    isPart = Self.goesOn(text, before: start) || Self.goesOn(text, behind: behind)
  }

  private static let separators: Set<Unicode.Scalar> = [" ", "\u{A0}", "-", "\u{2011}", "(", ")"]
  private static let money: Set<Unicode.Scalar> = ["₹", "$", "€", "£"]

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && scalar.properties.isAlphabetic
  }

  /// Whether what stands before it makes it a part: letters, a currency, the first digits of an amount.
  private static func goesOn(_ text: [Unicode.Scalar], before start: Int) -> Bool {
    guard start > 0 else { return false }
    let last = text[start - 1]
    if isLetter(last) || ["_", "=", "#"].contains(last) { return true }
    if last == "." || last == "," {
      let digits = text[..<(start - 1)].reversed().prefix { PhoneNumbers.digit($0) != nil }.count
      if 1...3 ~= digits { return true }
    }
    guard let word = text[..<start].lastIndex(where: { ![" ", "\u{A0}", "."].contains($0) }) else {
      return false
    }
    if money.contains(text[word]) { return true }
    let letters = text[...word].suffix(4).reversed().prefix(while: isLetter).reversed()
    let name = String(String.UnicodeScalarView(letters)).lowercased()
    return ["rs", "inr", "usd", "eur"].contains(name)
  }

  /// The same of what stands behind it.
  private static func goesOn(_ text: [Unicode.Scalar], behind end: Int) -> Bool {
    guard end < text.count else { return false }
    if isLetter(text[end]) || text[end] == "_" { return true }
    guard text[end] == "." || text[end] == "," else { return false }
    let digits = text[(end + 1)...].prefix { PhoneNumbers.digit($0) != nil }.count
    return 1...3 ~= digits
  }

  /// The numbers in it, of as many groups each as can be.
  var numbers: [String] {
    guard !isPart else { return [] }
    var numbers: [String] = []
    var first = 0
    while first < groups.count {
      let isMarked = hasPlus && first == 0
      let last = (first..<min(groups.count, first + Self.mostGroups)).last { last in
        Self.isNumber(Array(groups[first...last].joined()), hasPlus: isMarked)
      }
      if let last {
        let digits = groups[first...last].joined().map(String.init).joined()
        numbers.append((isMarked ? "+" : "") + digits)
      } else if isMarked {
        // What stands behind a plus sign is that number, or none.
        return []
      }
      first = (last ?? first) + 1
    }
    return numbers
  }

  private static let mostGroups = 6

  private static func isNumber(_ digits: [UInt8], hasPlus: Bool) -> Bool {
    if hasPlus {
      guard 8...15 ~= digits.count, digits[0] != 0 else { return false }
      return !digits.starts(with: [9, 1]) || digits.count == 12
    }
    func isMobile(behind prefix: [UInt8]) -> Bool {
      digits.starts(with: prefix) && digits.count == prefix.count + 10
        && digits[prefix.count] >= 6
    }
    // A long-distance call: a mobile, or a city's number.
    let isLong = digits.count == 11 && digits[0] == 0 && digits[1] != 0
    // A call that the one who is called pays for, wholly or in part.
    let isTollFree =
      10...11 ~= digits.count
      && (digits.starts(with: [1, 8, 0, 0]) || digits.starts(with: [1, 8, 6, 0]))
    return isLong || isTollFree || isMobile(behind: []) || isMobile(behind: [9, 1])
      || isMobile(behind: [0, 0, 9, 1])
  }
}
