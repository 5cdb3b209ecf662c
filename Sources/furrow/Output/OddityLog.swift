import ChatModel
import Logging
import Synchronization

/// Writes to the log what servers answer or tell otherwise than the API says (row 28), each kind
/// once: the place of a record in its list makes no other kind.
final class OddityLog: Sendable {
  /// A server may invent as many kinds as it likes.
  private static let mostKinds = 500

  private let log: Logger
  private let told = Mutex<Set<String>>([])

  init(_ log: Logger) { self.log = log }

  /// - Parameter source: the call that was answered, or the event.
  func note(_ source: String, _ oddities: [UnexpectedShape]) {
    for oddity in oddities {
      let kind = "\(source): \(oddity)".replacing(/\[\d+\]/, with: "[]")
      let isNews = told.withLock { told in
        told.count < Self.mostKinds && told.insert(kind).inserted
      }
      if isNews { log.notice("\(kind)") }
    }
  }
}
