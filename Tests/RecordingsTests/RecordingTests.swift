import ChatModel
import Foundation
import JSON
import Recordings
import Testing

@Suite struct RecordingTests {
  @Test func aRecordingIsReadBackAsItWasWritten() throws {
    let tape = Taping.talk()
    let read = try Recording(tape.bytes, named: "bug.jsonl")
    #expect(read.records == tape.records)
    #expect(read.header.identities == tape.header.identities)
    #expect(read.line(of: 1) == 2)
    #expect(read.lastLine == tape.records.count + 1)
  }

  private func fault(_ bytes: [UInt8]) -> String {
    do throws(RecordingFault) {
      return try Recording(bytes, named: "bug.jsonl").faults.map(\.description).joined()
    } catch {
      return error.description
    }
  }

  @Test func aRecordingThatWasCutInMidLineSaysWhereAndIsReadAsFarAsItGoes() throws {
    let bytes = Taping.talk().bytes
    let cut = try Recording(Array(bytes.dropLast(20)), named: "bug.jsonl")
    #expect(cut.records == Array(Taping.talk().records.dropLast()))
    #expect(
      fault(Array(bytes.dropLast(20)))
        == "bug.jsonl:11: the recording breaks off in the middle of this line")
  }

  @Test func aForeignFileAndAnotherVersionAreNamedSo() {
    #expect(
      fault(Array("{\"hello\":1}\n".utf8)).hasPrefix("bug.jsonl:1: this is no recording of furrow"))
    #expect(fault(Array("\u{7F}ELF".utf8)).hasPrefix("bug.jsonl:1: this is no recording of furrow"))
    #expect(fault([]).hasPrefix("bug.jsonl:1:"))
    let other = fault(Array("{\"furrow\":2,\"wall\":\"2025-11-18T14:32:00.000Z\"}\n".utf8))
    #expect(other.hasPrefix("bug.jsonl:1:") && other.contains("version 2"))
  }

  @Test func aLineThatSaysNothingInTheMiddleIsNamedAndReadingGoesOnBehindIt() throws {
    var lines = String(decoding: Taping.talk().bytes, as: UTF8.self).split(separator: "\n")
    lines[3] = "{\"n\":3}"
    #expect(fault(Array((lines.joined(separator: "\n") + "\n").utf8)).hasPrefix("bug.jsonl:4: "))
    let read = try Recording(Array((lines.joined(separator: "\n") + "\n").utf8), named: "x")
    #expect(read.records.count == Taping.talk().records.count - 1)
  }

  // Every cut of the bytes: a sentence, and never a trap.
  @Test func everyBeginningOfARecordingIsReadOrRefused() {
    let bytes = Taping.talk().bytes
    for count in stride(from: 0, to: bytes.count, by: 7) { _ = fault(Array(bytes[..<count])) }
  }

  @Test func theStateIsWhatWasToldLastWithTheLineThatTold() {
    let state = RecordedState(of: Taping.talk().recording)
    let thread = state.threads[Taping.conversation]
    #expect(thread?.status == .init("resolved", line: 11))
    #expect(thread?.agent?.value == "agent00000000000000000001")
    #expect(thread?.messages.map(\.content) == ["Namaste"])
    #expect(state.line(at: ["conversations", Taping.conversation, "status"]) == 11)
    #expect(
      state.line(at: ["conversations", Taping.conversation, "messages", "0", "content"]) == 7)
  }

  @Test func anArchiveHoldsEachCallWithItsAnswerAndTheFramesOfASocket() {
    var tape = Taping()
    tape.add(.outgoing, .ws, "open", "/socket.io/?EIO=4&transport=websocket")
    tape.add(.incoming, .ws, "opened", answers: 1)
    tape.records.append(contentsOf: [])
    tape.out("typing:start", ["conversationId": "c1"])
    tape.add(.outgoing, .http, "GET /api/v1/chat/messages/c1?page=1")
    tape.add(
      .incoming, .http, "GET /api/v1/chat/messages/c1?page=1", ["data": []], after: 25, status: 200,
      answers: 4)
    let log = HARArchive.document(of: tape.recording, origin: "http://desk:5")["log"]
    let entries = log?["entries"]?.arrayValue ?? []
    #expect(entries.count == 2)
    #expect(
      entries[0]["_webSocketMessages"]?.arrayValue?.first?["data"]?.stringValue
        == #"["typing:start",{"conversationId":"c1"}]"#)
    #expect(
      entries[0]["request"]?["url"]?.stringValue
        == "ws://desk:5/socket.io/?EIO=4&transport=websocket")
    #expect(entries[1]["response"]?["status"] == 200)
    #expect(entries[1]["time"] == .number(25) || entries[1]["time"] == 25)
    #expect(entries[1]["request"]?["queryString"] == [["name": "page", "value": "1"]])
  }
}
