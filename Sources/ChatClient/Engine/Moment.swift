package import Foundation

/// A point in time by both clocks: one that is set by people and one that only ever goes forward.
///
/// Deadlines are kept by `uptime`, so that setting the clock neither fires nor delays a timer.
package struct Moment: Hashable, Sendable {
  /// In seconds, from any start; it goes on while the machine sleeps and never goes back.
  package var uptime: TimeInterval
  /// The local clock.
  package var date: Date

  package init(uptime: TimeInterval, date: Date) {
    self.uptime = uptime
    self.date = date
  }
}
