import ChatClient
import ChatModel
import JSON
import Testing

@testable import furrow

@Suite struct TailTests {
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
