import JSON
import Testing

@testable import ChatModel

@Suite struct WireFilterTests {
  private let record = WireRecord(
    number: 1203, at: 5, identity: "meera", session: "s1", direction: .incoming, layer: .sio,
    name: "message:new", bytes: 1412, data: [["conversationId": "c1", "content": "Wheat leaf"]])
  private let relation = WireRelation(cause: 1201, took: 111_000)

  @Test(arguments: [
    "name = message:*", "name = *:new", "NAME = Message:New", "as = meera and name = message:*",
    "bytes > 1000", "bytes >= 1.4k", "took > 100", "took > 100 ms", "took < 0.2 S and wheat",
    "bytes > 1 k", "took < 0.2s", "took = 111ms", "n = 1203", "took < 1 min", "took < 2 Sec",
    "took < 1MIN", "bytes > 1 kB", "bytes < 1 MB", "bytes < 1M", "bytes = 1412b", "bytes < 10KB",
    "took > 100 ms wheat", "took > 100ms wheat", "took > 100 not barley", "n = 1203 wheat",
    "took > 100 name = message:new", "took > 100 and wheat",
    "n = #1203", "of = 1201", "of = #1203", "layer = sio dir = in", "not dir = out",
    "dir = out or as = meera", "(dir = out or as = meera) and bytes > 1", "wheat",
    "\"wheat leaf\"", "conversation = c1", "data ~ leaf", "status != 200", "name != message:sent",
    "remark ~ 1201", "name=message:new", "as != \"asha\"", "name = *message*new*",
  ])
  func itTakesWhatItSays(_ text: String) throws {
    #expect(try WireFilter(text).matches(record, relation), "\(text)")
  }

  @Test(arguments: [
    ("as = nobody", "nobody"), ("as = meera or as != Nobdy", "Nobdy"), ("not (as ~ xyz)", "xyz"),
    ("as = meera", nil), ("as = m*", nil), ("name = nobody", nil), ("as ~ EER", nil),
  ])
  func aNameThatNobodyHasIsNamedWithThoseThereAre(_ text: String, _ name: String?) throws {
    let remark = try WireFilter(text).remark(among: ["meera", "ramesh"])
    #expect(
      remark
        == name.map { "Nobody here is called “\($0)”; as is one of meera, ramesh." })
    #expect(try WireFilter(text).remark(among: []) == nil)
  }

  @Test(arguments: [
    "name = message", "as = asha", "bytes > 2000", "took > 1s", "took > 1 s",
    "bytes > 1 \"k\"", "dir = out", "barley",
    "not wheat", "wheat and barley", "layer != *", "of = 7", "status = 200", "conversation != c1",
    "name = message:*x*", "name = new:*", "name = message:new*message:new",
  ])
  func itLeavesOutTheRest(_ text: String) throws {
    #expect(try !WireFilter(text).matches(record, relation), "\(text)")
  }

  @Test(arguments: [
    ("nmae = x", 1, "no field is called “nmae”"), ("bytes > many", 9, "“many” is no size"),
    ("took > soon", 8, "“soon” is no length of time"), ("bytes ~ 1", 7, "“bytes” is a number"),
    ("name > x", 6, "“name” is a text"), ("name =", 7, "a value is missing"),
    ("name = and = x", 12, "a condition begins"), ("(wheat", 1, "the bracket is not closed"),
    ("wheat)", 6, "a bracket is closed"), ("\"wheat", 1, "the quotation mark"),
    ("and x", 1, "a condition is missing"), ("x or", 5, "a condition is missing"),
    ("", 1, "a condition is missing"), ("name = (x)", 8, "a value is missing before"),
    ("= x", 1, "a condition begins"), ("n = 1e999", 5, "no number"),
    ("layer = foo", 9, "“foo” is none of http, ws, eio, sio"),
    ("name = x and dir = sideways", 20, "“sideways” is none of"), ("not layer ~ q", 13, "“q” is"),
    ("conversation = \"c1\"name = x", 20, "a blank is missing"),
    ("wheat\"x\"", 6, "a blank is missing"),
    ("took > 2 fortnights", 10, "“fortnights” is no unit; there are us, µs, ms, s, sec, min"),
    ("bytes > 10 kib", 12, "“kib” is no unit; there are k, kb, m, mb, b"),
    ("took > 100 wheat", 12, "“wheat” is no unit"),
    ("dir = in && layer = sio", 10, "“&&” is written “and”"),
    ("wheat || barley", 7, "“||” is written “or”"), ("name = a&&as = b", 9, "is written “and”"),
    ("!(dir = in)", 1, "“!” is written “not”"), ("! wheat", 1, "is written “not”"),
  ])
  func whatCannotBeReadIsNamedWithItsColumn(_ text: String, _ column: Int, _ reason: String) {
    let fault = #expect(throws: WireFilterFault.self) { try WireFilter(text) }
    #expect(fault?.column == column, "\(text): \(fault?.description ?? "")")
    #expect(fault?.reason.contains(reason) == true, "\(text): \(fault?.description ?? "")")
  }

  @Test func deepNestingIsRefusedInWords() {
    for text in [
      String(repeating: "(", count: 5000), String(repeating: "not ", count: 5000) + "x",
    ] {
      #expect(throws: WireFilterFault.self) { try WireFilter(text) }
    }
  }
}

