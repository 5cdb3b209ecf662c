import ChatClient
import ChatModel
import Foundation
import JSON
import LoopbackServer
import SocketIO
import Testing
import Transport

@testable import ChatConnection

@Suite(.timeLimit(.minutes(5)))
struct PollingLinkTests {
  /// A server that polls, sets a cookie, and opens WebSockets only where `upgrades` says so.
  private final class Server: Sendable {
    let seen = Log<TestRequest>()
    let said = Log<String>()
    let http: TestServer

    /// - Parameters:
    ///   - events: what the first GETs bring, one after the other; the next ones wait.
    ///   - unanswered: a POST after whose reading the connection ends.
    init(upgrades: Bool, events: [String], unanswered: String? = nil) {
      let (seen, said) = (seen, said)
      let polls = Log<Void>()
      let waits = Log<Void>()
      let offered = upgrades ? #"["websocket"]"# : "[]"
      http = TestServer { connection in
        while let request = connection.readRequest() {
          seen.append(request)
          let body = String(decoding: request.body, as: UTF8.self)
          if request.target.contains("transport=websocket") {
            guard upgrades, request.target.contains("sid=s1") else {
              connection.write(answer(400, ["Connection: close"], "no"))
              return
            }
            connection.openWebSocket(request)
            while let frame = connection.hear() {
              said.append(frame)
              if frame == "2probe" {
                // Whoever asks for more has taken in that it is connected.
                while waits.all.isEmpty { usleep(1000) }
                connection.say("3probe")
              }
              if frame == "5" { connection.say(#"42["upgraded"]"#) }
            }
            return
          } else if request.method == "POST" {
            body.split(separator: "\u{1e}").forEach { said.append(String($0)) }
            if body == unanswered { return }
            connection.write(answer(200, [], "ok"))
          } else if !request.target.contains("sid=") {
            connection.write(
              answer(
                200, ["Set-Cookie: sticky=node1; Path=/"],
                #"0{"sid":"s1","upgrades":\#(offered),"pingInterval":25000,"pingTimeout":60000,"#
                  + #""maxPayload":1000000}"#))
          } else if polls.all.count < events.count {
            polls.append(())
            connection.write(answer(200, [], events[polls.all.count - 1]))
          } else {
            waits.append(())
            // The probe ends a GET that waits, so that the upgrade can go on.
            while !said.all.contains("2probe") { usleep(1000) }
            connection.write(answer(200, [], "6"))
          }
        }
      }
    }
  }

  private func link(
    _ server: Server, headers: [HTTPHeader] = [], query: [EngineParameter] = []
  ) throws -> SocketLink {
    var configuration = SocketClient.Configuration()
    configuration.query = query
    configuration.webSocketPatience = .milliseconds(500)
    // No limit that a busy machine could reach.
    configuration.connectTimeLimit = .seconds(60)
    configuration.probeTimeLimit = .seconds(60)
    return SocketLink(
      server: try WebAddress(server.http.root), client: makeClient(), configuration: configuration,
      headers: headers)
  }

  @Test func whereNoWebSocketOpensTheEventsComeByPolling() async throws {
    let server = Server(upgrades: false, events: [#"40{"sid":"x"}"#, "42[\"a\"]\u{1e}42[\"b\"]"])
    let link = try link(server)
    var watcher = Watcher(link)
    link.connect(token: "secret")
    #expect(
      await watcher.next(4) == [
        .connecting, .connected(.polling, recovered: false), .event(name: "a", arguments: []),
        .event(name: "b", arguments: []),
      ])
    link.emit(.raw("c", []), id: EmissionID(rawValue: 1), acknowledged: false)
    #expect(await watcher.next() == .handedOver(EmissionID(rawValue: 1)))
    await link.close()
    #expect(server.said.all.prefix(2) == [#"40{"token":"secret"}"#, #"42["c"]"#])
    let later = server.seen.all.filter { $0.target.contains("sid=") }
    #expect(!later.isEmpty)
    #expect(later.allSatisfy { $0.headers["cookie"] == "sticky=node1" })
    #expect(
      later.filter { $0.method == "POST" }
        .allSatisfy { $0.headers["content-type"] == "text/plain;charset=UTF-8" })
  }

  @Test func aPostThatIsMetBySilenceIsNotSentAgainUnasked() async throws {
    let server = Server(
      upgrades: false, events: [#"40{"sid":"x"}"#], unanswered: #"42["message:send"]"#)
    let link = try link(server)
    var watcher = Watcher(link)
    link.connect(token: "secret")
    #expect(await watcher.next(2) == [.connecting, .connected(.polling, recovered: false)])
    link.emit(.raw("before", []), id: EmissionID(rawValue: 1), acknowledged: false)
    #expect(await watcher.next() == .handedOver(EmissionID(rawValue: 1)))
    link.emit(.raw("message:send", []), id: EmissionID(rawValue: 2), acknowledged: false)
    _ = await watcher.first { if case .disconnected = $0 { true } else { false } }
    await link.close()
    #expect(server.said.all.count { $0 == #"42["message:send"]"# } == 1)
  }

  @Test func headersAndParametersOfItsOwnGoWithEveryRequest() async throws {
    let server = Server(upgrades: true, events: [#"40{"sid":"x"}"#])
    let farm = try #require(EngineParameter(name: "farm", value: "a&b=ü"))
    let empty = try #require(EngineParameter(name: "x y", value: ""))
    let link = try link(server, headers: [HTTPHeader("X-Key", "k 1")], query: [farm, empty])
    var watcher = Watcher(link)
    link.connect(token: "secret")
    #expect(await watcher.first { $0 == .upgraded(.websocket) } != nil)
    let seen = server.seen.all
    #expect(seen.contains { $0.method == "POST" })
    #expect(seen.contains { $0.target.contains("websocket&sid=s1") })
    for request in seen {
      #expect(request.headers["x-key"] == "k 1", "\(request.target)")
      #expect(request.target.hasSuffix("&farm=a%26b%3D%C3%BC&x%20y="), "\(request.target)")
    }
    await link.close()
  }

  @Test func anOfferedUpgradeIsTaken() async throws {
    let server = Server(upgrades: true, events: [#"40{"sid":"x"}"#])
    let link = try link(server)
    var watcher = Watcher(link)
    link.connect(token: "secret")
    #expect(
      await watcher.next(4) == [
        .connecting, .connected(.polling, recovered: false), .upgraded(.websocket),
        .event(name: "upgraded", arguments: []),
      ])
    let upgrade = try #require(
      server.seen.all.last { $0.target.contains("transport=websocket") })
    #expect(upgrade.headers["cookie"] == "sticky=node1")
    await link.close()
  }
}
