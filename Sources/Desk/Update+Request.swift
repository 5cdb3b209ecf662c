// What is asked for by name, without keys.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  mutating func perform(_ request: Request, now: Date) {
    attendance.lastKeyAt = now
    hastenLink(now: now)
    commitHeld(now: now)
    // A whole line was read: no Enter came too fast after a letter.
    input.isQuiet = true
    switch request {
    case .open(let id): open(id, now: now)
    case .show(let view):
      list.narrowing = nil
      show(view, now: now)
    case .showChats(let whose): showChats(of: whose, now: now)
    case .newest: goToEnd()
    case .send(let id, let text): send(text, to: id, now: now)
    case .sendDraft(let id): sendDraft(of: id, now: now)
    case .discardDraft(let id): discardDraft(id, now: now)
    case .write(let id, let words): write(words, to: id, now: now)
    case .putReply(let name, let id):
      guard let reply = replies.find(name) else {
        return refuse(said("There is no canned reply “\(Sanitizer.oneLine(name))”."), now: now)
      }
      put(reply, into: id, now: now)
      saveDraft(id, now: now)
    case .readReplies: emit(.readReplies)
    case .attach(let path, let id):
      open(id, now: now)
      inspect([[path]], for: .request(id))
    case .note(let text, let id):
      guard conversations[id] != nil else {
        return refuse(said("There is no conversation to note something on."), now: now)
      }
      if let problem = ConversationNote.problem(with: text) {
        return refuse(problem, now: now)
      }
      keepNote(text, on: id, replacing: nil, now: now)
    case .deleteNote(let id):
      guard let note = local.note(id) ?? team.note(id) else {
        return refuse(said("That note is gone."), now: now)
      }
      askToDelete(note, now: now)
    case .setStatus(let id, let status):
      ifStatusMayChange(of: id, now: now) { $0.setStatus(status, of: id, now: now) }
    case .resolveAndGoOn(let id):
      ifStatusMayChange(of: id, now: now) { $0.resolveAndGoOn(id, now: now) }
    case .snooze(let ids, let choice):
      let known = ids.filter { conversations[$0] != nil }
      guard !known.isEmpty else {
        return refuse(said("There is no conversation to put off."), now: now)
      }
      if let problem = snooze(known, choice, now: now) { refuse(problem, now: now) }
    case .markUnread(let id):
      toggleUnreadMark(of: conversations[id] == nil ? [] : [id], now: now)
    case .pick(let ids): list.marks = Set(ids.filter { conversations[$0] != nil })
    case .changeMany(let ids, let change): askForMany(named: ids, change, now: now)
    case .markManyUnread(let ids):
      toggleUnreadMark(of: ids.filter { conversations[$0] != nil }, now: now)
    case .exportMany(let ids, let path): exportMany(ids, to: path, now: now)
    case .mute(let id): askToMute(id, now: now)
    case .give(let id, let agent):
      guard isAdmin else {
        return refuse(onlyAdminsGive, now: now)
      }
      reassign(id, to: agent, now: now)
    case .watch(let id): watchWithoutTrace(id, now: now)
    case .takeOver(let id): askToTakeOver(id, now: now)
    case .balance: openBalance(now: now)
    case .empty(let whose): openEmptying(whose, now: now)
    case .leaveOut(let ids): changeOverlay(BalanceOverlay.self) { $0.leave(out: ids) }
    case .retry(let id):
      guard let entry = outbox[id], entry.waitsForUser else {
        return refuse(said("That message has not failed."), now: now)
      }
      retry(entry, now: now)
    case .edit(let id):
      guard let entry = outbox[id], entry.waitsForUser else {
        return refuse(said("That message has not failed."), now: now)
      }
      edit(entry, now: now)
    case .drop(let id):
      guard let entry = outbox[id], entry.canBeDropped else {
        return refuse(said("That message cannot be dropped any more."), now: now)
      }
      askToDrop(entry, over: nil, now: now)
    case .search(let text, let id): look(for: text, in: id, now: now)
    case .searchOn: lookFurther(now: now)
    case .message(let message, let id): show(message, of: id, now: now)
    case .showNote(let note, let id):
      guard let written = local.note(note) ?? team.note(note) else {
        return refuse(said("That note is gone."), now: now)
      }
      open(id, now: now)
      showNote(note, from: serverTime(written.writtenAt))
    case .goToDay(let text, let id):
      if let problem = goTo(day: text, in: id, now: now) { refuse(problem, now: now) }
    case .quote(let message, let id): quote(message, in: id, now: now)
    case .play(let message, let id):
      guard let media = message.media.value else {
        return refuse(said("There is no voice note or video to play here."), now: now)
      }
      play(media, of: message, in: id, now: now)
    case .stop: stop(now: now)
    case .faults(let text): setFaults(text, now: now)
    case .export(let id, let path): export(id, to: path, now: now)
    case .look(let target, let id): open(target, from: id, now: now)
    case .save(let media, let path): save(media, to: path, now: now)
    case .answer(let isYes):
      guard overlay is Question || overlay is BulkPrompt || overlay is BalanceOverlay else {
        return
      }
      performInOverlay(isYes ? .accept : .cancel, now: now)
      // A no to the number is one to the moves below it.
      if !isYes, overlay is BalanceOverlay { closeOverlay(now: now) }
    case .number(let text):
      guard overlay is BulkPrompt else { return }
      changeOverlay(BulkPrompt.self) { $0.number = TextEditor(text) }
      performInOverlay(.accept, now: now)
    case .token(let text): use(token: text, now: now)
    }
  }

  private mutating func send(_ text: String, to id: ConversationID, now: Date) {
    open(id, now: now)
    guard openID == id else {
      return refuse(said("Not sent: there is no such conversation."), now: now)
    }
    guard composers[id]?.isEmpty ?? true else {
      return refuse(said("Not sent to \(name(of: id)): a draft stands there already."), now: now)
    }
    if let problem = writingProblem {
      return refuse(said("Not sent. \(problem)."), about: id, now: now)
    }
    editComposer(now: now) { $0.editor.setText(text) }
    submit(now: now)
  }

  private mutating func sendDraft(of id: ConversationID, now: Date) {
    open(id, now: now)
    guard openID == id, composers[id] != nil else {
      return refuse(said("Nothing is written yet."), now: now)
    }
    // Whoever asks for it by name has seen how old it is, how it came, and its gaps.
    composers[id]?.asks = .again(.distantPast)
    composers[id]?.oldSince = nil
    composers[id]?.isSuspect = false
    composers[id]?.meansSlash = true
    composers[id]?.holdsPastedLines = false
    _ = performInComposer(.send, now: now)
  }

  private mutating func write(_ words: String, to id: ConversationID, now: Date) {
    open(id, now: now)
    guard openID == id else { return refuse(said("There is no such conversation."), now: now) }
    if let problem = writingProblem { return refuse(problem.ended, about: id, now: now) }
    editComposer(now: now) { composer in
      // Where a canned reply left room, or else behind what stands there.
      if composer.editor.cursor == 0 {
        composer.editor.moveCursor(to: composer.editor.text.utf8.count)
      }
      let before = composer.editor.text[..<composer.editor.cursorIndex].last
      composer.editor.insert((before.map(\.isWhitespace) ?? true ? "" : " ") + words)
    }
    saveDraft(id, now: now)
  }

  /// Of many those that the person may change so.
  private mutating func askForMany(
    named ids: [ConversationID], _ change: ManyChange, now: Date
  ) {
    let known = ids.filter { id in
      guard let summary = conversations[id] else { return false }
      return change != .read || summary.isMine
    }
    guard me?.role.isStaff == true else {
      return refuse(said("Only support changes conversations."), now: now)
    }
    if case .agent = change, !isAdmin {
      return refuse(onlyAdminsGive, now: now)
    }
    guard !known.isEmpty else {
      return refuse(
        change == .read
          ? said("Only what is yours can be marked read.")
          : said("There is no conversation to change."),
        now: now)
    }
    askForMany(known, change, now: now)
  }

  private mutating func exportMany(_ ids: [ConversationID], to path: String, now: Date) {
    let known = ids.filter { conversations[$0] != nil }
    guard !known.isEmpty else {
      return refuse(said("There is no conversation to write down here."), now: now)
    }
    guard TranscriptFormat(path: path) != nil else {
      return refuse(said("The name's ending is the format: \(PathPrompt.endings)."), now: now)
    }
    export(known, to: path, now: now)
  }

  /// The last thing of these that is under way.
  private mutating func stop(now: Date) {
    if let bulk, !bulk.isStopped { return stopBulk(now: now) }
    if stopPlaying() || stopExport(now: now) { return }
    refuse(said("Nothing is under way that could be stopped."), now: now)
  }

  private mutating func quote(_ message: MessageID, in id: ConversationID, now: Date) {
    open(id, now: now)
    guard openID == id, timeline?.messages[message] != nil else {
      return refuse(said("That message is not loaded here."), now: now)
    }
    dropMessageMarks(now: now)
    messages.select(.message(message))
    quote(now: now)
    saveDraft(id, now: now)
  }

  private mutating func ifStatusMayChange(
    of id: ConversationID, now: Date, _ change: (inout DeskState) -> Void
  ) {
    guard me?.role.isStaff == true else {
      return refuse(said("Only support changes a status."), now: now)
    }
    guard let summary = conversations[id] else {
      return refuse(said("There is no conversation to change."), now: now)
    }
    if let problem = statusProblem(of: summary) {
      return refuse(problem.ended, about: id, now: now)
    }
    change(&self)
  }

  private mutating func use(token: String, now: Date) {
    if !(overlay is SignInPrompt) { wantSignIn() }
    changeOverlay(SignInPrompt.self) { $0.token = TextEditor(token) }
    performInOverlay(.accept, now: now)
    guard let prompt = overlay as? SignInPrompt, prompt.email == nil else { return }
    if let problem = prompt.problem { say(.warning, problem, now: now) }
    closeOverlay(now: now)
  }
}
