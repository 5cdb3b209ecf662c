import ChatModel
import JSON
import Recordings
import Testing

@Suite struct ComparingTests {
  /// The same talk at another server, at another time.
  private func elsewhere(_ tape: Taping) -> Taping {
    var other = tape
    let ids = [
      Taping.conversation: "d90000000000000000000009", Taping.message: "e90000000000000000000009",
      "t-1": "t-77", "agent00000000000000000001": "agent00000000000000000009",
    ]
    func moved(_ value: JSONValue) -> JSONValue {
      switch value {
      case .string(let text):
        .string(Timestamp.parse(text) == nil ? ids[text] ?? text : "2026-01-01T00:00:00.000Z")
      case .array(let elements): .array(elements.map(moved))
      case .object(let members): .object(JSONObject(members.map { ($0.key, moved($0.value)) }))
      default: value
      }
    }
    for place in other.records.indices {
      other.records[place].data = moved(other.records[place].data)
      other.records[place].at += 5_000_000
      for (mine, theirs) in ids {
        other.records[place].name = other.records[place].name.replacing(mine, with: theirs)
      }
    }
    return other
  }

  @Test func idsAndTimesMakeNoDifference() {
    let tape = Taping.talk()
    #expect(RecordingDiff(tape.recording, elsewhere(tape).recording).changes == [])
  }

