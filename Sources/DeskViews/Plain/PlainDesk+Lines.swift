// What a line means: the end of what was asked, or a command.

import ChatModel
package import Desk
import Faults
package import Foundation
import Sentences
import TextGrid

/// What follows from a line: what the desk is to do, and what is said at once.
package struct PlainTurn: Hashable, Sendable {
  package var actions: [Action] = []
  package var lines: [String] = []
}

extension PlainDesk {
  /// What stands before the next line; empty where a line is a command.
  package func prompt(_ state: DeskState) -> String {
    switch expects {
    case .command: state.faults.isEmpty ? "" : said("faults> ")
    case .words(.reply, let id, _): said("reply to \(state.name(of: id))> ")
    case .words(.note, let id, _): said("note on \(state.name(of: id))> ")
    case .answer: said("yes or no> ")
    case .plan: said("yes, no or leave> ")
    case .number: said("number> ")
    case .token: asksForPassword(state) ? said("password> ") : said("token> ")
    }
  }

  private func asksForPassword(_ state: DeskState) -> Bool {
    (state.overlay as? SignInPrompt)?.email != nil
  }

  /// Whether a line has to wait: what was written last is still being put down, or the desk does not
  /// know anything yet.
  package func mustWait(_ state: DeskState, now: Date) -> Bool {
    if state.composers.values.contains(where: { $0.pending != nil }) { return true }
    if state.timeline?.isEmptyBeforeFirstUpdate == true { return true }
    if let timeline = state.timeline, timeline.isEmpty, timeline.extent.isLoading { return true }
    if owed > 0, state.timeline?.extent.isLoading == true { return true }
    switch answer {
    case .hits?: if state.namedSearch?.isAsking == true { return true }
    case .replies(_, _, let readings)?: if state.repliesReadings <= readings { return true }
    case .statistics?: if state.statistics.isFetching { return true }
    case .list?, .draft?, nil: break
    }
    if let sought, sought.conversation == state.openID, now < sought.until,
      case .online = state.link
    {
      return true
    }
    return Self.isExpectingList(state)
  }

  /// The list is on its way from the server.
  static func isExpectingList(_ state: DeskState) -> Bool {
    guard !state.list.isComplete, state.signInNeeded == nil else { return false }
    switch state.link {
    case .connecting, .online: return true
    case .offline, .refused, .sentAway: return false
    }
  }

  /// Takes lines. Where several come at once they were pasted: they are one message, or none.
  package mutating func read(_ lines: [String], _ state: DeskState, now: Date) -> PlainTurn {
    guard lines.count > 1 else { return read(lines.first ?? "", state, now: now) }
    if case .words(let writing, let id, let before) = expects {
      expects = .words(writing, id, before: before + lines)
      let (what, does) =
        writing == .reply
        ? (said("message"), said("sends it to \(state.name(of: id))"))
        : (said("note"), said("keeps it"))
      return PlainTurn(lines: [
        said(
          """
          \(lines.count) lines came at once, as one \(what). An empty line \(does); stop \
          throws it away.
          """)
      ])
    }
    return PlainTurn(lines: [
      said(
        """
        \(lines.count) lines came at once; none was taken for a command. reply takes lines as \
        a message.
        """)
    ])
  }

  private mutating func read(_ line: String, _ state: DeskState, now: Date) -> PlainTurn {
    let speech = PlainSpeech(state, now: now)
    let text = line.trimmingCharacters(in: .whitespaces)
    switch expects {
    case .command: return command(text, state, speech)
    case .words(let writing, let id, let before):
      return words(line, for: writing, id, after: before, state)
    case .answer:
      switch text.isEmpty ? false : TypedAnswer.read(text) {
      case true?: return PlainTurn(actions: [.request(.answer(true))])
      case false?: return leave(state)
      case nil:
        return PlainTurn(lines: [
          said("“\(speech.clean(text))” is neither yes nor no."), said("yes or no?"),
        ])
      }
    case .plan: return answer(text, state)
    case .number(let wanted):
      if text == String(wanted) { return PlainTurn(actions: [.request(.number(text))]) }
      guard Int(text) != nil else { return leave(state) }
      return PlainTurn(lines: [
        said("\(speech.clean(text)) is not their number."), Self.askingForNumber(wanted),
      ])
    case .token:
      guard !text.isEmpty else { return PlainTurn(actions: [.perform(.cancel)]) }
      return PlainTurn(actions: [.request(.token(text))])
    }
  }

