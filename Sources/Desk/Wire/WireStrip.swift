import ChatModel

/// An identity as its wire shows it.
package struct WireStrip: Hashable, Sendable {
  /// There are as many identities as a desk can have.
  static let most = 9
  /// Messages that it said or heard, the newest last.
  static let mostWords = 4

  package let name: String
  /// How long the server took for its last answer, in µs.
  package private(set) var took: Int64?
  package private(set) var words: [Words] = []

  package struct Words: Hashable, Sendable {
    package let isMine: Bool
    package let text: String
    /// The number of the record.
    package let number: Int
  }

  init(name: String) { self.name = name }

  mutating func note(_ entry: WireEntry) {
    if entry.relation.answers != nil, entry.record.direction == .incoming {
      took = entry.relation.took ?? took
    }
    guard let text = entry.record.spokenWords, entry.relation.sameAs == nil else { return }
    words.append(
      Words(
        isMine: entry.record.direction == .outgoing, text: String(text.prefix(200)),
        number: entry.record.number))
    if words.count > Self.mostWords { words.removeFirst() }
  }
}
