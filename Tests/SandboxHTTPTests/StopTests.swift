import Foundation
import Testing

@testable import SandboxHTTP

/// A server that stops waits for nobody.
@Suite(.timeLimit(.minutes(1))) struct StopTests {
  @Test func aStopEndsWhateverConnectionsAreDoing() async throws {
    try await serve { running in
      let upload = running.head(
        "POST /api/v1/chat/media",
        "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 9000\r\n")
      let file =
        "--b\r\nContent-Disposition: form-data; name=media; filename=a\r\n"
        + "Content-Type: image/png\r\n\r\nhalf"
      let body = running.head(Running.send, "Content-Length: 90\r\n") + "{"
      var clients: [RawClient] = []
      for bytes in ["", "GET / HT", body, upload + file] {
        let client = try RawClient(running.server)
        client.send(bytes)
        clients.append(client)
      }
      let opening = try RawClient(running.server)
      let polling = "GET /socket.io/?EIO=4&transport=polling"
      opening.send(running.head(polling, "Connection: close\r\n"))
      let answer = String(decoding: try #require(opening.rest()), as: UTF8.self)
      let sid = try #require(answer.firstMatch(of: /"sid":"([^"]*)"/)?.1)
      let waiting = try RawClient(running.server)
      waiting.send(running.head("\(polling)&sid=\(sid)"))
      let slow = try RawClient(running.server, receiveBuffer: 4096)
      slow.send(running.opening())
      let ping = frame(9, Array(repeating: 7, count: 125))
      slow.send(Array(repeatElement(ping, count: 2000).joined()))
      clients += [waiting, slow, try running.webSocket()]

      let hasStopped = DispatchSemaphore(value: 0)
      Task {
        await running.server.stop()
        hasStopped.signal()
      }
      hasStopped.wait()
      for (place, client) in clients.enumerated() {
        #expect(client.rest() != nil, "connection \(place)")
      }
      #expect(throws: (any Error).self) { try RawClient(running.server) }
    }
  }

  @Test func sessionsAreToldOfTheEndBeforeTheyAreCut() async throws {
    try await serve { running in
      let polling = "GET /socket.io/?EIO=4&transport=polling"
      let opening = try RawClient(running.server)
      opening.send(running.head(polling, "Connection: close\r\n"))
      let answer = String(decoding: try #require(opening.rest()), as: UTF8.self)
      let sid = try #require(answer.firstMatch(of: /"sid":"([^"]*)"/)?.1)
      let waiting = try RawClient(running.server)
      waiting.send(running.head("\(polling)&sid=\(sid)"))
      let webSocket = try running.webSocket()
      let hasStopped = DispatchSemaphore(value: 0)
      Task {
        await running.server.stop()
        hasStopped.signal()
      }
      let end = String(decoding: try #require(waiting.rest()), as: UTF8.self)
      #expect(end.hasPrefix("HTTP/1.1 200") && end.hasSuffix("\r\n\r\n1"), "\(end)")
      #expect(try #require(webSocket.rest()).suffix(4) == [0x88, 2, 3, 232][...])
      hasStopped.wait()
    }
  }

  @Test func whatDoesNotEndIsLeftBehind() async {
    await Patience.wait(for: .milliseconds(10)) { try? await Task.sleep(for: .seconds(86_400)) }
  }

  @Test func whatEndsIsNotWaitedForAnyLonger() async {
    await Patience.wait(for: .seconds(86_400)) {}
  }
}
