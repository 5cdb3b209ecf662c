package import Foundation

/// What is looked for: words that must all occur, and filters that must all hold.
package struct SearchQuery: Hashable, Sendable {
  /// Words that stand one behind another.
  package struct Term: Hashable, Sendable {
    /// At least one.
    package var words: [String]
    /// The last of them is the beginning of a word.
    package var isPrefix: Bool

    package init(words: [String], isPrefix: Bool = false) {
      self.words = words
      self.isPrefix = isPrefix
    }
  }

  package enum Sender: Hashable, Sendable {
    case me
    case farmer
    /// Whoever has these words, or words that begin so, in their name.
    case named([String])
  }

  package enum Place: Hashable, Sendable {
    case conversation(ConversationID)
    /// The conversation of that id, or that of a farmer whose name has these words.
    case named(String)
  }

  package enum Content: String, Hashable, Sendable, CaseIterable {
    case image
    case audio
    case video
    case file
    case link
    case phone
  }

  package var terms: [Term]
  /// Any of them; empty: anybody.
  package var senders: [Sender]
  /// Any of them; empty: everywhere.
  package var places: [Place]
  /// All of them.
  package var contents: Set<Content>
  /// Earlier than this.
  package var before: Date?
  /// Not earlier than this.
  package var after: Date?

  package init(
    terms: [Term] = [], senders: [Sender] = [], places: [Place] = [], contents: Set<Content> = [],
    before: Date? = nil, after: Date? = nil
  ) {
    self.terms = terms
    self.senders = senders
    self.places = places
    self.contents = contents
    self.before = before
    self.after = after
  }
}

extension SearchQuery {
  /// Whether all words occur, in one text or the other of a record.
  package func isMet(by texts: [[String]]) -> Bool {
    terms.allSatisfy { term in texts.contains { term.count(in: $0) > 0 } }
  }

  package func holds(_ date: Date) -> Bool {
    (before.map { date < $0 } ?? true) && (after.map { $0 <= date } ?? true)
  }

  /// The clusters of a text in which the words stand, ascending and apart.
  package func marks(in text: String) -> [Range<Int>] {
    let places = SearchWords.places(in: text)
    let words = places.map(\.word)
    var marked: [Range<Int>] = []
    for term in terms {
      for start in term.starts(in: words) {
        let last = places[start + term.words.count - 1]
        marked.append(places[start].clusters.lowerBound..<last.clusters.upperBound)
      }
    }
    marked.sort { $0.lowerBound < $1.lowerBound }
    return marked.reduce(into: []) { joined, range in
      if let last = joined.last, range.lowerBound <= last.upperBound {
        joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
  }

  /// How well a record fits, of which all words are known to occur: BM25 of how often they do in how
  /// long a text (how rare a word is says nothing, since each is in every hit), less with age: half
  /// after 90 days, a third after 180.
  package func score(_ texts: [[String]], date: Date, now: Date) -> Double {
    let length = Double(texts.reduce(0) { $0 + $1.count })
    let damping = 1.2 * (0.25 + 0.75 * length / 12)
    let fit = terms.reduce(0) { sum, term in
      let count = Double(texts.reduce(0) { $0 + term.count(in: $1) })
      return sum + count * 2.2 / (count + damping)
    }
    let days = max(0, now.timeIntervalSince(date)) / 86_400
    return (terms.isEmpty ? 1 : fit) / (1 + days / 90)
  }
}

extension SearchQuery.Term {
  /// How often it stands among the words of a text.
  func count(in text: [String]) -> Int { starts(in: text).count }

  /// Where it begins, among the words of a text.
  func starts(in text: [String]) -> [Int] {
    guard words.count <= text.count else { return [] }
    return (0...(text.count - words.count)).filter { start in
      words.indices.allSatisfy { index in
        let (wanted, word) = (words[index], text[start + index])
        // By scalars: a consonant begins the cluster that it makes with its vowel sign.
        return isPrefix && index == words.count - 1
          ? word.utf8.starts(with: wanted.utf8) : word == wanted
      }
    }
  }

  /// Whether each of these words begins a word of a name.
  package static func begin(_ wanted: [String], in name: [String]) -> Bool {
    wanted.allSatisfy { part in name.contains { $0.utf8.starts(with: part.utf8) } }
  }
}

extension SearchQuery.Place {
  /// Whether it means this conversation.
  package func isPlace(_ conversation: Conversation) -> Bool {
    switch self {
    case .conversation(let id): conversation.id == id
    case .named(let name):
      conversation.id.rawValue == name
        || SearchQuery.Term.begin(
          SearchWords.words(of: name),
          in: SearchWords.words(of: conversation.farmer.value?.fullName ?? ""))
    }
  }
}
