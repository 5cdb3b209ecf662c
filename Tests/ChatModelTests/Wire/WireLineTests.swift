import Foundation
import JSON
import Testing

@testable import ChatModel

@Suite struct WireLineTests {
  private let record = WireRecord(
    number: 12, at: 1_234_567, identity: "meera", session: "s1", direction: .incoming, layer: .sio,
    name: "message:new", bytes: 412, answers: 3,
    data: [["message": ["content": "call +91 98210 12345"]]], packetID: 7, namespace: "/admin",
    attachments: [[1, 2, 255]])
  private let header = WireHeader(
    wall: Date(timeIntervalSince1970: 1_763_474_700), program: "furrow/0.1.0", offset: -300_000,
    within: 520_000, identities: [WireIdentity(name: "meera", user: "u1", role: "Support")])

  @Test func aRecordComesBackAsItWasWritten() throws {
    let writer = WireWriter(masking: nil)
    #expect(try WireReader.line(writer.line(record), number: 1) == .record(record))
    #expect(try WireReader.line(writer.line(header), number: 1) == .header(header))
    let exchange = WireRecord(
      number: 1, identity: "a", direction: .incoming, layer: .http, name: "GET /x",
      headers: [WireHeaderField("Date", "now")], data: "text", status: 404, raw: "text")
    #expect(try WireReader.line(writer.line(exchange), number: 1) == .record(exchange))
  }

  @Test func theMembersStandInTheOrderInWhichTheyAreRead() {
    let line = WireWriter(masking: nil).line(record)
    #expect(
      line.hasPrefix(
        #"{"n":12,"at":1234567,"as":"meera","session":"s1","dir":"in","layer":"sio","name":"message:new","#
      ))
    #expect(
      WireWriter(masking: nil).line(header).hasPrefix(
        #"{"furrow":1,"wall":"2025-11-18T14:05:00.000Z""#))
  }

  @Test func everyLineEndsWhereItEnds() {
    let odd = WireRecord(
      number: 1, identity: "a\nb", direction: .outgoing, layer: .sio, name: "e\r\n\u{2028}",
      data: ["\n\u{0}"])
    #expect(!WireWriter(masking: nil).line(odd).utf8.contains(0x0A))
  }

