// The clock of the benchmarks: a piece of work is done in rounds, and the fastest round counts, because
// whatever disturbs a round makes it slower.

/// A group of measurements, chosen by its name.
struct Suite: Sendable {
  let name: String
  let run: @Sendable () async -> Void

  static let all = [Suite.json, .model, .disk, .engine, .desk, .search]
}

/// Keeps the optimizer from leaving out work whose result nobody reads.
@inline(never)
func keep<Value>(_ value: borrowing Value) {}

/// Prints what one of `count` things costs that `work` does.
func measure(_ what: String, count: Int, rounds: Int = 7, _ work: () throws -> Void) rethrows {
  var best = Duration.seconds(3600)
  for _ in 0..<rounds { best = min(best, try ContinuousClock().measure { try work() }) }
  show(what, best, count)
}

/// The same of work that waits.
func measureAsync(
  _ what: String, count: Int, rounds: Int = 5, _ work: () async throws -> Void
) async rethrows {
  var best = Duration.seconds(3600)
  for _ in 0..<rounds {
    let start = ContinuousClock.now
    try await work()
    best = min(best, start.duration(to: .now))
  }
  show(what, best, count)
}

private func show(_ what: String, _ duration: Duration, _ count: Int) {
  let (seconds, attoseconds) = duration.components
  let each = (Double(seconds) * 1e9 + Double(attoseconds) / 1e9) / Double(max(1, count))
  print("| \(what) | \(Int(each.rounded())) | \(Int((1e9 / each).rounded())) |")
}