  /// No to what is asked.
  func leave(_ state: DeskState) -> PlainTurn {
    let isMany = state.overlay is BulkPrompt || state.overlay is BalanceOverlay
    return PlainTurn(
      actions: [.request(.answer(false))], lines: isMany ? [said("All stay as they are.")] : [])
  }

  /// Ctrl+C: leaves what was asked for.
  ///
  /// - Parameter hadText: the line had been begun; it is gone.
  package mutating func interrupt(hadText: Bool, _ state: DeskState) -> PlainTurn {
    switch expects {
    case .command: return PlainTurn(lines: hadText ? [] : [said("quit leaves.")])
    case .words(let writing, let id, _):
      expects = .command
      return PlainTurn(lines: [nothing(came: writing, of: id, state)])
    case .answer, .number, .plan: return leave(state)
    case .token: return PlainTurn(actions: [.perform(.cancel)])
    }
  }

  // MARK: Commands

  private mutating func command(
    _ text: String, _ state: DeskState, _ speech: PlainSpeech
  ) -> PlainTurn {
    guard !text.isEmpty else { return PlainTurn() }
    if let number = Int(text) { return choose(number, state, speech) }
    let first = text.prefix { !$0.isWhitespace }
    let rest = text.dropFirst(first.count).trimmingCharacters(in: .whitespaces)
    switch PlainWord.reading(first) {
    case .word(let word): return perform(word, rest, state, speech)
    case .several(let words):
      let names = words.map(\.rawValue).joined(separator: ", ")
      return PlainTurn(lines: [said("“\(speech.clean(String(first)))” may be \(names).")])
    case .none:
      return PlainTurn(lines: [
        said(
          """
          There is no command “\(speech.clean(String(first)))”; help lists them. Nothing was \
          sent.
          """)
      ])
    }
  }

  private mutating func perform(
    _ word: PlainWord, _ rest: String, _ state: DeskState, _ speech: PlainSpeech
  ) -> PlainTurn {
    guard rest.isEmpty || word.takesWords else {
      return PlainTurn(lines: [
        said("“\(word.rawValue)” stands alone in its line, and nothing was done.")
      ])
    }
    switch word {
    case .help: return PlainTurn(lines: Self.help(state))
    case .mine: return show(.list(.mine))
    case .waiting: return show(.list(.waiting))
    case .unread: return show(.list(.unread))
    case .all: return show(.list(.all))
    case .nobody: return show(.list(.unassigned))
    case .view:
      let meant = state.views.filter { view in
        if case .pane = view { false } else { matches(state.name(of: view), rest) }
      }
      return meant.count == 1 ? show(meant[0]) : PlainTurn(lines: tellViews(state))
    case .more: return more(state, speech)
    case .statistics:
      answer = .statistics
      return PlainTurn(actions: [.request(.show(.pane(.statistics)))])
    case .team: return PlainTurn(lines: tellTeam(state, speech))
    case .find: return find(rest, state, speech)
    case .search: return search(rest, in: nil, state)
    case .pick: return pick(rest, state)
    case .many: return many(rest, state, speech)
    case .stop: return PlainTurn(actions: [.request(.stop)])
    case .faults:
      guard rest.isEmpty else { return PlainTurn(actions: [.request(.faults(rest))]) }
      return PlainTurn(lines: [speech.faults ?? said("No faults: the link is as it is.")])
    case .balance: return PlainTurn(actions: [.request(.balance)])
    case .empty: return empty(rest, state, speech)
    case .open: return open(rest, state, speech)
    case .watch where !rest.isEmpty: return watch(rest, state, speech)
    case .next: return PlainTurn(actions: [.perform(.longestWaiting)])
    case .read: return readAgain(rest, state, speech)
    case .back: return back(rest, state)
    case .outbox: return PlainTurn(lines: tellOutbox(state, speech))
    case .retry, .edit, .drop: return settle(word, rest, state, speech)
    case .save: return save(rest)
    case .refresh: return PlainTurn(actions: [.perform(.refresh)])
    case .reconnect: return PlainTurn(actions: [.perform(.reconnect)])
    case .undo: return PlainTurn(actions: [.perform(.takeBack)])
    case .contact: return PlainTurn(actions: [.perform(.contactSupport)])
    case .signIn: return PlainTurn(actions: [.perform(.signIn)])
    case .quit: return PlainTurn(actions: [.perform(.quit)])
    case .log:
      return PlainTurn(
        lines: state.log.entries.suffix(Self.rowsAtOnce).map {
          "\(speech.moment($0.at)) \($0.text)"
        })
    case .who, .look, .day, .reply, .canned, .quote, .draft, .send, .discard, .attach, .files,
      .play, .export, .note, .notes, .snooze, .mark, .mute, .latin, .status, .give,
      .watch, .take:
      guard let id = state.openID, let summary = state.openSummary else { return Self.noneIsOpen }
      return perform(word, rest, on: id, summary, state, speech)
    }
  }