@Suite struct WireCopyTests {
  private let request = WireRecord(
    number: 1, identity: "a", direction: .outgoing, layer: .http,
    name: "POST /api/v1/chat/messages",
    headers: [
      WireHeaderField("Accept", "application/json"),
      WireHeaderField("Authorization", "Bearer (token)"),
    ],
    data: ["content": "it's 98210 12345"])
  private let event = WireRecord(
    number: 2, identity: "a", direction: .outgoing, layer: .sio, name: "message:send",
    data: [["content": "it's"]], packetID: 3)

  @Test func aRequestIsCopiedAsACommandForAShell() {
    #expect(
      WireCopy.curl.text(of: request, origin: "https://h:1", masking: nil)
        == #"curl -X POST 'https://h:1/api/v1/chat/messages' -H 'Accept: application/json' "#
        + #"-H "Authorization: Bearer $TOKEN" --data-raw '{"content":"it'\''s 98210 12345"}'"#)
    #expect(
      WireCopy.curl.text(of: request, origin: "", masking: WireMask(seed: 1))?.contains("98210")
        == false)
  }

  @Test func anEventIsCopiedAsWhatSendsItAgain() {
    #expect(
      WireCopy.curl.text(of: event, origin: "", masking: nil)
        == #"furrow emit 'message:send' '{"content":"it'\''s"}'"#)
    #expect(
      WireCopy.script.text(of: event, origin: "", masking: nil)
        == #"socket.emit("message:send", {"content":"it's"}, (...answer) => console.log(answer));"#)
    #expect(WireCopy.json.text(of: event, origin: "", masking: nil)?.hasPrefix(#"{"n":2,"#) == true)
  }

  @Test(arguments: [
    ("ack", " --ack"), ("message:sent", " --expect 'message:sent'"), ("error", ""), (nil, ""),
  ])
  func aCopiedEventGoesWhereItWentAsWhomAndWaitsForWhatAnsweredIt(
    _ answer: String?, _ ending: String
  ) {
    let reach = WireReach(profile: "meera", server: "https://h:1")
    #expect(
      WireCopy.curl.text(of: event, origin: "", masking: nil, reach: reach, answer: answer)
        == #"furrow emit 'message:send' '{"content":"it'\''s"}'"#
        + " --profile 'meera' --url 'https://h:1'" + ending)
  }

  @Test func aRequestIsCopiedForABrowser() {
    #expect(
      WireCopy.script.text(of: request, origin: "https://h", masking: nil)?.hasPrefix(
        #"await fetch("https://h/api/v1/chat/messages", {method: "POST", headers: {"Accept": "#)
        == true)
  }

  @Test func whatNobodyCanSendHasNoCommand() {
    let ping = WireRecord(identity: "a", direction: .incoming, layer: .eio, name: "ping")
    #expect(WireCopy.curl.text(of: ping, origin: "", masking: nil) == nil)
    #expect(WireCopy.script.text(of: ping, origin: "", masking: nil) == nil)
  }
}

