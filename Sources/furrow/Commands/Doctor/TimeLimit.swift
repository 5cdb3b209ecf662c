import Synchronization

/// What `work` answers, or nil after `limit`: it is then cancelled and no longer waited for, even
/// if it does not heed that.
func within<Value: Sendable>(
  _ limit: Duration, _ work: @escaping @Sendable () async -> Value
) async -> Value? {
  await withCheckedContinuation { continuation in
    let race = Race(continuation)
    let worker = Task { race.finish(await work()) }
    let clock = Task {
      try? await Task.sleep(for: limit)
      worker.cancel()
      race.finish(nil)
    }
    race.atEnd { clock.cancel() }
  }
}

/// Resumes a continuation with whatever comes first.
private final class Race<Value: Sendable>: Sendable {
  private struct State {
    var continuation: CheckedContinuation<Value?, Never>?
    var action: (@Sendable () -> Void)?
  }

  private let state: Mutex<State>

  init(_ continuation: CheckedContinuation<Value?, Never>) {
    state = Mutex(State(continuation: continuation))
  }

  func finish(_ value: Value?) {
    let (continuation, action) = state.withLock { state in
      defer { state = State() }
      return (state.continuation, state.action)
    }
    continuation?.resume(returning: value)
    action?()
  }

  /// Runs `action` when the race is over, at once if it is already.
  func atEnd(_ action: @escaping @Sendable () -> Void) {
    let isOver = state.withLock { state in
      if state.continuation != nil { state.action = action }
      return state.continuation == nil
    }
    if isOver { action() }
  }
}
