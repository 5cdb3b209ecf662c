// Where the wires of one process come together: numbers, time, what answers what. While nobody listens
// nothing is made and nothing is kept.

package import ChatModel
import Foundation
import Synchronization

package final class WireBook: Sendable {
  package typealias Reader = @Sendable (WireRecord, WireRelation) -> Void
  package typealias HeaderReader = @Sendable (WireHeader) -> Void

  private struct Listener {
    var id: Int
    var read: Reader
    var readHeader: HeaderReader?
  }

  private struct State {
    var readers: [Listener] = []
    var lastReader = 0
    /// How well the offset was known when it was told last, in µs.
    var told = Int64.max
    var lastNumber = 0
    var correlation = WireCorrelation()
    var offset = ServerOffset()
    var identities: [WireIdentity] = []
  }

  private let state = Mutex(State())
  private let listeners = Atomic(0)
  private let wantsRaw = Atomic(false)
  private let start = ContinuousClock.now
  private let wall = Date()
  private let program: String?

  /// - Parameter program: what writes it, with its version
  package init(program: String? = nil) { self.program = program }

  /// Whether anybody listens.
  package var isOpen: Bool { listeners.load(ordering: .relaxed) > 0 }

  /// Records keep their frames and bodies as text from now on.
  package func keepRaw() { wantsRaw.store(true, ordering: .relaxed) }

  var keepsRaw: Bool { wantsRaw.load(ordering: .relaxed) }

  /// The first line of a recording, with the server's clock and who takes part, as far as that is
  /// known by now.
  package var header: WireHeader { state.withLock { header($0) } }

  private func header(_ state: State) -> WireHeader {
    WireHeader(
      wall: wall, program: program, offset: state.offset.offset, within: state.offset.within,
      identities: state.identities)
  }

  /// Somebody takes part from now on; another one of that name does no more.
  package func identify(_ identity: WireIdentity) {
    state.withLock { state in
      guard !state.identities.contains(identity) else { return }
      state.identities.removeAll { $0.name == identity.name }
      state.identities.append(identity)
      for reader in state.readers { reader.readHeader?(header(state)) }
    }
  }

  /// Tells of every record from now on, in order and one at a time, as long as the listening is kept.
  ///
  /// - Parameters:
  ///   - header: told when it is another one: when somebody takes part, when the server's clock is
  ///     known, and when it is known twice as well
  ///   - reader: is called where the wire is read, and holds it up; it must not ask the book anything
  package func listen(
    header: HeaderReader? = nil, _ reader: @escaping Reader
  ) -> WireListening {
    let id = state.withLock { state in
      state.lastReader += 1
      state.readers.append(
        Listener(id: state.lastReader, read: reader, readHeader: header))
      return state.lastReader
    }
    listeners.add(1, ordering: .relaxed)
    return WireListening { [self] in stop(id) }
  }

  private func stop(_ id: Int) {
    let wasThere = state.withLock { state in
      let count = state.readers.count
      state.readers.removeAll { $0.id == id }
      if state.readers.isEmpty {
        state.correlation = WireCorrelation()
        state.told = .max
      }
      return state.readers.count < count
    }
    if wasThere { listeners.subtract(1, ordering: .relaxed) }
  }

  /// Numbers and dates a record, and tells it.
  ///
  /// - Returns: its number
  @discardableResult
  func note(_ record: WireRecord) -> Int {
    state.withLock { state in
      var record = record
      state.lastNumber += 1
      record.number = state.lastNumber
      // Inside the lock: numbers and times go up together.
      record.at = Self.microseconds(start.duration(to: .now))
      let relation = state.correlation.relate(record)
      record.answers = relation.answers
      for reader in state.readers { reader.read(record, relation) }
      return record.number
    }
  }

  /// An answer bears this date, in seconds since 1970.
  func learn(date: Int, asked: ContinuousClock.Instant) {
    // The wall clock as it went on since the start, whoever set it meanwhile.
    let wall = Int64(wall.timeIntervalSince1970 * 1e6)
    let (asked, heard) = (start.duration(to: asked), start.duration(to: .now))
    state.withLock { state in
      state.offset.learn(
        date: date, asked: wall + Self.microseconds(asked), heard: wall + Self.microseconds(heard))
      guard let within = state.offset.within, within <= state.told / 2 else { return }
      state.told = within
      for reader in state.readers { reader.readHeader?(header(state)) }
    }
  }

  private static func microseconds(_ duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
  }
}

/// Somebody listens to a wire until it is stopped or let go.
package final class WireListening: Sendable {
  private let end: @Sendable () -> Void

  fileprivate init(_ end: @escaping @Sendable () -> Void) { self.end = end }

  deinit { end() }

  package func stop() { end() }
}
