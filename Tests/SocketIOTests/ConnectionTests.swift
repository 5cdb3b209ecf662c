// A client and a server meet, over each transport and each way between them.

import JSON
import Testing

@testable import SocketIO

@Suite struct ConnectionTests {
  @Test(arguments: [TransportPolicy.webSocketOnly, .pollingOnly])
  func aClientConnectsAndTalks(policy: TransportPolicy) {
    var halves = JoinedHalves(policy)
    halves.join(auth: #"{"token":"abc"}"#)
    #expect(halves.auths == [#"{"token":"abc"}"#])
    #expect(halves.connections.map(\.sid) == ["socket of session 1"])
    #expect(halves.connections.first?.recovered == false)

    halves.emit("echo", "1", #"{"a":[true]}"#, id: 7)
    #expect(halves.serverEvents == [#"["echo",1,{"a":[true]}]"#])
    #expect(halves.events == [#"["echoed",1,{"a":[true]}]"#])
    #expect(halves.handedOver == [7])
    let transport: TransportKind = policy == .pollingOnly ? .polling : .webSocket
    #expect(halves.client.state == .online(transport))
  }

  @Test func automaticTakesAWebSocketFirst() {
    var halves = JoinedHalves(.automatic)
    halves.join()
    #expect(
      halves.work.first
        == .openWebSocket(ChannelID(1), target: "/socket.io/?EIO=4&transport=websocket"))
    #expect(halves.client.state == .online(.webSocket))
    #expect(halves.openedSessions == 1)
  }

  @Test func automaticFallsBackToPollingWhenAWebSocketIsRefused() {
    var halves = JoinedHalves(.automatic)
    halves.webSockets = .refused
    halves.join()
    #expect(halves.client.state == .online(.polling))
    halves.emit("echo", "1")
    #expect(halves.events == [#"["echoed",1]"#])
  }

  @Test func aWebSocketThatDoesNotOpenIsGivenFiveSeconds() {
    var halves = JoinedHalves(.automatic)
    halves.webSockets = .silent
    halves.join()
    halves.pass(.milliseconds(4_999))
    #expect(halves.client.state == .opening(.webSocket, attempt: 0))
    halves.webSockets = .open
    halves.pass(.milliseconds(1))
    #expect(halves.work.contains(.closeWebSocket(ChannelID(1))))
    #expect(halves.client.state == .upgrading)
    // The GET that crossed the probe's answer is ended by the server's NOOP.
    halves.pass(.milliseconds(100))
    #expect(halves.client.state == .online(.webSocket))
    #expect(halves.states.contains(.opening(.polling, attempt: 0)))
  }

  @Test func pollingIsUpgradedWithoutLosingOrDoublingAnything() {
    // The upgrade is begun by falling back, with WebSockets that open a moment later.
    var halves = JoinedHalves(.automatic)
    halves.webSockets = .silent
    halves.join()
    halves.webSockets = .open
    for number in 0..<20 {
      halves.emit("echo", "\(number)", id: number, delivery: .buffered)
    }
    halves.pass(.seconds(5))
    #expect(halves.client.state == .online(.webSocket))
    for number in 20..<40 { halves.emit("echo", "\(number)", id: number) }
    #expect(halves.events == (0..<40).map { #"["echoed",\#($0)]"# })
    #expect(halves.handedOver == Array(0..<40))
    halves.pass(.seconds(200))
    #expect(halves.losses.isEmpty)
  }

  @Test func aFailedProbeKeepsPolling() {
    var halves = JoinedHalves(.automatic)
    halves.webSockets = .silent
    halves.join()
    halves.pass(.seconds(5))
    #expect(halves.client.state == .upgrading)
    halves.pass(.seconds(10))
    #expect(halves.client.state == .online(.polling))
    halves.emit("echo", "1")
    #expect(halves.events == [#"["echoed",1]"#])
    halves.pass(.seconds(300))
    #expect(halves.losses.isEmpty)
  }

  @Test func aServerWithoutUpgradesIsLeftPolling() {
    var server = ServerConfiguration()
    server.allowsUpgrade = false
    var halves = JoinedHalves(.automatic, server: server)
    halves.webSockets = .refused
    halves.join()
    #expect(halves.client.state == .online(.polling))
    #expect(
      halves.work.filter { if case .openWebSocket = $0 { true } else { false } }.count == 1)
  }

  @Test func namespacesShareALinkEachWithItsOwnSignIn() {
    var server = ServerConfiguration()
    server.namespaces = ["/", "/custom"]
    var halves = JoinedHalves(.webSocketOnly, server: server)
    halves.join(auth: #"{"a":1}"#)
    halves.join("/custom", auth: #"{"b":2}"#)
    halves.join("/nowhere")
    #expect(halves.auths == [#"{"a":1}"#, #"{"b":2}"#])
    #expect(halves.connections.map(\.namespace) == ["/", "/custom"])
    #expect(
      halves.news.contains(
        .refused(namespace: "/nowhere", Refusal(message: "Invalid namespace"))))
    halves.emit("echo", "1", namespace: "/custom")
    #expect(halves.events == [#"["echoed",1]"#])

    halves.tell(.leave(namespace: "/custom"))
    halves.emit("echo", "2")
    #expect(halves.events == [#"["echoed",1]"#, #"["echoed",2]"#])
    #expect(halves.serverNews.contains(.disconnected(namespace: "/custom", .clientClosed)))
    #expect(halves.openedSessions == 1)
  }

  @Test(arguments: [TransportPolicy.webSocketOnly, .pollingOnly])
  func leavingTheLastNamespaceClosesTheSession(policy: TransportPolicy) {
    var halves = JoinedHalves(policy)
    halves.join()
    halves.tell(.disconnect)
    #expect(halves.losses == [.clientDisconnected])
    #expect(halves.client.state == .idle)
    #expect(halves.client.nextDeadline == nil)
    #expect(halves.serverNews.contains(.disconnected(namespace: "/", .clientClosed)))
    #expect(halves.sessions.isEmpty)
    halves.pass(.seconds(60))
    #expect(halves.openedSessions == 1)
  }

  @Test func aRefusalIsToldAndNotRetried() {
    var halves = JoinedHalves(.webSocketOnly)
    halves.admit = { _, auth in
      auth == nil
        ? .refuse("Authentication error: Token required", data: #"{"code":1}"#)
        : .accept(pid: nil)
    }
    halves.join()
    let refusal = Refusal(
      message: "Authentication error: Token required", data: ["code": 1])
    #expect(halves.news.contains(.refused(namespace: "/", refusal)))
    halves.pass(.seconds(600))
    #expect(halves.openedSessions == 1)
    #expect(halves.client.state == .idle)

    halves.join(auth: #"{"token":"abc"}"#)
    #expect(halves.connections.count == 1)
  }

  @Test func aRefusalMayBeABareString() {
    #expect(Refusal(reading: #"no "way""#).message == #"no "way""#)
    #expect(Refusal(reading: [:]) == Refusal(message: ""))
  }
}
