import ChatClient
import ChatModel
import Foundation

/// A live link for one command: events are read one by one, for a limited time.
///
/// Not for sharing between tasks: one reader, which also closes it.
final class LiveSession {
  private let live: any LiveTransport
  private var batches: AsyncStream<[LiveEvent]>.Iterator
  private var waiting: [LiveEvent] = []
  private var lastEmission = 0
  private var deadline: Task<Void, Never>?

  init(_ live: any LiveTransport, token: String) {
    self.live = live
    batches = live.events.makeAsyncIterator()
    live.connect(token: token)
  }

  /// Ends the link after `seconds`; `next` then returns nil.
  func end(after seconds: Double) {
    let live = live
    deadline?.cancel()
    deadline = Task {
      try? await Task.sleep(for: .seconds(seconds))
      if !Task.isCancelled { await live.close() }
    }
  }

  /// Takes `end(after:)` back.
  func keepOpen() { deadline?.cancel() }

  /// Ends the link at SIGINT or SIGTERM, so that the server learns of it; `next` then returns nil.
  func endOnInterruption() {
    let live = live
    let interruption = Interruption()
    Task {
      await interruption.wait()
      await live.close()
    }
  }

  /// What came together, never empty; nil once the link is closed.
  func nextBatch() async -> [LiveEvent]? {
    guard waiting.isEmpty else {
      defer { waiting = [] }
      return waiting.reversed()
    }
    while let batch = await batches.next() { if !batch.isEmpty { return batch } }
    return nil
  }

  /// The next event; nil once the link is closed.
  func next() async -> LiveEvent? {
    while waiting.isEmpty {
      guard let batch = await batches.next() else { return nil }
      waiting = batch.reversed()
    }
    return waiting.popLast()
  }

  /// - Parameter limit: asks for an acknowledgement, which may take as long.
  @discardableResult
  func emit(_ emission: ClientEmission, acknowledgedWithin limit: Duration? = nil) -> EmissionID {
    lastEmission += 1
    let id = EmissionID(rawValue: lastEmission)
    live.emit(emission, id: id, acknowledged: limit != nil, within: limit)
    return id
  }

  func close() async {
    deadline?.cancel()
    await live.close()
  }
}
