import Foundation
import TextGrid

/// A place that a canned reply leaves for words of one's own, known by what stands around it. Behind
/// the end of a reply there is none: a text may end there.
struct OpenPlace: Hashable, Sendable {
  private let before: String
  private let after: String
  /// "per acre, … .": where it is, in whole words.
  let words: String

  /// So many characters on either side tell it from others.
  private static let reach = 16

  /// nil where it is the end.
  ///
  /// - Parameter place: where one goes on writing, in bytes.
  init?(in text: String, at place: Int) {
    let place = text.utf8.index(text.startIndex, offsetBy: place)
    guard !text[place...].allSatisfy(\.isWhitespace) else { return nil }
    before = String(text[..<place].suffix(Self.reach))
    after = String(text[place...].prefix(Self.reach))
    let left = Self.wholeWords(of: text[..<place].reversed())
    let right = Self.wholeWords(of: Array(text[place...]))
    words = Sanitizer.oneLine("\(String(left.reversed()))…\(String(right))")
      .trimmingCharacters(in: .whitespaces)
  }

  /// As many as have room, counted from the place; the nearest one in any case.
  private static func wholeWords(of text: [Character]) -> ArraySlice<Character> {
    guard text.count > reach, !text[reach].isWhitespace else { return text.prefix(reach) }
    if let gap = text.prefix(reach).lastIndex(where: \.isWhitespace),
      !text[..<gap].allSatisfy(\.isWhitespace)
    {
      return text[..<gap]
    }
    let start = text.firstIndex { !$0.isWhitespace } ?? 0
    return text[..<(text[start...].firstIndex(where: \.isWhitespace) ?? text.endIndex)]
  }

  /// Nothing was written there yet.
  func isEmpty(in text: String) -> Bool { text.contains(before + after) }
}

extension Composer {
  /// Words of one's own belong there, in a text that was put in.
  mutating func leaveOpen(_ place: Int, in text: String) {
    if let place = OpenPlace(in: text, at: place) { openPlaces.append(place) }
  }
}
