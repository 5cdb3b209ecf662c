import Synchronization

/// Where anybody, on any thread, leaves inputs for a session; it takes all that came together.
final class SessionInbox: Sendable {
  private let waiting = Mutex<[SyncInput]>([])
  /// One value for any number of inputs left since the last one was taken.
  let signals: AsyncStream<Void>
  private let signalling: AsyncStream<Void>.Continuation

  init() {
    (signals, signalling) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  func post(_ input: SyncInput) {
    waiting.withLock { waiting in
      // What came one after another over the link is one batch.
      if case .live(let more) = input, case .live(var events)? = waiting.last {
        waiting.removeLast()
        events += more
        waiting.append(.live(events))
      } else {
        waiting.append(input)
      }
    }
    signalling.yield()
  }

  func take() -> [SyncInput] {
    waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }

  func close() { signalling.finish() }
}
