// Goes through a text without the price of finding clusters where there is none to find.

/// A part of a text that begins and ends between clusters.
enum TextPiece<Clusters: StringProtocol> {
  /// Printable ASCII: one byte, one cluster, one column. Valid only during the call.
  case ascii(Slice<UnsafeBufferPointer<UInt8>>)
  /// Anything.
  case clusters(Clusters)
}

extension StringProtocol {
  /// Hands out the pieces of the text, in order.
  ///
  /// Between two printable ASCII characters is always a boundary; beside anything else there may
  /// be none.
  func forEachPiece(_ body: (TextPiece<SubSequence>) -> Void) {
    let done: Void? = utf8.withContiguousStorageIfAvailable { bytes in
      var start = 0
      while start < bytes.count {
        var end = start
        while end < bytes.count, bytes[end].isPrintableASCII { end += 1 }
        // The last one may be the base of what follows.
        let asciiEnd = end == bytes.count ? end : end - 1
        if asciiEnd > start {
          body(.ascii(bytes[start..<asciiEnd]))
          start = asciiEnd
          continue
        }
        end = start + 1
        while end < bytes.count, !(bytes[end - 1].isPrintableASCII && bytes[end].isPrintableASCII) {
          end += 1
        }
        body(.clusters(self[index(atByte: start)..<index(atByte: end)]))
        start = end
      }
    }
    if done == nil { body(.clusters(self[...])) }
  }

  private func index(atByte offset: Int) -> Index { utf8.index(utf8.startIndex, offsetBy: offset) }
}

extension UInt8 {
  var isPrintableASCII: Bool { 0x20 <= self && self < 0x7F }
}
