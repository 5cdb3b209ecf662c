/// A choice of conversations, by its number key.
package enum ListView: Int, Hashable, Sendable, CaseIterable {
  case mine = 1
  case waiting
  case unread
  case all
  /// Nobody is assigned. (5 are the statistics, 6 is the team.)
  case unassigned = 7

  /// One word for the title and for `:view`.
  package var name: String {
    switch self {
    case .mine: "mine"
    case .waiting: "waiting"
    case .unread: "unread"
    case .all: "all"
    case .unassigned: "no-agent"
    }
  }
}

extension ListView {
  /// The command that shows this view.
  var command: Command {
    switch self {
    case .mine: .viewMine
    case .waiting: .viewWaiting
    case .unread: .viewUnread
    case .all: .viewAll
    case .unassigned: .viewUnassigned
    }
  }
}
