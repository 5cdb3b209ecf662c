package import Foundation
import Sentences

/// Why a text is nothing to search for, in a sentence for people.
package struct SearchQueryFault: Error, Hashable, Sendable {
  package var sentence: String
}

extension SearchQuery {
  /// A line that asks more is a paste.
  private static let longest = 1000
  private static let mostTerms = 64

  /// Reads what a person typed: words, "a phrase", begin*, and the filters `from: in: before: after:
  /// has:`. The last word may be the beginning of one, unless it stands in quotes.
  ///
  /// - Parameters:
  ///   - now: from which `yesterday` and the like count
  ///   - calendar: that of this computer; days begin and end by it
  package init(
    reading text: String, now: Date, calendar: Calendar
  ) throws(SearchQueryFault) {
    self.init()
    guard text.unicodeScalars.count <= Self.longest else {
      throw SearchQueryFault(
        sentence: said(
          "A search of more than 1,000 letters is a paste; search for a few of its words."))
    }
    var lastIsBare = false
    var pieces = Piece.pieces(of: text)[...]
    while let piece = pieces.popFirst() {
      if let name = piece.filter {
        var words = piece.text
        if name.isDay, !piece.isQuoted {
          Self.complete(&words, from: &pieces) { words in
            (try? DateWords.day(words, now: now, calendar: calendar)) != nil
          }
        }
        try take(name, words, now: now, calendar: calendar)
        continue
      }
      let words = SearchWords.words(of: piece.text)
      guard !words.isEmpty else { continue }
      if piece.isQuoted {
        terms.append(Term(words: words, isPrefix: piece.isBeginning))
      } else {
        terms += words.map { Term(words: [$0]) }
        terms[terms.count - 1].isPrefix = piece.isBeginning
      }
      lastIsBare = !piece.isQuoted
    }
    if lastIsBare { terms[terms.count - 1].isPrefix = true }
    guard terms.count <= Self.mostTerms else {
      throw SearchQueryFault(sentence: said("A search has at most 64 words."))
    }
    guard self != SearchQuery() else { throw Self.emptiness(of: text) }
  }

  /// `1 Nov 2025` stands there without quotes: the words that follow belong to the day, as many as make
  /// one.
  private static func complete(
    _ day: inout String, from pieces: inout ArraySlice<Piece>, isDay: (String) -> Bool
  ) {
    let bare = pieces.prefix(2).prefix { $0.filter == nil && !$0.isQuoted }
    for count in stride(from: bare.count, to: 0, by: -1) {
      let words = ([day] + bare.prefix(count).map(\.text)).joined(separator: " ")
      guard isDay(words) else { continue }
      day = words
      pieces = pieces.dropFirst(count)
      return
    }
  }

  private static func emptiness(of text: String) -> SearchQueryFault {
    let bare = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !bare.isEmpty else {
      return SearchQueryFault(sentence: said("There is nothing to search for."))
    }
    let shown = String(bare.prefix(20))
    return SearchQueryFault(
      sentence: said("“\(shown)” has no letter and no number; a search is for words."))
  }

  private mutating func take(
    _ filter: Filter, _ text: String, now: Date, calendar: Calendar
  ) throws(SearchQueryFault) {
    switch filter {
    case .from:
      switch text.lowercased() {
      case "me": senders.append(.me)
      case "farmer", "farmers": senders.append(.farmer)
      default: senders.append(.named(try Self.name(text, filter)))
      }
    case .in:
      _ = try Self.name(text, filter)
      places.append(.named(text))
    case .has:
      guard let content = Content(rawValue: text.lowercased()) else {
        throw SearchQueryFault(
          sentence: said("has: takes image, audio, video, file, link or phone")
            + (text.isEmpty ? "." : said(", not “\(text.prefix(20))”.")))
      }
      contents.insert(content)
    case .before, .after:
      do {
        let day = try DateWords.day(text, now: now, calendar: calendar)
        if filter == .before {
          before = min(before ?? day, day)
        } else {
          after = max(after ?? day, day)
        }
      } catch {
        throw SearchQueryFault(sentence: "\(filter.rawValue): \(error.sentence)")
      }
    }
  }

  private static func name(_ text: String, _ filter: Filter) throws(SearchQueryFault) -> [String] {
    let words = SearchWords.words(of: text)
    guard !words.isEmpty else {
      throw SearchQueryFault(
        sentence: filter == .from
          ? said("from: takes me, farmer or a name.")
          : said("in: takes a name or a conversation's id."))
    }
    return words
  }

  private enum Filter: String, CaseIterable {
    case from
    case `in`
    case has
    case before
    case after

    var isDay: Bool { self == .before || self == .after }
  }

  /// What stands between blanks, or in quotes.
  private struct Piece {
    var filter: Filter?
    var text = ""
    var isQuoted = false
    /// A star stands behind it.
    var isBeginning = false

    static func pieces(of text: String) -> [Piece] {
      var pieces: [Piece] = []
      var rest = text[...]
      while let first = rest.first {
        if first.isWhitespace {
          rest.removeFirst()
          continue
        }
        var piece = Piece()
        if let colon = rest.prefix(7).firstIndex(of: ":"),
          let filter = Filter(rawValue: rest[..<colon].lowercased())
        {
          piece.filter = filter
          rest = rest[rest.index(after: colon)...]
        }
        if let quote = rest.first, quotes.contains(quote) {
          rest.removeFirst()
          let end = rest.firstIndex(where: quotes.contains) ?? rest.endIndex
          piece.text = String(rest[..<end])
          piece.isQuoted = true
          rest = rest[end...].dropFirst()
          if rest.first == "*" {
            piece.isBeginning = true
            rest.removeFirst()
          }
        } else {
          let end = rest.firstIndex { $0.isWhitespace || quotes.contains($0) } ?? rest.endIndex
          piece.text = String(rest[..<end])
          piece.isBeginning = piece.text.hasSuffix("*")
          rest = rest[end...]
        }
        pieces.append(piece)
      }
      return pieces
    }

    private static let quotes: Set<Character> = ["\"", "“", "”", "„"]
  }
}
