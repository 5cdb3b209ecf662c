/// Lengths of time as they are written on the command line and in files: `300ms`, `1.5s`, `5m`, `2h`.
package enum TimeLength {
  /// The units, the longest first, with their milliseconds.
  private static let units: [(name: String, milliseconds: Double)] = [
    ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
  ]
  /// In milliseconds: eleven days. What is much longer does not fit where time is counted in
  /// nanoseconds.
  private static let longest = 1_000_000_000.0

  /// The length that `text` writes; nil when it writes none, a negative one, or one beyond eleven days.
  package static func reading(_ text: some StringProtocol) -> Duration? {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard !digits.isEmpty, let value = Double(digits),
      let unit = units.first(where: { $0.name == text.dropFirst(digits.count) })
    else { return nil }
    let milliseconds = value * unit.milliseconds
    guard milliseconds <= longest else { return nil }
    return .microseconds(Int64((milliseconds * 1000).rounded()))
  }

  /// As ``reading(_:)`` takes it: `300ms`, `5m`.
  package static func written(_ length: Duration) -> String { joined(length, "") }

  /// For people: `300 ms`, `1.5 s`, `5 min`, `2 h`.
  package static func text(_ length: Duration) -> String {
    joined(length, " ").replacing(" m", with: " min").replacing(" mins", with: " ms")
  }

  private static func joined(_ length: Duration, _ blank: String) -> String {
    let milliseconds = max(0, length / .milliseconds(1))
    // The longest unit of which there are so many halves, that the number stays exact.
    let unit =
      units.first { milliseconds >= $0.milliseconds && isShort(milliseconds / $0.milliseconds) }
      ?? units[3]
    let value = ((milliseconds / unit.milliseconds) * 1000).rounded() / 1000
    let digits = value == value.rounded() ? "\(Int(value))" : "\(value)"
    return digits + blank + unit.name
  }

  private static func isShort(_ value: Double) -> Bool { value * 2 == (value * 2).rounded() }
}
