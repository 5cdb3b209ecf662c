// The wrapped rows of the messages that were lately on the screen: wrapping Devanagari is expensive, and
// most of a screen is the same from paint to paint.

import ChatModel
import Desk
import Sentences
import TextGrid

/// A row of a wrapped text.
struct WrappedLine: Hashable, Sendable {
  var text: String
  /// That of its paragraph.
  var order = TextOrder.byItself
}

/// A bounded memory of wrapped texts, by item.
struct WrappedTexts: Sendable {
  private var kept: [TimelineItem.ID: Wrapped] = [:]
  private var columns = 0
  private var widths = TextWidth.standard
  private var isLatin = false

  private struct Wrapped: Sendable {
    var source: String
    var lines: [WrappedLine]
  }

  /// A screenful is a few dozen; everything is forgotten when there are more than this.
  private static let capacity = 1000
  /// A message longer than this is shown in part.
  private static let longest = 20_000

  /// The rows of a foreign text in so many columns, sanitized.
  ///
  /// - Parameter isLatin: in Latin letters
  mutating func lines(
    of text: String, id: TimelineItem.ID, columns: Int, widths: TextWidth, isLatin: Bool = false
  ) -> [WrappedLine] {
    if columns != self.columns || widths != self.widths || isLatin != self.isLatin
      || kept.count > Self.capacity
    {
      kept.removeAll(keepingCapacity: true)
      self.columns = columns
      self.widths = widths
      self.isLatin = isLatin
    }
    if let known = kept[id], known.source == text { return known.lines }
    let lines = Self.wrap(text, columns: columns, widths: widths, isLatin: isLatin)
    kept[id] = Wrapped(source: text, lines: lines)
    return lines
  }

  private static func wrap(
    _ text: String, columns: Int, widths: TextWidth, isLatin: Bool
  ) -> [WrappedLine] {
    var shown = text
    var rest = 0
    if text.utf8.count > longest {
      let scalars = text.unicodeScalars
      shown = String(String.UnicodeScalarView(scalars.prefix(longest)))
      rest = text.utf8.count - shown.utf8.count
    }
    let clean = Sanitizer.displayable(isLatin ? LatinText.text(shown) : shown)
    let rows = widths.wrap(clean, columns: columns)
    let orders = orders(of: rows, in: clean, widths)
    var lines = zip(rows, orders).map { WrappedLine(text: String(clean[$0.shown]), order: $1) }
    if rest > 0 {
      lines.append(
        WrappedLine(text: said("… \(FileSize.text(rest)) more; copying takes all of it")))
    }
    return lines
  }

  /// Each row has the direction of its paragraph, whatever letter it begins with.
  private static func orders(
    of rows: [TextLine], in text: String, _ widths: TextWidth
  ) -> [TextOrder] {
    guard widths.bidi == .arranged, text.hasRightToLeft else {
      return rows.map { _ in .byItself }
    }
    var orders: [TextOrder] = []
    var start = 0
    for (index, row) in rows.enumerated() where row.endsParagraph {
      let paragraph = text[rows[start].range.lowerBound..<row.range.upperBound]
      let order: TextOrder = BidiLine.isFromRight(paragraph) ? .fromRight : .fromLeft
      orders += rows[start...index].map { _ in order }
      start = index + 1
    }
    return orders + rows[start...].map { _ in .byItself }
  }
}
