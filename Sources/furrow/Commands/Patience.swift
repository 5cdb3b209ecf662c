import ChatClient
import Foundation
import Sentences
import Synchronization

/// Asks a server again once it may be asked, where it wanted to be left alone (row 30).
struct Patience: Sendable {
  /// Called with the time until which nothing is asked.
  let held: @Sendable (Date) -> Void

  /// - Parameter isChange: it is not asked again where the server may have done it.
  func callAsFunction<Value: Sendable>(
    isChange: Bool = false, _ ask: @Sendable () async throws(APIError) -> Value
  ) async throws -> Value {
    while true {
      do throws(APIError) {
        return try await ask()
      } catch {
        guard case .heldBack(let until, let mayHaveArrived) = error,
          !(isChange && mayHaveArrived)
        else { throw error }
        held(until)
        try await Task.sleep(for: .seconds(max(0.05, until.timeIntervalSinceNow)))
      }
    }
  }
}

extension Patience {
  /// Says so on stderr, each time once.
  init(_ output: Output) {
    let last = LastTime()
    self.init { until in
      if last.isNews(until) {
        output.note(said("\(APIError.holdWords(until: until)) It goes on then."))
      }
    }
  }

  private final class LastTime: Sendable {
    private let last = Mutex<Date?>(nil)

    /// Several calls that were under way are told of the same time.
    func isNews(_ until: Date) -> Bool {
      last.withLock { last in
        defer { last = max(last ?? until, until) }
        return last.map { until.timeIntervalSince($0) > 2 } ?? true
      }
    }
  }
}
