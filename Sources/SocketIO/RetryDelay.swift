// How long to wait before the next attempt, spread so that many clients do not return at once: after
// a loss doubling from a second, never more than five; after a DISCONNECT some minutes (row 29).

/// The reconnection table of docs/protocol.md.
package enum RetryDelay {
  /// min(1000·2ⁿ ± up to half of that, 5000) ms, the cap after the jitter.
  /// - Parameters:
  ///   - attempt: n, from 0.
  ///   - chance: 0 for half less, just under 1 for half more.
  package static func delay(attempt: Int, chance: Double) -> Duration {
    // Beyond the fourth doubling even the shortest delay is over the cap.
    let doublings = min(max(attempt, 0), 4)
    let base = Double(1000 << doublings)
    let spread = base * (0.5 + min(max(chance, 0), 1))
    return .milliseconds(Int(min(spread, 5000)))
  }

  /// Five minutes ± half: how long a client that was sent away stays away by itself.
  /// - Parameter chance: 0 for half less, just under 1 for half more.
  package static func absence(chance: Double) -> Duration {
    .milliseconds(Int(300_000 * (0.5 + min(max(chance, 0), 1))))
  }
}
