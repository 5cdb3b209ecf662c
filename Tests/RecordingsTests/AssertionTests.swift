import ChatModel
import JSON
import Recordings
import Testing

@Suite struct AssertionTests {
  private func read(_ table: JSONValue) throws -> [Assertion] {
    try AssertionReading.assertions(
      in: ["assert": [table]], place: { _ in "bug.toml:1:1" },
      file: { (_: String) throws(AssertionReading.Fault) -> JSONValue in ["type": "string"] })
  }

  /// The line and the words of a failure; nil when it holds.
  private func failure(_ table: JSONValue, _ tape: Taping = .talk()) throws -> String? {
    let verdicts = AssertionJudge(tape.recording).verdicts(on: try read(table))
    return verdicts[0].failure.map { "\($0.line): \($0.words)" }
  }

  @Test func anEventThatWasSeenHoldsAndOneThatWasNotNamesTheEnd() throws {
    #expect(try failure(["event": "message:sent"]) == nil)
    #expect(try failure(["event": "message:new", "as": "ramesh"]) == nil)
    #expect(
      try failure(["event": "message:new", "as": "meera"])
        == "11: the recording ends here without message:new")
    #expect(
      try failure(["sent": "message:sent"]) == "11: the recording ends here without message:sent")
  }

  @Test func aLateAnswerNamesTheLineThatWasAnsweredLate() throws {
    let table: JSONValue = ["event": "message:sent", "after": "message:send", "within": "500ms"]
    #expect(try failure(table) == nil)
    #expect(
      try failure(table, .talk(sentAfter: 812))
        == "6: message:send was followed by message:sent after 812 ms (line 8), not within 500 ms")
  }

  @Test func aTimeThatIsBeyondTheLimitIsShownBeyondIt() throws {
    var tape = Taping.talk(sentAfter: 500)
    let place = try #require(tape.records.firstIndex { $0.name == "message:sent" })
    tape.records[place].at += 400
    let table: JSONValue = ["event": "message:sent", "after": "message:send", "within": "500ms"]
    #expect(try failure(table, tape)?.contains("after 500.4 ms") == true)
  }

  @Test func aMissingAnswerNamesTheLineThatWasNotAnswered() throws {
    var tape = Taping.talk()
    tape.records.removeAll { $0.name == "message:sent" }
    let table: JSONValue = ["event": "message:sent", "after": "message:send", "within": "500ms"]
    #expect(try failure(table, tape) == "6: message:send was not followed by message:sent")
  }

  // One answer is not the answer to two.
  @Test func ofTwoThatAreAskedEachNeedsAnAnswerOfItsOwn() throws {
    var tape = Taping.talk()
    tape.out(
      "message:send",
      ["conversationId": .string(Taping.conversation), "content": "again", "tempId": "t-2"])
    #expect(
      try failure(["event": "message:sent", "after": "message:send"], tape)
        == "12: message:send was not followed by message:sent")
  }

  @Test func aValueThatIsAnotherNamesTheLineAndBothValues() throws {
    let at: JSONValue = "/message/content"
    #expect(try failure(["event": "message:new", "at": at, "equals": "Namaste"]) == nil)
    #expect(
      try failure(["event": "message:new", "at": at, "equals": "Hello"])
        == #"7: message:new: /message/content is "Namaste", not "Hello""#)
    #expect(
      try failure(["event": "message:new", "at": "/nothing", "equals": 1])
        == "7: message:new: /nothing is missing, not 1")
  }

  @Test func aShapeIsThatOfEachOne() throws {
    let shape: JSONValue = ["required": ["messageId", "tempId"]]
    #expect(try failure(["event": "message:sent", "shape": shape]) == nil)
    var tape = Taping.talk()
    tape.into("message:sent", ["messageId": "m2"])
    #expect(
      try failure(["event": "message:sent", "shape": shape], tape)
        == "12: message:sent: /tempId is missing")
  }

  @Test func howOftenIsCounted() throws {
    #expect(try failure(["event": "message:sent", "count": 1]) == nil)
    #expect(try failure(["event": "error", "count": 0]) == nil)
    #expect(
      try failure(["event": "message:sent", "count": 2])
        == "11: the recording ends here with 1 message:sent, and 2 are wanted")
    #expect(
      try failure(["event": "message:sent", "count": 0])
        == "8: this is message:sent number 1, and at most 0 are wanted")
  }

  @Test func anOrderNamesWhatCameTooEarly() throws {
    #expect(try failure(["order": ["conversation:joined", "message:send", "message:sent"]]) == nil)
    #expect(
      try failure(["order": ["message:sent", "conversation:joined"]])
        == "5: conversation:joined stands here before message:sent in line 8")
    #expect(
      try failure(["order": ["message:sent", "error"]])
        == "11: the recording ends here without error")
  }

  @Test func anAnswerToACallIsJudgedByItsStatusAndItsTime() throws {
    let call: JSONValue = "PATCH chat/conversations/*/status"
    #expect(try failure(["request": call, "status": 200, "within": "50ms"]) == nil)
    #expect(
      try failure(["request": call, "status": 403])
        == "11: \(call.stringValue ?? ""): the status is 200, not 403")
    #expect(
      try failure(["request": call, "within": "5ms"])
        == "11: \(call.stringValue ?? "") took 10 ms, not within 5 ms")
  }

  @Test func theStateIsJudgedByItsPlaceAndNamesTheLineThatToldIt() throws {
    let place: JSONValue = .string("/conversations/\(Taping.conversation)/status")
    #expect(try failure(["state": place, "equals": "resolved"]) == nil)
    #expect(
      try failure(["state": place, "equals": "open"])
        == #"11: \#(place.stringValue ?? "") is "resolved", not "open""#)
    #expect(
      try failure(["state": "/conversations", "shape": ["type": "array"]])?.hasSuffix(
        "is an object, not array") == true)
  }

  @Test(
    arguments: [
      ["evnt": "a"], ["event": "a", "order": ["a", "b"]], [:], ["event": 3],
      ["event": "a", "within": "soon"], ["event": "a", "within": "1s"],
      ["state": "/conversation/1/x", "equals": 1], ["state": "/conversations/1/x", "equals": 1],
      ["state": "/conversations/1/messages/x", "equals": 1],
      ["state": "/conversations/1/messages/0/text", "equals": 1],
      ["state": "/conversations/1/status/x", "equals": 1],
      ["event": "a", "at": "x", "equals": 1], ["event": "a", "at": "/x"], ["order": ["a"]],
      ["state": "conversations", "equals": 1], ["state": "/a"], ["request": "GET"],
      ["event": "a", "status": 200], ["event": "a", "count": 1, "at_most": 2],
      ["event": "a", "count": -1],
      ["event": "a", "shape": ["pattern": "x"]], ["order": ["a", "b"], "count": 1],
    ] as [JSONValue])
  func whatMeansNothingInAnAssertionIsRefusedWithItsPlace(_ table: JSONValue) {
    #expect {
      try read(table)
    } throws: { error in
      (error as? AssertionReading.Fault)?.path.starts(with: ["assert", "0"]) == true
    }
  }

  @Test func anAssertionAboutNobodyOfTheRecordingIsKnownForThat() throws {
    var assertion = Assertion("a", .event("message:new", isOurs: false), at: "bug.toml:1:1")
    #expect(assertion.stranger(among: ["meera"]) == nil)
    assertion.identity = "meera"
    #expect(assertion.stranger(among: ["meera"]) == nil)
    assertion.identity = "nobody"
    #expect(assertion.stranger(among: ["meera"])?.contains("\"nobody\": there is meera") == true)
  }

  @Test func aNameThatNeitherTheAPINorTheRecordingHasIsFoundInItsMember() throws {
    func unknown(_ table: JSONValue, _ tape: Taping = .talk()) throws -> [String] {
      try tape.recording.unknownNames(of: read(table)[0]).map {
        "\($0.member) \($0.isRequest ? "request" : "event") \($0.name)"
      }
    }
    #expect(
      try unknown(["request": "GTE chat/conversations", "count": 0])
        == ["request request GTE chat/conversations"])
    #expect(
      try unknown(["event": "mesage:sent", "after": "GET chat/conversatoins"])
        == ["event event mesage:sent", "after request GET chat/conversatoins"])
    #expect(try unknown(["sent": "message:sned"]) == ["sent event message:sned"])
    #expect(try unknown(["order": ["message:send", "x"]]) == ["order event x"])
    #expect(try unknown(["request": "GET chat/conversations", "count": 0]) == [])
    var tape = Taping.talk()
    tape.add(.incoming, .http, "GET /uploads/leaf.jpg", status: 200)
    #expect(try unknown(["request": "GET uploads/leaf.jpg"], tape) == [])
  }

  @Test func eachMemberOfAnAssertionKnowsItsOwnPlace() throws {
    let assertions = try AssertionReading.assertions(
      in: ["assert": [["event": "a", "as": "rames"]]], place: { $0.joined(separator: "/") },
      file: { (_: String) throws(AssertionReading.Fault) -> JSONValue in .null })
    #expect(assertions[0].place == "assert/0")
    #expect(assertions[0].place(of: "as") == "assert/0/as")
    #expect(assertions[0].place(of: "after") == "assert/0")
  }

  @Test func aReportIsXMLWhateverTheWordsAre() {
    let xml = JUnitReport(
      name: "a & b",
      cases: [
        .init(name: "<one>", place: "x.toml:1:1", outcome: .passed),
        .init(
          name: "two", place: "x.toml:5:1",
          outcome: .failed("says \"no\"\u{1B}[0m\n", details: "came <b> & \u{1}")),
        .init(name: "three", place: "x", outcome: .skipped("no admin")),
        .init(name: "four", place: "x", outcome: .observed("echoes <tempId>")),
      ]
    ).xml
    #expect(xml.contains(#"tests="4" failures="1" errors="0" skipped="1""#))
    #expect(xml.contains(#"name="&lt;one&gt;"/>"#))
    #expect(xml.contains("says &quot;no&quot;\u{FFFD}[0m&#10;"))
    #expect(xml.contains(">came &lt;b&gt; &amp; \u{FFFD}</failure>"))
    #expect(xml.contains("<skipped message=\"no admin\"/>"))
    #expect(xml.contains("<system-out>echoes &lt;tempId&gt;</system-out>"))
  }
}
