// Between a letter and what it does to the server lies a moment in which the next letter can show
// that both are a word.

import ChatModel
import Foundation
import TextGrid

extension DeskState {
  /// The open conversation is shown, and the client has not been told to open it.
  var isOpeningHeld: Bool { input.held.map { isOtherwiseOpen($0.before) } ?? false }

  /// Another conversation is open than then, or the same otherwise.
  private func isOtherwiseOpen(_ before: Shown) -> Bool {
    before.openID != openID
      || openID != nil && before.messages.leavesNoTrace != messages.leavesNoTrace
  }

  /// Opens what is shown, the way in which it is shown.
  func opening(_ id: ConversationID) -> Effect {
    .client(messages.leavesNoTrace ? .watch(id) : .open(id))
  }

  /// The same for as long as what is typed may be a word that was meant for elsewhere.
  package var waitsToOpen: Bool { isOpeningHeld && input.held?.due == nil }

  /// Performs what a letter means; whatever that asks for waits.
  mutating func performHeld(
    _ kind: Held.Kind, in context: Keymap.Context, now: Date,
    _ perform: (inout DeskState) -> Void
  ) {
    let earlier = input.held
    var before = earlier?.before ?? Shown(self)
    // Letters that move and one that opens the composer may be the beginning of one word.
    let began = kind == .reply && earlier == nil && input.typing.isInRun ? input.runBegan : nil
    if let began { before.place = began }
    outgoing.diverted = []
    perform(&self)
    var effects = (earlier?.effects ?? []) + (outgoing.diverted ?? [])
    outgoing.diverted = nil
    effects.removeAll { effect in
      switch effect {
      case .client(.open), .client(.watch), .client(.close): true
      case .client(.stoppedTyping(let id)): id != before.openID
      default: false
      }
    }
    // Nobody notices at the server, or waits for it here, that another part of the history is read.
    if before.openID == openID {
      for effect in effects where effect.movesInHistory { emit(effect) }
      effects.removeAll(where: \.movesInHistory)
    }
    input.held = nil
    let isQuoted = kind == .recall && before.composers != composers
    guard
      !effects.isEmpty || isOtherwiseOpen(before) || before.undo != undo || began != nil || isQuoted
    else { return }
    let isAdded = undo.noted > before.undo.noted
    input.held = Held(
      kind: keyContext.isText && keyContext != .composer ? .field : kind, context: context,
      before: before, effects: effects,
      step: undo == before.undo || isAdded ? nil : before.undo.last,
      added: isAdded ? undo.last : nil, coach: coach,
      said: notices.statusLine, due: now.addingTimeInterval(TypingGuard.wait))
    if kind == .reply, input.typing.isWord, isOpeningHeld { input.held?.due = nil }
  }

  mutating func commitHeld(ifDueAt now: Date) {
    guard let due = input.held?.due, now >= due else { return }
    commitHeld(now: now)
  }

  /// Does what waits.
  mutating func commitHeld(now: Date) {
    guard let held = input.held else { return }
    input.held = nil
    input.runBegan = nil
    if held.kind == .answer {
      input.isQuiet = true
      if keyContext.isAnswered { performInOverlay(.accept, now: now) }
      return
    }
    held.effects.forEach { emit($0) }
    guard isOtherwiseOpen(held.before) else { return }
    if let old = held.before.openID, old != openID {
      keepPosition(in: old, held.before.messages)
      emit(.client(.close(old)))
    }
    if let openID { emit(opening(openID)) }
    reportSeen(now: now)
  }

  /// Forgets what waits, and shows again what stood there before.
  mutating func dropHeld(now: Date) {
    guard let held = input.held else { return }
    input.held = nil
    let before = held.before
    pendingKeys = []
    wantedFile = nil
    if overlay != nil { closeOverlay(now: now) }
    if openID != before.openID, let openID { saveDraft(openID, now: now) }
    if held.kind == .recall, let openID { restoreReply(openID, before, now: now) }
    dropKept(held.effects, for: before.local)
    (list.marks, list.rangeFrom) = (before.marks, before.rangeFrom)
    (messages.marks, messages.rangeFrom) = (before.messages.marks, before.messages.rangeFrom)
    if let bulk, bulk.request != before.bulk { self.bulk = nil }
    if let step = held.added { undo.forget(step) }
    if let step = held.step {
      undo.giveBack(step)
      if case .draft(let id, _) = step { restoreReply(id, before, now: now) }
    }
    focus = before.place.focus
    if openID != before.openID {
      reopen(before)
    } else if isOtherwiseOpen(before) {
      messages.leavesNoTrace = before.messages.leavesNoTrace
    } else if held.kind == .reply {
      messages.selection = before.place.selection
      messages.position = before.place.position
      keepPlace()
    }
    list.cursor = before.place.cursor
    list.cursorMovedAt = before.place.cursorMovedAt
    list.top = before.place.top
    if view != before.view || list.narrowing != before.narrowing {
      list.narrowing = before.narrowing
      switchView(to: before.view)
    }
    // Its row may have gone meanwhile.
    if let cursor = list.cursor, !list.order.contains(cursor) { list.cursor = list.order.first }
    showsDetails = before.showsDetails
    statistics.takeBackAsking(before.statistics)
    teamPane.cursor = before.teamPane.cursor
    if wire.isOpen != before.wire.isOpen { wire = before.wire }
    acceptance.dropping = before.dropping
    if coach == held.coach { coach = before.coach }
    // Unless something else has been said since.
    if notices.statusLine == held.said, held.said != before.said {
      notices.takeBack(held.said, for: before.said, confirmedAt: before.confirmedAt)
    }
  }

  private mutating func reopen(_ before: Shown) {
    notices.dropHint(besides: before.openID)
    openID = before.openID
    timeline = before.timeline
    messages = before.messages
    if let id = openID, conversations[id] == nil {
      // It went away meanwhile.
      emit(.client(.close(id)))
      openID = nil
      timeline = nil
      focus = .list
    }
    syncEntries()
    syncNotes()
    keepPlace()
  }

  /// What was put back into a reply is not there after all.
  private mutating func restoreReply(_ id: ConversationID, _ before: Shown, now: Date) {
    composers[id] = before.composers[id] ?? Composer()
    composers[id]?.isOurs = true
    composers[id]?.isDirty = true
    saveDraft(id, now: now)
  }
}
