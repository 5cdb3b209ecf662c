package import Foundation

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
  /// What that doubles to while nothing changes in a conversation that is watched without a trace.
  package var slowestWatching: TimeInterval = 30
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
  /// What was given to a connection that has ended, or to a call that failed, may still be taken by
  /// the server for this long.
  package var settling: TimeInterval = 10
  /// A link that is told to end has ended after this time.
  package var farewell: TimeInterval = 3
  /// A link that is not up for this long is down: messages go by REST.
  package var linkPatience: TimeInterval = 5
  /// Between two comparisons of an unconfirmed send with the history.
  package var comparison: TimeInterval = 5
  /// An unconfirmed send on a link that stands and proves nothing is left to the person after this time.
  package var comparisonPatience: TimeInterval = 90
  /// The first wait after REST did not get through; doubles to `restSlowest`.
  package var restRetry: TimeInterval = 2
  package var restSlowest: TimeInterval = 60
  /// The first message waits this long for an answer that tells the server's time.
  package var clock: TimeInterval = 3
  /// A note that is being written is on the disk after this time.
  package var noteDraft: TimeInterval = 2
  /// Between two writes of where somebody reads.
  package var positions: TimeInterval = 30
  /// What is accepted stays here so long, so that the person can take it back.
  package var sendHold: TimeInterval = 0
  /// Between two attempts to become the process that sends.
  package var leadRetry: TimeInterval = 5

  package init() {}
}
