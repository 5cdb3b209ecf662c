import ChatConnection
import ChatModel
import Faults
import JSON
import Sentences

/// Tells of an event that `emit` gave to its link and that a fault of `--fault` kept from leaving.
enum NotSent {
  /// Does what follows the event, and says why it did not leave where it did not.
  static func telling(
    _ context: Context, _ body: () async throws(Failure) -> Void
  ) async throws(Failure) {
    let faults = context.settings.linkFaults
    do throws(Failure) {
      try await body()
    } catch {
      warn(context, faults)
      guard let reason = reason(faults) else { throw error }
      // What was waited for is missing besides; that the link is down follows from it.
      let isMissing = error.status == .checkFailed
      throw Failure(error.status, isMissing ? "\(reason) \(error.message)" : reason)
    }
    warn(context, faults)
    if let reason = reason(faults) { throw Failure(.unavailable, reason) }
  }

  private static func warn(_ context: Context, _ faults: FaultControl) {
    guard faults.newestSent == .brokenOff else { return }
    context.output.warn(said("The event went out in part: the fault truncate cut its end off."))
  }

  /// In a sentence; nil where the event has left.
  private static func reason(_ faults: FaultControl) -> String? {
    switch faults.newestSent {
    case nil, .through, .brokenOff: nil
    case .lost: said("Not sent: the fault drop lost the event.")
    case .exchanged: said("Not sent: the fault reorder held the event back for a next one.")
    case .delayed:
      faults.plan.delay == nil
        ? said("Not sent: the fault bandwidth let the event wait for longer than this.")
        : said("Not sent: the fault delay held the event back for longer than this.")
    case .stalled: said("Not sent: the fault stall let nothing through any more.")
    case .cut: said("Not sent: the fault cut ended the connection before the event.")
    }
  }
}

extension FaultPlan {
  /// In seconds, so long it may hold back an event and what the server says to it.
  func longestHold(of emission: ClientEmission) -> Double {
    let bytes = emission.arguments.reduce(emission.name.utf8.count + 8) {
      $0 + $1.encodedBytes.count + 1
    }
    let all = emission.attachments.reduce(bytes) { $0 + $1.count }
    return longestHold(ofBytes: all) * 2 / .seconds(1)
  }
}
