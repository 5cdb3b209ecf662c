package import JSON

/// Puts false phone numbers in the place of true ones: equal ones for equal ones, whatever stands
/// between their digits and whether the country stands before them. They begin with zeros, as no
/// true one does behind its country.
///
/// Nothing is remembered: the false number comes from the true one and a seed.
package struct WireMask: Hashable, Sendable {
  private let seed: UInt64

  /// - Parameter seed: two recordings of one seed have the same false numbers.
  package init(seed: UInt64) { self.seed = seed }

  /// The text with false numbers; the same text where there are none.
  package func masked(_ text: String) -> String {
    let runs = PhoneNumbers.runs(in: text)
    guard !runs.isEmpty else { return text }
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var place = 0
    for run in runs {
      result.append(contentsOf: scalars[place..<run.place.lowerBound])
      result.append(contentsOf: replaced(scalars[run.place], run.digits))
      place = run.place.upperBound
    }
    result.append(contentsOf: scalars[place...])
    return String(result)
  }

  /// The document with false numbers in all of its texts, and as texts in the place of numbers that are
  /// mobiles or stand under the name of a phone.
  package func masked(_ value: JSONValue) -> JSONValue { masked(value, under: "") }

  private func masked(_ value: JSONValue, under name: String) -> JSONValue {
    switch value {
    case .string(let text):
      return .string(Self.isPhone(name) ? maskedWhole(text) : masked(text))
    case .integer(let number) where Self.isPhone(number, under: name):
      return .string(maskedWhole(String(number)))
    case .array(let elements): return .array(elements.map { masked($0, under: name) })
    case .object(let members):
      return .object(JSONObject(members.map { ($0.key, masked($0.value, under: $0.key)) }))
    case .null, .bool, .integer, .number, .written: return value
    }
  }

  /// Whether a member of this name holds a phone number, whatever form that has.
  package static func isPhone(_ name: String) -> Bool {
    let name = name.lowercased()
    return name.contains("phone") || name.contains("mobile") || name == "tel"
      || name == "whatsapp"
  }

  /// Whether a number is that of a phone: by the member's name, or by itself.
  package static func isPhone(_ number: Int, under name: String) -> Bool {
    isPhone(name) || PhoneNumbers.isMobile(number)
  }

  /// A text that is a number as a whole, whatever form it has.
  private func maskedWhole(_ text: String) -> String {
    let digits = text.unicodeScalars.compactMap(PhoneNumbers.digit)
    guard digits.count >= Self.fewest else { return text }
    return String(String.UnicodeScalarView(replaced(Array(text.unicodeScalars)[...], digits)))
  }

  /// The same signs with other digits.
  private func replaced(
    _ text: ArraySlice<Unicode.Scalar>, _ digits: [UInt8]
  ) -> [Unicode.Scalar] {
    var digits = falseDigits(digits)[...]
    return text.map { scalar in
      guard PhoneNumbers.digit(scalar) != nil, let next = digits.popFirst() else { return scalar }
      return Unicode.Scalar(UInt8(ascii: "0") + next)
    }
  }

  /// As many digits: the last, eight at most, come from the last ten of the true ones; zeros stand
  /// before them, two at least.
  private func falseDigits(_ digits: [UInt8]) -> [UInt8] {
    let own = digits.suffix(Self.national)
    var state = seed ^ 0x9E37_79B9_7F4A_7C15
    for digit in own { state = Self.mixed(state &+ UInt64(digit) &+ 1) }
    let kept = digits.count - Self.zeros(digits.count)
    var last: [UInt8] = []
    for _ in 0..<kept {
      state = Self.mixed(state)
      last.append(UInt8(state % 10))
    }
    return Array(repeating: 0, count: digits.count - kept) + last
  }

  private static let national = 10
  private static let told = 8
  /// A shorter number is not masked.
  static let fewest = 4

  /// How many zeros a false number of so many digits begins with.
  static func zeros(_ digits: Int) -> Int { max(2, digits - told) }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var value = value &+ 0x9E37_79B9_7F4A_7C15
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
