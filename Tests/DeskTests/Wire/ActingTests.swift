import ChatModel
import Foundation
import JSON
import Testing
import TextGrid

@testable import Desk

@Suite struct ActingTests {
  private func orders(_ bench: inout Bench) -> [WireOrder] {
    bench.take().compactMap { if case .act(let order) = $0 { order } else { nil } }
  }

  @Test func anEventOfTheWireIsChangedAndSentAgain() throws {
    var bench = Bench.atTheWire()
    bench.press("g g x e")
    let box = try #require(bench.state.overlay as? EventBox)
    #expect(box.name.text == "message:send")
    #expect(box.arguments.text.contains("\"conversationId\": \"c1\""))
    bench.wait(2)
    bench.press("Enter")
    #expect(bench.state.overlay == nil)
    let sent = orders(&bench)
    #expect(sent.count == 1)
    guard case .event(let emission, let limit)? = sent.first else { return }
    #expect(emission.name == "message:send")
    #expect(limit == .seconds(10))
    #expect(bench.said == "Sent by hand: message:send as meera.")
  }

  @Test func wrongJSONStaysInTheBoxWithLineAndColumn() {
    var bench = Bench.atTheWire()
    bench.press("g g x e")
    bench.wait(2)
    bench.type("}")
    bench.wait(2)
    bench.press("Enter")
    let box = bench.state.overlay as? EventBox
    #expect(
      box?.problem?.hasPrefix("The JSON is not JSON: something after the document at line ")
        == true, "\(box?.problem ?? "")")
    #expect(orders(&bench).isEmpty)
    bench.press("Backspace")
    #expect((bench.state.overlay as? EventBox)?.problem == nil)
  }

  @Test func theAcknowledgementIsToldWithItsTime() {
    var bench = Bench.atTheWire()
    bench.press("g g x e")
    bench.wait(2)
    bench.press("Enter")
    _ = bench.take()
    var script = WireScript()
    for _ in 0..<5 { _ = script.entry(.incoming, "x") }
    let sent = script.entry(.outgoing, "message:send", id: 4)
    // Somebody else's of the same name is no answer of ours.
    let other = script.entry(.outgoing, "message:send", as: "ramesh", id: 9)
    bench.wire([sent, other])
    bench.wire([
      script.entry(.incoming, "ack", ["ok": true], as: "ramesh", id: 9, isPacket: true),
      script.entry(.incoming, "ack", ["status": "ok"], id: 4, isPacket: true),
    ])
    #expect(
      bench.said?.hasPrefix("message:send was acknowledged after 30 ms: ") == true,
      "\(bench.said ?? "")")
    #expect(bench.state.wire.acts.isEmpty)
  }

  @Test func anAnswerThatCameAsAnEventIsToldInPlaceOfAnAcknowledgement() {
    var bench = Bench.atTheWire()
    bench.press("g g x e")
    bench.wait(2)
    bench.press("Enter")
    var script = WireScript()
    for _ in 0..<5 { _ = script.entry(.incoming, "x") }
    bench.wire([script.entry(.outgoing, "message:send", id: 4)])
    bench.wire([script.entry(.incoming, "message:sent", ["messageId": "m9"])])
    bench.wait(11)
    #expect(bench.said == "message:send was answered by the event message:sent.")
    #expect(bench.state.wire.acts.isEmpty)
  }

  @Test func anAcknowledgementThatDoesNotComeIsToldToo() {
    var bench = Bench.atTheWire()
    bench.press("g g x e")
    bench.wait(2)
    bench.press("Enter")
    var script = WireScript()
    for _ in 0..<5 { _ = script.entry(.incoming, "x") }
    bench.wire([script.entry(.outgoing, "message:send", id: 4)])
    bench.wait(11)
    #expect(bench.said == "message:send was not acknowledged within 10 s.")
    #expect(bench.state.wire.acts.isEmpty)
    bench.press("g g x e")
    bench.wait(2)
    bench.press("Enter")
    bench.wait(11)
    #expect(bench.said == "message:send was not sent: it did not come to the wire.")
  }

  @Test func nothingIsSentByHandInProduction() {
    var configuration = DeskConfiguration()
    configuration.production = "Profile work is marked production"
    for keys in ["x e", "x s"] {
      var bench = Bench.atTheWire(configuration)
      bench.press("g g \(keys)")
      #expect(bench.state.overlay == nil)
      #expect(bench.said == "Profile work is marked production: nothing is sent by hand there.")
      #expect(bench.take().isEmpty)
    }
  }

  @Test func withoutALinkNothingIsSent() {
    var bench = Bench.atTheWire()
    bench.press("g g x e")
    bench.wait(2)
    bench.client(.link(.offline(reason: "gone", retryAt: nil)))
    bench.press("Enter")
    #expect(
      (bench.state.overlay as? EventBox)?.problem == "There is no link: nothing can be sent now.")
    #expect(orders(&bench).isEmpty)
  }

  @Test func theSevenEventsAndThoseThatWereKeptAreOffered() throws {
    var bench = Bench.atTheWire()
    bench.press("g g x s")
    #expect(bench.take().contains(.readEvents))
    var picker = try #require(bench.state.overlay as? EventPicker)
    #expect(picker.picker.items.count == 8)
    #expect(picker.picker.items.first?.choice.arguments.contains("\"c1\"") == true)
    let kept = EventTemplate(label: "greet", event: "message:send", arguments: "{\"a\": 1}")
    bench.run(.events([kept], problems: ["The file x is not JSON."]))
    picker = try #require(bench.state.overlay as? EventPicker)
    #expect(picker.picker.items.map(\.label).contains("greet"))
    bench.type("greet")
    bench.wait(2)
    bench.press("Enter")
    #expect((bench.state.overlay as? EventBox)?.arguments.text == "{\"a\": 1}")
    bench.wait(2)
    bench.press("Enter")
    #expect(orders(&bench) == [.event(.raw("message:send", [["a": 1]]), within: .seconds(10))])
  }

  @Test func anEventOfAnyNameIsWrittenAndKept() throws {
    var bench = Bench.atTheWire()
    bench.press("x s")
    bench.type("another")
    bench.wait(2)
    bench.press("Enter")
    bench.type("probe")
    bench.press("Ctrl+X s")
    let kept = bench.take().compactMap { effect -> String? in
      if case .keepEvent(let name, let text) = effect { "\(name) \(text)" } else { nil }
    }
    #expect(kept.first?.hasPrefix("probe {") == true)
    bench.press("Tab Ctrl+A Ctrl+K")
    bench.type("1, [2]")
    bench.wait(2)
    bench.press("Enter")
    #expect(orders(&bench) == [.event(.raw("probe", [1, [2]]), within: .seconds(10))])
  }

  @Test func aRequestIsMadeAgain() throws {
    var bench = Bench.atTheWire()
    let request = WireRecord(
      number: 6, at: 70_000, identity: "meera", direction: .outgoing, layer: .http,
      name: "PATCH /api/v1/chat/conversations/c1/status", data: ["status": "open"])
    bench.wire([WireEntry(request, WireRelation())])
    bench.press("x e")
    let box = try #require(bench.state.overlay as? EventBox)
    #expect(box.isRequest)
    bench.wait(2)
    bench.press("Enter")
    #expect(
      orders(&bench) == [
        .request(
          WrittenRequest(
            method: "PATCH", target: "/api/v1/chat/conversations/c1/status",
            body: "{\n  \"status\": \"open\"\n}"))
      ])
    var answer = request
    (answer.number, answer.direction, answer.status) = (8, .incoming, 403)
    answer.data = ["success": false, "message": "Call 98210 12345 first."]
    answer.headers = [WireHeaderField("Content-Type", "application/json")]
    var again = request
    again.number = 7
    bench.wire([
      WireEntry(again, WireRelation()), WireEntry(answer, WireRelation(answers: 7, took: 12_000)),
    ])
    let told = try #require(bench.said)
    #expect(
      told.hasPrefix(
        "PATCH /api/v1/chat/conversations/c1/status was answered 403 after 12 ms: Call "), "\(told)"
    )
    #expect(told.hasSuffix(" first.") && !told.contains("98210 12345"), "\(told)")
  }

  @Test func whatAnAnswerSaysIsToldWithoutItsHeaders() {
    var record = WireRecord(
      identity: "meera", direction: .incoming, layer: .http, name: "GET /x",
      headers: [WireHeaderField("Server", "nginx")], data: ["data": ["_id": "c1"]], status: 200)
    #expect(record.saidInShort(masking: nil) == #"{"data":{"_id":"c1"}}"#)
    record.status = 502
    record.data = "Bad Gateway"
    #expect(record.saidInShort(masking: nil) == "Bad Gateway")
    record.data = ["error": "busy", "message": nil]
    #expect(record.saidInShort(masking: nil) == "busy")
    record.data = .null
    #expect(record.saidInShort(masking: nil) == "")
  }

  @Test func whatCannotBeSentAgainSaysSo() {
    var bench = Bench.atTheWire()
    bench.wire([
      WireEntry(
        WireRecord(
          number: 6, at: 1, identity: "meera", direction: .incoming, layer: .eio, name: "ping"),
        WireRelation())
    ])
    bench.press("x e")
    #expect(bench.said == "#6 is no event or request that can be sent again.")
  }
}

