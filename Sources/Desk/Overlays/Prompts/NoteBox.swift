package import ChatModel
import Foundation
import Sentences
package import TextGrid

/// Where a note is written. Nothing that stands in it can be sent.
package struct NoteBox: OverlayComponent {
  package let conversationID: ConversationID
  /// The note that it replaces; nil for a new one.
  package let replaced: ConversationNote?
  package internal(set) var editor = TextEditor(isMultiline: true)
  /// Why what was put in last is not there, in a sentence.
  package internal(set) var problem: String?

  init(on id: ConversationID, _ text: String, replacing note: ConversationNote? = nil) {
    conversationID = id
    replaced = note
    editor = TextEditor(text, isMultiline: true)
  }

  /// In columns, on a screen of that size.
  package static func columns(_ size: Size) -> Int { max(8, min(size.columns - 8, 72)) }

  var keyContext: Keymap.Context { .note }
  var takesWheel: Bool { false }

  func word(for command: Command) -> String? { command == .note ? said("box") : nil }

  func hints(on desk: DeskState) -> [(Command, String)] {
    [(.accept, said("keep it")), (.newLine, said("new line")), (.cancel, said("close"))]
  }

  mutating func handle(_ command: Command, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    switch command {
    case .accept: return accept(on: &desk, now: now)
    case .newLine: edit(on: &desk) { $0.insert("\n", as: .typing) }
    case .cancel, .interrupt, .close:
      if local(desk) != nil {
        let whom = desk.name(of: conversationID)
        desk.hint("What you began to note on \(whom) is kept: \(key: .note) shows it.", now: now)
      }
      return .left
    default:
      let (columns, widths) = (Self.columns(desk.size), desk.metrics.widths)
      var ring = desk.killRing
      edit(on: &desk) { _ = $0.perform(command, columns: columns, widths: widths, ring: &ring) }
      desk.killRing = ring
    }
    return .stays
  }

  private func local(_ desk: DeskState) -> NoteDraft? { desk.local.noteDraft(in: conversationID) }

  mutating func edit(on desk: inout DeskState, _ change: (inout TextEditor) -> Void) {
    let before = editor
    change(&editor)
    guard editor.text != before.text else { return }
    problem = ConversationNote.problem(with: editor.text)
    if problem != nil { return editor = before }
    let isWorthIt = !editor.isEmpty && editor.text != replaced?.text
    let draft = isWorthIt ? NoteDraft(text: editor.text, note: replaced?.id) : nil
    desk.keep(LocalChange(.noteDraft(conversationID), draft.map(LocalRecord.noteDraft)))
  }

  private mutating func accept(on desk: inout DeskState, now: Date) -> OverlayOutcome {
    let text = editor.text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !text.isEmpty else {
      if replaced == nil {
        desk.hint(said("Type the note."), now: now)
      } else {
        desk.hint("An empty note says nothing; \(key: .cancel) leaves it.", now: now)
      }
      return .stays
    }
    // What began with the letter that opened the box may be a word that was meant for elsewhere.
    if desk.input.typing.isInOpenedField, desk.isTooSoon(for: said("this note"), now: now) {
      return .stays
    }
    desk.dropOverlay()
    if text == replaced?.text {
      desk.keep(LocalChange(.noteDraft(conversationID), nil))
    } else {
      desk.keepNote(text, on: conversationID, replacing: replaced, now: now)
    }
    return .settled
  }
}
