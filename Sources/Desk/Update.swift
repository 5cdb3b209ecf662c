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
  let before = state.surroundings(before: actions, now: now)
  // A paint was on the screen before anything else in the batch happened; a key that scrolls must
  // not be undone by the report of where the pane stood before.
  for case .presented(let presented) in actions { state.note(presented, now: now) }
  for action in actions {
    // What the person does, they do to what is on the screen.
    if case .client = action {} else { state.settleList(now: now) }
    state.handle(action, now: now)
  }
  state.settle(now: now)
  state.noteSurroundings(before, now: now)
  return state.outgoing.take()
}

extension DeskState {
  mutating func emit(_ effect: Effect) { outgoing.emit(effect) }

  fileprivate mutating func start(now: Date) {
    guard startedAt == nil else { return }
    startedAt = now
    // Somebody has just typed the command.
    attendance.lastKeyAt = now
    for problem in configuration.keymapProblems { say(.warning, problem, now: now) }
    for remark in configuration.remarks { say(.warning, remark, now: now) }
    emit(.readReplies)
  }

  fileprivate mutating func handle(_ action: Action, now: Date) {
    if action.isOtherThanEnter { withdrawQuestion() }
    switch action {
    case .key(let key):
      attendance.lastKeyAt = now
      hastenLink(now: now)
      press(key, now: now)
    case .typed(let text):
      attendance.lastKeyAt = now
      hastenLink(now: now)
      typeAtOnce(text, now: now)
    case .delayed(let seconds): input.typing.delay(by: seconds, at: now)
    case .doubtfulEnter:
      attendance.lastKeyAt = now
      input.isEnterDoubtful = true
      press(.enter, now: now)
      input.isEnterDoubtful = false
    case .paste(let text):
      attendance.lastKeyAt = now
      paste(text, now: now)
    case .clicked(let target):
      attendance.lastKeyAt = now
      click(target, now: now)
    case .wheel(let target, let lines):
      attendance.lastKeyAt = now
      wheel(target, lines: lines, now: now)
    case .resized(let size):
      if (self.size.columns >= Self.columnsForTeam) != (size.columns >= Self.columnsForTeam) {
        list.ranking.needsRebuild = true
      }
      self.size = size
      fitOverlay()
    case .focusGained:
      attendance.terminalFocus = .focused
      attendance.focusGainedAt = now
      attendance.lastKeyAt = now
    case .focusLost: attendance.terminalFocus = .unfocused
    case .resumed:
      attendance.lastKeyAt = now
      leading = .unknown
      saveAllDraftsAgain(now: now)
      forgetTakingBack()
      forgetBulk(now: now)
    case .presented: break
    case .clockSet(let seconds):
      moveTimes(by: seconds)
      // Its owner counted by the other clock.
      outgoing.noteDeadlinePassed()
    case .client(let event): apply(event, now: now)
    case .deadline: outgoing.noteDeadlinePassed()
    case .perform(let command):
      attendance.lastKeyAt = now
      input.isQuiet = true
      commitHeld(now: now)
      perform(command, now: now)
    case .request(let request): perform(request, now: now)
    case .edited(let text): noteEdited(text, now: now)
    case .replies(let replies): note(replies, now: now)
    case .completions(let prefix, let paths): noteCompletions(paths, for: prefix)
    case .inspected(let request, let verdicts): noteVerdicts(request, verdicts, now: now)
    case .proposedPath(let path, let media): noteProposal(path, for: media)
    case .proposedExport(let path): noteExportProposal(path, now: now)
    case .exportEnded(let request): if exporting == request { exporting = nil }
    case .unsavedExport(let wish, let reason): noteUnsavedExport(wish, reason, now: now)
    case .unsavedWire(let path, let reason): noteUnsavedWire(path, reason, now: now)
    case .unusableRecording(let path, let reason): noteUnusableRecording(path, reason)
    case .pathIsTaken(let path, let media): askToReplace(path, with: media, now: now)
    case .isNoMedia(let media, let words): askToSave(media, words, now: now)
    case .found(let request, let findings): note(findings, for: request, now: now)
    case .foundPlaces(let request, let places): notePlaces(places, for: request, now: now)
    case .searchFailed(let request, let reason):
      noteSearchFailed(reason, for: request, now: now)
    case .picture(let key, let outcome): note(outcome, of: key)
    case .dictionaries(let found): note(found, now: now)
    case .spelled(let language, let verdicts): noteSpelled(verdicts, in: language)
    case .spellingFailed(let language, let reason):
      noteSpellingFailed(reason, in: language, now: now)
    case .suggested(let request, let words, let isRight):
      noteSuggestions(words, isRight: isRight, for: request)
    case .playing(let wish, let report): note(report, of: wish, now: now)
    case .themesChanged(let choices): themes = choices
    case .signedIn(let token): noteSignedIn(token, now: now)
    case .signInFailed(let reason): noteSignInFailed(reason)
    case .teamNotes(let notes, let problems): noteTeam(notes, problems: problems, now: now)
    case .views(let views, let problems): note(views, problems: problems, now: now)
    case .roster(let roster, let problems): note(roster, problems: problems, now: now)
    case .report(let notice): say(notice, now: now)
    case .isProduction(let clause): noteProduction(clause, now: now)
    case .recording(let path): recording = path
    case .trial(let report): note(report, now: now)
    case .wireCame: emit(.fetchWire)
    case .wire(let news): noteWire(news, now: now)
    case .events(let events, let problems): note(events: events, problems: problems, now: now)
    case .terminating:
      saveAllDrafts(now: now)
      keepPosition()
      emit(.quit)
    }
  }

  /// What follows from a batch as a whole.
  fileprivate mutating func settle(now: Date) {
    commitHeld(ifDueAt: now)
    wakeSnoozed(now: now)
    lookAtAges(now: now)
    settleList(now: now)
    openOwnConversation(now: now)
    TeamPane.settle(&self, now: now)
    openTakenOver(now: now)
    proposeWanted(now: now)
    notices.expire(now: now)
    expireQuestion(now: now)
    expireTyping(now: now)
    settleWire(now: now)
    tellLongWaits(now: now)
    showRestedDraft(now: now)
    saveDueDrafts(now: now)
    coachList(now: now)
    coach?.handle(.time, at: now)
    notePresence(now: now)
    settleTitle()
    settleSearch(now: now)
    checkSpelling()
    if !outbox.isEmpty {
      acceptance.noteHeld(Set(outbox.values.lazy.filter { $0.isHeld(at: now) }.map(\.id)))
    }
  }

  /// - Parameter before: what this update may have left as it was; nil where that is not asked.
  fileprivate mutating func noteSurroundings(_ before: Surroundings?, now: Date) {
    if before == nil || before != takeSurroundings() {
      surroundings = Version()
      restDeadline = nextDeadlineOfRest(now: now)
    }
    outgoing.tell(deadline: nextDeadline(now: now))
  }

  private mutating func settleTitle() {
    guard configuration.setsTitle else { return }
    // The same number as in the top row: conversations with something unread.
    let unread = list.counts[.unread] ?? 0
    outgoing.tell(title: Self.title(unread: unread))
  }

  static func title(unread: Int) -> String { unread > 0 ? "(\(unread)) furrow" : "furrow" }
}

extension Action {
  /// Whether the person did something, and it was not to press Enter.
  fileprivate var isOtherThanEnter: Bool {
    switch self {
    case .key(let key): key != .enter
    case .typed, .paste, .clicked, .wheel, .perform, .request, .edited: true
    default: false
    }
  }
}
