import ChatModel
import Foundation
import TextGrid

/// A word of a text that can be judged by a dictionary.
struct CheckedWord: Hashable, Sendable {
  /// In bytes of the text.
  let range: Range<Int>
  let text: String
  /// As a dictionary and the person's own words know it.
  let key: String
  /// The language that stands for its script, as ``WrittenLanguage`` has it.
  let script: String

  /// So much of a text is looked at, in bytes.
  static let longestText = 20_000
  private static let longestWord = 40

  /// The words of a text, in their order. Addresses, numbers, names of files and of emoji are none,
  /// nor are lines that quote somebody.
  static func words(of text: String) -> [CheckedWord] {
    var words: [CheckedWord] = []
    var lineStart = 0
    for line in text.prefixInBytes(longestText).split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      defer { lineStart += line.utf8.count + 1 }
      guard !line.hasPrefix(">") else { continue }
      var start = lineStart
      for chunk in line.split(omittingEmptySubsequences: false, whereSeparator: { $0 == " " }) {
        if !isSpecial(chunk) { take(chunk, at: start, into: &words) }
        start += chunk.utf8.count + 1
      }
    }
    return words
  }

  /// Whether it is an address, a number, a path, an emoji's name.
  private static func isSpecial(_ chunk: Substring) -> Bool {
    var previous: Character = " "
    var wasPoint = false
    for character in chunk {
      if character.isNumber || "@_/\\#".contains(character) { return true }
      // A point inside: the name of a site or a file.
      if wasPoint, character.isLetter { return true }
      wasPoint = character == "." && previous.isLetter
      previous = character
    }
    return chunk.count > 2 && chunk.first == ":" && chunk.last == ":"
  }

  private static func take(_ chunk: Substring, at start: Int, into words: inout [CheckedWord]) {
    var place = start
    var word = ""
    var wordStart = start
    for character in chunk + " " {
      if character.isLetter || !word.isEmpty && "'’".contains(character) {
        if word.isEmpty { wordStart = place }
        word.append(character)
      } else if !word.isEmpty {
        add(word, at: wordStart, into: &words)
        word = ""
      }
      place += character.utf8.count
    }
  }

  private static func add(_ word: String, at start: Int, into words: inout [CheckedWord]) {
    let bare = String(word.reversed().drop { "'’".contains($0) }.reversed())
    let isAbbreviation = bare.count <= 4 && bare.allSatisfy(\.isUppercase)
    guard (2...longestWord).contains(bare.count), !isAbbreviation,
      let script = WrittenLanguage.of([bare])
    else { return }
    words.append(
      CheckedWord(
        range: start..<start + bare.utf8.count, text: bare, key: key(bare), script: script))
  }

  static func key(_ word: String) -> String {
    word.precomposedStringWithCanonicalMapping.replacing("’", with: "'")
  }
}

extension String {
  /// Its beginning, as far as whole characters go.
  fileprivate func prefixInBytes(_ most: Int) -> Substring {
    guard utf8.count > most else { return self[...] }
    let end = utf8.index(startIndex, offsetBy: most)
    return self[..<index(before: index(after: end))]
  }
}
