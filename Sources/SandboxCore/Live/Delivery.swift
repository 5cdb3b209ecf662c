// What leaves the sandbox by itself: events for live sessions, and facts for simulated people.

package import ChatModel
package import JSON

/// One live session. Whoever carries it chooses the name; its Socket.IO sid is a good one.
package struct LiveSessionID: Hashable, Sendable, ExpressibleByStringLiteral {
  package let rawValue: String

  package init(_ rawValue: String) { self.rawValue = rawValue }
  package init(stringLiteral value: String) { rawValue = value }
}

/// An event for some live sessions.
package struct Delivery: Hashable, Sendable {
  /// Never empty; each once.
  package var sessions: [LiveSessionID]
  package var event: String
  /// The event's one argument.
  package var data: JSONValue
  /// How long to hold it back.
  package var delay = Duration.zero
}

/// Something that happened in the sandbox, whoever did it.
package enum SandboxFact: Hashable, Sendable {
  /// Told for each session that is not simulated, and for a simulated person's first.
  case connected(UserID, isSimulated: Bool)
  /// The last session of this person closed.
  case disconnected(UserID)
  case joined(ConversationID, by: UserID)
  case left(ConversationID, by: UserID)
  /// A page of the history was fetched.
  case looked(ConversationID, by: UserID)
  case typing(ConversationID, by: UserID)
  case stoppedTyping(ConversationID, by: UserID)
  case said(Utterance)
  case read(ConversationID, by: UserID)
  case status(ConversationID, ConversationStatus, by: UserID)
  case reassigned(ConversationID, from: UserID?, to: UserID)
  /// The data file could not be written, for this reason; the next command tries again.
  case storageFailed(String)

  /// A message that was stored.
  package struct Utterance: Hashable, Sendable {
    package var message: MessageID
    package var conversation: ConversationID
    package var sender: UserID
    package var kind: MessageKind
    /// nil for media.
    package var text: String?
  }
}

/// A person as `furrow serve` lists them.
package struct SandboxPerson: Hashable, Sendable {
  package var id: UserID
  package var name: String
  package var role: Role
  package var email: String
  package var password: String
}
