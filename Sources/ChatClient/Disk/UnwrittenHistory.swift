import ChatModel

/// What is to be kept of histories and is not on its way to the disk.
///
/// A claim that nothing is missing between two messages (`.coverage`, `.run`) rests on all that was to
/// be written before it. Were it on the disk without one of those messages, that one would never be
/// asked for again: so it waits for the writes under way, and everything waits behind what was refused.
struct UnwrittenHistory: Sendable {
  private(set) var refused: [HistoryChange] = []
  /// Waits for the end of the writes under way.
  private var later: [HistoryChange] = []
  /// Messages of these were let go: a claim may rest on one of them.
  private var incomplete: Set<ConversationID> = []

  /// More than this is left to the next comparison with the server.
  private static let most = 10_000

  /// Answers with what may be written at once.
  mutating func add(_ new: [HistoryChange], isWriting: Bool) -> [HistoryChange] {
    let new = new.filter(isSound)
    guard isWriting || !refused.isEmpty else { return new }
    let waiting = refused.isEmpty ? new.filter { $0.claimedPlace != nil } : new
    later += waiting
    if !isWriting { settle() }
    letGo()
    return refused.isEmpty ? new.filter { $0.claimedPlace == nil } : []
  }

  mutating func refuse(_ changes: [HistoryChange]) {
    refused += changes
    letGo()
  }

  /// No write is under way any more: answers with what waited for that.
  mutating func written() -> [HistoryChange] {
    if !refused.isEmpty { settle() }
    defer { later = [] }
    return later
  }

  /// What was refused is on its way again.
  mutating func tryAgain() { refused = [] }

  private mutating func settle() {
    refused += later
    later = []
  }

  private mutating func letGo() {
    let excess = refused.count + later.count - Self.most
    guard excess > 0 else { return }
    let all = refused + later
    for case .message(_, let id) in all.prefix(excess) { incomplete.insert(id) }
    let count = max(0, refused.count - excess)
    refused = refused.suffix(count).filter(isSound)
    later = later.suffix(Self.most - count).filter(isSound)
  }

  private func isSound(_ change: HistoryChange) -> Bool {
    change.claimedPlace.map { !incomplete.contains($0) } ?? true
  }
}

extension HistoryChange {
  /// Where it says that nothing is missing between two messages.
  fileprivate var claimedPlace: ConversationID? {
    switch self {
    case .coverage(let id, _), .run(let id, _): id
    case .conversation, .removeConversation, .message, .removeMessage, .read, .heldUnread: nil
    }
  }
}
