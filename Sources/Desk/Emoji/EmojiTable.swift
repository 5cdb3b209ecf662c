import CEmoji
import Foundation

/// One emoji, and its English name.
package struct Emoji: Hashable, Sendable {
  package let characters: String
  package let name: String

  package init(_ characters: String, named name: String) {
    self.characters = characters
    self.name = name
  }
}

/// All emoji with what they are called, in English and Hindi. The file is read when the first is asked
/// for.
struct EmojiTable: Sendable {
  struct Row: Sendable {
    let emoji: Emoji
    /// Other words for it, the Hindi ones last.
    let words: [String]
    /// The name and the words in UTF-8, each between two separators.
    fileprivate let bytes: [UInt8]
  }

  let rows: [Row]

  static let standard = EmojiTable(
    UnsafeBufferPointer(start: cemoji_names(), count: cemoji_length()))

  /// Stands around each name and word.
  fileprivate static let edge: UInt8 = 0x1F

  /// - Parameter bytes: lines of emoji, name, words, Hindi words, as scripts/make-emoji writes them
  init(_ bytes: some Collection<UInt8>) {
    rows = bytes.split(separator: UInt8(ascii: "\n")).compactMap { line -> Row? in
      guard line.first != UInt8(ascii: "#") else { return nil }
      let parts = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
      guard parts.count == 4 else { return nil }
      let words = (parts[2] + "," + parts[3]).split(separator: ",").map { String($0) }
      var bytes: [UInt8] = [Self.edge]
      for name in [parts[1]] + words {
        bytes += Array(name.utf8)
        bytes.append(Self.edge)
      }
      return Row(emoji: Emoji(parts[0], named: parts[1]), words: words, bytes: bytes)
    }
  }

  // MARK: Looking for a name

  /// What somebody typed of a name.
  struct Query: Hashable, Sendable {
    let text: String
    fileprivate let whole: [UInt8]
    fileprivate let parts: [[UInt8]]

    /// - Parameter text: `sheaf_of`, `sheaf-of`, `धान`
    init(_ text: String) {
      self.text = text
      let isVote = text.hasPrefix("+") || text.hasPrefix("-")
      let words = text.lowercased().precomposedStringWithCanonicalMapping
        .split { $0 == "_" || $0 == "-" && !isVote }
      parts = words.map { Array($0.utf8) }
      whole = Array(words.joined(separator: " ").utf8)
    }
  }

  /// What is called so, or begins so, best first: the name before other words, the whole before its
  /// beginning, what was used lately before the rest.
  func search(_ query: Query, lastUsed: [String], most: Int) -> [Emoji] {
    guard !query.parts.isEmpty else { return [] }
    let recent = Dictionary(
      lastUsed.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var found: [(rank: Int, recent: Int, place: Int)] = []
    for (place, row) in rows.enumerated() {
      guard let rank = row.rank(query) else { continue }
      found.append((rank, recent[row.emoji.characters] ?? .max, place))
    }
    return found.sorted { $0 < $1 }.prefix(most).map { rows[$0.place].emoji }
  }

  /// Whether the emoji is called just so.
  func isName(_ query: Query, of emoji: Emoji) -> Bool {
    guard let row = rows.first(where: { $0.emoji == emoji }), let rank = row.rank(query) else {
      return false
    }
    return rank <= Row.wholeWord
  }
}

extension EmojiTable.Row {
  fileprivate static let wholeWord = 1

  /// 0 the name itself, 1 another word, 2 and 3 the beginning of these, 4 words within them; nil:
  /// something that was typed begins no word.
  fileprivate func rank(_ query: EmojiTable.Query) -> Int? {
    for part in query.parts where !begins(part) { return nil }
    let edge = EmojiTable.edge
    var best = 4
    var isName = true
    var start = 1
    while start < bytes.count, let end = bytes[start...].firstIndex(of: edge) {
      if bytes[start..<end].starts(with: query.whole) {
        let isWhole = end - start == query.whole.count
        best = min(best, isWhole ? (isName ? 0 : Self.wholeWord) : (isName ? 2 : 3))
      }
      isName = false
      start = end + 1
    }
    return best
  }

  /// Whether a word begins so.
  private func begins(_ part: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      guard let first = part.first, bytes.count > part.count else { return false }
      for place in 1...(bytes.count - part.count) where bytes[place] == first {
        guard Self.isBetweenWords(bytes[place - 1]) else { continue }
        if part.indices.allSatisfy({ bytes[place + $0] == part[$0] }) { return true }
      }
      return false
    }
  }

  private static func isBetweenWords(_ byte: UInt8) -> Bool {
    switch byte {
    case EmojiTable.edge, UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: ":"),
      UInt8(ascii: "("):
      true
    default: false
    }
  }
}
