// A value that one thread gives once and one task waits for.

import Synchronization

final class Reply<Value: Sendable>: Sendable {
  private enum State {
    case empty
    case given(Value)
    case awaited(CheckedContinuation<Value, Never>)
    case over
  }

  private let state = Mutex(State.empty)

  func give(_ value: Value) {
    let waiting: CheckedContinuation<Value, Never>? = state.withLock { state in
      switch state {
      case .empty:
        state = .given(value)
        return nil
      case .awaited(let continuation):
        state = .over
        return continuation
      case .given, .over: preconditionFailure("a reply is given once")
      }
    }
    waiting?.resume(returning: value)
  }

  /// To be read once.
  var value: Value {
    get async {
      await withCheckedContinuation { continuation in
        let given: Value? = state.withLock { state in
          switch state {
          case .empty:
            state = .awaited(continuation)
            return nil
          case .given(let value):
            state = .over
            return value
          case .awaited, .over: preconditionFailure("a reply is awaited once")
          }
        }
        if let given { continuation.resume(returning: given) }
      }
    }
  }
}
