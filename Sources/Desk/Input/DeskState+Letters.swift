// Letters where letters are commands: each may be the beginning of a word that was meant for
// elsewhere.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  mutating func pressLetter(_ letter: Character, _ key: Key, now: Date) {
    if continuesWalk(key, now: now) { return }
    let context = keyContext
    guard context != .composer else { return pressInComposer(letter, key, now: now) }
    if !input.typing.isRunGoingOn(at: now) { input.runBegan = Place(self) }
    let meaning = meaning(of: key, in: context)
    if meaning == .text {
      _ = input.typing.judge(.text, whileWaiting: false, at: now)
      letTextFollow()
      return act(on: key, now: now)
    }
    if input.held?.kind == .walk, meaning == .movement { commitHeld(now: now) }
    let isWaiting = input.held != nil
    switch input.typing.judge(meaning, whileWaiting: isWaiting, at: now) {
    case .swallow(let isFirst):
      if meaning == .nothing, isFirst, !isWaiting, input.typing.isFirst, !context.isLeftByText {
        act(on: key, now: now)
        input.typing.refuse()
      } else {
        misplace(isFirst: isFirst, now: now)
      }
    case .act: perform(letter, key, in: context, now: now)
    }
  }

  private mutating func perform(
    _ letter: Character, _ key: Key, in context: Keymap.Context, now: Date
  ) {
    let hadOverlay = overlay != nil
    let command: Command? =
      if case .command(let command) = match(key, in: context) { command } else { nil }
    input.isRefused = false
    if context.isAnswered, command == .accept, input.isQuiet {
      input.held = Held(
        kind: .answer, context: context, before: Shown(self), effects: [], step: nil, added: nil,
        coach: coach, said: notices.statusLine, due: now.addingTimeInterval(TypingGuard.wait))
      return
    }
    performHeld(command?.heldKind ?? .act, in: context, now: now) { $0.act(on: key, now: now) }
    if input.isRefused { input.typing.refuse() }
    let isNewField = keyContext != context && keyContext.isText
    if overlay != nil, !hadOverlay || isNewField { input.typing.noteOpened() }
    if hadOverlay, overlay == nil, command == .cancel { input.typing.noteClosed(at: now) }
    if command == .reply, focus == .composer { input.typing.noteReply(letter, at: now) }
  }

  private func meaning(of key: Key, in context: Keymap.Context) -> TypingGuard.Meaning {
    switch match(key, in: context) {
    case .prefix: return .movement
    case .command(let command): return command.isMovement ? .movement : .command
    case .none:
      if pendingKeys.isEmpty, let letters = topmost?.component.letters, let typed = key.typed {
        return letters.contains(typed) ? .choice : .nothing
      }
      return context.isText && pendingKeys.isEmpty ? .text : .nothing
    }
  }

  /// `] ] ]`: the conversation that the letter before has shown is passed by.
  private mutating func continuesWalk(_ key: Key, now: Date) -> Bool {
    guard let held = input.held, held.before.openID != openID,
      held.kind == .walk || held.kind == .act,
      case .command(let command) = configuration.keymap.match([key], in: held.context),
      command.heldKind == .walk
    else { return false }
    _ = input.typing.judge(.movement, whileWaiting: false, at: now)
    performHeld(.walk, in: held.context, now: now) { $0.perform(command, now: now) }
    return true
  }

  private mutating func pressInComposer(_ letter: Character, _ key: Key, now: Date) {
    if let held = input.held, held.kind != .reply {
      _ = input.typing.judge(.command, whileWaiting: true, at: now)
      return misplace(isFirst: true, now: now)
    }
    if input.typing.goesOnAfterClosing(at: now) {
      return misplace(isFirst: input.typing.recognise(at: now), now: now)
    }
    guard match(key, in: .composer) == .none, pendingKeys.isEmpty else {
      commitHeld(now: now)
      return act(on: key, now: now)
    }
    if input.held != nil, input.typing.goesOnThroughOpening(at: now) {
      return misplace(isFirst: input.typing.recognise(at: now), now: now)
    }
    let first = input.typing.takeText(at: now)
    if input.typing.isInOpeningText(at: now) {
      letTextFollow()
    } else {
      commitHeld(now: now)
    }
    insert((first.map(String.init) ?? "") + String(letter), as: .typing, now: now)
    if first != nil, let openID { composers[openID]?.isSuspect = true }
  }

  /// Text follows where a letter led: what that shows stays, and is done with the next key that is
  /// meant as one.
  private mutating func letTextFollow() {
    guard input.held != nil else { return }
    if isOpeningHeld { input.held?.due = nil } else { input.held = nil }
  }

  /// Text was typed where letters are commands: nothing of it is done.
  mutating func misplace(isFirst: Bool, now: Date) {
    pendingKeys = []
    if keyContext.isLeftByText { closeOverlay(now: now) }
    dropHeld(now: now)
    if isFirst { sayMisplaced(now: now) }
  }

  private mutating func sayMisplaced(now: Date) {
    let summary = target.flatMap { conversations[$0] }
    // The sentence has room on a screen of 80 columns, and so the name has this much.
    let columns = overlay == nil ? Self.nameColumns : Self.nameColumns - 10
    let whom = summary.map { metrics.widths.truncated(name(of: $0), to: columns) }
    let confirmation = notices.isConfirming(now) ? notices.statusLine : nil
    if let problem = summary.flatMap({ writingProblem(in: $0) }) {
      say(.warning, said("That looks like text. \(problem)."), now: now)
    } else if let whom {
      say(.warning, "That looks like text. \(key: .reply) writes a reply to \(whom).", now: now)
    } else {
      say(.warning, "That looks like text. \(key: .reply) writes a reply.", now: now)
    }
    if let confirmation { notices.confirm(again: confirmation, at: confirmation.at) }
  }

  private static let nameColumns = 30

  // MARK: Other keys

  /// Decides about what waits by a key that is no letter. True when that was all the key did.
  mutating func judge(_ key: Key, now: Date) -> Bool {
    switch key {
    case .enter: return judgeEnter(now: now)
    case .escape:
      input.typing.end()
      guard input.held != nil else { return false }
      dropHeld(now: now)
      return true
    case .backspace:
      if let held = input.held, held.kind != .reply, held.kind != .field {
        dropHeld(now: now)
        return true
      }
      return !keyContext.isText && input.typing.swallowsEnd(at: now)
    default:
      commitHeld(now: now)
      input.typing.end()
      return false
    }
  }

  private mutating func judgeEnter(now: Date) -> Bool {
    guard let held = input.held else { return input.typing.swallowsEnd(at: now) }
    if held.kind == .field {
      if input.isQuiet { commitHeld(now: now) }
      return false
    }
    // A text that began by opening the composer: sending it asks first.
    if held.kind == .reply, composer?.isEmpty == false { return false }
    if input.typing.isEndOfWord(at: now) {
      misplace(isFirst: input.typing.recognise(at: now), now: now)
    } else {
      commitHeld(now: now)
    }
    return true
  }
}

extension Command {
  fileprivate var heldKind: Held.Kind {
    switch self {
    case .nextUnread, .previousUnread: .walk
    case .reply: .reply
    case .editFailed, .quote: .recall
    default: .act
    }
  }
}
