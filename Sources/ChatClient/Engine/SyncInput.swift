package import ChatModel

/// What happens to the client. `SyncEngine` takes these one by one.
package enum SyncInput: Hashable, Sendable {
  /// The first input: begin with this token.
  case start(token: String)
  case command(ClientCommand)
  /// A batch of the live link, in its order.
  case live([LiveEvent])
  /// The answer to an `APICall`; exactly one comes for each.
  case answered(RequestID, APIAnswer)
  /// How far an upload is, 0 to 1.
  case uploaded(RequestID, Double)
  /// The answer to a `StoreCall`; exactly one comes for each, in the order of the calls.
  case stored(RequestID, StoreAnswer)
  /// The answer to `SyncOutput.inspect`, one for each path, in order.
  case inspected(RequestID, [FileInspection])
  /// Another process changed what this account keeps on the disk.
  case changedElsewhere(StoreChange)
  /// `SyncEngine.nextDeadline` has come. An early tick does nothing.
  case tick
  /// The last input: leave rooms, stop typing.
  case stop
}
