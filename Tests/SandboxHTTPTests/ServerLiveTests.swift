import ChatModel
import JSON
import SandboxCore
import Testing

@testable import SandboxHTTP

/// The live link over sockets: WebSockets, long-polling, and what ends them.
@Suite struct ServerLiveTests {
  @Test func aFrameMustMoveOn() async throws {
    try await serve({ $0.limits.stall = .milliseconds(200) }) { running in
      let client = try running.webSocket()
      client.send([0x81, 0xfe])
      #expect(client.rest() != nil)
    }
  }

  @Test func aSlowReaderIsCut() async throws {
    try await serve({ $0.limits.queue = 64 << 10 }) { running in
      let client = try RawClient(running.server, receiveBuffer: 4096)
      client.send(running.opening())
      // Each ping is answered, and no answer is read.
      let ping = frame(9, Array(repeating: 7, count: 125))
      let burst = Array(repeatElement(ping, count: 1000).joined())
      var sent = 0
      while sent < 200, client.send(burst) { sent += 1 }
      #expect(sent < 200)
    }
  }

  @Test func closesAreReturnedAndFaultsNamed() async throws {
    try await serve { running in
      let cases: [([UInt8], [UInt8])] = [
        (frame(8, [3, 232]), [0x88, 2, 3, 232]),
        (frame(8, [15, 160] + Array("bye".utf8)), [0x88, 2, 15, 160]), (frame(8), [0x88, 0]),
        (frame(8, [3, 237]), [0x88, 2, 3, 234]), (frame(1, [50], mask: nil), [0x88, 2, 3, 234]),
        (frame(1, [0xff]), [0x88, 2, 3, 239]),
        (frame(2, length: [127, 0, 0, 0, 0, 1, 0, 0, 0]), [0x88, 2, 3, 241]),
      ]
      for (bytes, close) in cases {
        let client = try running.webSocket()
        client.send(bytes)
        #expect(client.rest()?.suffix(close.count) == close[...], "\(bytes)")
      }
    }
  }

  @Test func whatWasQueuedBeforeACloseIsDelivered() async throws {
    try await serve { running in
      let client = try running.webSocket()
      let connect = "40{\"token\":\"\(running.token())\"}"
      client.send(
        frame(1, Array(connect.utf8)) + frame(1, Array("42[\"conversation:join\",{}]".utf8))
          + frame(8, [3, 232]))
      let all = String(decoding: try #require(client.rest()), as: UTF8.self)
      #expect(all.contains("40{\"sid\"") && all.contains("conversationId is required"))
    }
  }

  @Test(arguments: [#"{"content":"\ud83d"}"#, #"{"conversationId":1e999}"#, "{\"a\":\"\u{1}\"}"])
  func anEventThatCannotBeTakenIsAnswered(_ argument: String) async throws {
    try await serve { running in
      let client = try running.webSocket()
      let connect = "40{\"token\":\"\(running.token())\"}"
      client.send(
        frame(1, Array(connect.utf8)) + frame(1, Array("42[\"message:send\",\(argument)]".utf8))
          + frame(8))
      let all = try #require(client.rest())
      let said = String(decoding: all, as: UTF8.self)
      #expect(said.contains("42[\"error\",") || all.suffix(4) == [0x88, 2, 3, 234][...], "\(said)")
    }
  }

  @Test func halfACharacterIsNotSent() async throws {
    try await serve { running in
      let farmer = try #require(running.sandbox.people.first { $0.role == .user })
      let made = running.sandbox.respond(to: .createConversation, as: farmer.id)
      let talk = try #require(made.body["data"]?["_id"]?.stringValue)
      let client = try running.webSocket()
      let connect = "40{\"token\":\"\(running.token(.user))\"}"
      let half =
        #"42["message:send",{"conversationId":"\#(talk)","messageType":"text","content":"a\ud83d"}]"#
      client.send(frame(1, Array(connect.utf8)) + frame(1, Array(half.utf8)) + frame(8))
      let said = String(decoding: try #require(client.rest()), as: UTF8.self)
      #expect(said.contains("half a character") && !said.contains("message:sent"), "\(said)")
    }
  }

  @Test(arguments: ["4abc", "42{}", "x"])
  func whatWasQueuedBeforeAFaultIsDeliveredOverPolling(_ fault: String) async throws {
    try await serve { running in
      func ask(_ method: String, _ query: String, _ body: String = "") throws -> String {
        let client = try RawClient(running.server)
        client.send(
          running.head(
            "\(method) /socket.io/?EIO=4&transport=polling\(query)",
            "Connection: close\r\nContent-Length: \(body.utf8.count)\r\n") + body)
        return String(decoding: try #require(client.rest()), as: UTF8.self)
      }
      let sid = try #require(try ask("GET", "").firstMatch(of: /"sid":"([^"]*)"/)?.1)
      _ = try ask("POST", "&sid=\(sid)", "40{\"token\":\"\(running.token())\"}")
      #expect(try ask("GET", "&sid=\(sid)").contains("40{\"sid\""))
      _ = try ask(
        "POST", "&sid=\(sid)",
        "42[\"conversation:join\",{\"conversationId\":\"x\"}]\u{1e}\(fault)")
      let last = try ask("GET", "&sid=\(sid)")
      #expect(last.contains("42[\"error\",") && last.hasSuffix("\u{1e}1"), "\(last)")
    }
  }
}
