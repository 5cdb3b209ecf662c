import ChatModel
import Foundation

/// A request to be let into a room that the server has not answered.
///
/// Its answer is also a barrier: the server has read everything that was given to this connection
/// before it.
struct Join: Hashable, Sendable {
  var emission: EmissionID
  /// By `Moment.uptime`.
  var askedAt: TimeInterval
  var deadline: TimeInterval
  /// Asked only for the barrier: nobody needs the room.
  var isOnlyBarrier: Bool
  /// Without an answer the link is not believed to be up.
  var checksLink = false
  /// Unconfirmed sends that this connection took before: an answer proves that the server read them.
  var barrierCovers: Set<OutboxID>
}

/// What the server's answer to a join says.
enum JoinAnswer: Hashable, Sendable {
  /// It belongs to a join that was given up before: it lets in, and is no barrier.
  case late
  /// Nothing was asked: the server lets in by itself.
  case unasked
  case certain(Join)
  /// It may be an earlier join's answer said twice: it lets in, and is no barrier.
  case unclear(Join)

  /// The join that is over with it.
  var join: Join? {
    switch self {
    case .certain(let join), .unclear(let join): join
    case .late, .unasked: nil
    }
  }
}
