// Lists with numbers, and what else a line asks to be told.

import ChatModel
import Desk
import Foundation
import Sentences
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
    case .hits?:
      guard state.namedSearch?.isAsking != true else { return }
      answer = nil
      if let search = state.namedSearch { tellHits(search, state, speech, &lines) }
    case .replies(let id, let words, let readings)?:
      guard state.repliesReadings > readings else { return }
      answer = nil
      lines += tellReplies(for: id, matching: words, state, speech)
    case .draft(let id)?:
      answer = nil
      guard state.openID == id, state.hasDraft(id) else { return }
      lines += draft(of: id, state, speech)
      lines.append(said("send sends it, draft WORDS goes on with it, discard throws it away."))
    case nil: break
    }
  }

  /// The next rows of the list; their numbers go on from those before.
  mutating func tellRows(_ state: DeskState, _ speech: PlainSpeech, _ lines: inout [String]) {
    let order = state.list.order
    if listed == 0 {
      offer([])
      lines.append(Sanitizer.sentence(head(of: state, order.count)))
      if order.isEmpty, state.list.foundInAll > 0 {
        lines.append(said("\(state.list.foundInAll) in all: all shows every conversation."))
      }
    }
    guard listed < order.count else {
      if listed > 0 { lines.append(said("That was the last one.")) }
      return
    }
    let rows = order[listed..<min(order.count, listed + Self.rowsAtOnce)]
    for id in rows {
      guard let summary = state.conversations[id] else { continue }
      lines.append("\(offerAlso(.conversation(id))). \(speech.row(summary))")
    }
    listed += rows.count
    let left = order.count - listed
    if left > 0 { lines.append(said("more says the next of \(left) others.")) }
  }

  /// Which list that is, and how much is in it.
  private func head(of state: DeskState, _ count: Int) -> String {
    let view = state.spokenName(of: state.view)
    let found = PlainSpeech.conversations(count)
    let matching = state.list.filter == nil ? found : said("\(found) that match")
    switch state.list.narrowing?.whose {
    case nil: return "\(view): \(matching)".ended
    case .nobody?: return said("\(view): \(matching) of nobody.")
    case let whose?: return said("\(view): \(matching) of \(state.name(of: whose)).")
    }
  }

  /// Who has how much, and who lets somebody wait longest.
  mutating func tellTeam(_ state: DeskState, _ speech: PlainSpeech) -> [String] {
    let rows = state.teamRows(now: speech.now)
    guard !rows.isEmpty else { return [said("No agent is known yet.")] }
    offer(rows.map { .chats(of: $0.id) })
    return rows.enumerated().map { index, row in
      var parts = [said("\(row.load.active) active"), said("\(row.load.waiting) waiting")]
      if let oldest = row.load.oldest {
        let waited = max(0, state.serverTime(speech.now).timeIntervalSince(oldest.since))
        let length = PlainSpeech.length(waited)
        parts.append(
          oldest.isExact || waited < 60
            ? said("the oldest for \(length)") : said("the oldest for at least \(length)"))
      }
      if row.isOnline == true { parts.append(said("online")) }
      if row.id != .nobody, !row.remark.isEmpty { parts.append(row.remark) }
      return "\(index + 1). \(row.name), \(parts.joined(separator: ", "))"
    }
  }

  /// The views that have no command of their own, with how much is in them.
  mutating func tellViews(_ state: DeskState) -> [String] {
    let saved = state.views.filter { if case .saved = $0 { true } else { false } }
    offer(saved.map(Choice.view))
    guard !saved.isEmpty else {
      return [said("There is no view of your own; views.toml describes some.")]
    }
    return saved.enumerated().map { index, view in
      let count = PlainSpeech.conversations(state.count(of: view) ?? 0)
      return "\(index + 1). \(state.name(of: view)): \(count)"
    }
  }

  mutating func tellStatuses(of id: ConversationID, in state: DeskState) -> [String] {
    offer(ConversationStatus.defined.map { .status($0, of: id) })
    let current = state.conversations[id]?.conversation.status
    return [said("The status of \(state.name(of: id)), by number:")]
      + ConversationStatus.defined.enumerated().map { index, status in
        "\(index + 1). \(status.words)" + (status == current ? said(", as it is now") : "")
      } + [said("\(offerAlso(.resolveAndGoOn(id))). resolved, and on to who waits next")]
  }

  mutating func tellAgents(for id: ConversationID, in state: DeskState) -> [String] {
    let agents = state.agentsByLoad
    guard !agents.isEmpty else { return [said("No agent is known yet.")] }
    offer(agents.map { .agent($0.id, for: id) })
    return [said("Give \(state.name(of: id)) to, by number:")]
      + agents.enumerated().map { index, agent in
        let load = agent.activeConversations.map { said("\($0) active") } ?? said("load not known")
        let here = state.isOnline(agent.participant) == true ? said(", online") : ""
        let holds =
          agent.id == state.conversations[id]?.conversation.agent.id ? said(", has it now") : ""
        return
          "\(index + 1). \(state.personName(agent.participant, id: agent.id)), \(load)\(here)\(holds)"
      }
  }

  mutating func tellFiles(of id: ConversationID, in state: DeskState, _ speech: PlainSpeech)
    -> [String]
  {
    offer([])
    var lines: [String] = []
    for item in state.sharedItems {
      switch item {
      case .file(let message, let media):
        let number = offerAlso(.file(media, from: id))
        lines.append("\(number). \(speech.message(message, in: id))")
      case .link(let message, let address):
        let number = offerAlso(.address(address, from: id))
        lines.append(
          said(
            """
            \(number). \(speech.opening(of: message, in: id)): link \(speech.clean(address))
            """))
      default: break
      }
    }
    guard !lines.isEmpty else {
      return [said("No file and no link in the last messages of this chat.")]
    }
    return lines + [said("A number opens one, save NUMBER saves it.")]
  }

  mutating func tellOutbox(_ state: DeskState, _ speech: PlainSpeech) -> [String] {
    let rows = state.outboxRows
    offer(
      rows.map { row in
        switch row.id {
        case .entry(let id): .entry(id)
        case .draft(let id): .draft(id)
        }
      })
    guard !rows.isEmpty else { return [said("Nothing waits here: all is at the server.")] }
    return rows.enumerated().map { "\($0 + 1). \(speech.row($1))" }
  }

  mutating func tellNotes(on id: ConversationID, in state: DeskState, _ speech: PlainSpeech)
    -> [String]
  {
    let notes = state.openNotes
    offer(notes.map { .note($0) })
    guard !notes.isEmpty else {
      return [Sanitizer.sentence(said("There is no note on \(state.name(of: id))."))]
    }
    return notes.enumerated().map { "\($0 + 1). \(speech.note($1))" }
      + [said("drop NUMBER deletes one.")]
  }

  static func help(_ state: DeskState) -> [String] {
    [
      said(
        """
        A line is a command, or a number of the last list. The first letters of a command will \
        do.
        """),
      said("Only after reply is a line a message, and the prompt says to whom."),
    ] + PlainWord.allCases.filter { isOffered($0, to: state) }.map { "\($0.usage): \($0.sentence)" }
  }

  private static func isOffered(_ word: PlainWord, to state: DeskState) -> Bool {
    switch word {
    case .give, .take, .balance, .empty: state.isAdmin
    case .contact: state.isFarmer
    case .mine, .waiting, .unread, .all, .nobody, .more, .statistics, .team, .find, .next, .status,
      .view, .canned, .snooze, .mark, .pick, .many, .watch:
      !state.isFarmer
    default: true
    }
  }
}
