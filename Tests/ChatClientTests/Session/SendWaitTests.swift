import ChatModel
import Foundation
import Testing

@testable import ChatClient

struct SendWaitTests {
  private static let entry = OutboxEntry(
    id: "e1", conversationID: "c", body: .text("hi"), createdAt: Date(timeIntervalSince1970: 0))

  /// What the waiter is given when these events are heard, in this order.
  private func outcome(_ events: [ClientEvent]) async -> (Result<[OutboxEntry], NotAccepted>, Bool)
  {
    var isKnown = false
    let result = await withCheckedContinuation { continuation in
      var wait = SendWait(continuation)
      for event in events where !isKnown { isKnown = wait.handle(event, -1) }
      wait.end()
    }
    return (result, isKnown)
  }

  @Test func aSendIsWaitedForUntilTheServerHasIt() async throws {
    let (waiting, isKnown) = await outcome([.accepted(request: -1, ["e1"]), .outbox([Self.entry])])
    #expect(try waiting.get() == [Self.entry])
    #expect(!isKnown)
    var sent = Self.entry
    sent.state = .sent("m")
    let (done, wasKnown) = await outcome([.accepted(request: -1, ["e1"]), .outbox([sent])])
    #expect(try done.get() == [sent])
    #expect(wasKnown)
  }

  /// Row 15: a refused token is told at once, not after the whole wait.
  @Test func aSendIsNotWaitedForOnceANewSignInIsNeeded() async throws {
    for events: [ClientEvent] in [
      [.accepted(request: -1, ["e1"]), .outbox([Self.entry]), .signInNeeded(reason: "expired")],
      [.signInNeeded(reason: "expired"), .accepted(request: -1, ["e1"]), .outbox([Self.entry])],
    ] {
      let (kept, isKnown) = await outcome(events)
      #expect(try kept.get() == [Self.entry])
      #expect(isKnown)
    }
  }

  @Test func aMessageThatAnotherProcessDroppedIsNotWaitedForAndDidNotGetThere() async throws {
    let (gone, isKnown) = await outcome([
      .accepted(request: -1, ["e1"]), .outbox([Self.entry]), .outboxDropped(["e1"]),
    ])
    #expect(isKnown)
    #expect(
      try gone.get().map(\.state) == [
        .failed("another furrow dropped it from the outbox before it was confirmed")
      ])
  }

  @Test func aRefusalOfTheDiskEndsTheWait() async {
    let (refused, isKnown) = await outcome([.rejected(request: -1, reason: "the disk is full")])
    #expect(throws: NotAccepted(reason: "the disk is full")) { try refused.get() }
    #expect(isKnown)
  }
}
