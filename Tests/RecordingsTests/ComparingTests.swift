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
}