  @Test(arguments: [
    ("{\"n\":1", "line 4: it is not JSON: it breaks off"),
    ("[1]", "line 4: it is an array, not an object"),
    (#"{"at":1}"#, #"line 4: "n" is missing"#),
    (#"{"n":"1","at":1}"#, #"line 4: "n" is a string, not a whole number"#),
    (
      #"{"n":1,"at":1,"as":"a","name":"x","layer":"ws","dir":"up"}"#,
      #"line 4: "dir" is none of in, out"#
    ),
    (
      #"{"n":1,"at":1,"as":"a","name":"x","layer":"tcp","dir":"in"}"#,
      #"line 4: "layer" is none of http, ws, eio, sio"#
    ),
    (
      #"{"n":0,"at":1,"as":"a","name":"x","layer":"ws","dir":"in"}"#,
      "line 4: its number or its time is below zero"
    ),
    (
      #"{"n":1,"at":1,"as":"a","name":"x","layer":"ws","dir":"in","attachments":["%"]}"#,
      "line 4: one of its attachments is not base64"
    ),
    (#"{"furrow":2}"#, "line 4: it is of version 2, and this furrow reads version 1"),
    (#"{"furrow":"1"}"#, #"line 4: its "furrow" is no version"#),
    (#"{"furrow":1,"wall":"noon"}"#, #"line 4: its "wall" is no time"#),
  ])
  func aForeignLineIsNamedWithItsReason(_ text: String, _ reason: String) {
    let fault = #expect(throws: WireFault.self) { try WireReader.line(text, number: 4) }
    #expect(fault?.description.hasPrefix(reason) == true, "\(fault?.description ?? "")")
  }

  @Test func aRecordingThatWasCutIsReadUpToThere() throws {
    let writer = WireWriter(masking: nil)
    let line = writer.line(record)
    let text = [writer.line(header), "", line, "nonsense", line, String(line.prefix(40))]
      .joined(separator: "\n")
    let recording = WireReader.recording(Array(text.utf8))
    #expect(recording.header == header)
    #expect(recording.records == [record, record])
    #expect(recording.lines == [3, 5])
    #expect(recording.faults.map(\.line) == [4, 6])
  }

  @Test func whatIsNoRecordingIsSaidOnce() {
    #expect(WireReader.recording([]).faults.map(\.line) == [1])
    #expect(
      WireReader.recording(Array("{\"furrow\":9}\n{}\n".utf8)).faults.map(\.description)
        == ["line 1: it is of version 9, and this furrow reads version 1"])
    let headless = WireReader.recording(Array(WireWriter(masking: nil).line(record).utf8))
    #expect(headless.faults.map(\.line) == [1])
    #expect(headless.records.isEmpty)
    #expect(WireReader.recording([0xFF, 0x00, 0x0A, 0x80]).faults.count == 1)
  }

  /// Whatever bytes come, each line is a record or a fault.
  @Test func noBytesTrapTheReader() {
    let line = Array(WireWriter(masking: nil).line(record).utf8)
    for end in line.indices { _ = WireReader.recording(Array(line[..<end])) }
    for place in line.indices {
      var changed = line
      changed[place] ^= 0x55
      _ = WireReader.recording(changed)
    }
  }
}

@Suite struct WireMaskTests {
  private let mask = WireMask(seed: 7)

  @Test func equalNumbersHaveEqualFalseOnesHoweverTheyAreWritten() {
    let one = mask.masked("call +91 98210 12345 now").filter(\.isNumber)
    let two = mask.masked("or 9821012345!").filter(\.isNumber)
    let third = mask.masked("(98210-12345)").filter(\.isNumber)
    #expect(one.hasSuffix(two.suffix(8)))
    #expect(two == third)
    #expect(one.hasPrefix("0000"))
    #expect(!one.contains("9821012345"))
    #expect(mask.masked("9821012346").filter(\.isNumber) != two)
    #expect(WireMask(seed: 8).masked("9821012345") != mask.masked("9821012345"))
  }

  @Test func aMobileThatIsANumberIsMaskedAndNoTimeOrSizeIs() {
    let value: JSONValue = [
      "n": 9_821_012_345, "list": [919_821_012_345], "at": 1_764_400_000_123, "size": 5_999_999_999,
      "since": 1_800_000_000,
    ]
    let masked = mask.masked(value)
    let text = masked["n"]?.stringValue ?? ""
    #expect(text.hasPrefix("00") && text.hasSuffix(mask.masked("9821012345").suffix(8)))
    #expect(masked["list"]?.arrayValue?.first?.stringValue?.hasPrefix("0000") == true)
    for key in ["at", "size", "since"] { #expect(masked[key] == value[key]) }
  }

  @Test func theRestOfATextStaysAsItIs() {
    let text = "₹12,500 on 18-11-2025, order 671234567890abcdef123456 नमस्ते"
    #expect(mask.masked(text) == text)
    let masked = mask.masked("before 98210 12345 after")
    #expect(masked.hasPrefix("before ") && masked.hasSuffix(" after"))
    #expect(masked.count == "before 98210 12345 after".count)
  }

  @Test func whatIsCalledAPhoneIsMaskedWhateverItLooksLike() {
    let value: JSONValue = [
      "phone": "12345-678", "phoneNumber": 442079460000, "count": 442079460000,
    ]
    let masked = mask.masked(value)
    #expect(masked["phone"]?.stringValue?.contains("12345") == false)
    #expect(masked["phoneNumber"]?.stringValue?.hasPrefix("00") == true)
    #expect(masked["count"] == 442079460000)
  }

  @Test func trueAndFalseNumbersAreFoundInTheirForms() {
    let texts = [
      "call 9876543210", "or +91 98450-12345.", "080 2345 6789, 2 bags", "98765 43210 2 bags",
      "(98210-12345)", "+44 20 7946 0000", "none at 18-11-2025",
    ]
    for text in texts {
      let (open, hidden) = (WireMask.parts(of: text), WireMask.parts(of: mask.masked(text)))
      #expect(open.map(\.isNumber) == hidden.map(\.isNumber), "\(text)")
      for (a, b) in zip(open, hidden) where !a.isNumber { #expect(a == b) }
      for (a, b) in zip(open, hidden) where a.isNumber {
        #expect(WireMask.isFalse(b.text) && !WireMask.isFalse(a.text), "\(text)")
      }
    }
    #expect(
      WireMask.parts(of: "call 98765-43210 now").map(\.text) == [
        "call #####-#####", "9876543210", " now",
      ])
    #expect(WireMask.parts(of: "12-34", isPhone: true).map(\.text) == ["##-##", "1234"])
    #expect(WireMask.parts(of: "", isPhone: true).map(\.text) == [""])
  }
}

@Suite struct WireSecretsTests {
  @Test func whatSignsInIsTakenOutWhereverItStands() {
    let token = "eyJhbGciOiJI.eyJzdWIiOiIx.sig"
    #expect(WireSecrets.masked("a \(token) b", token: nil) == "a (token) b")
    #expect(WireSecrets.masked("my key is abc", token: "abc") == "my key is (token)")
    #expect(
      WireSecrets.masked("abcabc ab abc\u{301}", token: "abc") == "(token)(token) ab (token)\u{301}"
    )
    #expect(WireSecrets.masked("my key", token: "my key is abc") == "my key")
    #expect(
      WireSecrets.masked(target: "/x?EIO=4&access_token=abc&n=1", token: nil)
        == "/x?EIO=4&access_token=(token)&n=1")
    let masked = WireSecrets.masked(
      ["auth": ["token": "opaque", "password": "p"], "list": ["opaque"]], token: "opaque")
    #expect(masked == ["auth": ["token": "(token)", "password": "(token)"], "list": ["(token)"]])
    #expect(WireSecrets.masked(header: "X-Api-Key", "k", token: nil).value == "(token)")
    #expect(WireSecrets.masked(header: "Content-Type", "a/b", token: nil).value == "a/b")
  }
}

@Suite struct ServerOffsetTests {
  @Test func everyAnswerNarrowsWhatIsKnown() {
    var offset = ServerOffset()
    #expect(offset.offset == nil)
    // The server is 2.5 s ahead; an answer is dated in whole seconds and takes 100 ms.
    for step in 0..<20 {
      let asked: Int64 = 1_000_000_000 + Int64(step) * 137_000
      let made = asked + 50_000 + 2_500_000
      offset.learn(date: Int(made / 1_000_000), asked: asked, heard: asked + 100_000)
    }
    let (found, within) = (offset.offset ?? 0, offset.within ?? .max)
    #expect(abs(found - 2_500_000) <= within)
    #expect(within < 200_000)
  }

  @Test func aClockThatWasSetIsBelievedAnew() {
    var offset = ServerOffset()
    offset.learn(date: 100, asked: 100_000_000, heard: 100_100_000)
    offset.learn(date: 500, asked: 101_000_000, heard: 101_100_000)
    #expect((offset.offset ?? 0) > 398_000_000)
    offset.learn(date: .max, asked: 0, heard: 1)
    offset.learn(date: 1, asked: 5, heard: 4)
    #expect((offset.offset ?? 0) > 398_000_000)
  }
}
