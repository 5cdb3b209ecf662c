/// Where keys go while no overlay is open.
package enum Focus: String, Hashable, Sendable, CaseIterable {
  case list
  case messages
  case composer
  /// The pane about the farmer of the open conversation.
  case details
}

/// What is known of the person in front of the screen.
package enum TerminalFocus: Hashable, Sendable {
  /// The terminal has told neither way so far.
  case unknown
  case focused
  case unfocused
}

/// A choice of conversations, by its number key.
package enum ListView: Int, Hashable, Sendable, CaseIterable {
  case mine = 1
  case waiting
  case unread
  case all
  /// No rows: the numbers of the whole desk.
  case statistics
  /// Nobody is assigned. (6 is kept for the team.)
  case unassigned = 7

  /// One word for the title and for `:view`.
  package var name: String {
    switch self {
    case .mine: "mine"
    case .waiting: "waiting"
    case .unread: "unread"
    case .all: "all"
    case .statistics: "statistics"
    case .unassigned: "no-agent"
    }
  }
}

extension ListView {
  /// The command that shows this view.
  package var command: Command {
    switch self {
    case .mine: .viewMine
    case .waiting: .viewWaiting
    case .unread: .viewUnread
    case .all: .viewAll
    case .statistics: .viewStatistics
    case .unassigned: .viewUnassigned
    }
  }
}
