import Foundation

/// Texts of any script in Latin letters, as ICU writes them.
enum LatinText {
  private static let transform = StringTransform("Any-Latin; Latin-ASCII")

  /// The same where it is Latin already, or cannot be written so.
  static func text(_ foreign: String) -> String {
    guard !foreign.utf8.allSatisfy({ $0 < 0x80 }) else { return foreign }
    return foreign.applyingTransform(transform, reverse: false) ?? foreign
  }

  static func spans(_ spans: [Span]) -> [Span] { spans.map { Span(text($0.text), $0.role) } }
}