  /// What concerns the open conversation.
  private mutating func perform(
    _ word: PlainWord, _ rest: String, on id: ConversationID, _ summary: ConversationSummary,
    _ state: DeskState, _ speech: PlainSpeech
  ) -> PlainTurn {
    switch word {
    case .who: return PlainTurn(lines: speech.person(summary))
    case .look: return search(rest, in: id, state)
    case .day: return goTo(day: rest, in: id, now: speech.now)
    case .quote: return quote(rest, in: id, state, speech)
    case .play: return play(rest, in: id, state)
    case .canned: return canned(rest, for: id, state)
    case .note:
      guard rest.isEmpty else { return PlainTurn(actions: [.request(.note(rest, on: id))]) }
      expects = .words(.note, id, before: [])
      return PlainTurn()
    case .notes: return PlainTurn(lines: tellNotes(on: id, in: state, speech))
    case .draft:
      guard !rest.isEmpty else { return PlainTurn(lines: draft(of: id, state, speech)) }
      answer = .draft(id)
      return PlainTurn(actions: [.request(.write(id, rest))])
    case .send: return sendDraft(of: id, state)
    case .snooze: return snooze(rest, id, state, speech)
    case .mark: return PlainTurn(actions: [.request(.markUnread(id))])
    case .mute: return PlainTurn(actions: [.request(.mute(id))])
    case .latin: return PlainTurn(actions: [.perform(.latin)])
    case .watch: return PlainTurn(actions: [.request(.watch(id))])
    case .take: return PlainTurn(actions: [.request(.takeOver(id))])
    case .export:
      return PlainTurn(actions: [.request(.export(id, path: rest.isEmpty ? nil : rest))])
    case .discard:
      guard state.hasDraft(id) else { return PlainTurn(lines: draft(of: id, state, speech)) }
      return PlainTurn(actions: [.request(.discardDraft(id))])
    case .attach:
      guard !rest.isEmpty else {
        return PlainTurn(lines: [said("attach needs the path of a file.")])
      }
      return PlainTurn(actions: [.request(.attach(rest, to: id))])
    case .files: return PlainTurn(lines: tellFiles(of: id, in: state, speech))
    case .status:
      guard !rest.isEmpty else { return PlainTurn(lines: tellStatuses(of: id, in: state)) }
      if rest.lowercased() == "next" {
        return PlainTurn(actions: [.request(.resolveAndGoOn(id))])
      }
      guard let status = ConversationStatus(named: rest) else {
        return PlainTurn(
          lines: [said("“\(speech.clean(rest))” is no status.")] + tellStatuses(of: id, in: state))
      }
      return PlainTurn(actions: [.request(.setStatus(id, status))])
    case .give:
      guard state.isAdmin else {
        return PlainTurn(lines: [state.onlyAdminsGive])
      }
      let agents = agents(named: rest, state)
      if agents.count == 1 {
        return PlainTurn(actions: [.request(.give(id, to: agents[0].id))])
      }
      return PlainTurn(lines: tellAgents(for: id, in: state))
    default: return beginReply(rest, state, speech)
    }
  }

  func agents(named words: String, _ state: DeskState) -> [Agent] {
    state.agents.filter { matches(state.personName($0.participant, id: $0.id), words) }
  }

  func matches(_ name: String, _ words: String) -> Bool {
    name.lowercased().hasPrefix(words.lowercased()) && !words.isEmpty
  }

  mutating func show(_ view: NumberedView) -> PlainTurn {
    answer = .list
    return PlainTurn(actions: [.request(.show(view))])
  }

  static var noneIsOpen: PlainTurn {
    PlainTurn(lines: [
      said("No conversation is open. next opens who waits longest; mine lists yours.")
    ])
  }
}
