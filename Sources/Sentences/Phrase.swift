/// A sentence for a person, in the language in force. The English text that stands in the source is
/// its key in the catalogues of the other languages (`languages/*.po`).
package func said(_ phrase: Phrase) -> String { phrase.text }

/// Several words for a thing that is counted: "1 file", "3 files". Each is a sentence of its own in the
/// catalogue, so that a language may say both as it wants.
package func said(_ count: Int, one: Phrase, more: Phrase) -> String {
  count == 1 ? one.text : more.text
}

/// A word that has several senses in English: of a status, "open" is no command. The sense stands in the
/// catalogue as `msgctxt`.
package func said(_ word: String, of sense: String) -> String {
  Language.current?.translation(of: word, sense: sense) ?? word
}

/// What ``said(_:)`` takes: a literal, with values in it.
///
/// The key of `"\(name) is now \(status)."` is `{1} is now {2}.`; a translation has the same places in
/// the order that it needs. In English there is no key and no look-up: it is an interpolated string.
package struct Phrase: Sendable {
  fileprivate let text: String
}

extension Phrase: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) {
    text = Language.current?.translation(of: value) ?? value
  }

  package init(stringInterpolation phrase: StringInterpolation) { text = phrase.text }

  package struct StringInterpolation: StringInterpolationProtocol {
    private let catalogue: Catalogue?
    private var english: DefaultStringInterpolation
    private var template = Template()
    private var values: [String] = []

    package init(literalCapacity: Int, interpolationCount: Int) {
      catalogue = Language.current
      english = DefaultStringInterpolation(
        literalCapacity: literalCapacity, interpolationCount: interpolationCount)
    }

    package mutating func appendLiteral(_ literal: String) {
      english.appendLiteral(literal)
      if catalogue != nil { template.append(literal) }
    }

    package mutating func appendInterpolation(_ value: String) {
      english.appendInterpolation(value)
      if catalogue != nil { add(value) }
    }

    package mutating func appendInterpolation(_ value: Int) {
      english.appendInterpolation(value)
      if catalogue != nil { add(String(value)) }
    }

    package mutating func appendInterpolation<T>(_ value: T) {
      english.appendInterpolation(value)
      if catalogue != nil { add(String(describing: value)) }
    }

    private mutating func add(_ value: String) {
      template.appendPlace()
      values.append(value)
    }

    fileprivate var text: String {
      guard let found = catalogue?.translation(of: template.key) else {
        return String(stringInterpolation: english)
      }
      let stop = catalogue?.translation(of: ".", sense: "end of a sentence") ?? "."
      return Template.pieces(of: found).reduce(into: "") { text, piece in
        switch piece {
        // A name may bring its own: no sentence has two.
        case .text(let words)
        where words.hasPrefix(stop) && text.last.map(SentenceEnd.stops.contains) == true:
          text += words.dropFirst(stop.count)
        case .text(let words): text += words
        case .place(let number): text += values.indices.contains(number) ? values[number] : ""
        }
      }
    }
  }
}

/// A sentence with numbered places for its values, as catalogues write it: `{1} is now {2}.`
package struct Template {
  package private(set) var key = ""
  private var places = 0

  package init() {}

  package mutating func append(_ literal: String) { key += literal }

  package mutating func appendPlace() {
    places += 1
    key += "{\(places)}"
  }

  package enum Piece: Equatable {
    case text(String)
    /// A value, counted from 0.
    case place(Int)
  }

  /// Text and places in turn; a brace that holds no number is text.
  package static func pieces(of sentence: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = Substring(sentence).utf8
    var text = rest.startIndex
    func end(at place: Substring.UTF8View.Index) {
      if text < place { pieces.append(.text(String(sentence[text..<place]))) }
    }
    while let open = rest.firstIndex(of: UInt8(ascii: "{")) {
      let inside = rest[rest.index(after: open)...]
      let digits = inside.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
      rest = inside[digits.endIndex...]
      guard rest.first == UInt8(ascii: "}"), let number = Int(Substring(digits)), number > 0 else {
        continue
      }
      end(at: open)
      pieces.append(.place(number - 1))
      rest = rest.dropFirst()
      text = rest.startIndex
    }
    end(at: sentence.endIndex)
    return pieces
  }
}
