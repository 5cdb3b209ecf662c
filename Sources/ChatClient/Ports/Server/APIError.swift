import ChatModel
package import Foundation
import Sentences

/// Why a call to the server failed, by what can be done about it.
///
/// Messages are the server's own words (row 1) or ours, never HTML and never a token.
package enum APIError: Error, Hashable, Sendable {
  /// 401: no token, or one that is malformed, expired or revoked.
  case notSignedIn(String)
  /// 403.
  case notAllowed(String)
  /// 404 with a message.
  case notFound(String)
  /// 400, 413, 415, 422 and other refusals of the data sent.
  case rejected(status: Int, String)
  /// A 404 that is not of this API: the server has no such call (row 20).
  case noSuchCall(String)
  /// 5xx, with the server's words or its status line.
  case serverFailed(status: Int, String)
  /// The answer is not of this API: a proxy's page, JSON that is truncated or of the wrong shape.
  case notThisAPI(String)
  /// No answer came. `mayHaveArrived` says whether the request could have reached the server.
  case unreachable(String, mayHaveArrived: Bool)
  /// The server wants to be asked nothing before `until` (row 30); what was asked is not done.
  case heldBack(until: Date, mayHaveArrived: Bool)
  /// A file on this computer could not be read or written.
  case localFile(String)
  case cancelled

  /// The reason in words for people.
  package var reason: String {
    switch self {
    case .notSignedIn(let reason), .notAllowed(let reason), .notFound(let reason),
      .rejected(_, let reason), .noSuchCall(let reason), .serverFailed(_, let reason),
      .notThisAPI(let reason), .unreachable(let reason, _), .localFile(let reason):
      reason
    case .heldBack(let until, _): Self.holdWords(until: until)
    case .cancelled: said("it was broken off")
    }
  }

  /// That nothing goes to the server before `until`, in words.
  package static func holdWords(until: Date) -> String {
    said("The server wants to be left alone until \(Timestamp.timeOfDay(until)).")
  }

  /// Whether the server may have done what was asked although no good answer came.
  package var mayHaveArrived: Bool {
    switch self {
    case .unreachable(_, let mayHaveArrived), .heldBack(_, let mayHaveArrived): mayHaveArrived
    case .serverFailed, .notThisAPI, .cancelled: true
    case .notSignedIn, .notAllowed, .notFound, .rejected, .noSuchCall, .localFile: false
    }
  }
}
