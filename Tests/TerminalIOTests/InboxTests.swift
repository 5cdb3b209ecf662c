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

  @Test func whatJoinsAnotherTakesNoPlace() {
    let inbox = Inbox<Int> { event, waiting in
      guard let last = waiting.last, last / 10 == event / 10 else { return false }
      waiting[waiting.count - 1] = event
      return true
    }
    inbox.post(11)
    inbox.post(contentsOf: [12, 20, 21])
    inbox.post(13)
    #expect(inbox.drain() == [12, 21, 13])
  }

  @Test func postedEventsRestForAFrameAndNoLonger() {
    var pace = FramePace()
    let start = ContinuousClock.now
    #expect(pace.takesEvents(at: start))
    pace.noteEvents(at: start)
    #expect(!pace.takesEvents(at: start + .milliseconds(16)))
    #expect(pace.takesEvents(at: start + FramePace.frame))
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
