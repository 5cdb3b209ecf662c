import ChatModel
import Foundation
import JSON
import Synchronization
import Testing

@testable import ChatClient

/// More comes than can be handled: it waits where it comes from.
@Suite struct FloodTests {
  /// A disk that keeps each transaction waiting until it is told.
  private actor StuckStore: ForwardingStore {
    nonisolated let store = MemoryStore()
    private(set) var transactions: [Int] = []
    private var isOpen = false
    private var waiters: [CheckedContinuation<Void, Never>] = []
    private var isReached = false
    private var reachers: [CheckedContinuation<Void, Never>] = []

    func release() {
      isOpen = true
      for waiter in waiters { waiter.resume() }
      waiters = []
    }

    /// Returns once the first transaction waits.
    func reached() async {
      if !isReached { await withCheckedContinuation { reachers.append($0) } }
    }

    func apply(_ changes: [HistoryChange]) async {
      transactions.append(changes.count)
      isReached = true
      for reacher in reachers { reacher.resume() }
      reachers = []
      if !isOpen { await withCheckedContinuation { waiters.append($0) } }
      await store.apply(changes)
    }
  }

  @Test(.timeLimit(.minutes(5)))
  func whatWaitsForTheDiskIsWrittenInOneTransactionAndInOrder() async {
    let store = StuckStore()
    let inbox = SessionInbox()
    let disk = SessionDisk(store, inbox, Backlog(limit: 10))
    func change(_ number: Int) -> HistoryChange {
      .message(Message(id: MessageID("m\(number)"), content: "\(number)"), in: "c1")
    }
    disk.perform(.apply([change(0)]), RequestID(rawValue: 0))
    await store.reached()
    for number in 1...50 {
      disk.perform(.apply([change(number)]), RequestID(rawValue: number))
    }
    disk.perform(.drafts, RequestID(rawValue: 51))
    disk.perform(.apply([change(52)]), RequestID(rawValue: 52))
    await store.release()
    await disk.finish()
    #expect(await store.transactions == [1, 50, 1])
    let answered = inbox.take().compactMap { input -> Int? in
      if case .stored(let id, _) = input { id.rawValue } else { nil }
    }
    #expect(answered == Array(0...52), "each is answered, in order")
    #expect(await store.newestMessages("c1", limit: .max).count == 52)
  }

  @Test func liveBatchesThatComeOneAfterAnotherAreHandledAsOne() {
    let inbox = SessionInbox()
    inbox.post(.live([.connecting]))
    inbox.post(.live([.handedOver(EmissionID(rawValue: 1))]))
    inbox.post(.tick)
    inbox.post(.live([.connecting]))
    #expect(
      inbox.take() == [
        .live([.connecting, .handedOver(EmissionID(rawValue: 1))]), .tick, .live([.connecting]),
      ])
  }

  private final class Passed: Sendable {
    let count = Mutex(0)
  }

  @Test(.timeLimit(.minutes(5)))
  func whoBringsMoreThanTheLimitWaitsUntilSomeOfItIsDone() async {
    let backlog = Backlog(limit: 3)
    let passed = Passed()
    await backlog.room()
    backlog.add(3)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<5 {
        group.addTask {
          await backlog.room()
          passed.count.withLock { $0 += 1 }
        }
      }
      for _ in 0..<100 { await Task.yield() }
      #expect(passed.count.withLock { $0 } == 0)
      backlog.remove(1)
    }
    #expect(passed.count.withLock { $0 } == 5)
    backlog.add(100)
    backlog.open()
    await backlog.room()
  }
}
