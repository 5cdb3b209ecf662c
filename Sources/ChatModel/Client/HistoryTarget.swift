package import Foundation

/// A place in a conversation's history that is to be shown.
package enum HistoryTarget: Hashable, Sendable {
  case newest
  case start
  case message(MessageID)
  /// The first message at or after it, by the server's clock.
  case date(Date)
}
