import ChatModel
import Desk
import Testing
import TerminalIO

@testable import ChatConnection
@testable import furrow

/// Between the wire and the desk: bounded, and told of once.
@Suite struct WireFeedTests {
  private let record = WireRecord(
    identity: "meera", direction: .incoming, layer: .sio, name: "user:online", bytes: 60)

  @Test func aFloodIsToldOfOnceAndHeldWithinBounds() {
    let book = WireBook()
    let inbox = Inbox<AccountAction>()
    let feed = WireFeed(book, inbox: inbox)
    for _ in 0..<12_000 { book.note(record) }
    #expect(inbox.drain() == [AccountAction(.wireCame)])
    var news = feed.take()
    #expect(news.entries.count == WirePane.mostRecords)
    #expect(news.lost == 12_000 - WirePane.mostRecords)
    #expect(news.entries.map(\.record.number) == Array(1...WirePane.mostRecords))
    book.note(record)
    #expect(inbox.drain() == [AccountAction(.wireCame)])
    news = feed.take()
    #expect(news.entries.map(\.record.number) == [12_001])
    #expect(news.lost == 0)
  }

  @Test func nothingIsMadeWhileNobodyListens() {
    let book = WireBook()
    var feed: WireFeed? = WireFeed(book, inbox: Inbox())
    #expect(book.isOpen)
    feed = nil
    #expect(feed == nil && !book.isOpen)
  }

  @Test func eachListenerHearsEachRecordOnceAndInOrder() {
    let book = WireBook()
    let first = WireFeed(book, inbox: Inbox())
    book.note(record)
    let second = WireFeed(book, inbox: Inbox())
    book.note(record)
    #expect(first.take().entries.map(\.record.number) == [1, 2])
    #expect(second.take().entries.map(\.record.number) == [2])
  }
}
