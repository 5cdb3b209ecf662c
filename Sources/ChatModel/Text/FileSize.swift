/// Sizes of files: `850 B`, `1.2 MB`.
package enum FileSize {
  /// The bytes that `text` writes: `512`, `100kB`, `2MB`; nil when it writes no size, or one of 1 TB.
  package static func reading(_ text: some StringProtocol) -> Int? {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let units = ["": 1.0, "b": 1, "kb": 1000, "mb": 1_000_000, "gb": 1_000_000_000]
    guard !digits.isEmpty, let value = Double(digits),
      let unit = units[text.dropFirst(digits.count).lowercased()]
    else { return nil }
    let bytes = (value * unit).rounded()
    return bytes < 1e12 ? Int(bytes) : nil
  }

  /// As ``reading(_:)`` takes it: `850B`, `1.2MB`.
  package static func written(_ bytes: Int) -> String {
    let exact = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000)]
      .first { bytes >= $0.1 && bytes % ($0.1 / 10) == 0 }
    guard let (unit, size) = exact else { return "\(max(0, bytes))B" }
    let value = Double(bytes) / Double(size)
    return (value == value.rounded() ? "\(Int(value))" : "\(value)") + unit
  }

  /// From bytes; a negative size counts as none.
  package static func text(_ bytes: Int) -> String {
    guard bytes >= 1000 else { return "\(max(0, bytes)) B" }
    var value = Double(bytes) / 1000
    for unit in ["kB", "MB", "GB"] {
      if value < 999.5 || unit == "GB" {
        let tenths = (value * 10).rounded() / 10
        let digits = tenths < 10 ? "\(tenths)" : "\(Int(min(value.rounded(), 1e9)))"
        return "\(digits) \(unit)"
      }
      value /= 1000
    }
    return ""
  }
}
