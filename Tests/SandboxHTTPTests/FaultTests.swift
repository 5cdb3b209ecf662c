// What goes wrong at the sandbox by intent, and the control call that changes it.

import Faults
import Foundation
import SandboxCore
import SandboxHTTP
import Testing

@Suite(.timeLimit(.minutes(5)))
struct FaultTests {
  private static func control(
    _ method: String, _ fault: String? = nil, host: String = "127.0.0.1:5", more: String = ""
  ) -> String {
    let body = fault.map { #"{"fault":"\#($0)"}"# } ?? ""
    return "\(method) /control/fault HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\(more)"
      + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  private static func answer(_ running: Running, _ request: String) throws -> String {
    let client = try RawClient(running.server)
    client.send(request)
    return String(decoding: client.rest() ?? [], as: UTF8.self)
  }

  private static func status(_ running: Running, _ token: String? = nil) throws -> String {
    String(
      try answer(running, running.head(Running.list, "Connection: close\r\n", token: token))
        .dropFirst(9).prefix(3))
  }

  @Test func thePlanIsChangedWhileTheServerRuns() async throws {
    try await serve { running in
      let none = try Self.answer(running, Self.control("GET"))
      #expect(none.hasSuffix(#"{"fault":"","words":""}"#))
      let said = try Self.answer(running, Self.control("POST", "fail=503+500"))
      #expect(said.contains(#""fault":"fail=503+500,seed=1""#))
      let statuses = try (0..<3).map { _ in try Self.status(running) }
      #expect(statuses == ["503", "500", "200"])
      let off = try Self.answer(running, Self.control("DELETE"))
      #expect(off.contains(#""fault":"""#))
    }
  }

  @Test func aFaultThatMeansNothingChangesNothing() async throws {
    try await serve({ $0.faults.delay = .milliseconds(1)...(.milliseconds(1)) }) { running in
      let said = try Self.answer(running, Self.control("POST", "flood=1"))
      #expect(said.hasPrefix("HTTP/1.1 400") && said.contains("flood=1"))
      let still = try Self.answer(running, Self.control("GET"))
      #expect(still.contains("delay=1ms"))
    }
  }

  @Test func aPageOfABrowserAndAnotherNameDoNotReachTheControl() async throws {
    try await serve { running in
      for request in [
        Self.control("GET", host: "evil.example"), Self.control("POST", "cut", host: "a.127.0.0.1"),
        Self.control("POST", "cut", more: "Origin: http://127.0.0.1:5\r\n"),
      ] {
        let said = try Self.answer(running, request)
        #expect(said.hasPrefix("HTTP/1.1 404"))
      }
    }
  }

  @Test func theTokensThatAreThereExpireAndComeBackWithoutTheFault() async throws {
    try await serve { running in
      let token = running.token()
      _ = try Self.answer(running, Self.control("POST", "expire"))
      let expired = try Self.status(running, token)
      #expect(expired == "401")
      _ = try Self.answer(running, Self.control("DELETE"))
      let good = try Self.status(running, token)
      #expect(good == "200")
    }
  }

  @Test func theClockOfEveryAnswerIsAhead() async throws {
    try await serve({ $0.faults.clock = .seconds(7200) }) { running in
      let said = try Self.answer(running, running.head(Running.list, "Connection: close\r\n"))
      let date = said.split(separator: "\r\n").first { $0.hasPrefix("Date: ") }?.dropFirst(6)
      let format = DateFormatter()
      format.locale = Locale(identifier: "en_US_POSIX")
      format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
      let ahead = date.flatMap { format.date(from: String($0)) }?.timeIntervalSinceNow ?? 0
      #expect(abs(ahead - 7200) < 600)
    }
  }

  @Test func noWebSocketIsLetThroughWherePollingIsForced() async throws {
    try await serve({ $0.faults.pollsOnly = true }) { running in
      let client = try RawClient(running.server)
      client.send(running.opening())
      #expect(client.text(upTo: "\r\n").hasPrefix("HTTP/1.1 400"))
    }
  }

  /// Whoever posts cannot tell what was lost from what was taken.
  @Test func aPostWhoseEventIsLostIsAnsweredAsAnyOther() async throws {
    try await serve { running in
      func poll(_ method: String, _ sid: String, _ body: String = "") throws -> String {
        let said = try Self.answer(
          running,
          running.head(
            "\(method) /socket.io/?EIO=4&transport=polling\(sid)",
            "Connection: close\r\nContent-Type: text/plain;charset=UTF-8\r\n"
              + "Content-Length: \(body.utf8.count)\r\n") + body)
        return said.split(separator: "\r\n", omittingEmptySubsequences: false)
          .filter { !$0.hasPrefix("Date: ") }.joined(separator: "\r\n")
      }
      let opened = try poll("GET", "")
      let sid = try #require(opened.firstMatch(of: /"sid":"([^"]+)"/)?.1)
      _ = try poll("POST", "&sid=\(sid)", "40{\"token\":\"\(running.token())\"}")
      _ = try poll("GET", "&sid=\(sid)")
      let event = #"42["typing:start",{"conversationId":"x"}]"#
      let taken = try poll("POST", "&sid=\(sid)", event)
      _ = try Self.answer(running, Self.control("POST", "drop=100%,way=in"))
      let lost = try poll("POST", "&sid=\(sid)", event)
      #expect(lost == taken)
      #expect(taken.hasSuffix("ok"))
    }
  }

  @Test func theConnectionThatStandsIsCutWithoutAGoodbye() async throws {
    try await serve { running in
      let client = try running.webSocket()
      #expect(client.receive()?.isEmpty == false)
      _ = try Self.answer(running, Self.control("POST", "cut"))
      // No close frame: the connection is simply gone.
      #expect(client.rest()?.first != 0x88)
      let next = try running.webSocket()
      #expect(next.receive()?.isEmpty == false)
    }
  }

  @Test func filesOfAnUploadAreBentBeforeTheRulesSeeThem() async throws {
    let form =
      "--b\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nimage\r\n--b\r\n"
      + "Content-Disposition: form-data; name=\"media\"; filename=\"a.png\"\r\n"
      + "Content-Type: image/png\r\n\r\n" + String(repeating: "x", count: 500) + "\r\n--b--\r\n"
    try await serve { running in
      func upload(_ fault: String) throws -> String {
        _ = try Self.answer(running, Self.control("POST", fault))
        return try Self.answer(
          running,
          running.head(
            "POST /api/v1/chat/media",
            "Connection: close\r\nContent-Type: multipart/form-data; boundary=b\r\n"
              + "Content-Length: \(form.utf8.count)\r\n") + form)
      }
      let said = try ["upload-type", "upload-limit=100B", "upload-limit=1kB", "upload-stop=50%"]
        .map(upload)
      #expect(said[0].contains("type that is not allowed"))
      #expect(said[1].hasPrefix("HTTP/1.1 413"))
      #expect(said[2].hasPrefix("HTTP/1.1 201"))
      #expect(said[3] == "")
    }
  }
}
