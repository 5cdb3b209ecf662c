// Waits for work that cannot be told to hurry, and not for ever.

enum Patience {
  /// Returns when the work has ended, or after `limit`: the work goes on then, and nobody waits.
  static func wait(for limit: Duration, _ work: @escaping @Sendable () async -> Void) async {
    let (ends, end) = AsyncStream.makeStream(of: Void.self)
    Task {
      await work()
      end.finish()
    }
    let timer = Task {
      try? await Task.sleep(for: limit)
      end.finish()
    }
    for await _ in ends {}
    timer.cancel()
  }
}
