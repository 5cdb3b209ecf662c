// Writing a reply: every change is told as typing and saved as a draft; the text leaves the composer
// only when the client has it on the disk.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  /// Changes the open conversation's composer and does what follows from a change.
  mutating func editComposer(now: Date, _ change: (inout Composer) -> Void) {
    guard let id = openID else { return }
    var composer = composers[id] ?? Composer()
    let isNewText = composer.edit(at: now, change)
    if composer.offer != nil { composer.offerEmoji(lastUsed: used.texts(.emoji)) }
    composers[id] = composer
    // Whoever only watches is not seen typing.
    if isNewText, conversations[id]?.isMine == true, !messages.leavesNoTrace, !isOpeningHeld,
      !input.typing.isInOpeningText(at: now)
    {
      emit(.client(composer.editor.isEmpty ? .stoppedTyping(id) : .typed(id)))
    }
  }

  /// Does what a command means while writing; false when it is a matter of the desk.
  mutating func performInComposer(_ command: Command, now: Date) -> Bool {
    if performInEmojiOffer(command, now: now) { return true }
    switch command {
    case .send: send(now: now)
    case .interrupt: interrupt(now: now)
    case .deleteBack where takeOffLastFile(now: now): break
    case .undo:
      notices.dropWay(to: .undo)
      editComposer(now: now) { $0.undo() }
    case .slash: slash(now: now)
    case .redo: editComposer(now: now) { $0.redo() }
    case .up, .down:
      if !recall(command, now: now) { return edit(by: command, now: now) }
    case .pageUp, .pageDown: moveInMessages(command)
    case .externalEditor:
      requests.editorFor = openID
      // The editor may stay open for long.
      if let id = openID { saveDraft(id, now: now) }
      emit(.openEditor(composer?.editor.text ?? ""))
    default: return edit(by: command, now: now)
    }
    return true
  }

  /// Changes the text as an editing command says; false when the command is not about text.
  private mutating func edit(by command: Command, now: Date) -> Bool {
    let (columns, widths) = (max(1, metrics.composerColumns), metrics.widths)
    var isDone = false
    var ring = killRing
    editComposer(now: now) { composer in
      isDone = composer.editor.perform(command, columns: columns, widths: widths, ring: &ring)
    }
    killRing = ring
    return isDone
  }

  /// `Ctrl+C` never quits: it cancels uploads, else clears.
  private mutating func interrupt(now: Date) {
    guard let id = openID else { return }
    let uploads = outbox.values.contains { entry in
      if case .uploading = entry.state { entry.conversationID == id } else { false }
    }
    if uploads {
      emit(.client(.cancelUploads(id)))
      hint(said("Cancelling the upload."), about: id, now: now)
    } else if composer?.isEmpty == false {
      if let composer { undo.note(.draft(id, composer.draft(now: now))) }
      clearComposer(now: now)
    } else {
      let out = key(.cancel, in: .composer)
      hint(said("\(out) leaves the composer; \(key(.close, in: .list)) quits there."), now: now)
    }
  }

  // MARK: Sending

  private mutating func send(now: Date) {
    guard let id = openID, let composer else { return }
    if let problem = writingProblem {
      let kept = composer.isEmpty ? "" : said("Not sent, and kept here. ")
      hint((kept + problem).ended, about: id, now: now)
      return
    }
    guard composer.pending == nil else {
      hint(
        said("The last one is still being put down; Enter again in a moment."), about: id, now: now)
      return
    }
    let text = composer.editor.text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !text.isEmpty || !composer.attachments.isEmpty else {
      hint(said("Nothing is written yet."), about: id, now: now)
      return
    }
    if lookUpSlash(now: now) { return }
    for file in composer.attachments {
      guard case .refused(let reason) = file.judgement else { continue }
      hint(said("Not sent: \(reason)."), about: id, now: now)
      return
    }
    if let written = composer.oldSince, composer.asks == nil {
      let words =
        said("This draft to \(name(of: id)) is from \(clock(written)). Enter again sends it.")
      composers[id]?.ask(.oldDraft(written), words, at: now)
      return hint(words, about: id, now: now)
    }
    let doubt = gapQuestion(in: text, to: id) ?? repetition(in: composer, of: text, now: now)
    if let words = doubt, !isAskedAgain(composer, now: now) {
      composers[id]?.ask(.again(now), words, at: now)
      return ask(words, about: id, now: now)
    }
    if composer.isSuspect || input.isEnterDoubtful, !isAskedAgain(composer, now: now) {
      let words = said("Send to \(name(of: id))? Enter again.")
      composers[id]?.ask(.again(now), words, at: now)
      return ask(words, about: id, now: now)
    }
    if composer.holdsPastedLines {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
      open(
        PastePreview(
          title: said("SEND \(lines) LINES TO \(name(of: id))?  Enter sends, Esc goes back"),
          text: text, conversationID: id))
      return
    }
    submit(now: now)
  }

  /// Whether it was asked before this Enter, and not so shortly that both belong to one text.
  private func isAskedAgain(_ composer: Composer, now: Date) -> Bool {
    guard case .again(let at)? = composer.asks else { return false }
    return !(0..<TypingGuard.opening).contains(now.timeIntervalSince(at))
  }

  /// Something else than the second Enter was done, or nothing for long: the first one is forgotten,
  /// and what it asked with it.
  mutating func withdrawQuestion() {
    guard let id = openID, let asked = composers[id]?.asked else { return }
    composers[id]?.asks = nil
    if notices.statusLine?.text == asked.words { notices.statusLine = nil }
  }

  mutating func expireQuestion(now: Date) {
    if let end = questionDeadline, end <= now { withdrawQuestion() }
  }

  var questionDeadline: Date? {
    openID.flatMap { composers[$0]?.asked?.at.addingTimeInterval(Composer.questionLife) }
  }

  /// Hands the reply to the client; the composer keeps it until it is accepted.
  mutating func submit(now: Date) {
    guard let id = openID, var composer = composers[id], composer.pending == nil else { return }
    commitHeld(now: now)
    let pending = composer.beginSending(request: requests.next())
    composers[id] = composer
    emit(
      .client(
        .send(
          id, text: pending.text.trimmingCharacters(in: .whitespacesAndNewlines),
          files: pending.attachments, request: pending.request)))
    // What was said while it was written, or of the last attempt, is done with.
    if statusLine?.severity == .info || statusLine?.conversationID == id, !notices.isConfirming(now)
    {
      statusLine = nil
    }
    goToEnd()
  }

  mutating func accept(request: Int, now: Date) {
    guard let id = composers.first(where: { $0.value.pending?.request == request })?.key else {
      return
    }
    noteSent(composers[id]?.pending?.text ?? "", to: id, now: now)
    if composers[id]?.endSending() == false {
      hint(
        said("It went to \(name(of: id)) as it was; what you changed since is still here."),
        now: now)
    }
    saveDraft(id, now: now)
    tellHold(of: id, now: now)
    if signInNeeded != nil {
      hint(
        "Kept for \(name(of: id)); it goes once \(key: .signIn) has signed in.",
        now: now)
    }
    coach?.handle(.sent, at: now)
  }

  mutating func reject(request: Int, reason: String, now: Date) {
    guard let id = composers.first(where: { $0.value.pending?.request == request })?.key else {
      return
    }
    let words = Sanitizer.clause(reason)
    composers[id]?.pending = nil
    composers[id]?.problem = words
    say(
      .failure, said("Not sent to \(name(of: id)): \(words). The text is still there."), about: id,
      now: now)
  }

  // MARK: Drafts

  mutating func saveDueDrafts(now: Date) {
    guard let id = openID, composers[id]?.isDirty == true else { return }
    if let due = draftDeadline(now: now), due > now { return }
    saveDraft(id, now: now)
  }

  /// When the open conversation's draft goes to the disk; nil while it has nothing new, or at once.
  func draftDeadline(now: Date) -> Date? { openID.flatMap { composers[$0]?.deadline(now: now) } }

  mutating func saveDraft(_ id: ConversationID, now: Date) {
    if let draft = composers[id]?.takeDraft(now: now) { emit(.client(.saveDraft(id, draft))) }
  }

  mutating func saveAllDrafts(now: Date) {
    for id in composers.keys.sorted() { saveDraft(id, now: now) }
  }

  /// The client that was told of them has ended, perhaps before the disk took them.
  mutating func saveAllDraftsAgain(now: Date) {
    for (id, composer) in composers where composer.isOurs { composers[id]?.isDirty = true }
    saveAllDrafts(now: now)
  }

  mutating func noteEdited(_ text: String?, now: Date) {
    let id = requests.editorFor
    requests.editorFor = nil
    if text == nil { hint(said("The editor gave nothing back; the reply is as it was."), now: now) }
    guard let text, let id else { return }
    let trimmed = text.hasSuffix("\n") ? String(text.dropLast()) : text
    guard id == openID else {
      // It was closed meanwhile, perhaps because it is another's now.
      var composer = composers[id] ?? Composer()
      composer.editor.setText(trimmed)
      composer.makeOurs(at: now)
      composers[id] = composer
      saveDraft(id, now: now)
      hint(said("The reply to \(name(of: id)) is kept as a draft there."), now: now)
      return
    }
    editComposer(now: now) { $0.editor.setText(trimmed) }
    focus = .composer
  }

  /// "11:02" in the person's time zone; with the date when it was another day.
  func clock(_ date: Date) -> String {
    var style = Date.ISO8601FormatStyle(timeZone: configuration.timeZone)
    style = style.time(includingFractionalSeconds: false)
    return String(date.formatted(style).prefix(5))
  }
}
