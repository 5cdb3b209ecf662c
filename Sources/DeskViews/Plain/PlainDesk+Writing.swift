// Writing: a reply or a note line by line, what is written already, and the canned replies.

import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

extension PlainDesk {
  mutating func words(
    _ line: String, for writing: Writing, _ id: ConversationID, after before: [String],
    _ state: DeskState
  ) -> PlainTurn {
    let nothing = nothing(came: writing, of: id, state)
    let isPasted = before.last.map { !$0.hasSuffix("\\") } ?? false
    if isPasted {
      switch line.trimmingCharacters(in: .whitespaces) {
      case "": break
      case "stop":
        expects = .command
        return PlainTurn(lines: [nothing])
      default:
        return PlainTurn(lines: [said("An empty line ends it; stop throws it away.")])
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
    guard writing == .reply else { return PlainTurn(actions: [.request(.note(text, on: id))]) }
    if let line = state.slashLine(in: text) { return lookUp(String(text[line]), text, id) }
    return PlainTurn(actions: [.request(.send(id, text))])
  }

  /// A line that begins as a canned reply's name does is kept, and not sent as it stands.
  private mutating func lookUp(_ line: String, _ text: String, _ id: ConversationID) -> PlainTurn {
    answer = .draft(id)
    let words = Sanitizer.oneLine(line)
    return PlainTurn(
      actions: [.request(.write(id, text))],
      lines: [
        said(
          """
          Not sent: “\(words)” begins a canned reply's name. discard, then canned puts one in; send \
          sends it so.
          """)
      ])
  }

  func nothing(came writing: Writing, of id: ConversationID, _ state: DeskState) -> String {
    let name = state.name(of: id)
    return Sanitizer.sentence(
      writing == .reply
        ? said("Nothing was sent to \(name).") : said("Nothing was noted on \(name)."))
  }

  /// Asks for the words, unless something stands there already or none may be written. Words in the
  /// line of the command are written and not sent.
  mutating func beginReply(
    _ words: String, _ state: DeskState, _ speech: PlainSpeech
  ) -> PlainTurn {
    guard let id = state.openID else { return Self.noneIsOpen }
    if let problem = state.writingProblem { return PlainTurn(lines: [problem.ended]) }
    guard words.isEmpty else {
      answer = .draft(id)
      return PlainTurn(
        actions: [.request(.write(id, words))],
        lines: [
          Sanitizer.sentence(said("Not sent yet: send sends it to \(state.name(of: id))."))
        ])
    }
    if state.hasDraft(id) {
      return PlainTurn(
        lines: [said("Something is written already; send sends it, discard throws it away.")]
          + draft(of: id, state, speech))
    }
    expects = .words(.reply, id, before: [])
    return PlainTurn()
  }

  func draft(of id: ConversationID, _ state: DeskState, _ speech: PlainSpeech) -> [String] {
    guard let composer = state.composer, !composer.isEmpty else {
      return [Sanitizer.sentence(said("Nothing is written to \(state.name(of: id))."))]
    }
    let files = composer.attachments.map { said("With the file \(speech.clean($0.name)).") }
    let text = Sanitizer.displayable(composer.editor.text)
    return (text.isEmpty ? [] : [speech.indented(said("To \(state.name(of: id)): \(text)"))])
      + files
  }

  /// Sends what is written; where it has gaps, these are named first.
  mutating func sendDraft(of id: ConversationID, _ state: DeskState) -> PlainTurn {
    guard state.hasDraft(id) else {
      return PlainTurn(lines: [said("Nothing is written. reply takes the words.")])
    }
    let text = state.composer?.editor.text ?? ""
    if gapsNamed != text, let question = state.gapQuestion(in: text, to: id) {
      gapsNamed = text
      return PlainTurn(lines: [question])
    }
    return PlainTurn(actions: [.request(.sendDraft(id))])
  }

  // MARK: Canned replies

  /// Puts the one in that is meant, or lists them.
  mutating func canned(_ rest: String, for id: ConversationID, _ state: DeskState) -> PlainTurn {
    if let problem = state.writingProblem { return PlainTurn(lines: [problem.ended]) }
    let meant = rest.isEmpty ? [] : state.replyNames(for: id, matching: rest)
    if meant.count == 1 { return putReply(meant[0], to: id) }
    answer = .replies(id, rest, readings: state.repliesReadings)
    return PlainTurn(actions: [.request(.readReplies)])
  }

  mutating func putReply(_ name: String, to id: ConversationID) -> PlainTurn {
    answer = .draft(id)
    return PlainTurn(actions: [.request(.putReply(name, into: id))])
  }

  mutating func tellReplies(
    for id: ConversationID, matching words: String, _ state: DeskState, _ speech: PlainSpeech
  ) -> [String] {
    let names = state.replyNames(for: id, matching: words)
    offer(names.map { .reply($0, to: id) })
    guard !names.isEmpty else {
      if !state.replies.all.isEmpty {
        let found = speech.clean(words)
        return [said("No canned reply is found by “\(found)”; canned alone lists all.")]
      }
      let place =
        state.replies.folder.isEmpty ? "" : said("; they stand in \(state.replies.folder)")
      return [said("There are no canned replies yet\(place).")]
    }
    return [said("Canned replies for \(state.name(of: id)), by number:")]
      + names.enumerated().map { index, name in
        let text = state.filled(name, for: id, now: speech.now) ?? ""
        return "\(index + 1). \(speech.clean(name)): \(speech.clean(text))"
      }
  }
}
