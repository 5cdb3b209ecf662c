package import Foundation

/// The state of the live link, as it is shown.
package enum LinkState: Hashable, Sendable {
  case connecting
  case online(LinkTransport)
  /// Down for the reason given in words; the next attempt is at `retryAt`, if one is planned.
  case offline(reason: String, retryAt: Date?)
  /// The server has sent this client away (row 29); the next attempt that nobody asks for is at
  /// `retryAt`, minutes later.
  case sentAway(retryAt: Date)
  /// The server refused the sign-in or the connection; no retry by itself (row 15).
  case refused(reason: String)
}

/// How the live link travels.
package enum LinkTransport: String, Hashable, Sendable {
  case websocket
  case polling
}

/// A conversation with what this client makes of it.
package struct ConversationSummary: Hashable, Sendable, Identifiable {
  package var conversation: Conversation
  /// Assigned to me, or my own as a farmer; anything else is only watched.
  package var isMine: Bool
  /// Messages for me that I have not read.
  package var unread: Int
  /// Since when the farmer waits for an answer; nil when nobody waits.
  package var wait: Wait?

  package var id: ConversationID { conversation.id }

  package init(conversation: Conversation, isMine: Bool, unread: Int = 0, wait: Wait? = nil) {
    self.conversation = conversation
    self.isMine = isMine
    self.unread = unread
    self.wait = wait
  }
}

/// How long a farmer has waited: from the first message that no agent has answered, by message
/// direction and the server's clock, whatever the status says.
package struct Wait: Hashable, Sendable {
  package var since: Date
  /// False while the history before `since` is not known: the wait is at least this long.
  package var isExact: Bool

  package init(since: Date, isExact: Bool) {
    self.since = since
    self.isExact = isExact
  }
}

/// Somebody who can be given conversations (row 24).
package struct Agent: Hashable, Sendable, Identifiable {
  package var participant: Participant
  /// Conversations that are neither resolved nor closed; nil when no server numbers are known.
  package var activeConversations: Int?

  package var id: UserID { participant.id }

  package init(participant: Participant, activeConversations: Int? = nil) {
    self.participant = participant
    self.activeConversations = activeConversations
  }
}

/// Text being written to one conversation.
package struct Draft: Hashable, Sendable {
  package var text: String
  /// Paths of the files chosen to go with it.
  package var attachments: [String]
  /// By the local clock.
  package var editedAt: Date

  package init(text: String, attachments: [String] = [], editedAt: Date) {
    self.text = text
    self.attachments = attachments
    self.editedAt = editedAt
  }

  package var isEmpty: Bool { text.isEmpty && attachments.isEmpty }
}

/// Something a person should know, in one sentence.
package struct Notice: Hashable, Sendable {
  package enum Severity: Int, Hashable, Sendable { case info, warning, failure }

  package var severity: Severity
  package var text: String
  package var conversationID: ConversationID?

  package init(_ severity: Severity, _ text: String, about conversationID: ConversationID? = nil) {
    self.severity = severity
    self.text = text
    self.conversationID = conversationID
  }
}
