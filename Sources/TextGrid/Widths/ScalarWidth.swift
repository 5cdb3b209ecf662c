// How many columns libc gives to one Unicode scalar.
//
// `wcwidth` answers by the locale of the process. What is asked here is asked in a UTF-8 locale of
// its own, so that the answer is the same in a test, in a service without a locale and on the desk.

import CPosix

/// Columns by libc's `wcwidth`.
enum ScalarWidth {
  /// 0, 1 or 2 columns; nil for what must not reach a terminal: a control character, or a scalar
  /// that this libc does not know.
  static func columns(of scalar: Unicode.Scalar) -> Int? {
    let value = scalar.value
    if value < 0x7F { return value < 0x20 ? nil : 1 }
    if value < tableEnd {
      let packed = table[Int(value >> 5)] >> UInt64((value & 31) * 2) & 3
      return packed == 3 ? nil : Int(packed)
    }
    return ask(value, 1).first.flatMap { (0...2).contains($0) ? Int($0) : nil }
  }

  /// Two planes, of which nearly all texts are made. Asking for them takes half a millisecond, once.
  private static let tableEnd: UInt32 = 0x20000

  /// Two bits a scalar: its columns, or 3 for none.
  private static let table: [UInt64] = {
    let widths = ask(0, Int(tableEnd))
    var words = [UInt64](repeating: 0, count: widths.count / 32)
    for (index, width) in widths.enumerated() {
      let packed: UInt64 = (0...2).contains(width) ? UInt64(width) : 3
      words[index >> 5] |= packed << UInt64((index & 31) * 2)
    }
    return words
  }()

  private static func ask(_ first: UInt32, _ count: Int) -> [Int8] {
    [Int8](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let start = buffer.baseAddress else { return }
      cposix_scalar_widths(first, count, start)
      initialized = count
    }
  }
}
