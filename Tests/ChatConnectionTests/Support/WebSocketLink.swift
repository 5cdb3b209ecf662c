import ChatClient
import ChatModel
import Foundation
import JSON
import LoopbackServer
import SocketIO
import Testing
import Transport

@testable import ChatConnection

/// A link that speaks over a WebSocket alone, and whose limits no busy machine reaches.
func webSocketLink(
  _ server: TestServer, headers: [HTTPHeader] = [], wire book: WireBook? = nil,
  _ change: (inout SocketClient.Configuration) -> Void = { _ in }
) throws -> SocketLink {
  var configuration = SocketClient.Configuration()
  configuration.policy = .webSocketOnly
  configuration.connectTimeLimit = .seconds(60)
  change(&configuration)
  return SocketLink(
    server: try WebAddress(server.root + "/api/v1"), client: makeClient(),
    configuration: configuration, headers: headers, wire: book.map { WireTap(of: "farm", in: $0) },
    tellsWire: book != nil)
}

func isConnected(_ event: LiveEvent) -> Bool {
  if case .connected = event { true } else { false }
}
