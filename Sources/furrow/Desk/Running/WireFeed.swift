import ChatConnection
import ChatModel
import Desk
import Synchronization
import TerminalIO

/// What comes on the wire between two looks of the desk: it is told once that there is something, and
/// fetches it when it has the time.
final class WireFeed: Sendable {
  private let waiting: Waiting
  private let book: WireBook
  private let listening: WireListening

  init(_ book: WireBook, inbox: Inbox<AccountAction>) {
    self.book = book
    let waiting = Waiting()
    self.waiting = waiting
    // Nothing ends with the last word of a listener, for that is said inside the book.
    listening = book.listen { record, relation in
      if waiting.add(WireEntry(record, relation)) { inbox.post(AccountAction(.wireCame)) }
    }
  }

  /// Everything since the last time.
  func take() -> WireNews {
    let (entries, lost) = waiting.take()
    return WireNews(entries: entries, lost: lost, header: book.header)
  }
}

/// What nobody has fetched yet.
private final class Waiting: Sendable {
  private struct State {
    var entries: [WireEntry] = []
    var lost = 0
  }

  /// What the pane keeps is enough.
  private static let most = WirePane.mostRecords

  private let state = Mutex(State())

  /// - Returns: whether it is the first one
  func add(_ entry: WireEntry) -> Bool {
    state.withLock { state in
      guard state.entries.count < Self.most else {
        state.lost += 1
        return false
      }
      state.entries.append(entry)
      return state.entries.count == 1
    }
  }

  func take() -> ([WireEntry], Int) {
    state.withLock { state in
      defer { state = State() }
      return (state.entries, state.lost)
    }
  }
}
