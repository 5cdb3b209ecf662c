import Foundation
import TextGrid

/// A place that a canned reply leaves for words of one's own, known by what stands around it. Behind
/// the end of a reply there is none: a text may end there.
struct OpenPlace: Hashable, Sendable {
  private let before: String
  private let after: String

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
  }

  /// Nothing was written there yet.
  func isEmpty(in text: String) -> Bool { text.contains(before + after) }

  /// "per acre, … .": where it is.
  var words: String { Sanitizer.oneLine("\(before)…\(after)").trimmingCharacters(in: .whitespaces) }
}

extension Composer {
  /// Words of one's own belong there, in a text that was put in.
  mutating func leaveOpen(_ place: Int, in text: String) {
    if let place = OpenPlace(in: text, at: place) { openPlaces.append(place) }
  }
}
