import Glibc
import Testing

@testable import TerminalIO

struct InboxTests {
  private func isReadable(_ descriptor: Int32) -> Bool {
    var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&ready, 1, 0) == 1
  }

  @Test func whatIsPostedIsDrainedInOrderAndOnce() {
    let inbox = Inbox<Int>()
    inbox.post(1)
    inbox.post(contentsOf: [2, 3])
    #expect(inbox.drain() == [1, 2, 3])
    #expect(inbox.drain() == [])
  }

  @Test func aPollIsWokenWhileSomethingWaitsAndNotAfterwards() {
    let inbox = Inbox<Int>()
    #expect(!isReadable(inbox.descriptor))
    inbox.post(contentsOf: [])
    #expect(!isReadable(inbox.descriptor))
    inbox.post(1)
    inbox.post(2)
    #expect(isReadable(inbox.descriptor))
    _ = inbox.drain()
    #expect(!isReadable(inbox.descriptor))
    inbox.wake()
    #expect(isReadable(inbox.descriptor))
    #expect(inbox.drain() == [])
    inbox.post(3)
    #expect(isReadable(inbox.descriptor))
  }

  @Test func eventsFromManyThreadsAllArrive() async {
    let inbox = Inbox<Int>()
    await withTaskGroup(of: Void.self) { group in
      for thread in 0..<8 {
        group.addTask { for number in 0..<500 { inbox.post(thread * 1000 + number) } }
      }
    }
    let all = inbox.drain()
    #expect(all.count == 4000)
    for thread in 0..<8 {
      let own = all.filter { $0 / 1000 == thread }
      #expect(own == own.sorted())
    }
  }
}
