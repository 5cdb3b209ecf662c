package import Foundation
import Sentences

/// One of my own changes at the server, as it is kept on this computer: what was before, what was asked
/// for, and what the server said.
package struct AuditEntry: Hashable, Sendable {
  /// When the server answered, or did not, by the local clock.
  package var at: Date
  /// Whose sign-in asked for it.
  package var who: UserID
  /// nil where the conversation is not known, as of a message that was deleted.
  package var conversationID: ConversationID?
  /// The farmer's name, unsanitized.
  package var farmer: String?
  package var change: Change
  package var answer: Answer
  package var origin: Origin

  package enum Change: Hashable, Sendable {
    /// From nil: nobody knew.
    case status(from: ConversationStatus?, to: ConversationStatus)
    /// From nil: nobody's, or nobody knew.
    case agent(from: Person?, to: Person)
    case deletedConversation
    case deletedMessage(MessageID)
  }

  package struct Person: Hashable, Sendable {
    package var id: UserID
    /// Unsanitized.
    package var name: String?

    package init(id: UserID, name: String? = nil) {
      self.id = id
      self.name = name
    }

    package init(_ person: Participant) { self.init(id: person.id, name: person.fullName) }

    package var title: String { name ?? id.rawValue }
  }

  package enum Answer: Hashable, Sendable {
    case done
    /// The server's words, or ours where it had none.
    case refused(String)
    /// It did not answer, or not with what it should, and nobody knows.
    case unknown(String)
  }

  /// Where it was asked for.
  package enum Origin: String, Hashable, Sendable {
    case desk
    case command

    /// For a person.
    package var words: String {
      switch self {
      case .desk: said("desk", of: "where it was asked for")
      case .command: said("command", of: "where it was asked for")
      }
    }
  }

  /// Beyond so many the oldest go.
  package static let most = 50_000

  package init(
    at: Date, who: UserID, conversationID: ConversationID?, farmer: String? = nil, change: Change,
    answer: Answer, origin: Origin
  ) {
    self.at = at
    self.who = who
    self.conversationID = conversationID
    self.farmer = farmer
    self.change = change
    self.answer = answer
    self.origin = origin
  }
}
