// Moves that are proposed, numbered: who goes to whom and why, which to leave out, and a yes.

import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

extension PlainDesk {
  /// Proposes how to hand out what an agent has; without a name it lists whom there is.
  mutating func empty(_ rest: String, _ state: DeskState, _ speech: PlainSpeech) -> PlainTurn {
    guard state.isAdmin else {
      return PlainTurn(lines: [said("Only an admin moves conversations.")])
    }
    if let number = Int(rest) {
      switch choice(number) {
      case .chats(let whose)?: return PlainTurn(actions: [.request(.empty(whose))])
      case .agent(let agent, _)?: return PlainTurn(actions: [.request(.empty(.agent(agent)))])
      default:
        return PlainTurn(
          lines: [said("There is no agent \(number) in the last list; team lists them.")])
      }
    }
    let agents = agents(named: rest, state)
    guard agents.count != 1 else {
      return PlainTurn(actions: [.request(.empty(.agent(agents[0].id)))])
    }
    let why =
      rest.isEmpty
      ? said("empty needs an agent, by number or by name:")
      : agents.isEmpty
        ? said("No agent begins with “\(speech.clean(rest))”:")
        : said("\(agents.count) agents begin so:")
    return PlainTurn(lines: [why] + tellTeam(state, speech))
  }

  // MARK: What is proposed

  mutating func tellPlan(_ plan: BalanceOverlay, _ lines: inout [String]) {
    if told.question != plan.title {
      (told.question, told.moves, told.left) = (plan.title, 0, plan.stays)
      lines.append(
        "\(plan.title), \(said(plan.moves.count, one: "1 move", more: "\(plan.moves.count) moves")):"
      )
      lines += nextMoves(of: plan)
      lines += Self.loads(of: plan) + plan.remarks
    } else if told.left != plan.stays {
      told.left = plan.stays
      let names = plan.moves.filter { plan.stays.contains($0.id) }.map(\.name)
      lines.append(
        names.isEmpty
          ? said("None is left out.") : said("Left out: \(names.joined(separator: ", ")).")
      )
      lines += Self.loads(of: plan)
    } else {
      return
    }
    let count = plan.chosen.count
    lines.append(
      count == 0
        ? said("Every move is left out: leave NUMBERS takes some in again, no leaves all.")
        : said(
          """
          yes makes \(said(count, one: "1 move", more: "\(count) moves")), leave NUMBERS leaves some \
          out or takes them in again, no leaves all.
          """))
  }

  private mutating func nextMoves(of plan: BalanceOverlay) -> [String] {
    let rows = plan.moves.enumerated().dropFirst(told.moves).prefix(Self.rowsAtOnce)
    told.moves += rows.count
    let left = plan.moves.count - told.moves
    return rows.map { index, move in
      said("\(index + 1). \(move.name), from \(move.from) to \(move.to): \(move.reason).")
    } + (left > 0 ? [said("more says the next of \(left) others.")] : [])
  }

  private static func loads(of plan: BalanceOverlay) -> [String] {
    let loads = plan.loads.filter { $0.before != $0.after }
      .map { said("\($0.name) from \($0.before) to \($0.after)") }
    return loads.isEmpty ? [] : [said("Active then: \(loads.joined(separator: ", ")).")]
  }

  // MARK: What is answered

  mutating func answer(_ text: String, _ state: DeskState) -> PlainTurn {
    guard let plan = state.overlay as? BalanceOverlay else { return PlainTurn() }
    let verb = text.prefix { !$0.isWhitespace }.lowercased()
    let words = text.dropFirst(verb.count).trimmingCharacters(in: .whitespaces)
    switch TypedAnswer.read(text) {
    case true?:
      if !plan.chosen.isEmpty { return PlainTurn(actions: [.request(.answer(true))]) }
    case false?: return leave(state)
    case nil: break
    }
    switch verb {
    case "stop", "":
      if words.isEmpty { return leave(state) }
    case "more":
      guard words.isEmpty else { break }
      let rows = nextMoves(of: plan)
      return PlainTurn(lines: rows.isEmpty ? [said("That was the last one.")] : rows)
    case "leave":
      guard let numbers = Self.numbers(words) else { break }
      guard let wrong = numbers.first(where: { !plan.moves.indices.contains($0 - 1) }) else {
        let ids = numbers.map { plan.moves[$0 - 1].id }
        return PlainTurn(actions: [.request(.leaveOut(ids))])
      }
      return PlainTurn(
        lines: [said("There is no move \(wrong); there are 1 to \(plan.moves.count).")])
    default: break
    }
    return PlainTurn(
      lines: [said("It takes yes, no, more, or numbers to leave out, such as leave 1 3-5.")])
  }
}
