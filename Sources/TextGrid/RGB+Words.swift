// How terminals and X write colours.

extension RGB {
  /// `#rrggbb`.
  package var hex: String {
    "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// `rgb:ffff/ffff/ffff` with one to four digits each, as terminals answer; `rgba:` with an opacity
  /// that is left out; `#rrggbb`. Nil for anything else.
  package init?(terminalColor text: some StringProtocol) {
    guard text.utf8.count <= 32 else { return nil }
    let text = String(text)
    if text.first == "#" {
      let digits = text.dropFirst()
      guard digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit),
        let value = UInt32(digits, radix: 16)
      else { return nil }
      self.init(
        UInt8(truncatingIfNeeded: value >> 16), UInt8(truncatingIfNeeded: value >> 8),
        UInt8(truncatingIfNeeded: value))
      return
    }
    let halves = text.split(separator: ":", omittingEmptySubsequences: false)
    guard halves.count == 2, halves[0] == "rgb" || halves[0] == "rgba" else { return nil }
    let parts = halves[1].split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == halves[0].utf8.count else { return nil }
    let channels = parts.compactMap(Self.channel)
    guard channels.count == parts.count else { return nil }
    self.init(channels[0], channels[1], channels[2])
  }

  /// One to four hexadecimal digits, of which the largest number means full.
  private static func channel(_ digits: Substring) -> UInt8? {
    guard (1...4).contains(digits.utf8.count), digits.allSatisfy(\.isHexDigit),
      let value = Int(digits, radix: 16)
    else { return nil }
    let full = 1 << (4 * digits.utf8.count) - 1
    return UInt8(exactly: (value * 255 + full / 2) / full)
  }
}
