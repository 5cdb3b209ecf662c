import ChatClient
import ChatModel
import Foundation
import JSON
import Logging
import Testing

@testable import furrow

@Suite struct LogFileTests {
  private let folder: TemporaryFolder
  private let file: URL

  init() throws {
    folder = try TemporaryFolder()
    file = folder.file("state/furrow/default.log")
  }

  private func text(_ url: URL) -> String {
    (try? String(contentsOf: url, encoding: .utf8)) ?? ""
  }

  @Test func nothingIsMadeBeforeTheFirstLine() {
    let log = LogFile.logger(writingTo: file, level: .notice)
    log.info("not worth it")
    #expect(!FileManager.default.fileExists(atPath: file.path))
    log.notice("worth it")
    #expect(text(file).hasSuffix("notice worth it\n"))
  }

  @Test func theLogIsItsOwnersAlone() throws {
    LogFile.logger(writingTo: file, level: .notice).notice("x")
    #expect(try TemporaryFolder.rights(of: file) == 0o600)
    #expect(try TemporaryFolder.rights(of: file.deletingLastPathComponent()) == 0o700)
  }

  @Test func aTokenNeverGetsThere() {
    let log = LogFile.logger(writingTo: file, level: .notice)
    log.notice("sent Bearer \(Tokens.good) away", metadata: ["token": "\(Tokens.good)"])
    #expect(text(file).contains("sent Bearer (token) away token=(token)"))
    #expect(!text(file).contains("eyJ"))
  }

  @Test func whatComesFromOutsideStaysOnItsLine() {
    let log = LogFile.logger(writingTo: file, level: .notice)
    log.notice("a\n2026 error forged\u{1B}[2J\u{202E}")
    let lines = text(file).split(separator: "\n")
    #expect(lines.count == 1)
    #expect(!text(file).contains("\u{1B}"))
    #expect(!text(file).contains("\u{202E}"))
  }

