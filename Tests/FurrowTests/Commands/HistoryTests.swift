import ChatClient
import ChatModel
import Foundation
import Testing

@testable import furrow

@Suite struct HistoryTests {
  private static let newestFirst = [true, false]

  private static func history(_ count: Int) -> [Message] {
    (0..<count).map { number in
      Message(
        id: .init("m\(number)"), content: "\(number)",
        createdAt: Date(timeIntervalSince1970: Double(number)))
    }
  }

  private func ids(_ range: Range<Int>) -> [MessageID] { range.map { .init("m\($0)") } }

  @Test(arguments: newestFirst, [0, 1, 99, 100, 101, 200, 201, 250])
  func theNewestComeOldestFirstWhicheverEndThePagesStartFrom(_ newestFirst: Bool, _ count: Int)
    async throws
  {
    let server = PagedServer(Self.history(count), newestFirst: newestFirst)
    let found = try await History(conversation: "c", api: server).newest(60, before: nil)
    #expect(found.messages.map(\.id) == ids(max(0, count - 60)..<count))
  }

  @Test(arguments: newestFirst)
  func allOfALongHistoryIsRead(_ newestFirst: Bool) async throws {
    let server = PagedServer(Self.history(730), newestFirst: newestFirst)
    let found = try await History(conversation: "c", api: server).newest(10_000, before: nil)
    #expect(found.messages.map(\.id) == ids(0..<730))
  }

  @Test(arguments: newestFirst)
  func messagesThatArriveMeanwhileLoseAndDoubleNone(_ newestFirst: Bool) async throws {
    let server = PagedServer(Self.history(430), newestFirst: newestFirst, arrivals: 7)
    let found = try await History(conversation: "c", api: server).newest(10_000, before: nil)
    let got = found.messages.map(\.id)
    #expect(Set(got).count == got.count)
    #expect(Array(got.prefix(430)) == ids(0..<430))
    #expect(got == got.sorted { Int($0.rawValue.dropFirst())! < Int($1.rawValue.dropFirst())! })
  }

  @Test(arguments: newestFirst)
  func thoseBeforeAMessageEndWithTheOneBeforeIt(_ newestFirst: Bool) async throws {
    let server = PagedServer(Self.history(350), newestFirst: newestFirst)
    let history = History(conversation: "c", api: server)
    #expect(try await history.newest(5, before: "m120").messages.map(\.id) == ids(115..<120))
    #expect(try await history.newest(5, before: "m2").messages.map(\.id) == ids(0..<2))
    #expect(try await history.newest(5, before: "m0").messages.isEmpty)
  }

  @Test(arguments: newestFirst)
  func thereIsNothingBeforeAMessageThatIsNotThere(_ newestFirst: Bool) async throws {
    let server = PagedServer(Self.history(350), newestFirst: newestFirst)
    await #expect(throws: Failure(.notFound, "There is no message x in this conversation.")) {
      _ = try await History(conversation: "c", api: server).newest(5, before: "x")
    }
  }

  @Test func aServerThatRepeatsOnePageForEverIsLeft() async throws {
    let server = PagedServer(Self.history(100), newestFirst: true, claimsMore: true)
    let found = try await History(conversation: "c", api: server).newest(10_000, before: nil)
    #expect(found.messages.count == 100)
    #expect(server.calls < 5)
  }
}
