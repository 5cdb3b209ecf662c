import ChatModel
package import Foundation
import TextGrid

/// One step of the desk: takes what happened, changes the state, and gives back work as values.
///
/// `now` is the local clock; it is the only clock there is.
package func update(_ state: inout DeskState, _ action: Action, now: Date) -> [Effect] {
  update(&state, CollectionOfOne(action), now: now)
}

/// The same for all that arrived since the last paint; the list is put in order once.
package func update(
  _ state: inout DeskState, _ actions: some Sequence<Action>, now: Date
) -> [Effect] {
  state.start(now: now)
  // A paint was on the screen before anything else in the batch happened; a key that scrolls must
  // not be undone by the report of where the pane stood before.
  for case .presented(let presented) in actions { state.note(presented, now: now) }
  for action in actions {
    // What the person does, they do to what is on the screen.
    if case .client = action {} else { state.settleList(now: now) }
    state.handle(action, now: now)
  }
  state.settle(now: now)
  defer { state.memory.effects = [] }
  return state.memory.effects
}

extension DeskState {
  mutating func emit(_ effect: Effect) {
    // However much comes at once, it rings once.
    if effect == .bell, memory.effects.contains(.bell) { return }
    if memory.diverted != nil, effect.waits {
      memory.diverted?.append(effect)
      return
    }
    memory.effects.append(effect)
  }

  fileprivate mutating func start(now: Date) {
    guard !memory.hasStarted else { return }
    memory.hasStarted = true
    // Somebody has just typed the command.
    memory.lastKeyAt = now
    for problem in configuration.keymapProblems { say(.warning, "keys.toml: \(problem)", now: now) }
  }

  fileprivate mutating func handle(_ action: Action, now: Date) {
    switch action {
    case .key(let key):
      memory.lastKeyAt = now
      hastenLink(now: now)
      press(key, now: now)
    case .typed(let text):
      memory.lastKeyAt = now
      hastenLink(now: now)
      typeAtOnce(text, now: now)
    case .delayed(let seconds): memory.typing.delay(by: seconds, at: now)
    case .doubtfulEnter:
      memory.lastKeyAt = now
      memory.isEnterDoubtful = true
      press(.enter, now: now)
      memory.isEnterDoubtful = false
    case .paste(let text):
      memory.lastKeyAt = now
      paste(text, now: now)
    case .clicked(let target):
      memory.lastKeyAt = now
      click(target, now: now)
    case .wheel(let target, let lines):
      memory.lastKeyAt = now
      wheel(target, lines: lines, now: now)
    case .resized(let size):
      self.size = size
      fitOverlay()
    case .focusGained:
      terminalFocus = .focused
      memory.focusGainedAt = now
      memory.lastKeyAt = now
    case .focusLost: terminalFocus = .unfocused
    case .resumed:
      memory.lastKeyAt = now
      saveAllDraftsAgain(now: now)
    case .presented: break
    case .client(let event): apply(event, now: now)
    case .deadline: memory.deadline = nil
    case .perform(let command):
      memory.lastKeyAt = now
      memory.isQuiet = true
      commitHeld(now: now)
      perform(command, now: now)
    case .edited(let text): takeEdited(text, now: now)
    case .completions(let prefix, let paths): noteCompletions(paths, for: prefix)
    case .inspected(let request, let verdicts): takeInspected(request, verdicts, now: now)
    case .proposedPath(let path, let media): noteProposal(path, for: media)
    case .pathIsTaken(let path, let media): askToReplace(path, with: media, now: now)
    case .isNoMedia(let media, let words): askToSave(media, words, now: now)
    case .report(let notice): say(notice, now: now)
    case .terminating:
      saveAllDrafts(now: now)
      emit(.quit)
    }
  }

  /// Somebody is there and waits: the link's next attempt is made now, not after its back-off. Whom
  /// the server sent away comes back for a key, too, only not at once (row 29).
  private mutating func hastenLink(now: Date) {
    func isOver(_ pause: TimeInterval, since date: Date?) -> Bool {
      date.map { abs(now.timeIntervalSince($0)) >= pause } ?? true
    }
    switch link {
    case .offline(_, let retryAt?):
      guard retryAt > now, isOver(3, since: memory.hastenedAt) else { return }
    case .sentAway:
      guard isOver(60, since: memory.sentAwayAt), isOver(60, since: memory.hastenedAt) else {
        return
      }
    default: return
    }
    memory.hastenedAt = now
    emit(.client(.reconnect))
  }

  /// What follows from a batch as a whole.
  fileprivate mutating func settle(now: Date) {
    commitHeld(ifDueAt: now)
    settleList(now: now)
    openOwnConversation(now: now)
    dropStale(now: now)
    saveDueDrafts(now: now)
    coachList(now: now)
    coach?.handle(.time, at: now)
    notePresence(now: now)
    settleTitle()
    settleDeadline(now: now)
  }

  private mutating func settleTitle() {
    guard configuration.setsTitle else { return }
    // The same number as in the top row: conversations with something unread.
    let unread = list.counts[.unread] ?? 0
    let title = unread > 0 ? "(\(unread)) furrow" : "furrow"
    guard title != memory.title else { return }
    memory.title = title
    emit(.setTitle(title))
  }
}
