import ArgumentParser

/// A length of time as people write it: `200ms`, `30s`, `2m`, `1h`, or a number of seconds.
struct LengthOfTime: ExpressibleByArgument, Hashable {
  let microseconds: Int

  private static let units: [(name: String, microseconds: Double)] = [
    ("ms", 1000), ("us", 1), ("s", 1e6), ("m", 60e6), ("h", 3600e6),
  ]

  init?(argument: String) {
    let digits = argument.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let unit = argument.dropFirst(digits.count)
    guard let number = Double(digits), number >= 0,
      let factor = unit.isEmpty ? 1e6 : Self.units.first(where: { $0.name == unit })?.microseconds,
      number * factor <= 1e13
    else { return nil }
    microseconds = Int(number * factor)
  }

  init(microseconds: Int) { self.microseconds = microseconds }

  var seconds: Double { Double(microseconds) / 1e6 }

  /// `340 µs`, `12.3 ms`, `4.20 s`.
  var words: String {
    func text(_ value: Double, _ digits: Int) -> String {
      let factor = digits == 2 ? 100.0 : 10.0
      let whole = Int((value * factor).rounded())
      let rest = String(whole % Int(factor))
      return "\(whole / Int(factor))."
        + String(repeating: "0", count: digits - rest.count) + rest
    }
    return switch microseconds {
    case ..<1000: "\(microseconds) µs"
    case ..<1_000_000: "\(text(Double(microseconds) / 1000, 1)) ms"
    default: "\(text(seconds, 2)) s"
    }
  }

  var defaultValueDescription: String { words }
}
