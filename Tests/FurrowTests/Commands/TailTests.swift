import ChatClient
import ChatModel
import JSON
import Testing

@testable import furrow

@Suite struct TailTests {
  private func event(_ name: String, _ data: JSONValue) -> LiveEvent {
    .event(name: name, arguments: [data], acknowledgement: nil)
  }

  @Test func whatWasNotJoinedIsKnownOnceEveryJoinIsAnswered() {
    var joins = NamedJoins(["a", "b", "a", "c"])
    #expect(joins.ids == ["a", "b", "c"], "each once")
    #expect(joins.note(event("error", ["message": "before"])) == nil, "nothing was asked yet")
    #expect(joins.note(.connected(.websocket, recovered: false)) == nil)
    #expect(joins.note(event("error", ["message": "no b"])) == nil, "it may be any of them")
    #expect(joins.note(event("conversation:joined", ["conversationId": "c"])) == nil)
    let refused = joins.note(event("conversation:joined", ["conversationId": "a"]))
    #expect(refused?.map(\.id) == ["b"] && refused?.map(\.words) == ["no b"])
    #expect(joins.note(event("error", ["message": "of something else"])) == nil)
    _ = joins.note(.connected(.websocket, recovered: true))
    #expect(joins.note(event("error", ["message": "x"])) == nil, "a link that goes on is joined")
    _ = joins.note(.connected(.polling, recovered: false))
    for _ in 0..<2 { #expect(joins.note(event("error", ["message": "no"])) == nil) }
    #expect(joins.note(event("error", ["message": "no"]))?.map(\.id) == ["a", "b", "c"])
  }

  @Test func theTransportAndItsUpgradeAreToldAsEvents() throws {
    func state(_ event: LiveEvent) throws -> JSONValue {
      let (name, data) = try #require(TailCommand.described(event))
      #expect(name == "connection")
      return data
    }
    #expect(
      try state(.connected(.polling, recovered: false)) == [
        "state": "online", "transport": "polling",
      ])
    #expect(try state(.upgraded(.websocket)) == ["state": "online", "transport": "websocket"])
    #expect(
      try state(.connected(.websocket, recovered: true)) == [
        "state": "online", "transport": "websocket", "recovered": true,
      ])
  }
}
