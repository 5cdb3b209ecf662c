package import ChatModel
import Sentences

extension AuditEntry.Answer {
  /// How a change failed; nil where the server was not reached.
  package init?(_ error: APIError) {
    switch error {
    case .unreachable(_, mayHaveArrived: false), .localFile: return nil
    case .unreachable, .serverFailed, .notThisAPI, .heldBack(_, mayHaveArrived: true), .cancelled:
      self = .unknown(error.reason.clause)
    default: self = .refused(error.reason.clause)
    }
  }
}
