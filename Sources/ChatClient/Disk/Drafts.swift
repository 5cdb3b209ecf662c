import ChatModel

/// What is being written in each conversation, as the person left it and as the disk has it.
///
/// ```
/// kept ─▶ being written ─▶ kept
///               └─▶ unkept ─▶ being written again
/// ```
/// An entry that was taken back into a draft waits for that draft: it is dropped from the outbox when
/// the disk has its text.
struct Drafts: Sendable {
  private var texts: [ConversationID: Draft] = [:]
  /// Newer than what the disk has of them, and told to be.
  private var unkept: Set<ConversationID> = []
  /// How many writes of each are under way.
  private var underWay: [ConversationID: Int] = [:]
  private var dropsAfter: [ConversationID: [OutboxID]] = [:]

  subscript(id: ConversationID) -> Draft? { texts[id] }

  /// The person changed it. Answers whether it is to be written.
  mutating func edit(_ id: ConversationID, _ draft: Draft?) -> Bool {
    guard texts[id] != draft else { return false }
    texts[id] = draft
    return true
  }

  /// What other processes wrote; those of `newer` are ours and not on the disk yet. Answers with what
  /// changed, in the order of the ids.
  mutating func adopt(
    _ new: [ConversationID: Draft], newer: Set<ConversationID>
  ) -> [ConversationID] {
    let changed = Set(new.keys).union(texts.keys).sorted().filter { id in
      new[id] != texts[id] && !newer.contains(id) && underWay[id] == nil
    }
    for id in changed { texts[id] = new[id] }
    return changed
  }

  func isBeingWritten(_ id: ConversationID) -> Bool { underWay[id] != nil }

  mutating func dropWhenWritten(_ entry: OutboxID, _ id: ConversationID) {
    dropsAfter[id, default: []].append(entry)
  }

  mutating func began(_ id: ConversationID) { underWay[id, default: 0] += 1 }

  /// The disk has it: which entries may go for it, and whether it was told to be unkept.
  mutating func written(_ id: ConversationID) -> (drops: [OutboxID], wasUnkept: Bool) {
    ended(id)
    return (dropsAfter.removeValue(forKey: id) ?? [], unkept.remove(id) != nil)
  }

  /// The disk did not take it. Answers whether that is news.
  mutating func failed(_ id: ConversationID) -> Bool {
    ended(id)
    return unkept.insert(id).inserted
  }

  private mutating func ended(_ id: ConversationID) {
    let left = (underWay[id] ?? 1) - 1
    underWay[id] = left > 0 ? left : nil
  }
}
