package import ChatModel
import Foundation
import Sentences
import TextGrid

/// Moves that are proposed, each with its reason; nothing is moved before a yes.
package struct BalanceOverlay: OverlayComponent {
  /// "BALANCE", "EMPTY Ravi Kumar"; sanitized.
  package let title: String
  package private(set) var moves: [Move]
  package private(set) var loads: [Load]
  /// A place in ``moves``.
  package private(set) var selection = 0
  /// What the person leaves as it is.
  package private(set) var left: Set<ConversationID> = []
  /// What stays besides, since the taker has no room for it then.
  private var held: Set<ConversationID> = []
  private let planned: [String]

  package struct Move: Hashable, Sendable, Identifiable {
    package let id: ConversationID
    /// Sanitized.
    package let name: String
    package let from: String
    package let to: String
    let isOfNobody: Bool
    /// With what is left out before it reckoned in; sanitized.
    package internal(set) var reason: String
    let agent: UserID
  }

  /// What somebody has before and after.
  package struct Load: Hashable, Sendable {
    package let name: String
    package let before: Int
    package internal(set) var after: Int
  }

  private let plan: BalancePlan

  init(_ plan: BalancePlan, title: String, on desk: DeskState) {
    self.title = title
    self.plan = plan
    moves = plan.moves.map { move in
      Move(
        id: move.conversationID, name: desk.name(of: move.conversationID),
        from: move.from.map { desk.personName($0, id: $0.id) } ?? said("nobody"),
        to: desk.personName(move.to, id: move.to.id), isOfNobody: move.from == nil,
        reason: Sanitizer.oneLine(move.reason),
        agent: move.to.id)
    }
    loads = plan.loads.map { load in
      Load(
        name: desk.personName(load.member.participant, id: load.id), before: load.before,
        after: load.after)
    }
    planned = plan.remarks.map(Sanitizer.oneLine)
    held = plan.held
  }

  /// What stays as it is, for whatever reason.
  package var stays: Set<ConversationID> { left.union(held) }

  /// What a yes would do.
  package var chosen: [Move] { moves.filter { !stays.contains($0.id) } }

  /// Sentences; sanitized.
  package var remarks: [String] {
    let forGood = chosen.count(where: \.isOfNobody)
    guard forGood > 0 else { return planned }
    return planned + [
      said(
        forGood, one: "1 of nobody's cannot be given back.",
        more: "\(forGood) of nobody's cannot be given back.")
    ]
  }

  /// What a yes does next.
  private var acceptance: String {
    chosen.count > DeskState.mostByYes
      ? said("asks for the number and moves \(chosen.count)") : said("moves \(chosen.count)")
  }

  var keyContext: Keymap.Context { .plan }

  func hints(on desk: DeskState) -> [(Command, String)] {
    [
      (.accept, acceptance), (.mark, said("leave one out")),
      (.cancel, said("leave all")),
    ]
  }

  mutating func handle(_ command: Command, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    let page = max(1, desk.metrics.overlayRows / 2 - 1)
    switch command {
    case .up: move(-1)
    case .down: move(1)
    case .pageUp: move(-page)
    case .pageDown: move(page)
    case .top: move(-moves.count)
    case .bottom: move(moves.count)
    case .mark:
      guard moves.indices.contains(selection) else { return .stays }
      leave(out: [moves[selection].id])
      move(1)
    case .accept: return accept(on: &desk, now: now)
    default: return .left
    }
    return .stays
  }

  mutating func click(row: Int, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    move(row - selection)
    return .stays
  }

  /// Leaves these out, or takes them in again.
  mutating func leave(out ids: [ConversationID]) {
    left.formSymmetricDifference(ids)
    reckon()
  }

  /// What is left out changes the loads, and the reasons of what comes after it.
  private mutating func reckon() {
    let plan = plan.leaving(out: left)
    for (place, move) in plan.moves.enumerated() {
      moves[place].reason = Sanitizer.oneLine(move.reason)
    }
    for (place, load) in plan.loads.enumerated() { loads[place].after = load.after }
    held = plan.held
  }

  private mutating func move(_ steps: Int) {
    selection = min(max(0, selection + steps), max(0, moves.count - 1))
  }

  private func accept(on desk: inout DeskState, now: Date) -> OverlayOutcome {
    let handovers = chosen.map { Handover($0.id, to: $0.agent) }
    guard !handovers.isEmpty else {
      desk.hint("Every move is left out; \(key: .cancel) leaves.", now: now)
      return .stays
    }
    guard desk.input.isQuiet else {
      desk.refuse(said("That came very fast. Once more, if it was meant."), now: now)
      return .stays
    }
    if handovers.count > DeskState.mostByYes {
      desk.open(
        BulkPrompt(.handovers(handovers), beneath: AnyOverlay(self), on: desk))
    } else {
      desk.dropOverlay()
      desk.startBulk(
        .handovers(handovers), seen: desk.seen(handovers.map(\.conversationID)), now: now)
    }
    return .settled
  }
}
