import ChatModel

/// Notices that a conversation became mine or was taken from me: no server says so (row 8).
struct HandoffWatch: Sendable {
  /// False until there is something to compare with: the first list ever announces nothing.
  var isWatching = false

  /// What to announce when a fetched conversation replaces what was known (nil: nothing was).
  func compare(
    _ id: ConversationID, wasMine: Bool?, isMine: Bool, from: Participant?, to: Participant?
  ) -> [ClientEvent] {
    guard isWatching else { return [] }
    switch (wasMine, isMine) {
    case (true?, false): return [.takenFromMe(id, to: to)]
    case (false?, true): return [.becameMine(id, from: from)]
    case (nil, true): return [.becameMine(id, from: nil)]
    default: return []
    }
  }
}
