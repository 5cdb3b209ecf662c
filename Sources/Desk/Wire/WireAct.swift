import Foundation

/// Something that was sent by hand.
struct WireAct: Hashable, Sendable {
  /// The event's name, or method and path.
  let name: String
  /// The profile that sent it.
  let identity: String
  let isEvent: Bool
  /// When it is said that no answer came.
  var until: Date
  /// Of its record, once it is on the wire.
  var number: Int?
  /// The event that the server answered with, where that was no acknowledgement.
  var answer: String?

  /// In seconds.
  static let patience: TimeInterval = 10
  /// So many may wait at once.
  static let most = 32
}
