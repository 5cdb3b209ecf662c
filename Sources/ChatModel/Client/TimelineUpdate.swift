package import Foundation

/// A change to the window over the messages of one open conversation.
package struct TimelineUpdate: Hashable, Sendable {
  package var conversationID: ConversationID
  /// `messages` are all there are; what was held before is void.
  package var isReset: Bool
  /// New or changed messages, in timeline order.
  package var messages: [Message]
  /// Messages that the server no longer has (row 20): shown as removed.
  package var removed: [MessageID]
  /// Messages that the window has slid past: they are there, and no longer held.
  package var dropped: [MessageID]
  /// What a jump has found: the window was opened for it.
  package var landing: MessageID?
  package var extent: TimelineExtent

  package init(
    conversationID: ConversationID, isReset: Bool = false, messages: [Message] = [],
    removed: [MessageID] = [], dropped: [MessageID] = [], landing: MessageID? = nil,
    extent: TimelineExtent
  ) {
    self.conversationID = conversationID
    self.isReset = isReset
    self.messages = messages
    self.removed = removed
    self.dropped = dropped
    self.landing = landing
    self.extent = extent
  }
}

/// What lies behind an end of a window over a history.
package enum TimelineEnd: Hashable, Sendable {
  /// Nothing: this is the first message, or the newest.
  case none
  /// More, on this disk.
  case onDisk
  /// More, at the server alone.
  case atServer
  /// A stretch that is at the server alone, and behind it more that is on this disk.
  case gap
}

/// What is known of a timeline's completeness.
package struct TimelineExtent: Hashable, Sendable {
  /// What lies before the first message of the window.
  package var older: TimelineEnd
  /// What lies behind its last one; `.none` where the window goes on with the newest.
  package var newer = TimelineEnd.none
  /// Messages that came while the window was elsewhere, and that it does not hold.
  package var newBelow = 0
  /// The window holds nearly all that it may: what comes makes something else leave it.
  package var isFull = false
  /// Older or newer messages are being fetched.
  package var isLoading: Bool
  /// The last fetch failed, for this reason; what is shown may be out of date.
  package var problem: String?
  /// The last fetch failed because the server does not show this conversation to me (403).
  package var isForbidden = false
  /// The server does not let me into the room (row 2), nor take a message of mine there.
  package var isKeptOut = false
  package var freshness: Freshness
  /// Where it is polled: the seconds between two looks, which grow while nothing changes.
  package var pace: TimeInterval?

  package enum Freshness: Hashable, Sendable {
    /// From this disk alone; when it was last in step with the server, if ever.
    case cached(Date?)
    /// Compared with the server, and events of the room arrive.
    case live
    /// Compared with the server, and compared again every few seconds: the server does not let us
    /// into the room (row 2), has not answered yet, or the link is down.
    case polled
  }

  /// Nothing older exists.
  package var reachesStart: Bool { older == .none }
  /// The window ends with the newest message.
  package var reachesNewest: Bool { newer == .none }

  package init(
    reachesStart: Bool = false, isLoading: Bool = false, problem: String? = nil,
    freshness: Freshness = .cached(nil)
  ) {
    older = reachesStart ? .none : .atServer
    self.isLoading = isLoading
    self.problem = problem
    self.freshness = freshness
  }
}
