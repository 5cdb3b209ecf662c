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

  var killed: [String] = []
  /// The last change was a kill: the next one adds to it.
  var isKilling = false
  /// Where the cursor wants to be when it moves between rows, in columns.
  var wantedColumn: Int?
  var undone: [Snapshot] = []
  /// What the last change was, so that a typed word is one step of undo.
  var lastChange: Change?

  struct Snapshot: Hashable, Sendable {
    var text: String
    var cursor: Int
  }

  enum Change: Hashable, Sendable { case typing, deleting, other }

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

  /// Puts the text and the cursor at once. The cursor is moved on to the edge of its cluster.
  mutating func set(_ newText: String, cursor offset: Int) {
    text = newText
    moveCursor(to: offset)
  }

  mutating func moveCursor(to offset: Int) {
    let bounded = min(max(0, offset), text.utf8.count)
    let place = text.utf8.index(text.startIndex, offsetBy: bounded)
    guard place < text.endIndex else {
      cursor = text.utf8.count
      return
    }
    // The standard library rounds a place inside a cluster down to the cluster's start.
    let next = text.index(after: place)
    cursor = text.index(before: next) == place ? bounded : text.utf8Offset(of: next)
  }
}

extension String {
  func utf8Offset(of place: String.Index) -> Int { utf8.distance(from: startIndex, to: place) }
}
