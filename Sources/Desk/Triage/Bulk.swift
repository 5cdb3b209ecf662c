package import ChatModel
import Foundation

/// What is done to many conversations at once.
package enum BulkWork: Hashable, Sendable {
  /// The same to all of them.
  case change([ConversationID], ManyChange)
  /// Each is given to an agent of its own.
  case handovers([Handover])
  /// They become again what they were.
  case takeBack([Reversal])

  package var ids: [ConversationID] {
    switch self {
    case .change(let ids, _): ids
    case .handovers(let handovers): handovers.map(\.conversationID)
    case .takeBack(let reversals): reversals.map(\.conversationID)
    }
  }

  var changesAgents: Bool {
    switch self {
    case .change(_, .agent), .handovers: true
    case .change: false
    case .takeBack(let reversals):
      reversals.contains { if case .agent = $0.change { true } else { false } }
    }
  }

  /// The same of some of them.
  func keeping(_ isKept: (ConversationID) -> Bool) -> BulkWork {
    switch self {
    case .change(let ids, let change): .change(ids.filter(isKept), change)
    case .handovers(let handovers): .handovers(handovers.filter { isKept($0.conversationID) })
    case .takeBack(let reversals): .takeBack(reversals.filter { isKept($0.conversationID) })
    }
  }

  func command(request: Int) -> ClientCommand {
    switch self {
    case .change(let ids, let change): .changeMany(ids, change, request: request)
    case .handovers(let handovers): .moveMany(handovers, request: request)
    case .takeBack(let reversals): .takeBackMany(reversals, request: request)
    }
  }
}

/// What of a conversation was on the screen at a moment that counts for a change of it.
struct SeenConversation: Hashable, Sendable {
  let agent: Participant?
  let status: ConversationStatus?

  init(_ conversation: Conversation) {
    agent = conversation.agent.value
    status = conversation.status
  }
}

/// One change of many conversations, on its way.
struct Bulk: Hashable, Sendable {
  let request: Int
  let work: BulkWork
  private(set) var outcomes: [ConversationID: ManyOutcome] = [:]
  var isStopped = false
  /// As they were when it began.
  private let before: [ConversationID: SeenConversation]

  init(request: Int, work: BulkWork, before: [ConversationID: SeenConversation]) {
    self.request = request
    self.work = work
    self.before = before
  }

  var ids: [ConversationID] { work.ids }

  mutating func note(_ id: ConversationID, _ outcome: ManyOutcome) { outcomes[id] = outcome }

  /// At its beginning, and with each quarter that is done: where lines stay, not each is worth one.
  var isAtQuarter: Bool {
    let (done, all) = (outcomes.count, max(1, Set(ids).count))
    return done == 0 || all >= 8 && done * 4 / all > (done - 1) * 4 / all
  }

  var isOver: Bool { outcomes.count >= Set(ids).count }

  /// Of those that got it, in their order.
  var changed: [ConversationID] { ids.filter { outcomes[$0]?.isChange == true } }

  /// What takes back what was changed, or may have been; nil where there is nothing to take back to.
  func reversal(of id: ConversationID) -> Reversal.Change? {
    switch outcomes[id] {
    case .changed(let from?)?:
      guard case .change(_, .status(let to)) = work, from != to else { return nil }
      return .status(from: from, to: to)
    case .moved(let from?, let to)?: return from.id == to.id ? nil : .agent(from: from, to: to)
    case .unknown?: return maybeReversal(of: id)
    default: return nil
    }
  }

  private func maybeReversal(of id: ConversationID) -> Reversal.Change? {
    switch work {
    case .change(_, .status(let to)):
      return before[id]?.status.flatMap { $0 == to ? nil : .status(from: $0, to: to) }
    case .change(_, .agent(let to)): return maybeMove(of: id, to: to)
    case .handovers(let handovers):
      return handovers.first { $0.conversationID == id }.flatMap { maybeMove(of: id, to: $0.to) }
    case .change(_, .read), .takeBack: return nil
    }
  }

  private func maybeMove(of id: ConversationID, to agent: UserID) -> Reversal.Change? {
    before[id]?.agent.flatMap {
      $0.id == agent ? nil : .agent(from: $0, to: Participant(bareID: agent))
    }
  }

  /// The others, with what became of them.
  var others: [(id: ConversationID, outcome: ManyOutcome)] {
    ids.compactMap { id in
      outcomes[id].flatMap { $0.isChange ? nil : (id, $0) }
    }
  }
}

extension ManyOutcome {
  fileprivate var isChange: Bool {
    switch self {
    case .changed, .moved: true
    case .failed, .unknown, .notTried: false
    }
  }
}
