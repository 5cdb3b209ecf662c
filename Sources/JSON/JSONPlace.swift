// Where something stands in a text, as editors count: for whoever wrote the text by hand.

/// A line and a column, both from 1; a column is a character.
package struct TextPlace: Hashable, Sendable, CustomStringConvertible {
  package let line: Int
  package let column: Int

  /// The place of a byte; beyond the end that of the end.
  package init(of offset: Int, in text: some Collection<UInt8>) {
    let before = text.prefix(max(0, offset))
    line = 1 + before.count { $0 == UInt8(ascii: "\n") }
    let start = before.reversed().prefix { $0 != UInt8(ascii: "\n") }
    column = 1 + String(decoding: Array(start).reversed(), as: UTF8.self).count
  }

  package var description: String { "line \(line), column \(column)" }
}
