import ChatModel
import Foundation

/// One change of many conversations, on its way.
struct Bulk: Hashable, Sendable {
  let request: Int
  let change: ManyChange
  let ids: [ConversationID]
  private(set) var outcomes: [ConversationID: ManyOutcome] = [:]
  var isStopped = false

  init(request: Int, change: ManyChange, ids: [ConversationID]) {
    self.request = request
    self.change = change
    self.ids = ids
  }

  mutating func note(_ id: ConversationID, _ outcome: ManyOutcome) { outcomes[id] = outcome }

  var isOver: Bool { outcomes.count >= ids.count }

  /// Of those that got it, in their order.
  var changed: [ConversationID] {
    ids.filter { outcomes[$0]?.isDone == true }
  }

  /// The others, with what became of them.
  var others: [(id: ConversationID, outcome: ManyOutcome)] {
    ids.compactMap { id in
      guard let outcome = outcomes[id], !outcome.isDone else { return nil }
      return (id, outcome)
    }
  }
}

extension ManyOutcome {
  var isDone: Bool {
    switch self {
    case .changed, .moved: true
    case .failed, .unknown, .notTried: false
    }
  }
}

extension ManyChange {
  /// As it stands behind "is now".
  var words: String {
    switch self {
    case .status(let status): status.rawValue
    case .agent: "moved"
    case .read: "read"
    }
  }

  /// As it stands in a title.
  package var title: String {
    switch self {
    case .status(let status): "SET TO \(status.rawValue.uppercased())"
    case .agent: "MOVE"
    case .read: "MARK READ"
    }
  }
}
