import ChatModel

extension Conversations {
  /// Where a conversation was heard of.
  enum Source: Hashable, Sendable {
    case disk
    /// Live changes after `sequence` may be missing in it.
    case list(mine: Bool, sequence: Int)
    case single(sequence: Int)
    /// The answer to a change of its status or agent. What the person did here is not announced.
    case change(sequence: Int, isAnnounced: Bool)

    /// The live change up to which it says how things are; nil where nothing is newer.
    var sequence: Int? {
      switch self {
      case .disk: nil
      case .list(_, let sequence), .single(let sequence), .change(let sequence, _): sequence
      }
    }

    /// Its status and agent were changed since this was asked for.
    func isOverruled(by record: ConversationRecord) -> Bool {
      switch self {
      case .disk, .change: false
      case .list(_, let sequence), .single(let sequence): record.lastChange > sequence
      }
    }

    var isAnnounced: Bool {
      if case .change(_, false) = self { false } else { true }
    }
  }
}
