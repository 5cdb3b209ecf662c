import ChatClient
import Synchronization

/// Takes what the history on this computer has got into what a search looks at: a little at a time, and
/// while nothing else goes on there.
final class IndexKeeper: Sendable {
  private let signalling: AsyncStream<Void>.Continuation
  private let work: Task<Void, Never>
  private let signals = Signals()

  /// How much has come.
  private final class Signals: Sendable {
    let count = Atomic(0)
  }

  /// A flood that does not end is looked at after so many times `quiet`, a step at a time.
  private static let longestFlood = 10
  /// Between two steps others may write.
  private static let rest = Duration.milliseconds(4)

  /// - Parameters:
  ///   - quiet: so long nothing has come before the work goes on
  ///   - rests: is called when there is nothing left to do
  init(
    _ history: any HistoryQueries, quiet: Duration = .seconds(1),
    rests: @escaping @Sendable () -> Void = {}
  ) {
    let stream: AsyncStream<Void>
    (stream, signalling) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    work = Task.detached(priority: .background) { [signals] in
      var seen = -1
      for await _ in stream {
        var hasMore = false
        repeat {
          var waits = 0
          while seen != signals.count.load(ordering: .relaxed), waits < Self.longestFlood {
            seen = signals.count.load(ordering: .relaxed)
            waits += 1
            try? await Task.sleep(for: quiet)
          }
          try? await Task.sleep(for: Self.rest)
          if Task.isCancelled { return }
          hasMore = (try? await history.indexMore()) ?? false
        } while hasMore
        rests()
      }
    }
    signal()
  }

  deinit { work.cancel() }

  /// Something has come.
  func signal() {
    signals.count.add(1, ordering: .relaxed)
    signalling.yield()
  }
}
