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

  /// The change before this one, so that a typed word is one step of undo.
  private var lastChange: Change?
  /// What was just cut, or put in, as ``KillRing`` counts it.
  private var lastKill: Int?
  private var lastYank: Yank?
  private var past: [Edit] = []
  private var future: [Edit] = []
  /// Changes so far, without undoing and redoing.
  private(set) var changeCount = 0
  /// Where the cursor wants to be when it moves between rows, in columns.
  var wantedColumn: Int?

  /// A step of undo: at so many bytes, one text took the place of another.
  private struct Edit: Hashable, Sendable {
    var place: Int
    var removed: String
    var inserted: String
    /// Where the cursor stood before.
    let cursor: Int

    var size: Int { removed.utf8.count + inserted.utf8.count }
  }

  /// What stands in the text since the last yank.
  private struct Yank: Hashable, Sendable {
    let place: Int
    let text: String
    /// How many were cut after it.
    let age: Int
  }

  enum Change: Hashable, Sendable { case typing, deleting, killing, recalling, other }

  private static let mostUndone = 200
  /// Of what the steps hold, in bytes; the last step is kept however long it is.
  private static let mostUndoneBytes = 1 << 20

  package init(_ text: String = "", isMultiline: Bool = false) {
    self.text = text
    cursor = text.utf8.count
    self.isMultiline = isMultiline
  }

  package var isEmpty: Bool { text.isEmpty }

  var isAtLineStart: Bool { text[..<cursorIndex].last.map { $0 == "\n" } ?? true }

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
    endRun()
    place(offset)
  }

  /// What comes next joins nothing that was before.
  private mutating func endRun() {
    lastChange = nil
    lastKill = nil
    lastYank = nil
    wantedColumn = nil
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
    let edit = Edit(
      place: offset(range.lowerBound), removed: String(text[range]), inserted: new, cursor: cursor)
    note(edit, as: change)
    text.replaceSubrange(range, with: new)
    place(edit.place + new.utf8.count)
    endRun()
    lastChange = change
    changeCount += 1
  }

  /// Keeps a step, or makes it part of the one before.
  private mutating func note(_ edit: Edit, as change: Change) {
    future = []
    if change == lastChange, let last = past.last, let joined = joined(last, edit, as: change) {
      past[past.count - 1] = joined
    } else {
      past.append(edit)
    }
    var size = past.reduce(0) { $0 + $1.size }
    while past.count > Self.mostUndone || size > Self.mostUndoneBytes && past.count > 1 {
      size -= past.removeFirst().size
    }
  }

  /// A word that is typed, or deleted letter by letter, is one step, and so is a walk through what was
  /// sent before.
  private func joined(_ last: Edit, _ new: Edit, as change: Change) -> Edit? {
    var joined = last
    switch change {
    case .typing:
      let goesOn = new.place == last.place + last.inserted.utf8.count && new.removed.isEmpty
      guard goesOn, new.inserted != " ", new.inserted != "\n" else { return nil }
      joined.inserted += new.inserted
    case .deleting:
      guard last.inserted.isEmpty, !new.removed.allSatisfy(\.isWhitespace) else { return nil }
      if new.place + new.removed.utf8.count == last.place {
        joined.place = new.place
        joined.removed = new.removed + last.removed
      } else if new.place == last.place {
        joined.removed += new.removed
      } else {
        return nil
      }
    case .recalling: joined.inserted = new.inserted
    case .killing, .other: return nil
    }
    return joined
  }

  /// Takes a range out and keeps it for ``yank(from:)``; kills in a row join, in the order of the text.
  mutating func kill(_ range: Range<String.Index>, forward: Bool, into ring: inout KillRing) {
    guard !range.isEmpty else { return }
    let serial = ring.keep(String(text[range]), after: lastKill, forward: forward)
    replace(range, with: "", as: .killing)
    lastKill = serial
  }

  /// Puts in what was cut last.
  mutating func yank(from ring: KillRing) { yank(age: 0, over: cursorIndex..<cursorIndex, ring) }

  /// Puts the one that was cut before it in its place, if a yank was the last change; else puts in
  /// the last but one.
  mutating func yankOlder(from ring: KillRing) {
    guard let last = lastYank else {
      return yank(age: 1, over: cursorIndex..<cursorIndex, ring)
    }
    let end = last.place + last.text.utf8.count
    yank(age: last.age + 1, over: index(last.place)..<index(end), ring)
  }

  private mutating func yank(age: Int, over range: Range<String.Index>, _ ring: KillRing) {
    guard let cut = ring.text(age: age) else { return }
    let new = Self.cleaned(cut, isMultiline: isMultiline)
    let start = offset(range.lowerBound)
    replace(range, with: new, as: .other)
    lastYank = Yank(place: start, text: new, age: age)
  }

  mutating func undo() {
    guard let last = past.popLast() else { return }
    put(last.removed, at: last.place, over: last.inserted)
    place(last.cursor)
    future.append(last)
    endRun()
  }

  mutating func redo() {
    guard let next = future.popLast() else { return }
    put(next.inserted, at: next.place, over: next.removed)
    place(next.place + next.inserted.utf8.count)
    past.append(next)
    endRun()
  }

  private mutating func put(_ new: String, at place: Int, over old: String) {
    text.replaceSubrange(index(place)..<index(place + old.utf8.count), with: new)
  }

  /// Puts another text in its place, which undo brings back.
  mutating func setText(_ new: String, as change: Change = .other) {
    guard new != text else { return }
    replace(text.startIndex..<text.endIndex, with: new, as: change)
  }

  /// Puts text in at the cursor. Control characters and escape sequences are left out, tabs become
  /// spaces; line ends become spaces where there is one line only.
  mutating func insert(_ new: String, as change: Change = .other) {
    let clean = Self.cleaned(new, isMultiline: isMultiline)
    guard !clean.isEmpty else { return }
    replace(cursorIndex..<cursorIndex, with: clean, as: change)
  }

  static func cleaned(_ text: String, isMultiline: Bool) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var clean = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in EscapeSequences.removed(from: text).unicodeScalars {
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
