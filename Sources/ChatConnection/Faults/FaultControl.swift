package import Faults
import Synchronization

/// The plan that is in force on the client's own link of one identity. It may change at any time.
package final class FaultControl: Sendable {
  private struct State {
    var plan: FaultPlan
    var since = ContinuousClock.now
    /// What of the plan's failures has not been answered yet.
    var failures: ArraySlice<Int>
    /// The token that the plan has expired: the first one that is seen.
    var expired: String?
    var newestSent: EventFate?
    var listeners: [@Sendable () -> Void] = []
  }

  private let state: Mutex<State>

  package init(_ plan: FaultPlan = FaultPlan()) {
    state = Mutex(State(plan: plan, failures: plan.failures[...]))
  }

  package var plan: FaultPlan { state.withLock { $0.plan } }

  /// What has become of the event that the link sent last under the plan; nil before the first one.
  package var newestSent: EventFate? { state.withLock { $0.newestSent } }

  func note(newestSent fate: EventFate) { state.withLock { $0.newestSent = fate } }

  /// Goes on with another plan, whose chance begins anew.
  package func use(_ plan: FaultPlan) {
    let listeners = state.withLock { state in
      let listeners = state.listeners
      state = State(plan: plan, failures: plan.failures[...], listeners: listeners)
      return listeners
    }
    for listener in listeners { listener() }
  }

  /// Tells of every other plan.
  func listen(_ listener: @escaping @Sendable () -> Void) {
    state.withLock { $0.listeners.append(listener) }
  }

  /// What the next call is answered instead; each counts once.
  func takeFailure() -> Int? {
    state.withLock { $0.failures.popFirst() }
  }

  /// Whether the plan has let this token expire. Another one, of a later sign-in, is good.
  func hasExpired(_ token: String) -> Bool {
    state.withLock { state in
      guard let expiry = state.plan.expiry else { return false }
      if state.expired == nil { state.expired = token }
      return token == state.expired && ContinuousClock.now >= state.since + expiry
    }
  }
}
