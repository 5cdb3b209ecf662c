import Synchronization

/// What was handed on and is not done yet, counted, so that whoever brings more waits where it has
/// become too much: a link is read more slowly while those behind it are busy.
package final class Backlog: Sendable {
  private struct State {
    var count = 0
    var isOpen = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let limit: Int
  private let state = Mutex(State())

  /// - Parameter limit: from so many on, `room` waits.
  package init(limit: Int) { self.limit = limit }

  package func add(_ count: Int) { state.withLock { $0.count += count } }

  package func remove(_ count: Int) {
    release { state in
      state.count -= count
      return state.count < limit
    }
  }

  /// Nobody waits any more, whatever there is.
  package func open() {
    release { state in
      state.isOpen = true
      return true
    }
  }

  /// Returns once there is less than the limit.
  package func room() async {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        if state.isOpen || state.count < limit { return true }
        state.waiting.append(continuation)
        return false
      }
      if isFree { continuation.resume() }
    }
  }

  private func release(_ change: (inout State) -> Bool) {
    let released = state.withLock { state -> [CheckedContinuation<Void, Never>] in
      guard change(&state) else { return [] }
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in released { continuation.resume() }
  }
}
