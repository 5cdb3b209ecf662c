import Foundation

/// A text that is searched by what somebody remembers of it: letters in their order, with gaps.
///
/// It is folded once (case, marks of Latin letters), so that a search looks at small numbers alone.
struct FuzzyText: Hashable, Sendable {
  private let scalars: [UInt32]
  /// Whether a word begins there, or goes on.
  private let begins: [Bool]
  private let goesOn: [Bool]

  /// Longer texts are looked at as far as this, in scalars.
  static let longest = 120

  init(_ text: String) {
    (scalars, begins, goesOn) = Self.folded(text)
  }

  private static func folded(_ text: String) -> ([UInt32], [Bool], [Bool]) {
    var scalars: [UInt32] = []
    var begins: [Bool] = []
    var goesOn: [Bool] = []
    var isInWord = false
    for scalar in text.prefix(longest).lowercased().decomposedStringWithCanonicalMapping
      .unicodeScalars.prefix(longest)
    {
      // The marks of Latin letters; those of other scripts are letters to whoever types them.
      if (0x300...0x36F).contains(scalar.value) { continue }
      let isWord = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      let isMark =
        scalar.properties.generalCategory == .nonspacingMark
        || scalar.properties.generalCategory == .spacingMark
      scalars.append(scalar.value)
      begins.append(isWord && !isInWord)
      goesOn.append(isInWord && (isWord || isMark))
      isInWord = isWord || isMark
    }
    return (scalars, begins, goesOn)
  }

  /// The words of a query, each to be found.
  struct Query: Hashable, Sendable {
    fileprivate let words: [[UInt32]]

    init(_ text: String) {
      words = text.split(whereSeparator: \.isWhitespace).map { FuzzyText.folded(String($0)).0 }
        .filter { !$0.isEmpty }
    }

    var isEmpty: Bool { words.isEmpty }
  }

  /// How well all words of the query are found, higher is better; nil when one is not.
  func score(_ query: Query) -> Int? {
    var sum = 0
    for word in query.words {
      guard let score = score(word) else { return nil }
      sum += score
    }
    // Of two that match alike the shorter one was meant.
    return sum - scalars.count / 4
  }

  /// The best of what the beginnings of words give, and the first place where the letters stand.
  private func score(_ word: [UInt32]) -> Int? {
    var best: Int?
    var start = 0
    var tries = 0
    while start < scalars.count, tries < 8 {
      guard let found = match(word, from: start) else { break }
      best = max(best ?? .min, found.score)
      start = found.first + 1
      tries += 1
    }
    return best
  }

  private func match(_ word: [UInt32], from start: Int) -> (score: Int, first: Int)? {
    guard let first = scalars[start...].firstIndex(of: word[0]) else { return nil }
    var score = begins[first] ? 30 : 0
    if first == 0 { score += 20 }
    var place = first
    for letter in word.dropFirst() {
      let next = place + 1
      if next < scalars.count, scalars[next] == letter {
        score += 16
        place = next
        continue
      }
      guard let gap = jump(to: letter, from: next) else { return nil }
      score += begins[gap] ? 12 : -2 * min(6, gap - place)
      place = gap
    }
    // A whole word says more than the beginning of one.
    if place + 1 == scalars.count || !goesOn[place + 1] { score += 8 }
    return (score, first)
  }

  /// The next beginning of a word with that letter, else the next place of it.
  private func jump(to letter: UInt32, from start: Int) -> Int? {
    var nearest: Int?
    for place in start..<max(start, scalars.count) where scalars[place] == letter {
      if begins[place] { return place }
      nearest = nearest ?? place
    }
    return nearest
  }
}
