import ChatModel

/// Which conversations a farmer has, kept up to date change by change: among thousands they are not
/// looked for.
struct FarmersConversations: Hashable, Sendable {
  private var ids: [UserID: Set<ConversationID>] = [:]

  func of(_ farmer: UserID) -> Set<ConversationID> { ids[farmer] ?? [] }

  mutating func move(_ id: ConversationID, from old: UserID?, to new: UserID?) {
    guard old != new else { return }
    if let old {
      ids[old]?.remove(id)
      if ids[old]?.isEmpty == true { ids[old] = nil }
    }
    if let new { ids[new, default: []].insert(id) }
  }
}
