package import ChatModel
package import Foundation

/// The client: decides what to ask, what to say, what to keep and what to tell, and does none of it.
///
/// It has no clock, no disk and no network; ids come from `configuration`. The same inputs at the
/// same moments give the same outputs.
package struct SyncEngine: Sendable {
  package let configuration: SyncConfiguration

  package init(_ configuration: SyncConfiguration) {
    self.configuration = configuration
  }

  /// When `.tick` is due, by `Moment.uptime`; nil while nothing is.
  package var nextDeadline: TimeInterval? { nil }

  /// Takes what happened; answers with what is to be done, in order.
  package mutating func handle(_ input: SyncInput, at now: Moment) -> [SyncOutput] {
    []
  }
}

/// What one engine is given from outside.
package struct SyncConfiguration: Hashable, Sendable {
  /// Begins the ids of this engine's outbox entries: random, never used by another engine.
  package var idPrefix: String
  package var timing: SyncTiming

  package init(idPrefix: String, timing: SyncTiming = SyncTiming()) {
    self.idPrefix = idPrefix
    self.timing = timing
  }
}

/// How long the client waits for what, in seconds.
package struct SyncTiming: Hashable, Sendable {
  /// Between two refreshes of an open conversation that changes.
  package var conversationRefresh: TimeInterval = 30
  /// Between two refreshes of the list.
  package var listRefresh: TimeInterval = 60
  /// What both double to while nothing changes or nobody is there.
  package var slowestRefresh: TimeInterval = 300
  /// Between two refreshes of an open conversation whose events do not reach us.
  package var watching: TimeInterval = 3
  /// A handed-over message without a confirmation becomes unsure.
  package var confirmation: TimeInterval = 15
  /// The server answers a join within this time or not at all.
  package var join: TimeInterval = 10
  /// At most one `typing:start` in this time.
  package var typingStart: TimeInterval = 2
  /// `typing:stop` follows the last key after this time.
  package var typingStop: TimeInterval = 2.5
  /// Another's typing is believed this long.
  package var typingBelieved: TimeInterval = 6
  /// A message of an ended connection may still be taken by the server for this long.
  package var settling: TimeInterval = 10

  package init() {}
}
