// Which requests the server understands, and which earn a 400.

import Testing

@testable import SocketIO

@Suite struct EngineRequestTests {
  private func read(
    _ method: String, _ query: String, webSocket: Bool = false
  ) throws(EngineRequest.Fault) -> EngineRequest {
    try EngineRequest(
      method: method, query: query, upgradesToWebSocket: webSocket, knows: { $0 == "known id" })
  }

  @Test func theFiveKindsOfRequestAreTold() throws {
    #expect(try read("GET", "EIO=4&transport=polling") == .openPolling)
    #expect(try read("GET", "transport=websocket&EIO=4&t=x", webSocket: true) == .openWebSocket)
    let session = "EIO=4&sid=known%20id&transport="
    #expect(try read("GET", session + "polling") == .poll(sid: "known id"))
    #expect(try read("POST", session + "polling") == .post(sid: "known id"))
    #expect(try read("GET", session + "websocket", webSocket: true) == .upgrade(sid: "known id"))
  }

  @Test(arguments: [
    ("GET", "", EngineRequest.Fault.unknownTransport),
    ("GET", "EIO=4", .unknownTransport),
    ("GET", "EIO=4&transport=abc", .unknownTransport),
    ("GET", "EIO=4&transport=polling&transport=polling", .unknownTransport),
    ("GET", "transport=polling", .unsupportedVersion),
    ("GET", "EIO=abc&transport=polling", .unsupportedVersion),
    ("GET", "EIO=3&transport=polling", .unsupportedVersion),
    ("POST", "EIO=4&transport=polling", .badMethod),
    ("PUT", "EIO=4&transport=polling", .badMethod),
    ("GET", "EIO=4&transport=polling&sid=other", .unknownSession),
    ("POST", "EIO=4&transport=polling&sid=", .unknownSession),
    ("PUT", "EIO=4&transport=polling&sid=known%20id", .badRequest),
    ("GET", "EIO=4&transport=websocket", .badRequest),
    ("GET", "%zz=&&=&=%&EIO=4&transport=websocket", .badRequest),
  ])
  func theRestIsRefused(method: String, query: String, fault: EngineRequest.Fault) {
    #expect(throws: fault) { try read(method, query) }
    #expect(fault.reply.status == 400)
    #expect(text(fault.reply.body) == #"{"code":\#(fault.rawValue),"message":"\#(fault.message)"}"#)
  }

  @Test(arguments: [
    ("transport=websocket", EngineRequest.Fault.unsupportedVersion),
    ("EIO=4", .unknownTransport), ("EIO=4&transport=polling", .badRequest),
    ("EIO=4&transport=websocket&sid=other", .unknownSession),
  ])
  func theSameFaultsCloseAWebSocket(query: String, fault: EngineRequest.Fault) {
    #expect(throws: fault) { try read("GET", query, webSocket: true) }
  }
}
