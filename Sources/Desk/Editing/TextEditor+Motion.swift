// The motions and kills of readline, by cluster, by word, by line and by wrapped row.

import TextGrid

extension TextEditor {
  /// Does what an editing command says; false when the command is not about text.
  ///
  /// `columns` is where the rows wrap, for moving up and down; what is cut goes into `ring`.
  mutating func perform(
    _ command: Command, columns: Int, widths: TextWidth, ring: inout KillRing
  ) -> Bool {
    let cursor = cursorIndex
    switch command {
    case .characterBack, .left: move(to: before(cursor))
    case .characterForward, .right: move(to: after(cursor))
    case .wordBack: move(to: wordStart(before: cursor))
    case .wordForward: move(to: wordEnd(after: cursor))
    case .lineStart: move(to: lineStart(cursor))
    case .lineEnd: move(to: lineEnd(cursor))
    case .textStart: move(to: text.startIndex)
    case .textEnd: move(to: text.endIndex)
    case .up: moveRows(-1, columns: columns, widths: widths)
    case .down: moveRows(1, columns: columns, widths: widths)
    case .deleteBack: delete(before(cursor)..<cursor)
    case .deleteForward: delete(cursor..<after(cursor))
    case .killWordBack: kill(wordStart(before: cursor)..<cursor, forward: false, into: &ring)
    case .killWordForward: kill(cursor..<wordEnd(after: cursor), forward: true, into: &ring)
    case .killBlankWordBack:
      kill(blankWordStart(before: cursor)..<cursor, forward: false, into: &ring)
    case .killToStart: killToStart(into: &ring)
    case .killToEnd: killToEnd(into: &ring)
    case .yank: yank(from: ring)
    case .yankOlder: yankOlder(from: ring)
    case .undo: undo()
    case .redo: redo()
    case .transpose: transpose()
    case .newLine:
      guard isMultiline else { return false }
      insert("\n", as: .typing)
    default: return false
    }
    return true
  }

  private mutating func move(to place: String.Index) { moveCursor(to: offset(place)) }

  private func before(_ place: String.Index) -> String.Index {
    place > text.startIndex ? text.index(before: place) : place
  }

  private func after(_ place: String.Index) -> String.Index {
    place < text.endIndex ? text.index(after: place) : place
  }

  private mutating func delete(_ range: Range<String.Index>) {
    guard !range.isEmpty else { return }
    replace(range, with: "", as: .deleting)
  }

  /// A cluster is judged by its first scalar: a Devanagari syllable with its signs is a letter.
  private func isWord(_ cluster: Character) -> Bool {
    cluster.isLetter || cluster.isNumber || cluster == "_"
  }

  private func wordStart(before place: String.Index) -> String.Index {
    var place = place
    while place > text.startIndex, !isWord(text[before(place)]) { place = before(place) }
    while place > text.startIndex, isWord(text[before(place)]) { place = before(place) }
    return place
  }

  private func wordEnd(after place: String.Index) -> String.Index {
    var place = place
    while place < text.endIndex, !isWord(text[place]) { place = after(place) }
    while place < text.endIndex, isWord(text[place]) { place = after(place) }
    return place
  }

  private func blankWordStart(before place: String.Index) -> String.Index {
    var place = place
    while place > text.startIndex, text[before(place)].isWhitespace { place = before(place) }
    while place > text.startIndex, !text[before(place)].isWhitespace { place = before(place) }
    return place
  }

  private func lineStart(_ place: String.Index) -> String.Index {
    text[..<place].lastIndex(of: "\n").map(after) ?? text.startIndex
  }

  private func lineEnd(_ place: String.Index) -> String.Index {
    text[place...].firstIndex(of: "\n") ?? text.endIndex
  }

  /// At the start of a line, the line end before it goes.
  private mutating func killToStart(into ring: inout KillRing) {
    let cursor = cursorIndex
    let start = lineStart(cursor)
    kill((start == cursor ? before(start) : start)..<cursor, forward: false, into: &ring)
  }

  /// At the end of a line, the line end itself goes.
  private mutating func killToEnd(into ring: inout KillRing) {
    let cursor = cursorIndex
    let end = lineEnd(cursor)
    kill(cursor..<(end == cursor ? after(end) : end), forward: true, into: &ring)
  }

  /// Exchanges the clusters around the cursor; at the end of a line, the two before it.
  private mutating func transpose() {
    var place = cursorIndex
    if place == text.endIndex || text[place] == "\n" { place = before(place) }
    guard place > lineStart(cursorIndex), place < text.endIndex else { return }
    let first = before(place)
    let end = after(place)
    let exchanged = String(text[place]) + String(text[first])
    replace(first..<end, with: exchanged, as: .other)
  }

  /// Moves through the rows that are shown, keeping the column where it can. At the first and the
  /// last row it goes to the start and the end.
  private mutating func moveRows(_ count: Int, columns: Int, widths: TextWidth) {
    let rows = widths.wrap(text, columns: columns)
    let cursor = cursorIndex
    let current = row(of: cursor, in: rows)
    let column =
      wantedColumn ?? widths.width(of: text[rows[current].range.lowerBound..<cursor])
    let target = current + count
    guard rows.indices.contains(target) else {
      move(to: count < 0 ? text.startIndex : text.endIndex)
      return
    }
    let shown = rows[target].shown
    let place = widths.index(in: text[shown], atColumn: column)
    move(to: place)
    wantedColumn = column
  }

  /// Whether the cursor stands in the first or the last row that is shown.
  func isInRow(_ end: RowEnd, columns: Int, widths: TextWidth) -> Bool {
    let rows = widths.wrap(text, columns: columns)
    let row = row(of: cursorIndex, in: rows)
    return end == .first ? row == 0 : row >= rows.count - 1
  }

  enum RowEnd { case first, last }

  /// The row a cursor stands in. A place between two rows belongs to the lower one.
  func row(of place: String.Index, in rows: [TextLine]) -> Int {
    let index = rows.lastIndex { $0.range.lowerBound <= place }
    return index ?? 0
  }
}
