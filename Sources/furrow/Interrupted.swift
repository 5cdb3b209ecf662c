import Synchronization

/// Whether somebody has interrupted, for who asks or wants to be told.
final class Interrupted: Sendable {
  private struct State {
    var happened = false
    var actions: [@Sendable () -> Void] = []
  }

  private let state = Mutex(State())

  init() {
    let interruption = Interruption()
    Task { [weak self] in
      await interruption.wait()
      self?.happen()
    }
  }

  var happened: Bool { state.withLock { $0.happened } }

  /// Acts once somebody interrupts, at once where that was before.
  func whenItHappens(_ action: @escaping @Sendable () -> Void) {
    let isLate = state.withLock { state in
      if !state.happened { state.actions.append(action) }
      return state.happened
    }
    if isLate { action() }
  }

  private func happen() {
    let actions = state.withLock { state in
      defer { state = State(happened: true) }
      return state.actions
    }
    for action in actions { action() }
  }
}