@Suite struct EventTemplateTests {
  @Test func theSevenEventsAreThereWithTheirShapes() throws {
    let all = EventTemplate.all(conversation: "c1", message: "m1")
    #expect(
      all.map(\.event) == [
        "message:send", "conversation:join", "conversation:leave", "typing:start", "typing:stop",
        "message:read", "conversation:mark-all-read",
      ])
    #expect(
      try all[5].emission.arguments == [["messageId": "m1", "conversationId": "c1"]])
    for template in all { #expect(try template.emission.arguments.count == 1) }
  }

  @Test func whatWasRecordedIsSentAgainAsItWas() throws {
    let record = WireRecord(
      identity: "a", direction: .outgoing, layer: .sio, name: "e", data: [["a": 1], 2, "x"])
    let template = try #require(EventTemplate(again: record))
    #expect(try template.emission == .raw("e", [["a": 1], 2, "x"]))
    let empty = WireRecord(identity: "a", direction: .outgoing, layer: .sio, name: "e", data: [])
    #expect(try EventTemplate(again: empty)?.emission == .raw("e", []))
    let ping = WireRecord(identity: "a", direction: .outgoing, layer: .eio, name: "ping")
    #expect(EventTemplate(again: ping) == nil)
  }

  @Test(arguments: [
    ("{\"a\": 1,\n \"b\" 2}", "is not JSON: no colon at line 2, column 6"),
    ("[1", "is not JSON: it breaks off at line 1, column 3"),
    ("{\"é\": tru}", "is not JSON: no value at line 1, column 10"),
    (
      #"{"_placeholder":true,"num":0}"#,
      "has a place for attachment 0, and there is no such attachment"
    ),
  ])
  func wrongJSONIsNamedByLineAndColumn(_ text: String, _ clause: String) {
    let template = EventTemplate(label: "x", event: "e", arguments: text)
    let fault = #expect(throws: WrittenJSONFault.self) { try template.emission }
    #expect(fault?.clause == clause)
  }

  @Test func numbersAreSentAndKeptAsTheyWereWritten() throws {
    let text = #"[12345678901234567890,1.0,-0,1e400,1E2,0.10,7,-3,2.5]"#
    let template = EventTemplate(label: "x", event: "e", arguments: text)
    #expect(try template.emission.arguments[0].encoded == text)
    let kept = try EventTemplate.read(Array(try template.file.utf8), label: "x")
    #expect(try kept.first?.emission.arguments[0].encoded == text)
  }

  @Test func savedEventsComeBack() throws {
    let template = EventTemplate(
      label: "greet", event: "message:send", arguments: "{\n  \"a\": 1\n},\n2")
    #expect(try EventTemplate.read(Array(try template.file.utf8), label: "file") == [template])
    let list = #"[{"event":"a","data":{"x":1}},{"event":"b"}]"#
    #expect(
      try EventTemplate.read(Array(list.utf8), label: "file").map(\.label) == ["file 1", "file 2"])
    let versioned = #"{"version":1,"events":\#(list)}"#
    #expect(
      try EventTemplate.read(Array(versioned.utf8), label: "file").map(\.event) == ["a", "b"])
  }

  @Test(arguments: [
    ("{", "is not JSON"), ("[1]", "holds a number, not an object"), ("{}", "has no \"event\""),
    (#"{"event":"e","arguments":{}}"#, "that are an object, not an array"),
    (#"[{"event":"e"},{}]"#, "has no \"event\" in its place 2"),
    (#"{"version":1,"events":{}}"#, "has \"events\" that are an object, not an array"),
    (#"{"version":2,"event":"e"}"#, "version is 2, and this furrow knows versions up to 1"),
    (#"{"version":"1","event":"e"}"#, "version is a whole number"),
  ])
  func aFileOfEventsThatIsNoneIsNamed(_ text: String, _ clause: String) {
    let fault = #expect(throws: WrittenJSONFault.self) {
      try EventTemplate.read(Array(text.utf8), label: "x")
    }
    #expect(fault?.clause.contains(clause) == true, "\(fault?.clause ?? "")")
  }
}

@Suite struct UnknownMemberTests {
  @Test(arguments: [
    (
      "{\"event\":\"e\",\n  \"argumets\": [{\"argumets\":1}]}",
      ["has an unknown member \"argumets\" at line 2, column 3, which is ignored"]
    ),
    (
      #"[{"event":"e","arguments":[{"x":1}]},{"event":"e","x":2}]"#,
      [#"has an unknown member "x" at line 1, column 51, which is ignored"#]
    ),
    (
      #"{"version":1,"evnt":"a","events":[{"event":"e","datta":1}]}"#,
      [
        #"has an unknown member "evnt" at line 1, column 14, which is ignored"#,
        #"has an unknown member "datta" at line 1, column 48, which is ignored"#,
      ]
    ),
    (#"{"version":1,"label":"l","event":"e","data":{"x":"evnt"}}"#, []), ("{", []), ("[1]", []),
    (
      #"{"event":"e","arg\u0075ments":[],"\u0078":1}"#,
      [#"has an unknown member "x", which is ignored"#]
    ),
  ])
  func whatAFileOfEventsHoldsBesidesIsNamedWithItsPlace(_ text: String, _ clauses: [String]) {
    #expect(EventTemplate.unknownMembers(in: Array(text.utf8)) == clauses)
  }
}

@Suite struct PrettyJSONTests {
  @Test func membersStandOnLinesOfTheirOwnInTheirOrder() throws {
    let value = try JSONValue(parsing: #"{"b":[1,{"z":null}],"a":{},"c":"x"}"#)
    #expect(
      value.pretty == """
        {
          "b": [
            1,
            {
              "z": null
            }
          ],
          "a": {},
          "c": "x"
        }
        """)
    #expect(try JSONValue(parsing: value.pretty) == value)
  }

  @Test func noMoreLinesAreMadeThanAreWanted() {
    let value = JSONValue.array((0..<100_000).map { .integer($0) })
    #expect(value.prettyLines(atMost: 3) == ["[", "  0,", "…"])
    #expect(value.prettyLines(atMost: 1) == ["…"])
  }
}
