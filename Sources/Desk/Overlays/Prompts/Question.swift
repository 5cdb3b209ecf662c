import ChatModel
import Foundation
import Sentences
import TextGrid

/// A question with yes and no. It names whom it concerns.
package struct Question: OverlayComponent {
  package let question: String
  /// What is lost or follows; may be empty.
  package let detail: String
  /// The key of yes and its word: "y drops it".
  package let yes: String
  /// The key of no and its word: "n keeps it".
  package let no: String
  let purpose: Purpose
  var beneath: AnyOverlay?

  enum Purpose: Hashable, Sendable {
    case quit
    case drop(OutboxID)
    case replace(Media, path: String)
    /// It is not opened; the next question is where.
    case save(Media, from: ConversationID)
    case discardDraft(ConversationID)
    case deleteNote(NoteID)
    /// They are written down with their notes, or without.
    case exportNotes([ConversationID], path: String)
    /// Or lets it ring again.
    case mute(ConversationID)
    case takeOver(ConversationID)
    /// The server is held against the contract.
    case check
    /// A recording is done again.
    case replay(String)
    case attach([OutboxFile], instead: String, in: ConversationID)
  }

  var keyContext: Keymap.Context { .confirm }
  var takesWheel: Bool { false }

  func hints(on desk: DeskState) -> [(Command, String)] {
    [(.accept, said("yes")), (.cancel, said("no"))]
  }

  mutating func handle(_ command: Command, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    guard command == .accept else {
      if case .exportNotes(let ids, let path) = purpose {
        desk.topmost = beneath
        desk.export(ids, to: path, withNotes: false, now: now)
        return .settled
      }
      if case .replace(_, let path) = purpose {
        desk.hint(
          said("\(Sanitizer.oneLine(path)) is kept as it was; nothing was saved."), now: now)
      }
      return .left
    }
    guard desk.input.isQuiet else {
      desk.refuse(said("That came very fast. Once more, if it was meant."), now: now)
      return .stays
    }
    desk.topmost = beneath
    switch purpose {
    case .quit: desk.quit(now: now)
    case .save(let media, let id): desk.askWhere(toSave: media, from: id)
    case .attach(let files, let text, let id):
      desk.attach(files, instead: text, in: id, now: now)
    case .discardDraft(let id): desk.discardDraft(id, now: now)
    case .mute(let id): desk.mute(id, now: now)
    case .takeOver(let id): desk.takeOver(id, now: now)
    case .check: desk.check()
    case .replay(let path): desk.replay(path)
    case .deleteNote(let id): desk.deleteNote(id, now: now)
    case .exportNotes(let ids, let path):
      desk.export(ids, to: path, withNotes: true, now: now)
    case .replace(let media, let path): desk.save(media, inPlaceOf: path, now: now)
    case .drop(let id): desk.dropEntry(id, now: now)
    }
    return .settled
  }
}
