/// What was cut out of the texts of a desk, the newest last: cut here, put in there.
struct KillRing: Hashable, Sendable {
  private var texts: [String] = []
  /// How many were cut so far: the number of the newest.
  private var count = 0

  private static let most = 20
  /// In bytes, of all of them; the newest is kept however long it is.
  private static let mostBytes = 1 << 20

  /// Keeps a text; it joins the newest one if that has the given number. Answers with its number.
  mutating func keep(_ text: String, after number: Int?, forward: Bool) -> Int {
    if number == count, let last = texts.popLast() {
      texts.append(forward ? last + text : text + last)
    } else {
      texts.append(text)
      count += 1
    }
    var bytes = texts.reduce(0) { $0 + $1.utf8.count }
    while texts.count > Self.most || bytes > Self.mostBytes && texts.count > 1 {
      bytes -= texts.removeFirst().utf8.count
    }
    return count
  }

  /// The newest has the age 0; after the oldest the newest comes again.
  func text(age: Int) -> String? {
    texts.isEmpty ? nil : texts[texts.count - 1 - age % texts.count]
  }
}
