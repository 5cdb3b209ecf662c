import ChatModel
import Foundation

/// Texts of any script in Latin letters, as ICU writes them.
enum LatinText {
  private static let transform = StringTransform("Any-Latin; Latin-ASCII")

  /// The same where it is Latin already, or cannot be written so. Addresses stay what they open.
  static func text(_ foreign: String) -> String {
    guard !foreign.utf8.allSatisfy({ $0 < 0x80 }) else { return foreign }
    var (text, rest) = ("", foreign[...])
    for address in Links.addresses(in: foreign) {
      guard let place = rest.range(of: address, options: .literal) else { continue }
      text += spelt(rest[..<place.lowerBound]) + address
      rest = rest[place.upperBound...]
    }
    return text + spelt(rest)
  }

  private static func spelt(_ text: Substring) -> String {
    String(text).applyingTransform(transform, reverse: false) ?? String(text)
  }

  static func spans(_ spans: [Span]) -> [Span] { spans.map { Span(text($0.text), $0.role) } }
}
