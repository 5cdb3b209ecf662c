import Foundation

/// The emoji whose names begin as a word that is being typed after a colon.
///
/// Nothing is chosen until an arrow is pressed, so that Enter sends what reads like a name and is none.
package struct EmojiOffer: Hashable, Sendable {
  /// Where the colon stands, in bytes.
  let start: Int
  let query: EmojiTable.Query
  package let choices: [Emoji]
  /// A place in the choices; nil: none is chosen.
  package internal(set) var selection: Int?

  package static let most = 6

  mutating func move(_ step: Int) {
    guard let selection else {
      selection = step > 0 ? 0 : choices.count - 1
      return
    }
    let next = selection + step
    self.selection = next < 0 ? nil : min(next, choices.count - 1)
  }
}

extension Composer {
  /// So many characters of a name are looked for; a longer word is none.
  private static let longestName = 40

  /// Offers what the word before the cursor may mean; nothing where it begins with no colon.
  mutating func offerEmoji(lastUsed: [String]) {
    let place = editor.cursorIndex
    guard let colon = Self.colon(in: editor.text[..<place]) else {
      offer = nil
      return
    }
    let start = editor.offset(colon)
    let query = EmojiTable.Query(String(editor.text[editor.text.index(after: colon)..<place]))
    guard start != refusedColon, offer?.query != query || offer?.start != start else {
      if start == refusedColon { offer = nil }
      return
    }
    let choices = EmojiTable.standard.search(query, lastUsed: lastUsed, most: EmojiOffer.most)
    offer = choices.isEmpty ? nil : EmojiOffer(start: start, query: query, choices: choices)
  }

  /// The colon before a name of two letters or more at the end of a text. After a letter, a digit, a
  /// slash or a colon it belongs to a time, an address, a word.
  private static func colon(in text: Substring) -> String.Index? {
    let word = text.suffix(longestName + 1).reversed().prefix { $0 != ":" && !$0.isWhitespace }
    let end = text.index(text.endIndex, offsetBy: -word.count)
    guard word.count >= 2, end > text.startIndex, let first = word.last else { return nil }
    let colon = text.index(before: end)
    guard text[colon] == ":", first.isLetter || word.count == 2 && "+-".contains(first) else {
      return nil
    }
    let isName = word.allSatisfy { $0.isLetter || $0.isNumber || "_-+".contains($0) }
    let before = text[..<colon].last
    let isFree = before.map { !$0.isLetter && !$0.isNumber && !":/".contains($0) } ?? true
    return isName && isFree ? colon : nil
  }
}
