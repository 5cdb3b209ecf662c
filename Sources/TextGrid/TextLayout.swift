// Fits texts into columns: wrapped, cut, padded. Clusters stay whole.

/// One row of a wrapped text, as places in that text.
package struct TextLine: Hashable, Sendable {
  /// Everything that belongs to the row, with the spaces and the line end that are not shown. The
  /// ranges of all rows together are the text.
  package let range: Range<String.Index>
  /// What is drawn.
  package let shown: Range<String.Index>
  /// The columns of what is drawn.
  package let width: Int
  /// Whether a line end or the end of the text follows, and not a break made for want of room.
  package let endsParagraph: Bool
}

/// On which side the room is left over.
package enum TextAlignment: Hashable, Sendable { case left, right, center }

extension TextWidth {
  /// Breaks a text into rows of at most `columns`.
  ///
  /// Rows end at `\n`, after spaces, beside a wide (CJK) cluster, and inside a word only when the
  /// word is longer than a row. Spaces at the end of a row are not shown and may be more than fit.
  /// A cluster wider than `columns` has a row to itself. An empty text is one empty row, and a text
  /// that ends in `\n` ends in an empty row.
  package func wrap(_ text: String, columns: Int) -> [TextLine] {
    var wrapper = Wrapper(columns: max(1, columns), start: text.startIndex)
    var index = text.startIndex
    while index < text.endIndex {
      let next = text.index(after: index)
      let cluster = text[index]
      wrapper.take(cluster, width: cluster == "\n" ? 0 : width(of: cluster), index..<next)
      index = next
    }
    return wrapper.finish(at: text.endIndex)
  }

  /// The text, cut by cluster with `…` when it is wider than `columns`.
  package func truncated(_ text: String, to columns: Int) -> String {
    guard columns > 0 else { return "" }
    guard width(of: text) > columns else { return text }
    return prefix(text, columns: columns - 1) + "…"
  }

  /// The end of the text, cut at its start with `…` when it is wider than `columns`.
  package func truncatedAtStart(_ text: String, to columns: Int) -> String {
    guard columns > 0 else { return "" }
    guard width(of: text) > columns else { return text }
    var room = columns - 1
    var start = text.endIndex
    while start > text.startIndex {
      let before = text.index(before: start)
      room -= width(of: text[before])
      if room < 0 { break }
      start = before
    }
    return "…" + text[start...]
  }

  /// As many whole clusters from the start as fit into `columns`.
  package func prefix(_ text: some StringProtocol, columns: Int) -> String {
    String(text[..<index(in: text, atColumn: columns)])
  }

  /// Exactly `columns` wide: cut with `…`, or padded with spaces.
  package func fitted(
    _ text: String, to columns: Int, _ alignment: TextAlignment = .left
  ) -> String {
    let text = truncated(text, to: columns)
    let room = max(0, columns - width(of: text))
    let left =
      switch alignment {
      case .left: 0
      case .right: room
      case .center: room / 2
      }
    return String(repeating: " ", count: left) + text + String(repeating: " ", count: room - left)
  }

  /// The place of the cluster that covers `column`, counted from the start of a text without line
  /// ends; the end of the text when that is shorter.
  package func index<Text: StringProtocol>(in text: Text, atColumn column: Int) -> Text.Index {
    var room = column
    var index = text.startIndex
    while index < text.endIndex {
      room -= width(of: text[index])
      if room < 0 { break }
      index = text.index(after: index)
    }
    return index
  }
}

/// The state of a text being wrapped, fed cluster by cluster.
private struct Wrapper {
  let columns: Int
  var lines: [TextLine] = []
  /// Where the row begins, where what is shown of it ends, and the columns up to there.
  var start: String.Index
  var shownEnd: String.Index
  var shownWidth = 0
  /// Columns of everything in the row, trailing spaces included.
  var width = 0
  /// Where the row could end: after the last space or beside a wide cluster.
  var chance: Chance?
  var previousIsWide = false

  struct Chance {
    var index: String.Index
    var shownEnd: String.Index
    var shownWidth: Int
    var width: Int
  }

  init(columns: Int, start: String.Index) {
    self.columns = columns
    self.start = start
    shownEnd = start
  }

  mutating func take(_ cluster: Character, width clusterWidth: Int, _ place: Range<String.Index>) {
    if cluster.isNewline {
      endRow(at: place.upperBound, endsParagraph: true)
      return
    }
    if cluster == " " {
      width += clusterWidth
      noteChance(at: place.upperBound)
      previousIsWide = false
      return
    }
    let isWide = cluster.unicodeScalars.first.flatMap(ScalarWidth.columns) == 2
    if isWide || previousIsWide, place.lowerBound > start { noteChance(at: place.lowerBound) }
    // What is left behind the last break may still be too long for this cluster.
    while width + clusterWidth > columns, place.lowerBound > start {
      breakRow(at: place.lowerBound)
    }
    width += clusterWidth
    shownEnd = place.upperBound
    shownWidth = width
    previousIsWide = isWide
  }

  mutating func finish(at end: String.Index) -> [TextLine] {
    endRow(at: end, endsParagraph: true)
    return lines
  }

  private mutating func noteChance(at index: String.Index) {
    chance = Chance(index: index, shownEnd: shownEnd, shownWidth: shownWidth, width: width)
  }

  private mutating func endRow(at index: String.Index, endsParagraph: Bool) {
    lines.append(
      TextLine(
        range: start..<index, shown: start..<shownEnd, width: shownWidth,
        endsParagraph: endsParagraph))
    start = index
    shownEnd = index
    shownWidth = 0
    width = 0
    chance = nil
    previousIsWide = false
  }

  /// Ends the row at the last break; without one, inside the word, at `index`.
  private mutating func breakRow(at index: String.Index) {
    guard let found = chance else {
      endRow(at: index, endsParagraph: false)
      return
    }
    let rest = (shownEnd: shownEnd, shownWidth: shownWidth, width: width)
    shownEnd = found.shownEnd
    shownWidth = found.shownWidth
    endRow(at: found.index, endsParagraph: false)
    if rest.shownEnd > start {
      shownEnd = rest.shownEnd
      shownWidth = rest.shownWidth - found.width
    }
    width = rest.width - found.width
  }
}
