import ChatModel
import Foundation

/// What is known of the spelling of words, and what is being asked.
package struct Spelling: Hashable, Sendable {
  enum Dictionaries: Hashable, Sendable {
    case unknown
    case lookedFor
    case found([String])
    case none(String)
  }

  private(set) var dictionaries = Dictionaries.unknown
  /// By dictionary, then by word: whether it is right.
  private var verdicts: [String: [String: Bool]] = [:]
  /// The dictionary that is being asked.
  private var asked: String?
  /// Dictionaries that gave up.
  private var broken: Set<String> = []
  /// What was looked at last.
  var looked: Look?
  /// The text of the reply at that look.
  var text = ""
  /// Names, which are no mistakes.
  var names: Names?
  /// Counts questions for suggestions.
  var requests = 0

  /// What decides which words are to be asked about.
  struct Look: Hashable, Sendable {
    var composers: Version
    var local: Version
    var answers: Int

    /// Whether nothing but a reply is another one.
    func isAlike(_ other: Look) -> Bool { local == other.local && answers == other.answers }
  }

  struct Names: Hashable, Sendable {
    struct Ground: Hashable, Sendable {
      var conversation: ConversationID
      var people: [String]
      var agents: Version
    }

    var ground: Ground
    var words: Set<String>
  }

  /// Nothing can be checked here.
  var hasNone: Bool { if case .none = dictionaries { true } else { false } }

  /// Counts what has become known.
  private(set) var answers = 0

  /// So many words are asked about at once, and remembered of one dictionary.
  private static let mostAsked = 200
  private static let mostKept = 20_000

  mutating func lookForDictionaries() { dictionaries = .lookedFor }

  mutating func note(_ found: SpellingDictionaries) {
    answers += 1
    switch found {
    case .found(let names): dictionaries = .found(names)
    case .none(let problem): dictionaries = .none(problem)
    }
  }

  /// nil while nobody knows.
  func isRight(_ word: String, in language: String) -> Bool? { verdicts[language]?[word] }

  func isUsable(_ language: String) -> Bool { !broken.contains(language) }

  /// The words of these that are to be asked about now; none while a question is open.
  mutating func ask(_ words: [String], in language: String) -> [String] {
    guard asked == nil, isUsable(language) else { return [] }
    var unknown: [String] = []
    var seen: Set<String> = []
    for word in words where verdicts[language]?[word] == nil && seen.insert(word).inserted {
      unknown.append(word)
      if unknown.count == Self.mostAsked { break }
    }
    if !unknown.isEmpty { asked = language }
    return unknown
  }

  mutating func note(_ answered: [String: Bool], in language: String) {
    if asked == language { asked = nil }
    answers += 1
    if verdicts[language, default: [:]].count + answered.count > Self.mostKept {
      verdicts[language] = [:]
    }
    verdicts[language, default: [:]].merge(answered) { _, new in new }
  }

  /// - Returns: whether it is news.
  mutating func noteFailure(of language: String) -> Bool {
    if asked == language { asked = nil }
    answers += 1
    return broken.insert(language).inserted
  }
}
