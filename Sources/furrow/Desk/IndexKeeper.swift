import ChatClient

/// Takes what the history on this computer has got into what a search looks at: a little at a time, and
/// while nothing else goes on there.
final class IndexKeeper: Sendable {
  private let signalling: AsyncStream<Void>.Continuation
  private let work: Task<Void, Never>

  /// - Parameter quiet: so long nothing has come before the work begins
  init(_ history: any HistoryQueries, quiet: Duration = .seconds(1)) {
    let signals: AsyncStream<Void>
    (signals, signalling) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    work = Task.detached(priority: .background) {
      for await _ in signals {
        // What comes in a flood is looked at together.
        try? await Task.sleep(for: quiet)
        while !Task.isCancelled, (try? await history.indexMore()) == true {
          try? await Task.sleep(for: .milliseconds(20))
        }
      }
    }
    signal()
  }

  deinit { work.cancel() }

  /// Something has come.
  func signal() { signalling.yield() }
}
