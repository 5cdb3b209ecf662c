package import ChatModel
import Foundation
package import TextGrid

/// What lies over the middle of the desk and takes the keys; at most one.
package enum Overlay: Hashable, Sendable {
  case help(HelpOverlay)
  /// The notices, newest last; `top` is the first line shown.
  case log(top: Int)
  case statusMenu(StatusMenu)
  /// Whom to give the conversation.
  case reassign(ConversationID, Picker)
  case theme(Picker)
  case palette(Picker)
  case path(PathPrompt)
  /// Which of a message's file and links is opened.
  case openChoice(OpenChoice)
  case confirm(Confirmation)
  /// What has not reached the server.
  case outbox(OutboxView)
  case signIn(SignInPrompt)
  /// Lines that wait for a yes before they go, or text pasted where nothing can take it.
  case pastePreview(PastePreview)
}

/// The keys in force where it was asked, grouped.
package struct HelpOverlay: Hashable, Sendable {
  let context: Keymap.Context
  /// "the list", "the composer" …
  package internal(set) var title: String
  package internal(set) var lines: [HelpLine]
  package internal(set) var top: Int

  /// The columns of its text on a screen.
  package static func columns(_ size: Size) -> Int {
    max(12, min(size.columns - 6, HelpLine.mostColumns))
  }
}

/// A row of the help.
package enum HelpLine: Hashable, Sendable {
  case heading(String)
  case key(keys: String, does: String)
}

/// The four statuses, each on its letter.
package struct StatusMenu: Hashable, Sendable {
  package let conversationID: ConversationID
  package internal(set) var items: [Item]
  package internal(set) var selection: Int

  package struct Item: Hashable, Sendable {
    package let key: String
    package let label: String
    package let status: ConversationStatus
    /// Opens the longest waiting conversation afterwards.
    package let goesOn: Bool
    /// What the conversation's status is now.
    package let isCurrent: Bool
  }
}

/// A path being typed, with what the file system would complete it to.
package struct PathPrompt: Hashable, Sendable {
  package let purpose: Purpose
  package internal(set) var path = TextEditor()
  package internal(set) var completions: [String] = []
  /// Why the last choice cannot be used, in a sentence.
  package internal(set) var problem: String?
  /// The completions are those of what is typed now.
  var isAnswered = false
  /// A place in `completions`; nil while none is chosen.
  package internal(set) var selection: Int?

  /// What the file is wanted for.
  package enum Purpose: Hashable, Sendable {
    /// It goes with the reply to this conversation.
    case attach(ConversationID)
    /// What somebody sent is saved there.
    case save(Media, from: ConversationID)
  }

  init(_ purpose: Purpose) { self.purpose = purpose }
}

/// A question with yes and no. It names whom it concerns.
package struct Confirmation: Hashable, Sendable {
  package internal(set) var question: String
  /// What is lost or follows; may be empty.
  package internal(set) var detail: String
  /// The key of yes and its word: "y drops it".
  package internal(set) var yes: String
  /// The key of no and its word: "n keeps it".
  package internal(set) var no: String
  var purpose: Purpose
  /// What was open when it was asked, and is again afterwards.
  var returnsTo: OutboxView?

  enum Purpose: Hashable, Sendable {
    case quit
    case drop(OutboxID)
    case replace(Media, path: String)
    /// It is not opened; the next question is where.
    case save(Media, from: ConversationID)
    case discardDraft(ConversationID)
    case attach([OutboxFile], instead: String, in: ConversationID)
  }
}

/// A new token is needed. What is typed is a secret: only its length may be shown, as dots.
package struct SignInPrompt: Hashable, Sendable {
  package internal(set) var reason: String
  package internal(set) var token: TextEditor
  /// Why the last one could not be used.
  package internal(set) var problem: String?
}

/// A paste that does not go by itself.
package struct PastePreview: Hashable, Sendable {
  package internal(set) var title: String
  package internal(set) var text: String
  package internal(set) var top: Int
  /// Who would get it; nil when it is only looked at.
  package internal(set) var conversationID: ConversationID?
}
