package import ChatModel
package import Foundation

/// The reply being written to one conversation.
package struct Composer: Hashable, Sendable {
  package internal(set) var editor: TextEditor
  /// The files that go with it.
  package internal(set) var attachments: [Attachment]
  /// When the draft was written that was found here and not touched since; sending it asks twice.
  package internal(set) var oldSince: Date?
  /// Handed to the client, which has not said yet whether it is on the disk. The text stays here
  /// until then.
  package internal(set) var pending: Pending?
  /// Why the last try was rejected, in words.
  package internal(set) var problem: String?
  /// A question that a second Enter answers.
  package internal(set) var asks: Question?

  /// Files that undo can bring back, the last taken off last.
  var setAsides: [SetAside] = []
  /// It began with the letter that opened the composer, which may have been none that was meant so.
  var isSuspect = false
  /// Lines were pasted: they are shown before they go.
  var holdsPastedLines = false
  /// By the local clock; nil for an empty one that was never touched.
  var editedAt: Date?
  /// Changed by this program since it started: what the disk says later is older.
  var isOurs = false
  /// Changed since it last went to the disk.
  var isDirty = false
  var savedAt: Date?
  /// When it was last emptied by hand; nil once that is on the disk.
  var emptiedAt: Date?
  /// Another program has put a text of its own in its place on the disk.
  var isSuperseded = false
  /// False while the disk does not take it.
  var isKept = true

  /// What was handed to the client, as it was then.
  package struct Pending: Hashable, Sendable {
    package let request: Int
    package let text: String
    package let attachments: [String]
  }

  /// What Enter has to be pressed again for.
  package enum Question: Hashable, Sendable {
    /// "This draft is from 11:02. Enter again sends it."
    case oldDraft(Date)
    /// "Send to Lakshmi? Enter again." Asked then.
    case again(Date)
  }

  package init(_ draft: Draft? = nil) {
    editor = TextEditor(draft?.text ?? "", isMultiline: true)
    attachments = draft?.attachments.map { Attachment($0) } ?? []
    editedAt = draft?.editedAt
  }

  package var isEmpty: Bool { editor.isEmpty && attachments.isEmpty }

  /// What goes to the disk.
  func draft(now: Date) -> Draft {
    Draft(text: editor.text, attachments: attachments.map(\.path), editedAt: editedAt ?? now)
  }

  /// Left and come back to: what was not touched since asks before it goes.
  mutating func rest() {
    asks = nil
    oldSince = isEmpty ? nil : editedAt
  }
}
