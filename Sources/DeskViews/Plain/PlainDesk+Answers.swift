// Lists with numbers, and what else a line asks to be told.

import ChatModel
import Desk
import Foundation
import TextGrid

extension PlainDesk {
  mutating func tellAnswer(_ state: DeskState, _ speech: PlainSpeech, _ lines: inout [String]) {
    switch answer {
    case .list?:
      guard !Self.isExpectingList(state) else { return }
      answer = nil
      listed = 0
      tellRows(state, speech, &lines)
    case .statistics?:
      guard state.statistics.numbers != nil, !state.statistics.isFetching else { return }
      answer = nil
      lines += speech.statistics
    case nil: break
    }
  }

  /// The next rows of the list; their numbers go on from those before.
  mutating func tellRows(_ state: DeskState, _ speech: PlainSpeech, _ lines: inout [String]) {
    let order = state.list.order
    if listed == 0 {
      choices = []
      let filter = state.list.filter == nil ? "" : " that match"
      lines.append(
        "\(state.view.name): \(PlainSpeech.counted(order.count, "conversation"))\(filter).")
      if order.isEmpty, state.list.foundInAll > 0 {
        lines.append("\(state.list.foundInAll) in all: all shows every conversation.")
      }
    }
    guard listed < order.count else {
      if listed > 0 { lines.append("That was the last one.") }
      return
    }
    let rows = order[listed..<min(order.count, listed + Self.rowsAtOnce)]
    for id in rows {
      guard let summary = state.conversations[id] else { continue }
      choices.append(.conversation(id))
      lines.append("\(choices.count). \(speech.row(summary))")
    }
    listed += rows.count
    let left = order.count - listed
    if left > 0 { lines.append("more says the next of \(left) others.") }
  }

  mutating func tellStatuses(of id: ConversationID, in state: DeskState) -> [String] {
    choices = ConversationStatus.defined.map { .status($0, of: id) }
    let current = state.conversations[id]?.conversation.status
    return ["The status of \(state.name(of: id)), by number:"]
      + ConversationStatus.defined.enumerated().map { index, status in
        "\(index + 1). \(status.rawValue)" + (status == current ? ", as it is now" : "")
      }
  }

  mutating func tellAgents(for id: ConversationID, in state: DeskState) -> [String] {
    let agents = state.agentsByLoad
    guard !agents.isEmpty else { return ["No agent is known yet."] }
    choices = agents.map { .agent($0.id, for: id) }
    return ["Give \(state.name(of: id)) to, by number:"]
      + agents.enumerated().map { index, agent in
        let load = agent.activeConversations.map { "\($0) active" } ?? "load not known"
        let here = state.isOnline(agent.participant) == true ? ", online" : ""
        let holds = agent.id == state.conversations[id]?.conversation.agent.id ? ", has it now" : ""
        return
          "\(index + 1). \(state.personName(agent.participant, id: agent.id)), \(load)\(here)\(holds)"
      }
  }

  mutating func tellFiles(of id: ConversationID, in state: DeskState, _ speech: PlainSpeech)
    -> [String]
  {
    choices = []
    var lines: [String] = []
    for item in state.sharedItems {
      switch item {
      case .file(let message, let media):
        choices.append(.file(media, from: id))
        lines.append(
          "\(choices.count). \(speech.content(of: message).prefix(200)), \(speech.moment(message.time))"
        )
      case .link(let message, let address):
        choices.append(.address(address, from: id))
        lines.append(
          "\(choices.count). link \(speech.clean(address)), \(speech.moment(message.time))")
      default: break
      }
    }
    return lines.isEmpty
      ? ["No file and no link in the last messages of this chat."] : lines.map(speech.indented)
  }

  mutating func tellOutbox(_ state: DeskState, _ speech: PlainSpeech) -> [String] {
    let rows = state.outboxRows
    choices = rows.map { row in
      switch row.id {
      case .entry(let id): .entry(id)
      case .draft(let id): .draft(id)
      }
    }
    guard !rows.isEmpty else { return ["Nothing waits here: all is at the server."] }
    return rows.enumerated().map { "\($0 + 1). \(speech.row($1))" }
  }

  static func help(_ state: DeskState) -> [String] {
    [
      "A line is a command, or a number of the last list. The first letters of a command will do.",
      "Only after reply is a line a message, and the prompt says to whom.",
    ] + PlainWord.allCases.filter { isOffered($0, to: state) }.map { "\($0.usage): \($0.sentence)" }
  }

  private static func isOffered(_ word: PlainWord, to state: DeskState) -> Bool {
    switch word {
    case .give: state.isAdmin
    case .contact: state.isFarmer
    case .mine, .waiting, .unread, .all, .nobody, .more, .statistics, .find, .next, .status:
      !state.isFarmer
    default: true
    }
  }
}
