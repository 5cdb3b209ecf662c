// Numbers of the last list, and what is found by name.

import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

extension PlainDesk {
  /// What a number of the last list stands for.
  func choice(_ number: Int) -> Choice? {
    number >= 1 && number <= choices.count ? choices[number - 1] : nil
  }

  mutating func choose(
    _ number: Int, _ state: DeskState, _ speech: PlainSpeech
  ) -> PlainTurn {
    guard let choice = choice(number) else {
      return PlainTurn(lines: [
        choices.isEmpty
          ? said("There is no list to choose from; mine lists your conversations.")
          : said("There is no \(number) in the last list; it has 1 to \(choices.count).")
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
    case .message(let message, let id):
      seek(.item(.message(message)), in: id, now: speech.now)
      if id == state.openID { forgetAll() }
      return PlainTurn(actions: [.request(.message(message, of: id))])
    case .noteHit(let note, let id):
      seek(.item(.note(note)), in: id, now: speech.now)
      if id == state.openID { forgetAll() }
      return PlainTurn(actions: [.request(.showNote(note, of: id))])
    case .reply(let name, let id): return putReply(name, to: id)
    case .snooze(let choice, let id): return PlainTurn(actions: [.request(.snooze([id], choice))])
    case .resolveAndGoOn(let id): return PlainTurn(actions: [.request(.resolveAndGoOn(id))])
    case .view(let view): return show(view)
    case .chats(let whose):
      answer = .list
      return PlainTurn(actions: [.request(.showChats(of: whose))])
    case .note:
      return PlainTurn(lines: [said("drop \(number) deletes the note.")])
    case .entry:
      return PlainTurn(lines: [
        said(
          """
          retry \(number) sends it again, edit \(number) takes it back, drop \(number) drops \
          it.
          """)
      ])
    case .draft(let id):
      return PlainTurn(lines: [
        said("The conversation with \(state.name(of: id)) is gone; its draft is kept.")
      ])
    }
  }

  mutating func open(_ rest: String, _ state: DeskState, _ speech: PlainSpeech) -> PlainTurn {
    if let number = Int(rest) {
      switch choice(number) {
      case .conversation?, .message?, .noteHit?, .file?, .address?, .chats?:
        return choose(number, state, speech)
      default: return Self.noConversation(number)
      }
    }
    return conversation(named: rest, state, speech) { .open($0) }
  }

  /// The same without a trace at the server.
  func watch(_ rest: String, _ state: DeskState, _ speech: PlainSpeech) -> PlainTurn {
    if let number = Int(rest) {
      guard let id = choice(number)?.conversation else { return Self.noConversation(number) }
      return PlainTurn(actions: [.request(.watch(id))])
    }
    return conversation(named: rest, state, speech) { .watch($0) }
  }

  private static func noConversation(_ number: Int) -> PlainTurn {
    PlainTurn(lines: [said("There is no conversation \(number) in the last list.")])
  }

  private func conversation(
    named rest: String, _ state: DeskState, _ speech: PlainSpeech,
    _ request: (ConversationID) -> Request
  ) -> PlainTurn {
    let found = state.conversations.values.filter { matches(state.name(of: $0), rest) }
      .sorted { $0.id < $1.id }
    switch found.count {
    case 1: return PlainTurn(actions: [.request(request(found[0].id))])
    case 0:
      return PlainTurn(lines: [
        said("No conversation begins with “\(speech.clean(rest))”; find looks further.")
      ])
    default:
      return PlainTurn(lines: [
        said("\(found.count) conversations begin so; find \(speech.clean(rest)) lists them.")
      ])
    }
  }

  mutating func find(
    _ rest: String, _ state: DeskState, _ speech: PlainSpeech
  ) -> PlainTurn {
    guard !rest.isEmpty else { return PlainTurn(lines: [said("find needs words to look for.")]) }
    let (matching, problem) = state.found(by: rest, now: speech.now)
    if let problem { return PlainTurn(lines: [problem]) }
    let found = matching.sorted { a, b in
      let (first, second) = (a.wait?.since ?? .distantFuture, b.wait?.since ?? .distantFuture)
      return first == second ? a.id < b.id : first < second
    }
    offer(found.prefix(Self.rowsAtOnce).map { .conversation($0.id) })
    let rows = found.prefix(Self.rowsAtOnce).enumerated().map { "\($0 + 1). \(speech.row($1))" }
    let more = found.count - rows.count
    return PlainTurn(
      lines: [
        said(
          found.count, one: "1 conversation found.", more: "\(found.count) conversations found.")
      ] + rows
        + (more > 0 ? [said("and \(more) more: say more words.")] : []))
  }

  mutating func settle(
    _ word: PlainWord, _ rest: String, _ state: DeskState, _ speech: PlainSpeech
  ) -> PlainTurn {
    var id: OutboxID?
    if let number = Int(rest) {
      if word == .drop, case .note(let note)? = choice(number) {
        return PlainTurn(actions: [.request(.deleteNote(note.id))])
      }
      guard case .entry(let entry)? = choice(number)
      else {
        return PlainTurn(lines: [
          said("There is no message \(number) in the last list; outbox lists them.")
        ])
      }
      id = entry
    } else {
      let rows = state.outboxRows.filter(\.isFailed)
      guard rows.count == 1, case .entry(let entry) = rows[0].id else {
        return PlainTurn(
          lines: tellOutbox(state, speech) + [said("\(word.rawValue) needs a number of these.")])
      }
      id = entry
    }
    guard let id else { return PlainTurn() }
    switch word {
    case .retry: return PlainTurn(actions: [.request(.retry(id))])
    case .edit:
      if let conversation = state.outbox[id]?.conversationID { answer = .draft(conversation) }
      return PlainTurn(actions: [.request(.edit(id))])
    default: return PlainTurn(actions: [.request(.drop(id))])
    }
  }

  func save(_ rest: String) -> PlainTurn {
    let first = rest.prefix { !$0.isWhitespace }
    guard let number = Int(first), case .file(let media, _)? = choice(number)
    else { return PlainTurn(lines: [said("save needs the number of a file; files lists them.")]) }
    let path = rest.dropFirst(first.count).trimmingCharacters(in: .whitespaces)
    guard !path.isEmpty else { return PlainTurn(actions: [.request(.save(media, path: "."))]) }
    return PlainTurn(actions: [.request(.save(media, path: path))])
  }

  /// Puts the conversation off, or says until when it may be.
  mutating func snooze(
    _ rest: String, _ id: ConversationID, _ state: DeskState, _ speech: PlainSpeech
  ) -> PlainTurn {
    switch rest.lowercased() {
    case "":
      let items = SnoozePicker.items(for: [id], on: state, now: speech.now)
      offer(items.map { .snooze($0.choice, id) })
      return PlainTurn(
        lines: [said("Snooze \(state.name(of: id)) until, by number, or snooze TIME:")]
          + items.enumerated().map { index, item in
            let detail = item.detail.isEmpty ? "" : ", \(item.detail)"
            return "\(index + 1). \(item.label)\(detail)"
          })
    default: return PlainTurn(actions: [.request(.snooze([id], Self.snoozeChoice(rest)))])
    }
  }

  static func snoozeChoice(_ words: String) -> SnoozePicker.Choice {
    switch words.lowercased() {
    case "until they write": .untilTheyWrite
    case "off": .wake
    default: .until(words)
    }
  }
}