  // Row 28.
  @Test func eachKindOfOddityIsLoggedOnce() {
    let log = OddityLog(LogFile.logger(writingTo: file, level: .notice))
    for number in 0..<40 {
      log.note(
        "GET chat/conversations",
        [
          UnexpectedShape(path: "data[\(number)].createdAt", problem: "is a string, not a time"),
          UnexpectedShape(path: "data[\(number)]._id", problem: "is missing"),
        ])
      log.note("message:new", [UnexpectedShape(path: "message._id", problem: "is missing")])
    }
    let lines = text(file).split(separator: "\n").map { String($0.dropFirst(25)) }
    #expect(
      lines == [
        "notice GET chat/conversations: data[].createdAt is a string, not a time",
        "notice GET chat/conversations: data[]._id is missing",
        "notice message:new: message._id is missing",
      ])
  }

  // Row 28.
  @Test func aLinkLogsWhatIsOddAboutItsEvents() async {
    let logger = LogFile.logger(writingTo: file, level: .notice)
    let (events, continuation) = AsyncStream<[LiveEvent]>.makeStream()
    let link = LoggedLink(
      StillLink(events: events), log: logger, oddities: OddityLog(logger))
    let batch: [LiveEvent] = [
      .event(name: "message:new", arguments: [["message": []]]),
      .event(
        name: "user:online", arguments: [["userId": "u", "timestamp": "Invalid date"]]),
      .event(name: "user:online", arguments: [["userId": "u"]]),
      .event(name: "a:new-thing", arguments: [7]),
    ]
    continuation.yield(batch)
    continuation.finish()
    var passed: [LiveEvent] = []
    for await batch in link.events { passed += batch }
    #expect(passed == batch, "nothing is kept from whoever listens")
    let lines = text(file).split(separator: "\n").map { String($0.dropFirst(25)) }
    #expect(
      lines == [
        "notice message:new: message is an array, not an object",
        "notice user:online: timestamp is a string, not an ISO 8601 time",
      ])
  }

  @Test func aFullLogMovesAsideAndTwoOldOnesAreKept() throws {
    let log = LogFile(file, largest: 100)
    for number in 0..<50 { log.append("line \(number) " + String(repeating: "x", count: 40)) }
    let names = try FileManager.default.contentsOfDirectory(
      atPath: file.deletingLastPathComponent().path)
    #expect(names.sorted() == ["default.log", "default.log.1", "default.log.2"])
    #expect(text(file).contains("line 49 "))
    let kept = [file.path + ".2", file.path + ".1", file.path].map { text(URL(filePath: $0)) }
    let lines = kept.joined().split(separator: "\n")
    #expect(lines.last?.hasPrefix("line 49 ") == true)
    let numbers = lines.compactMap { Int($0.split(separator: " ")[1]) }
    #expect(numbers == Array((50 - numbers.count)..<50), "none is lost at the turn")
  }

  @Test func twoProcessesWriteTheSameLogAlsoOverItsTurn() {
    let first = LogFile(file, largest: 100)
    let second = LogFile(file, largest: 100)
    for number in 0..<6 {
      (number % 2 == 0 ? first : second).append(
        "line \(number) " + String(repeating: "x", count: 40))
    }
    let all = [file.path + ".1", file.path].map { text(URL(filePath: $0)) }.joined()
    #expect(all.hasSuffix("line 5 " + String(repeating: "x", count: 40) + "\n"))
    for number in 2..<6 { #expect(all.contains("line \(number) ")) }
  }

  @Test func aLogThatCannotBeWrittenDisturbsNobody() throws {
    let blocker = try folder.write("", to: "blocker")
    let path = blocker.appending(path: "x/y.log")
    let log = LogFile.logger(writingTo: path, level: .notice)
    log.notice("nowhere")
    #expect(text(blocker).isEmpty)
    // It is written as soon as there is a place for it.
    try FileManager.default.removeItem(at: blocker)
    log.notice("here")
    #expect(text(path).contains("here"))
    #expect(!text(path).contains("nowhere"))
  }

  @Test func refusedDataAreNotRepeatedInTheLog() {
    let log = LogFile.logger(writingTo: file, level: .notice)
    Failure(.rejected, "content \"my secret words\" is too long").record(by: "send", in: log)
    Failure(.notFound, "Conversation not found.").record(by: "read", in: log)
    #expect(!text(file).contains("secret words"))
    #expect(text(file).contains("read: Conversation not found. status=66"))
  }
}

@Suite struct LinkStoryTests {
  @Test func aServerThatStaysAwayIsOneLineHoweverOftenItIsTried() {
    var story = LinkStory()
    #expect(story.line(for: .connecting) == nil)
    #expect(story.line(for: .connected(.polling, recovered: false)) == "link up over polling")
    #expect(story.line(for: .upgraded(.websocket)) == "link upgraded to websocket")
    #expect(story.line(for: .disconnected(reason: "gone", retryAt: nil)) == "link down: gone")
    #expect(story.line(for: .connecting) == nil)
    #expect(story.line(for: .disconnected(reason: "gone", retryAt: Date())) == nil)
    #expect(story.line(for: .disconnected(reason: "other", retryAt: nil)) == "link down: other")
    #expect(
      story.line(for: .connected(.websocket, recovered: true))
        == "link up over websocket, session recovered")
  }

  @Test func whatPeopleWriteIsNoPartOfTheStory() {
    var story = LinkStory()
    #expect(story.line(for: .event(name: "message:new", arguments: ["secret"])) == nil)
    let frame = WireRecord(
      identity: "farm", direction: .incoming, layer: .ws, name: "x", data: "secret")
    #expect(story.line(for: .wire(frame, WireRelation())) == nil)
  }
}

/// A link on which only what the test says happens.
private struct StillLink: LiveTransport {
  let events: AsyncStream<[LiveEvent]>

  func connect(token: String) {}
  func emit(
    _ emission: ClientEmission, id: EmissionID, acknowledged: Bool, within limit: Duration?
  ) {}
  func retryNow() {}
  func renew() {}
  func close() async {}
}
