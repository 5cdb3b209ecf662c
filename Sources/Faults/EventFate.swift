/// What has become of an event that was given to a connection under a plan.
package enum EventFate: Hashable, Sendable {
  case through
  /// Through, but for its end.
  case brokenOff
  case lost
  /// It waits for the next event, to go behind it.
  case exchanged
  /// It is on its way.
  case delayed
  /// Nothing gets through any more.
  case stalled
  /// The connection was ended before it was through.
  case cut
}
