/// Sizes of files: `850 B`, `1.2 MB`.
package enum FileSize {
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
