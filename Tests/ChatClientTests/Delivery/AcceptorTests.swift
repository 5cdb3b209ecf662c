import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// Acceptance alone: one send after another, from the key to the disk.
@Suite struct AcceptorTests {
  private static let date = Date(timeIntervalSince1970: 1_760_000_000)
  private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  private var acceptor = Acceptor(idPrefix: "t")

  private mutating func send(_ text: String, files: [String] = [], _ request: Int) -> [Acceptor
    .Fact]
  {
    acceptor.send("c1", text: text, files: files, request: request, at: Self.date)
  }

  private static func kept(_ facts: [Acceptor.Fact]) -> [OutboxEntry] {
    for case .keeps(let entries) in facts { return entries }
    return []
  }

  private static func picture(_ path: String) -> FileInspection {
    FileInspection(path: path, result: .success(.init(size: 100, head: png)))
  }

  @Test mutating func blankTextWithoutFilesIsRejected() {
    let facts = send(" \n ", 1)
    #expect(facts == [.rejected(request: 1, reason: "There is nothing to send.")])
  }

  @Test mutating func theSecondSendWaitsForTheDiskToHaveTheFirst() {
    let first = Self.kept(send("one", 1))
    #expect(first.map(\.id) == ["t-1"])
    let waiting = send("two", 2)
    #expect(waiting.isEmpty)
    let facts = acceptor.handleStoreResult(.done, of: first, at: Self.date)
    #expect(facts.first == .accepted(request: 1, first))
    #expect(Self.kept(facts).map(\.body) == [.text("two")])
  }

  @Test mutating func theNextGoesOnWhenTheDiskRefusesOne() {
    let first = Self.kept(send("one", 1))
    _ = send("two", 2)
    let facts = acceptor.handleStoreResult(.failed(.full), of: first, at: Self.date)
    #expect(
      facts.first == .rejected(request: 1, reason: "The message was not kept: the disk is full."))
    #expect(Self.kept(facts).map(\.body) == [.text("two")])
  }

  @Test mutating func filesAreLookedAtBeforeTheyAreKeptAndTheTextComesLast() throws {
    let looking = send("look", files: ["/a.png"], 1)
    #expect(looking == [.inspects(["/a.png"])])
    let facts = acceptor.handleInspection([Self.picture("/a.png")], at: Self.date)
    let bodies = Self.kept(facts).map(\.body)
    #expect(bodies.count == 2 && bodies.last == .text("look"))
    guard case .file(let file)? = bodies.first else { throw Missing() }
    #expect(file.name == "a.png" && file.format == "image/png")
  }

  private struct Missing: Error {}

  @Test mutating func oneFileThatCannotGoRejectsTheWholeSend() {
    _ = send("look", files: ["/a.png", "/b.png"], 1)
    let gone = FileInspection(path: "/b.png", result: .failure(.init("there is no such file")))
    let facts = acceptor.handleInspection([Self.picture("/a.png"), gone], at: Self.date)
    #expect(
      facts == [
        .rejected(request: 1, reason: "b.png cannot be read: there is no such file.")
      ])
  }

  @Test mutating func moreThanFiveOfAKindAreRejected() {
    let paths = (1...6).map { "/\($0).png" }
    _ = send("", files: paths, 1)
    let facts = acceptor.handleInspection(paths.map(Self.picture), at: Self.date)
    #expect(
      facts == [
        .rejected(request: 1, reason: "At most 5 files of a kind can be sent at once; image: 6.")
      ])
  }

  @Test mutating func theEndRejectsWhatIsNotOnItsWayToTheDisk() {
    let first = Self.kept(send("one", 1))
    _ = send("two", 2)
    let facts = acceptor.end()
    #expect(
      facts == [
        .rejected(request: 2, reason: "It was not kept before the end: send it again.")
      ])
    let last = acceptor.handleStoreResult(.done, of: first, at: Self.date)
    #expect(last == [.accepted(request: 1, first)])
  }
}
