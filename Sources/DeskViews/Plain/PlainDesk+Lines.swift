// What a line means.

import ChatModel
package import Desk
package import Foundation
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
    case .command: ""
    case .words(.reply, let id, _): "reply to \(state.name(of: id))> "
    case .words(.note, let id, _): "note on \(state.name(of: id))> "
    case .answer: "yes or no> "
    case .token: "token> "
    }
  }

  /// Whether a line has to wait: what was written last is still being put down, or the desk does not
  /// know anything yet.
  package func mustWait(_ state: DeskState) -> Bool {
    if state.composers.values.contains(where: { $0.pending != nil }) { return true }
    if state.timeline?.isEmptyBeforeFirstUpdate == true { return true }
    if owed > 0, state.timeline?.extent.isLoading == true { return true }
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
        ? ("message", "sends it to \(Sanitizer.clause(state.name(of: id)))") : ("note", "keeps it")
      return PlainTurn(lines: [
        "\(lines.count) lines came at once, as one \(what). An empty line \(does); "
          + "stop throws it away."
      ])
    }
    return PlainTurn(lines: [
      "\(lines.count) lines came at once; none was taken for a command. reply takes lines as a message."
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
      switch text.lowercased() {
      case "yes", "y": return PlainTurn(actions: [.request(.answer(true))])
      case "no", "n", "": return PlainTurn(actions: [.request(.answer(false))])
      default: return PlainTurn(lines: ["yes or no?"])
      }
    case .token:
      guard !text.isEmpty else { return PlainTurn(actions: [.perform(.cancel)]) }
      return PlainTurn(actions: [.request(.token(text))])
    }
  }

  // MARK: Writing

  private mutating func words(
    _ line: String, for writing: Writing, _ id: ConversationID, after before: [String],
    _ state: DeskState
  ) -> PlainTurn {
    let name = Sanitizer.clause(state.name(of: id))
    let nothing =
      writing == .reply ? "Nothing was sent to \(name)." : "Nothing was noted on \(name)."
    let isPasted = before.last.map { !$0.hasSuffix("\\") } ?? false
    if isPasted {
      switch line.trimmingCharacters(in: .whitespaces) {
      case "": break
      case "stop":
        expects = .command
        return PlainTurn(lines: [nothing])
      default:
        return PlainTurn(lines: ["An empty line ends it; stop throws it away."])
      }
    } else if line.hasSuffix("\\") {
      expects = .words(writing, id, before: before + [line])
      return PlainTurn()
    }
    expects = .command
    let lines =
      before.map { $0.hasSuffix("\\") ? String($0.dropLast()) : $0 } + (isPasted ? [] : [line])
    let text = lines.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
    guard !text.isEmpty else { return PlainTurn(lines: [nothing]) }
    return PlainTurn(actions: [.request(writing == .reply ? .send(id, text) : .note(text, on: id))])
  }

  /// Asks for the words, unless something stands there already or none may be written.
  private mutating func beginReply(_ state: DeskState, _ speech: PlainSpeech) -> PlainTurn {
    guard let id = state.openID else { return Self.noneIsOpen }
    if let problem = state.writingProblem { return PlainTurn(lines: [problem + "."]) }
    if state.hasDraft(id) {
      return PlainTurn(
        lines: ["Something is written already; send sends it, discard throws it away."]
          + draft(of: id, state, speech))
    }
    expects = .words(.reply, id, before: [])
    return PlainTurn()
  }

  private func draft(of id: ConversationID, _ state: DeskState, _ speech: PlainSpeech) -> [String] {
    guard let composer = state.composer, !composer.isEmpty else {
      return ["Nothing is written to \(state.name(of: id))."]
    }
    let files = composer.attachments.map { "With the file \(speech.clean($0.name))." }
    let text = Sanitizer.displayable(composer.editor.text)
    return (text.isEmpty ? [] : [speech.indented("To \(state.name(of: id)): \(text)")]) + files
  }

  private static let noneIsOpen = PlainTurn(lines: [
    "No conversation is open. next opens who waits longest; mine lists yours."
  ])

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
      return PlainTurn(lines: ["“\(speech.clean(String(first)))” may be \(names)."])
    case .none:
      return PlainTurn(lines: [
        "There is no command “\(speech.clean(String(first)))”; help lists them. Nothing was sent."
      ])
    }
  }

  private mutating func perform(
    _ word: PlainWord, _ rest: String, _ state: DeskState, _ speech: PlainSpeech
  ) -> PlainTurn {
    switch word {
    case .help: return PlainTurn(lines: Self.help(state))
    case .mine: return show(.list(.mine))
    case .waiting: return show(.list(.waiting))
    case .unread: return show(.list(.unread))
    case .all: return show(.list(.all))
    case .nobody: return show(.list(.unassigned))
    case .more:
      var lines: [String] = []
      tellRows(state, speech, &lines)
      return PlainTurn(lines: lines)
    case .statistics:
      answer = .statistics
      return PlainTurn(actions: [.request(.show(.pane(.statistics)))])
    case .find: return find(rest, state, speech)
    case .open: return open(rest, state, speech)
    case .next: return PlainTurn(actions: [.perform(.longestWaiting)])
    case .read: return readAgain(rest, state, speech)
    case .back: return back(rest, state)
    case .outbox: return PlainTurn(lines: tellOutbox(state, speech))
    case .retry, .drop: return settle(word, rest, state, speech)
    case .save: return save(rest, state)
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
    case .who, .reply, .note, .draft, .send, .discard, .attach, .files, .status, .give:
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
    case .note:
      expects = .words(.note, id, before: [])
      return PlainTurn()
    case .draft: return PlainTurn(lines: draft(of: id, state, speech))
    case .send:
      guard state.hasDraft(id) else {
        return PlainTurn(lines: ["Nothing is written. reply takes the words."])
      }
      return PlainTurn(actions: [.request(.sendDraft(id))])
    case .discard: return PlainTurn(actions: [.request(.discardDraft(id))])
    case .attach:
      guard !rest.isEmpty else { return PlainTurn(lines: ["attach needs the path of a file."]) }
      return PlainTurn(actions: [.request(.attach(rest, to: id))])
    case .files: return PlainTurn(lines: tellFiles(of: id, in: state, speech))
    case .status:
      guard !rest.isEmpty else { return PlainTurn(lines: tellStatuses(of: id, in: state)) }
      guard
        let status = ConversationStatus.defined.first(where: { $0.rawValue == rest.lowercased() })
      else {
        return PlainTurn(
          lines: ["“\(speech.clean(rest))” is no status."] + tellStatuses(of: id, in: state))
      }
      return PlainTurn(actions: [.request(.setStatus(id, status))])
    case .give:
      guard state.isAdmin else {
        return PlainTurn(lines: ["Only an admin gives a conversation to somebody else."])
      }
      let agents = state.agents.filter {
        matches(state.personName($0.participant, id: $0.id), rest)
      }
      if !rest.isEmpty, agents.count == 1 {
        return PlainTurn(actions: [.request(.give(id, to: agents[0].id))])
      }
      return PlainTurn(lines: tellAgents(for: id, in: state))
    default: return beginReply(state, speech)
    }
  }

  private func matches(_ name: String, _ words: String) -> Bool {
    name.lowercased().hasPrefix(words.lowercased()) && !words.isEmpty
  }

  private mutating func show(_ view: NumberedView) -> PlainTurn {
    answer = .list
    return PlainTurn(actions: [.request(.show(view))])
  }

  // MARK: Numbers

  /// What a number of the last list stands for.
  private func choice(_ number: Int) -> Choice? {
    number >= 1 && number <= choices.count ? choices[number - 1] : nil
  }

  private mutating func choose(
    _ number: Int, _ state: DeskState, _ speech: PlainSpeech
  ) -> PlainTurn {
    guard let choice = choice(number) else {
      return PlainTurn(lines: [
        choices.isEmpty
          ? "There is no list to choose from; mine lists your conversations."
          : "There is no \(number) in the last list; it has 1 to \(choices.count)."
      ])
    }
    switch choice {
    case .conversation(let id): return PlainTurn(actions: [.request(.open(id))])
    case .status(let status, let id): return PlainTurn(actions: [.request(.setStatus(id, status))])
    case .agent(let agent, let id): return PlainTurn(actions: [.request(.give(id, to: agent))])
    case .file(let media, let id):
      return PlainTurn(actions: [.request(.look(at: .file(media), from: id))])
    case .address(let address, let id):
      return PlainTurn(actions: [.request(.look(at: .address(address), from: id))])
    case .entry:
      return PlainTurn(lines: ["retry \(number) sends it again; drop \(number) drops it."])
    case .draft(let id):
      return PlainTurn(lines: [
        "The conversation with \(state.name(of: id)) is gone; its draft is kept."
      ])
    }
  }

  private func open(_ rest: String, _ state: DeskState, _ speech: PlainSpeech) -> PlainTurn {
    if let number = Int(rest) {
      guard case .conversation(let id)? = choice(number)
      else { return PlainTurn(lines: ["There is no conversation \(number) in the last list."]) }
      return PlainTurn(actions: [.request(.open(id))])
    }
    let found = state.conversations.values.filter { matches(state.name(of: $0), rest) }
      .sorted { $0.id < $1.id }
    switch found.count {
    case 1: return PlainTurn(actions: [.request(.open(found[0].id))])
    case 0:
      return PlainTurn(lines: [
        "No conversation begins with “\(speech.clean(rest))”; find looks further."
      ])
    default:
      return PlainTurn(lines: [
        "\(found.count) conversations begin so; find \(speech.clean(rest)) lists them."
      ])
    }
  }

  private mutating func find(
    _ rest: String, _ state: DeskState, _ speech: PlainSpeech
  ) -> PlainTurn {
    guard !rest.isEmpty else { return PlainTurn(lines: ["find needs words to look for."]) }
    let found = state.conversations.values.filter { state.matches($0, words: rest) }
      .sorted { a, b in
        let (first, second) = (a.wait?.since ?? .distantFuture, b.wait?.since ?? .distantFuture)
        return first == second ? a.id < b.id : first < second
      }
    choices = found.prefix(Self.rowsAtOnce).map { .conversation($0.id) }
    let rows = found.prefix(Self.rowsAtOnce).enumerated().map { "\($0 + 1). \(speech.row($1))" }
    let more = found.count - rows.count
    return PlainTurn(
      lines: ["\(PlainSpeech.counted(found.count, "conversation")) found."] + rows
        + (more > 0 ? ["and \(more) more: say more words."] : []))
  }

  private mutating func settle(
    _ word: PlainWord, _ rest: String, _ state: DeskState, _ speech: PlainSpeech
  ) -> PlainTurn {
    var id: OutboxID?
    if let number = Int(rest) {
      guard case .entry(let entry)? = choice(number)
      else {
        return PlainTurn(lines: [
          "There is no message \(number) in the last list; outbox lists them."
        ])
      }
      id = entry
    } else {
      let rows = state.outboxRows.filter(\.isFailed)
      guard rows.count == 1, case .entry(let entry) = rows[0].id else {
        return PlainTurn(
          lines: tellOutbox(state, speech) + ["\(word.rawValue) needs a number of these."])
      }
      id = entry
    }
    guard let id else { return PlainTurn() }
    return PlainTurn(actions: [.request(word == .retry ? .retry(id) : .drop(id))])
  }

  private func save(_ rest: String, _ state: DeskState) -> PlainTurn {
    let first = rest.prefix { !$0.isWhitespace }
    guard let number = Int(first), case .file(let media, _)? = choice(number)
    else { return PlainTurn(lines: ["save needs the number of a file; files lists them."]) }
    let path = rest.dropFirst(first.count).trimmingCharacters(in: .whitespaces)
    guard !path.isEmpty else { return PlainTurn(actions: [.request(.save(media, path: "."))]) }
    return PlainTurn(actions: [.request(.save(media, path: path))])
  }

  // MARK: Reading

  private func count(_ rest: String) -> Int? {
    guard !rest.isEmpty else { return Self.messagesAtOnce }
    return Int(rest).flatMap { (1...200).contains($0) ? $0 : nil }
  }

  private mutating func readAgain(
    _ rest: String, _ state: DeskState, _ speech: PlainSpeech
  ) -> PlainTurn {
    guard let timeline = state.timeline else { return Self.noneIsOpen }
    guard let count = count(rest) else {
      return PlainTurn(lines: ["read takes a number from 1 to 200."])
    }
    guard timeline.extent.reachesNewest else {
      forgetAll()
      return PlainTurn(actions: [.request(.newest)])
    }
    forget(atLeast: count, of: timeline)
    let items = (max(0, timeline.count - count)..<timeline.count).compactMap(timeline.item(at:))
    return PlainTurn(
      actions: [.request(.newest)],
      lines: items.isEmpty ? ["No message yet."] : items.map(speech.message))
  }

  private mutating func back(_ rest: String, _ state: DeskState) -> PlainTurn {
    guard state.timeline != nil else { return Self.noneIsOpen }
    guard let count = count(rest) else {
      return PlainTurn(lines: ["back takes a number from 1 to 200."])
    }
    owed = count
    return PlainTurn()
  }
}
