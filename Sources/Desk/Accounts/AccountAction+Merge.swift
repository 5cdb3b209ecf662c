// What waits for the desk, made less where many events come to the same: a conversation that changes
// a hundred times between two paints is told of once.

import ChatModel

extension AccountAction {
  /// Puts what happened into what waits already, if the outcome is the same: true. It goes only past
  /// events that say nothing of the same thing.
  package static func merge(_ new: AccountAction, into waiting: inout [AccountAction]) -> Bool {
    guard case .client(let event) = new.action, event.mayJoinOthers else { return false }
    let reach = waiting.count < many ? farthest : waiting.count
    for index in waiting.indices.reversed().prefix(reach) {
      guard waiting[index].account == new.account,
        case .client(let earlier) = waiting[index].action, earlier.mayJoinOthers
      else { return false }
      guard let joined = earlier.joined(by: event) else { continue }
      waiting[index] = AccountAction(.client(joined), to: new.account)
      return true
    }
    return false
  }

  /// So far back it is looked for one to join.
  private static let farthest = 32
  /// From so many on, everything is looked at: the desk is away, and what waits for it must not grow
  /// with the time.
  private static let many = 512
}

extension ClientEvent {
  /// Whether the event only says how something stands, so that a later one of the same thing may
  /// take its place.
  fileprivate var mayJoinOthers: Bool {
    switch self {
    case .conversations, .timeline, .typing, .stoppedTyping, .presence, .clockSkew: true
    default: false
    }
  }

  /// Both as one event; nil where they are about different things.
  fileprivate func joined(by later: ClientEvent) -> ClientEvent? {
    switch (self, later) {
    case (.conversations(let old), .conversations(let new)):
      return .conversations(Self.joined(old, new))
    case (.timeline(let old), .timeline(let new)) where old.conversationID == new.conversationID:
      return .timeline(old.joined(by: new))
    case (.presence(let user, _, _), .presence(let other, _, _)) where user == other: return later
    case (.clockSkew, .clockSkew): return later
    default:
      guard let typist, let other = later.typist else { return nil }
      return typist == other ? later : nil
    }
  }

  /// Whose typing it tells of, and where.
  private var typist: Typist? {
    switch self {
    case .typing(let id, let user, _, _), .stoppedTyping(let id, let user):
      Typist(conversation: id, user: user)
    default: nil
    }
  }

  private struct Typist: Hashable {
    let conversation: ConversationID
    let user: UserID
  }

  private static func joined(
    _ old: [ConversationSummary], _ new: [ConversationSummary]
  ) -> [ConversationSummary] {
    var all = old
    for summary in new {
      if let place = all.lastIndex(where: { $0.id == summary.id }) {
        all[place] = summary
      } else {
        all.append(summary)
      }
    }
    return all
  }
}

extension TimelineUpdate {
  /// This change and then that one.
  fileprivate func joined(by later: TimelineUpdate) -> TimelineUpdate {
    guard !later.isReset else { return later }
    var both = self
    let changed = Set(later.messages.map(\.id))
    both.messages.removeAll { changed.contains($0.id) }
    both.messages += later.messages
    both.removed.removeAll { changed.contains($0) }
    both.removed += later.removed
    both.dropped.removeAll { changed.contains($0) }
    both.dropped += later.dropped
    if !later.dropped.isEmpty {
      let gone = Set(later.dropped)
      both.messages.removeAll { gone.contains($0.id) }
    }
    both.landing = later.landing ?? landing
    both.extent = later.extent
    return both
  }
}
