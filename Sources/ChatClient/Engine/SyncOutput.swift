package import ChatModel

/// Work that `SyncEngine` wants done, as a value. Nothing here has happened yet.
package enum SyncOutput: Hashable, Sendable {
  /// Answered by `.answered` with the same id.
  case call(APICall, RequestID)
  /// Ends a call; it is still answered, at the latest with `.failed(.cancelled)`.
  case cancel(RequestID)
  /// Calls carry this token from now on.
  case useToken(String)
  /// Opens the live link, or opens it again with another token.
  case connect(token: String)
  /// Tries the link at once instead of waiting.
  case retryLink
  /// Opens the link anew at once: the one there is only seems to be up.
  case renewLink
  /// - Parameter within: how long the acknowledgement may take; nil: as long as the link stands.
  case emit(ClientEmission, EmissionID, acknowledged: Bool, within: Duration? = nil)
  /// Answered by `.stored` with the same id. Calls are performed in order.
  case store(StoreCall, RequestID)
  /// Reads size and first bytes of these files; answered by `.inspected` with the same id.
  case inspect([String], RequestID)
  case tell(ClientEvent)
}
