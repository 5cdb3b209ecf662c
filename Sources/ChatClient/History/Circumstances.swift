import ChatModel
import Foundation

/// What a step of the history may know of the rest.
struct Circumstances: Hashable, Sendable {
  var me: UserID?
  var isSignedIn: Bool
  var isOnline: Bool
  /// Somebody is at the desk.
  var isPresent: Bool
  /// Of the conversation that the step is about.
  var isMine: Bool
  /// Its room brings its messages.
  var isInside: Bool
  /// It is watched without a trace.
  var isHidden = false
  /// How often one whose events do not reach us is compared.
  var watchingPace: TimeInterval
  /// What the time between two comparisons grows to while nothing changes.
  var slowestPace: TimeInterval
  var now: Moment
}