  @Test func whatIsMissingWhatIsNewAndWhatIsAnotherAreTold() {
    let tape = Taping.talk()
    var other = elsewhere(tape)
    other.records.removeAll { $0.name == "message:sent" }
    other.into("error", ["message": "no"], as: "ramesh")
    for place in other.records.indices where other.records[place].name == "message:new" {
      other.records[place].data = ["conversationId": "d90000000000000000000009", "message": "?"]
    }
    let changes = RecordingDiff(tape.recording, other.recording).changes
    #expect(changes.contains(.missing(line: 8, words: "meera in message:sent")))
    #expect(changes.contains { if case .added(_, "ramesh in error") = $0 { true } else { false } })
    #expect(
      changes.contains {
        if case .changed(_, "ramesh in message:new", _) = $0 { true } else { false }
      })
  }

  @Test func placesWhereDocumentsDifferAreBounded() {
    let a = JSONValue.object(JSONObject((0..<50).map { ("k\($0)", .integer($0)) }))
    #expect(RecordingDiff.differences(a, [:]).count == 10)
    #expect(
      RecordingDiff.differences(["a": [1, 2]], ["a": [1, 3, 4]])
        == ["/a/1: 2, then 3", "/a/2: 4 is new"])
    #expect(RecordingDiff.differences(1, 2) == ["it: 1, then 2"])
  }

  @Test func aListInAnotherOrderIsToldAsThat() {
    let chats = ["a", "b", "c"].map { JSONValue.object(["n": .string($0), "x": [1, 2]]) }
    let turned = JSONValue.array([chats[2], chats[0], chats[1]])
    #expect(
      RecordingDiff.differences(["l": .array(chats)], ["l": turned]) == ["/l: in another order"])
    // What is missing moves nothing.
    #expect(
      RecordingDiff.differences(.array(chats), .array([chats[0], chats[2]])).map { $0.prefix(3) }
        == ["/1:"])
    let odd: JSONValue = [["n": "b", "x": [1, 3]], chats[2], chats[0]]
    #expect(
      RecordingDiff.differences(.array(chats), odd) == [
        "it: in another order", "/1/x/1: 2, then 3",
      ])
  }

  @Test func idsInAListOfAnotherOrderAreFoundByWhatStandsBesideThem() {
    func tape(_ names: [(String, String)]) -> Recording {
      var tape = Taping()
      let list = names.map { ["_id": .string($0), "name": .string($1)] as JSONValue }
      tape.add(.outgoing, .http, "GET /api/v1/chat/conversations")
      tape.add(
        .incoming, .http, "GET /api/v1/chat/conversations", ["data": .array(list)], status: 200,
        answers: 1)
      return tape.recording
    }
    let changes = RecordingDiff(
      tape([("x1", "Asha"), ("x2", "Ravi")]), tape([("y2", "Ravi"), ("y1", "Asha")])
    ).changes
    guard case .changed(_, _, let places)? = changes.first else {
      Issue.record("the order is not told")
      return
    }
    #expect(changes.count == 1 && places == ["/data: in another order"])
  }

  // Ids come in another order where another answer came first.
  @Test func idsAreTheSameOnesWhateverCameFirst() {
    func tape(_ ids: [String], first: Int) -> Recording {
      var tape = Taping()
      let order = first == 0 ? [0, 1] : [1, 0]
      for place in order {
        tape.out("conversation:join", ["conversationId": .string(ids[place])], as: "p\(place)")
      }
      for place in 0...1 {
        for text in ["a", "b"] {
          tape.into(
            "message:new",
            ["conversationId": .string(ids[place]), "message": ["content": .string(text)]],
            as: "p\(place)")
        }
      }
      return tape.recording
    }
    let changes = RecordingDiff(tape(["x1", "x2"], first: 0), tape(["y1", "y2"], first: 1)).changes
    #expect(changes == [])
  }

  @Test func anIDThatStandsForTwoIsADifference() {
    func tape(_ ids: [String]) -> Recording {
      var tape = Taping()
      for id in ids {
        tape.into("message:new", ["conversationId": .string(id), "message": ["content": "a"]])
      }
      return tape.recording
    }
    let changes = RecordingDiff(tape(["x", "x", "x"]), tape(["y", "y", "z"])).changes
    #expect(
      changes == [
        .changed(
          lines: [4, 4], words: "meera in message:new",
          places: ["/0/conversationId: \"x\", then \"z\""])
      ])
  }

  @Test func aPathThatNamesAnotherIDIsADifference() {
    func tape(_ read: String) -> Recording {
      var tape = Taping()
      for id in ["c1", "c2"] {
        tape.into(
          "message:new",
          ["conversationId": .string(id), "message": ["content": .string("to \(id)")]])
      }
      tape.add(.outgoing, .http, "GET /api/v1/chat/messages/\(read)?page=1")
      return tape.recording
    }
    #expect(RecordingDiff(tape("c1"), tape("c1")).changes == [])
    guard case .changed(_, _, let places) = RecordingDiff(tape("c1"), tape("c2")).changes.first
    else {
      Issue.record("the same")
      return
    }
    #expect(places.count == 1 && places[0].hasSuffix(": \"c1\", then \"c2\""))
  }

  @Test func anotherStatusIsADifference() {
    func tape(_ status: Int) -> Recording {
      var tape = Taping()
      tape.add(.incoming, .http, "GET /api/v1/chat/stats", ["data": [:]], status: status)
      return tape.recording
    }
    #expect(
      RecordingDiff(tape(200), tape(503)).changes == [
        .changed(
          lines: [2, 2], words: "meera in GET /api/v1/chat/stats 200",
          places: ["status: 200, then 503"])
      ])
  }

  /// The recording as it is written down with a mask of that seed.
  private func masked(_ tape: Taping, _ seed: UInt64?) throws -> Recording {
    let text = WireWriter(masking: seed.map(WireMask.init)).document(tape.header, tape.records)
    return try Recording(Array(text.utf8), named: "bug.jsonl")
  }

  private func calls(_ texts: [String], phone: String = "+91 98765 43210") -> Taping {
    var tape = Taping.talk()
    for text in texts {
      tape.into("message:new", ["message": ["content": .string(text), "phone": .string(phone)]])
    }
    return tape
  }

  @Test func eachRecordingHasFalseNumbersOfItsOwn() throws {
    let tape = calls([
      "call 9876543210", "or +91 98450-12345, or 080 2345 6789", "98765 43210 again, 2 bags",
    ])
    let masks: [UInt64?] = [1, 2, nil]
    for a in masks {
      for b in masks {
        #expect(RecordingDiff(try masked(tape, a), try masked(tape, b)).changes == [])
      }
    }
  }

  @Test func anotherNumberIsADifferenceThoughBothAreFalse() throws {
    let first = calls(["call 9876543210", "call 9876543210", "call 9876543210"])
    let second = calls(["call 9876543210", "call 9876543210", "call 9845012345"])
    for seeds in [(1, 2), (nil, 2), (nil, nil)] as [(UInt64?, UInt64?)] {
      let changes = RecordingDiff(try masked(first, seeds.0), try masked(second, seeds.1)).changes
      #expect(changes.count == 1)
    }
    let other = calls(["call 9845012345"])
    let one = calls(["call 9876543210"])
    #expect(RecordingDiff(try masked(one, nil), try masked(other, nil)).changes.count == 1)
  }

  @Test func whereAFileLiesIsNoDifferenceAndAnotherTextIs() {
    func tape(_ url: String, _ text: String) -> Recording {
      var tape = Taping()
      tape.into(
        "message:new", ["message": ["media": ["url": .string(url)], "content": .string(text)]])
      return tape.recording
    }
    let here = tape("http://a:1/m/1.png", "see http://a:1")
    #expect(RecordingDiff(here, tape("http://b:2/m/7.png", "see http://a:1")).changes == [])
    #expect(RecordingDiff(here, tape("http://b:2/m/7.png", "see http://b:2")).changes.count == 1)
  }

  // Thousands of lines that are all alike, and thousands that are all unlike, end soon.
  @Test func longRecordingsArePairedInTheirOrder() {
    func tape(_ count: Int, _ text: (Int) -> String) -> Recording {
      var tape = Taping()
      for number in 0..<count { tape.into("a", ["content": .string(text(number))]) }
      return tape.recording
    }
    let alike = tape(3000) { _ in "same" }
    #expect(RecordingDiff(alike, tape(3001) { _ in "same" }).changes.count == 1)
    let changes = RecordingDiff(alike, tape(3000) { "\($0)" }).changes
    #expect(changes.count == 3000)
    #expect(changes.allSatisfy { if case .changed = $0 { true } else { false } })
  }
}