@Suite struct SharedWireTests {
  @Test func theWireStaysOpenWhenAnotherIdentityIsShown() {
    var now = Date(timeIntervalSince1970: 1_763_476_320)
    var desks = DeskAccounts(
      [("ramesh", DeskConfiguration()), ("meera", DeskConfiguration())],
      size: Size(columns: 160, rows: 45))
    func press(_ keys: String) -> [Effect] {
      var effects: [Effect] = []
      for key in Key.sequence(keys) ?? [] {
        now += 1
        effects += desks.handle([AccountAction(.key(key))], now: now).map(\.effect)
      }
      return effects
    }
    #expect(press("F12").contains(.openWire))
    _ = desks.handle(
      [
        AccountAction(
          .wire(WireNews(entries: Bench.script(), lost: 0, header: WireScript.header)))
      ], now: now)
    #expect(!press("Ctrl+X 2").contains(.closeWire))
    #expect(desks.shown.wire.count == 5)
    #expect(desks.shown.focus == .wire)
    #expect(desks.shown.identities.map(\.isShown) == [false, true])
    #expect(desks.desk(of: AccountID(index: 0)).wire == WirePane())
    #expect(desks.desk(of: AccountID(index: 0)).focus == .list)
    #expect(press("F12").contains(.closeWire))
  }
}
