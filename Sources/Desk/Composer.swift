package import ChatModel
package import Foundation

/// The reply being written to one conversation.
package struct Composer: Hashable, Sendable {
  package internal(set) var editor: TextEditor
  /// Paths of the files that go with it.
  package internal(set) var attachments: [String]
  /// When the draft was written that was found here and not touched since; sending it asks twice.
  package internal(set) var oldSince: Date?
  /// Handed to the client, which has not said yet whether it is on the disk. The text stays here
  /// until then.
  package internal(set) var pending: Pending?
  /// Why the last try was rejected, in words.
  package internal(set) var problem: String?
  /// A question that a second Enter answers.
  package internal(set) var asks: Question?

  /// Lines were pasted: they are shown before they go.
  var holdsPastedLines: Bool
  /// When the draft last went to the disk, and whether it has changed since.
  var savedAt: Date?
  var isDirty: Bool

  package struct Pending: Hashable, Sendable {
    package let request: Int
    package let text: String
    package let attachments: [String]
  }

  package enum Question: Hashable, Sendable {
    /// "This draft is from 11:02. Enter again sends it."
    case oldDraft(Date)
  }

  package init(_ draft: Draft? = nil) {
    editor = TextEditor(draft?.text ?? "", isMultiline: true)
    attachments = draft?.attachments ?? []
    oldSince = draft.flatMap { $0.isEmpty ? nil : $0.editedAt }
    holdsPastedLines = false
    isDirty = false
  }

  package var isEmpty: Bool { editor.isEmpty && attachments.isEmpty }
}
