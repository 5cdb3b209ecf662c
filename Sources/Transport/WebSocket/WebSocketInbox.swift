// Where a connection's thread leaves what arrived, and one task fetches it, all at once.

import Synchronization

final class WebSocketInbox: Sendable {
  private struct State {
    var messages: [WebSocketMessage] = []
    var bytes = 0
    var end: WebSocketEnd?
    var waiting: CheckedContinuation<WebSocketEvent?, Never>?

    mutating func next() -> WebSocketEvent? {
      if !messages.isEmpty {
        defer {
          messages = []
          bytes = 0
        }
        return .messages(messages)
      }
      return end.map(WebSocketEvent.ended)
    }
  }

  /// From here on the thread stops reading, in bytes.
  private static let capacity = 4 << 20
  private let state = Mutex(State())

  /// Whether the reader is far behind.
  var isFull: Bool { state.withLock { $0.bytes >= Self.capacity } }

  func put(_ messages: [WebSocketMessage]) {
    guard !messages.isEmpty else { return }
    deliver { state in
      state.messages.append(contentsOf: messages)
      state.bytes += messages.reduce(0) { $0 + $1.count }
    }
  }

  /// The first end counts.
  func finish(_ end: WebSocketEnd) {
    deliver { if $0.end == nil { $0.end = end } }
  }

  /// - Parameter isDrained: told after everything was taken.
  func next(isDrained: () -> Void) async -> WebSocketEvent? {
    let event = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<WebSocketEvent?, Never>) in
        let ready: WebSocketEvent?? = state.withLock { state in
          precondition(state.waiting == nil, "one receiver at a time")
          if let event = state.next() { return .some(event) }
          if Task.isCancelled { return .some(nil) }
          state.waiting = continuation
          return nil
        }
        if let ready { continuation.resume(returning: ready) }
      }
    } onCancel: {
      state.withLock { state in
        defer { state.waiting = nil }
        return state.waiting
      }?.resume(returning: nil)
    }
    isDrained()
    return event
  }

  private func deliver(_ change: (inout State) -> Void) {
    let (waiting, event) = state.withLock { state in
      change(&state)
      guard let waiting = state.waiting, let event = state.next() else {
        return (nil as CheckedContinuation<WebSocketEvent?, Never>?, nil as WebSocketEvent?)
      }
      state.waiting = nil
      return (waiting, event)
    }
    waiting?.resume(returning: event)
  }
}

extension WebSocketMessage {
  /// In bytes.
  package var count: Int {
    switch self {
    case .text(let bytes), .binary(let bytes): bytes.count
    }
  }
}
