import ChatModel
import Foundation
import JSON
import Testing

@testable import ChatClient

/// A server confirms otherwise than the API says (row 28): what it has is never told as failed, and
/// nothing is told under another's id.
@Suite struct OddConfirmationTests {
  private static let lakshmi = SendingTests.lakshmi
  private static let ramesh = SendingTests.ramesh

  /// One text in each conversation that the server has been given and says nothing of.
  private func bench(_ texts: [(ConversationID, String)], echoes: Bool = false) -> Bench {
    var bench = SendingTests.bench()
    if echoes {
      bench.perform(SendingTests.text(Self.lakshmi, "before", 9))
      #expect(bench.states == [.sent(bench.timelineID("before", Self.lakshmi))])
    }
    bench.holdsEmissions = { if case .send = $0 { true } else { false } }
    for (request, (id, text)) in texts.enumerated() {
      bench.perform(SendingTests.text(id, text, request))
    }
    return bench
  }

  private func write(_ text: String, _ id: ConversationID, _ bench: inout Bench) -> MessageID {
    bench.server.write(text, by: "meera", in: id, at: bench.now.date).id
  }

  private func sent(_ members: JSONObject) -> LiveEvent {
    .event(name: "message:sent", arguments: [.object(members)])
  }

  @Test(
    arguments: [[:], ["messageId": []], ["messageId": "", "tempId": "x"]] as [JSONObject])
  func aConfirmationThatNamesNoMessageAsksTheHistoryAtOnce(_ members: JSONObject) {
    var bench = bench([(Self.lakshmi, "hello")])
    let id = write("hello", Self.lakshmi, &bench)
    bench.hear(sent(members))
    #expect(bench.states == [.sent(id)])
    #expect(bench.sentTexts == ["hello"])
  }

  // A tester sends over the link of the desk, and the server echoes nothing: what it confirms first is
  // the tester's.
  @Test func aConfirmationOfWhatWasSentByHandConfirmsNoneOfTheOutbox() {
    for isFirst in [true, false] {
      var bench = bench([])
      bench.holdsEmissions = { ["message:send"].contains($0.name) }
      let byHand = ClientCommand.emitByHand(
        .raw("message:send", [["conversationId": .string(Self.lakshmi.rawValue), "content": "x"]]),
        acknowledgedWithin: .seconds(10))
      if isFirst { bench.perform(byHand) }
      bench.perform(SendingTests.text(Self.lakshmi, "hello"))
      if !isFirst { bench.perform(byHand) }
      #expect(bench.heldEmissions.map(\.0.name) == ["message:send", "message:send"])
      let hands = write("x", Self.lakshmi, &bench)
      bench.hear(ScriptedServer.sent(hands))
      #expect(bench.states == [.unsure], "\(hands) is the tester's, and the history lacks ours")
      let mine = write("hello", Self.lakshmi, &bench)
      bench.hear(ScriptedServer.sent(mine))
      bench.advance(20)
      #expect(bench.states == [.sent(mine)])
      #expect(bench.sentTexts == ["hello"])
    }
  }

  @Test func aConfirmationOfNobodysTempIDAsksTheHistory() {
    var bench = bench([(Self.lakshmi, "hello")])
    let id = write("hello", Self.lakshmi, &bench)
    bench.hear(ScriptedServer.sent("another's", tempID: "another's"))
    #expect(bench.states == [.sent(id)])
  }

  @Test func whereEachIsNamedOneWithoutANameConfirmsNoneOfSeveral() {
    var bench = bench([(Self.lakshmi, "one"), (Self.ramesh, "two")], echoes: true)
    #expect(bench.sentTexts == ["before", "one", "two"])
    let (one, two) = (write("one", Self.lakshmi, &bench), write("two", Self.ramesh, &bench))
    bench.hear(ScriptedServer.sent(two))
    bench.hear(ScriptedServer.sent(one))
    bench.advance(20)
    #expect(bench.states.dropFirst() == [.sent(one), .sent(two)])
  }

  @Test func whatAnUnreadableConfirmationDidNotMeanIsSentAgainOnlyWhenItIsCertain() {
    var bench = bench([(Self.lakshmi, "hello")])
    bench.hear(sent([:]))
    #expect(bench.states == [.unsure])
    bench.advance(9)
    #expect(bench.sentTexts == ["hello"])
    bench.advance(60)
    #expect(bench.sentTexts.count > 1, "each time it was certain that the one before is lost")
  }

  @Test(arguments: [["a": 1], [], 7, ["x"]] as [JSONValue])
  func anErrorThatSaysNothingIsAskedAbout(_ error: JSONValue) throws {
    for isThere in [true, false] {
      var bench = bench([(Self.lakshmi, "hello")])
      let id = isThere ? write("hello", Self.lakshmi, &bench) : nil
      bench.hear(
        .acknowledged(try #require(bench.heldEmissions.first).1, [["error": error]]))
      #expect(bench.states == [id.map { .sent($0) } ?? .failed("the server refused it")])
    }
  }

  @Test func whatAnAnswerOverRESTLeavesOutIsKnownHere() throws {
    var bench = SendingTests.bench(online: false)
    bench.holdsCalls = { if case .send = $0 { true } else { false } }
    bench.perform(.open(Self.lakshmi), SendingTests.text(Self.lakshmi, " hello "))
    bench.advance(10)
    let (_, request) = try #require(bench.heldCalls.first)
    bench.input(.answered(request, .sent(Message(id: "m1", createdAt: bench.now.date))))
    let shown = try #require(bench.timeline(Self.lakshmi).last)
    #expect(shown.id == "m1")
    #expect(shown.content == "hello")
    #expect(shown.sender.id == "meera")
    #expect(bench.states == [.sent("m1")])
  }
}

extension Bench {
  fileprivate func timelineID(_ text: String, _ id: ConversationID) -> MessageID {
    server.histories[id]?.first { $0.content == text }?.id ?? ""
  }
}
