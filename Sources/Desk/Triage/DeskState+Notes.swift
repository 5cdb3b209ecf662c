// Notes on a conversation: its own box, colour and draft. They are never sent.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  /// A new note on the conversation that keys act on, or the one that was begun.
  mutating func writeNote(now: Date) {
    guard let target, conversations[target] != nil else {
      return refuse(said("There is no conversation to note something on."), now: now)
    }
    let draft = local.noteDraft(in: target)
    open(
      NoteBox(
        on: target, draft?.text ?? "", replacing: draft?.note.flatMap { local.note($0) }))
  }

  /// A note that was written already.
  mutating func edit(_ note: ConversationNote, now: Date) {
    if isTheirs(note, now: now) { return }
    let id = note.conversationID
    if let draft = local.noteDraft(in: id), draft.note != note.id {
      return refuse(
        "Another note on \(name(of: id)) is begun: \(key: .note) shows it.", now: now)
    }
    open(NoteBox(on: id, local.noteDraft(in: id)?.text ?? note.text, replacing: note))
  }

  mutating func keepNote(
    _ text: String, on id: ConversationID, replacing old: ConversationNote?, now: Date
  ) {
    var note: ConversationNote
    if let old {
      note = old
      note.text = text
      note.editedAt = now
    } else {
      noteNumber += 1
      note = ConversationNote(
        id: NoteID("\(configuration.notePrefix)-\(noteNumber)"), conversationID: id, text: text,
        writtenAt: now)
    }
    let key = LocalKey.note(note.id)
    let change = LocalChange(key, .note(note), base: old?.editedAt)
    // What was typed is not lost with the note.
    let before = [
      LocalChange(key, old.map(LocalRecord.note)),
      LocalChange(.noteDraft(id), .noteDraft(NoteDraft(text: text, note: old?.id))),
    ]
    keep([change], undoneBy: before, said("the note on \(name(of: id))"), about: id)
    keep(LocalChange(.noteDraft(id), nil))
    confirm(
      "Noted on \(name(of: id)); it \(keepingPlace).  \(key: .takeBack) takes it back", about: id,
      now: now)
    showNote(note)
  }

  /// The newest one is brought into sight, unless somebody reads further up.
  private mutating func showNote(_ note: ConversationNote) {
    guard note.conversationID == openID, messages.position == .follow else { return }
    messages.selection = nil
  }

  /// Whether it is a colleague's, who alone changes it; says so.
  private mutating func isTheirs(_ note: ConversationNote, now: Date) -> Bool {
    guard let author = note.author else { return false }
    refuse(said("That note is \(Sanitizer.oneLine(author))'s: only they change it."), now: now)
    return true
  }

  /// The notes of colleagues were read anew.
  mutating func noteTeam(_ notes: [ConversationNote], problems: [String], now: Date) {
    for problem in problems { say(.warning, Sanitizer.oneLine(problem), now: now) }
    let new = LocalData(
      Dictionary(notes.map { (.note($0.id), .note($0)) }) { first, _ in first })
    guard new != team else { return }
    team = new
    syncNotes()
    keepPlace()
  }

  /// All notes on a conversation, mine and those of colleagues, in the order in which they were written.
  func notes(on id: ConversationID) -> [ConversationNote] {
    // What I wrote stands there, too; here it may be newer.
    let theirs = team.notes(in: id).filter { local.note($0.id) == nil }
    guard !theirs.isEmpty else { return local.notes(in: id) }
    return (local.notes(in: id) + theirs).sorted {
      ($0.writtenAt, $0.id) < ($1.writtenAt, $1.id)
    }
  }

  mutating func askToDelete(_ note: ConversationNote, now: Date) {
    if isTheirs(note, now: now) { return }
    open(
      Question(
        question: said("Delete this note on \(name(of: note.conversationID))?"),
        detail: Sanitizer.oneLine(String(note.text.prefix(200))), yes: said("y deletes it"),
        no: said("n keeps it"), purpose: .deleteNote(note.id)))
  }

  mutating func deleteNote(_ id: NoteID, now: Date) {
    guard let note = local.note(id) ?? team.note(id) else { return }
    let place = note.conversationID
    let key = LocalKey.note(id)
    keep(
      [LocalChange(key, nil)], undoneBy: [LocalChange(key, .note(note))],
      said("the note on \(name(of: place)) is there again"), about: place)
    confirm(
      "The note on \(name(of: place)) is deleted.  \(key: .takeBack) takes it back", about: place,
      now: now)
  }

  /// The note that is chosen in the messages or in the details.
  var chosenNote: ConversationNote? {
    switch focus {
    case .messages:
      guard case .note(let id)? = messages.selection else { return nil }
      return local.note(id) ?? team.note(id)
    case .details:
      guard case .note(let note)? = detailsItem else { return nil }
      return note
    case .list, .composer, .wire: return nil
    }
  }

  /// The notes of the open conversation, in the places where they belong.
  mutating func syncNotes() {
    guard let timeline else { return }
    let notes = notes(on: timeline.conversationID)
    guard !notes.isEmpty || !timeline.notes.isEmpty else { return }
    let placed = timeline.places(of: notes) { serverTime($0.writtenAt) }
    if placed != timeline.notes { self.timeline?.notes = placed }
  }
}
