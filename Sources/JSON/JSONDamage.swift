// Whether JSON text came whole. The scanner mends what is not (row 27); a server that stores what it is
// given asks first, because what was mended is not what the sender wrote.

extension JSONValue {
  /// Whether the text holds bytes that are no UTF-8, or half of a surrogate pair.
  package static func isDamaged(_ text: ArraySlice<UInt8>) -> Bool {
    String(validating: text, as: UTF8.self) == nil || placeOfHalfPair(text) != nil
  }

  /// The index of the first escape that is half of a surrogate pair; nil when there is none.
  package static func placeOfHalfPair(_ text: ArraySlice<UInt8>) -> Int? {
    var rest = text
    while let slash = rest.firstIndex(of: UInt8(ascii: "\\")) {
      rest = rest[(slash + 1)...]
      guard let letter = rest.popFirst() else { return nil }
      guard letter == UInt8(ascii: "u"), let unit = takeUnit(&rest) else { continue }
      if UTF16.isTrailSurrogate(unit) { return slash }
      guard UTF16.isLeadSurrogate(unit) else { continue }
      guard rest.popFirst() == UInt8(ascii: "\\"), rest.popFirst() == UInt8(ascii: "u"),
        let second = takeUnit(&rest), UTF16.isTrailSurrogate(second)
      else { return slash }
    }
    return nil
  }

  private static func takeUnit(_ rest: inout ArraySlice<UInt8>) -> UInt16? {
    defer { rest = rest.dropFirst(4) }
    return UInt16(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16)
  }
}
