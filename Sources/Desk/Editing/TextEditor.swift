/// A text and the cursor in it, edited by whole clusters the way readline does.
///
/// The cursor is kept in UTF-8 bytes, always at the edge of a cluster: joining two texts may merge
/// their clusters (a vowel sign typed after its consonant), and the cursor then stands behind the
/// whole.
package struct TextEditor: Hashable, Sendable {
  package private(set) var text: String
  /// UTF-8 bytes before the cursor; at the edge of a cluster.
  package private(set) var cursor: Int
  /// Whether Enter-like input may put line ends into the text.
  package let isMultiline: Bool

  /// What was killed, newest last.
  fileprivate(set) var killed: [String] = []
  /// The change before this one, so that a typed word is one step of undo and kills in a row are
  /// one text.
  private var lastChange: Change?
  private var past: [Snapshot] = []
  /// Where the cursor wants to be when it moves between rows, in columns.
  var wantedColumn: Int?

  private struct Snapshot: Hashable, Sendable {
    var text: String
    var cursor: Int
  }

  enum Change: Hashable, Sendable { case typing, deleting, killing, other }

  private static let mostKilled = 20
  private static let mostUndone = 200

  package init(_ text: String = "", isMultiline: Bool = false) {
    self.text = text
    cursor = text.utf8.count
    self.isMultiline = isMultiline
  }

  package var isEmpty: Bool { text.isEmpty }

  /// The cursor as a place in ``text``.
  package var cursorIndex: String.Index { index(cursor) }

  func index(_ offset: Int) -> String.Index {
    text.utf8.index(text.startIndex, offsetBy: min(max(0, offset), text.utf8.count))
  }

  func offset(_ place: String.Index) -> Int {
    text.utf8.distance(from: text.startIndex, to: place)
  }

  /// Moves the cursor to a place in bytes, on to the edge of its cluster.
  mutating func moveCursor(to offset: Int) {
    lastChange = nil
    wantedColumn = nil
    place(offset)
  }

  private mutating func place(_ offset: Int) {
    let bounded = min(max(0, offset), text.utf8.count)
    let place = index(bounded)
    guard place < text.endIndex else {
      cursor = text.utf8.count
      return
    }
    // The standard library rounds a place inside a cluster down to the cluster's start.
    let next = text.index(after: place)
    cursor = text.index(before: next) == place ? bounded : self.offset(next)
  }

  /// Replaces a range and puts the cursor behind what was put in. Everything that changes the text
  /// goes through here, so that it can be undone.
  mutating func replace(_ range: Range<String.Index>, with new: String, as change: Change) {
    let goesOn = change == .typing && lastChange == .typing && new != " " && new != "\n"
    if !goesOn {
      if past.count >= Self.mostUndone { past.removeFirst() }
      past.append(Snapshot(text: text, cursor: cursor))
    }
    let start = offset(range.lowerBound)
    text.replaceSubrange(range, with: new)
    place(start + new.utf8.count)
    wantedColumn = nil
    lastChange = change
  }

  /// Takes a range out and keeps it for ``yank()``; kills in a row join, in the order of the text.
  mutating func kill(_ range: Range<String.Index>, forward: Bool) {
    guard !range.isEmpty else { return }
    let part = String(text[range])
    if lastChange == .killing, let last = killed.popLast() {
      killed.append(forward ? last + part : part + last)
    } else {
      if killed.count >= Self.mostKilled { killed.removeFirst() }
      killed.append(part)
    }
    replace(range, with: "", as: .killing)
  }

  mutating func yank() {
    guard let last = killed.last else { return }
    replace(cursorIndex..<cursorIndex, with: last, as: .other)
  }

  mutating func undo() {
    guard let last = past.popLast() else { return }
    text = last.text
    place(last.cursor)
    lastChange = nil
    wantedColumn = nil
  }

  /// Puts another text in its place, which undo brings back.
  mutating func setText(_ new: String) {
    guard new != text else { return }
    replace(text.startIndex..<text.endIndex, with: new, as: .other)
  }

  /// Puts text in at the cursor. Control characters are left out, tabs become spaces; line ends
  /// become spaces where there is one line only.
  mutating func insert(_ new: String, as change: Change = .other) {
    let clean = Self.cleaned(new, isMultiline: isMultiline)
    guard !clean.isEmpty else { return }
    replace(cursorIndex..<cursorIndex, with: clean, as: change)
  }

  private static func cleaned(_ text: String, isMultiline: Bool) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var clean = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      defer { previous = scalar }
      switch scalar {
      case "\r", "\n", "\u{2028}", "\u{2029}":
        if scalar == "\n", previous == "\r" { continue }
        clean.append(isMultiline ? "\n" : " ")
      case "\t": clean.append(contentsOf: "    ".unicodeScalars)
      default:
        if scalar.properties.generalCategory != .control { clean.append(scalar) }
      }
    }
    return String(clean)
  }
}

extension TextEditor {
  /// After the text was sent: nothing of it comes back by undo, but what was cut can be put in.
  func emptied(keeping rest: String) -> TextEditor {
    var editor = TextEditor(rest, isMultiline: isMultiline)
    editor.killed = killed
    return editor
  }
}
