import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// Read marks: given once, not lost with a link, and true in whatever order they are heard.
@Suite struct ReadingTests {
  private static let mine = OpeningTests.mine

  /// Meera's desk with her conversation open, its mark known to have been heard.
  private func bench() -> Bench {
    var bench = OpeningTests.bench()
    bench.perform(.open(Self.mine), .markAllRead(Self.mine), .refresh)
    bench.forget()
    return bench
  }

  private func farmerWrites(_ bench: inout Bench, _ text: String = "new") -> Message {
    bench.server.write(text, by: "farmer", in: Self.mine, at: bench.now.date)
  }

  private func allRead(by reader: String, at date: Date) -> LiveEvent {
    ScriptedServer.event(
      "conversation:all-read",
      [
        ("conversationId", Self.mine.rawValue), ("readBy", reader),
        ("readAt", Timestamp.format(date)),
      ])
  }

  private func receipt(_ message: MessageID, by reader: String, at date: Date) -> LiveEvent {
    ScriptedServer.event(
      "message:read-receipt",
      [
        ("messageId", message.rawValue), ("conversationId", Self.mine.rawValue),
        ("readBy", reader), ("readAt", Timestamp.format(date)),
      ])
  }

  private func unread(_ bench: Bench) -> Int? { bench.shown[Self.mine]?.unread }

  // MARK: Links that die

  @Test func aMarkGivenToALinkThatWasDeadIsGivenAgain() {
    var bench = OpeningTests.bench()
    bench.holdsEmissions = { if case .markAllRead = $0 { true } else { false } }
    bench.perform(.open(Self.mine), .markAllRead(Self.mine))
    bench.heldEmissions = []
    bench.disconnect()
    bench.forget()
    bench.holdsEmissions = { _ in false }
    bench.connect()
    #expect(bench.emissions.contains(.markAllRead(Self.mine)))
    bench.perform(.refresh)
    #expect(unread(bench) == 0)
  }

  @Test func whatWasSeenOnALinkThatWasDeadIsReportedAgain() {
    var bench = bench()
    let message = farmerWrites(&bench)
    bench.hear(ScriptedServer.new(message, in: Self.mine))
    bench.perform(.seen(Self.mine, [message.id]))
    bench.disconnect()
    bench.forget()
    bench.connect()
    #expect(bench.emissions.contains(.read(message.id, in: Self.mine)))
  }

  @Test func whatTheServerIsKnownToHaveHeardIsNotReportedAgain() {
    var bench = bench()
    let message = farmerWrites(&bench)
    bench.hear(ScriptedServer.new(message, in: Self.mine))
    bench.perform(.seen(Self.mine, [message.id]))
    bench.hear(receipt(message.id, by: "meera", at: bench.now.date))
    bench.disconnect()
    bench.forget()
    bench.connect()
    #expect(bench.emissions == [.join(Self.mine)])
  }

  @Test func whoIsAwayWhenTheLinkComesBackMarksNothing() {
    var bench = OpeningTests.bench()
    bench.perform(.open(Self.mine), .markAllRead(Self.mine))
    bench.disconnect()
    bench.perform(.setPresent(false))
    bench.forget()
    bench.connect()
    #expect(!bench.emissions.contains(.markAllRead(Self.mine)))
    bench.perform(.setPresent(true))
    #expect(bench.emissions.contains(.markAllRead(Self.mine)))
  }

  @Test func whereOnlyRESTGoesThroughTheMarkGoesByREST() {
    var bench = OpeningTests.bench(online: false)
    bench.perform(.open(Self.mine))
    #expect(!bench.calls.contains(.markAllRead(Self.mine)))
    bench.perform(.markAllRead(Self.mine))
    #expect(bench.calls.contains(.markAllRead(Self.mine)))
    #expect(unread(bench) == 0)
    bench.forget()
    let message = farmerWrites(&bench)
    bench.advance(5)
    #expect(!bench.calls.contains(.markAllRead(Self.mine)), "it was not seen yet")
    bench.perform(.seen(Self.mine, [message.id]))
    bench.advance(5)
    #expect(bench.calls.contains(.markAllRead(Self.mine)))
    bench.forget()
    bench.advance(30)
    #expect(!bench.calls.contains(.markAllRead(Self.mine)), "once is enough")
  }

  // MARK: Any order

  @Test func myReadingOfBeforeDoesNotSwallowALaterMessage() {
    var bench = bench()
    let before = bench.now.date
    bench.advance(1)
    let message = farmerWrites(&bench)
    bench.hear(ScriptedServer.new(message, in: Self.mine))
    bench.hear(allRead(by: "meera", at: before))
    #expect(unread(bench) == 1)
    bench.perform(.seen(Self.mine, [message.id]))
    #expect(bench.emissions.contains(.read(message.id, in: Self.mine)))
    #expect(unread(bench) == 0)
  }

  @Test func myReadingElsewhereOfBeforeIsAskedAboutWhenTheConversationIsNotOpen() {
    var bench = OpeningTests.bench()
    let before = bench.now.date
    bench.advance(1)
    bench.hear(ScriptedServer.new(farmerWrites(&bench), in: Self.mine))
    bench.server.conversations[0].unreadCount = ["meera": 1]
    bench.hear(allRead(by: "meera", at: before))
    #expect(unread(bench) == 1)
  }

  @Test func myOwnReceiptIsNotCountedTwice() {
    var bench = bench()
    let messages = [farmerWrites(&bench, "one"), farmerWrites(&bench, "two")]
    for message in messages { bench.hear(ScriptedServer.new(message, in: Self.mine)) }
    #expect(unread(bench) == 2)
    bench.perform(.seen(Self.mine, [messages[0].id]))
    bench.hear(receipt(messages[0].id, by: "meera", at: bench.now.date))
    #expect(unread(bench) == 1)
  }

  @Test(arguments: [true, false])
  func aReadingHeardBeforeItsMessageCounts(_ isOfAll: Bool) {
    var bench = bench()
    let message = bench.server.write("mine", by: "meera", in: Self.mine, at: bench.now.date)
    bench.advance(1)
    bench.hear(
      isOfAll
        ? allRead(by: "farmer", at: bench.now.date)
        : receipt(message.id, by: "farmer", at: bench.now.date))
    bench.hear(ScriptedServer.new(message, in: Self.mine))
    #expect(bench.timeline(Self.mine).first { $0.id == message.id }?.isRead == true)
    bench.advance(1)
    let later = bench.server.write("later", by: "meera", in: Self.mine, at: bench.now.date)
    bench.hear(ScriptedServer.new(later, in: Self.mine))
    #expect(bench.timeline(Self.mine).first { $0.id == later.id }?.isRead == false)
  }
}
