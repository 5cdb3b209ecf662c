// The hub runs any Socket.IO application: here one that knows nothing of chat, with our own client.

import JSON
import NIOCore
import NIOPosix
import SocketIO
import Synchronization
import Testing

@testable import SandboxHTTP

/// Lets in who gives a name, and says everything again.
private final class Echo: SocketApplication {
  private let outlet = Mutex<(@Sendable (SocketDelivery) -> Void)?>(nil)
  let log = Mutex<[String]>([])

  func send(through outlet: @escaping @Sendable (SocketDelivery) -> Void) {
    self.outlet.withLock { $0 = outlet }
  }

  func admit(_ request: SocketRequest) -> SocketAdmission {
    guard let name = request.auth?["name"]?.stringValue else {
      return .refused(message: "Who are you?")
    }
    log.withLock { $0.append("+\(request.namespace) \(name)") }
    say("welcome", [.string(name)], to: request.socket)
    return .accepted
  }

  func take(_ event: SocketEvent, from socket: String) -> SocketPayload? {
    say(event.name, event.arguments, event.attachments, to: socket)
    return SocketPayload(
      json: JSONValue.array(event.arguments).encodedBytes, attachments: event.attachments)
  }

  func ended(_ socket: String) { log.withLock { $0.append("-") } }

  private func say(
    _ name: String, _ arguments: [JSONValue], _ attachments: [[UInt8]] = [], to socket: String
  ) {
    let json = JSONValue.array([.string(name)] + arguments).encodedBytes
    let delivery = SocketDelivery(
      sockets: [socket, "nobody"], payload: SocketPayload(json: json, attachments: attachments))
    outlet.withLock { $0 }?(delivery)
  }
}

/// Our own client and a hub with the application, joined on the hub's loop without sockets.
private final class Pair {
  /// One GET, POST or WebSocket of the client.
  private final class Line: Carrier {
    let id: ChannelID
    let report: (LinkReport) -> Void
    var sid: String?
    var channel: ChannelID?

    init(_ id: ChannelID, _ report: @escaping (LinkReport) -> Void) {
      self.id = id
      self.report = report
    }

    func reply(_ answer: HTTPAnswer) {
      guard case .bytes(let body) = answer.body else { return }
      report(.answered(id, status: answer.status, body: body))
    }
    func send(_ frames: [EngineFrame]) { report(.received(id, frames)) }
    func close(code: Int) { report(.webSocketClosed(id, .closed(code: code))) }
    func cut() { report(.webSocketClosed(id, .closed(code: nil))) }
  }

  let echo = Echo()
  let hub: EngineHub
  private var client: SocketClient
  private var lines: [ChannelID: Line] = [:]
  private var reports: [LinkReport] = []
  private var isRunning = false
  private(set) var told: [String] = []
  /// GETs wait instead of reaching the hub.
  var holdsGets = false
  private var held: [LinkWork] = []

  init(_ policy: TransportPolicy, loop: any EventLoop) {
    var server = ServerConfiguration()
    server.namespaces = ["/", "/second"]
    hub = EngineHub(echo, loop: loop, configuration: server)
    var configuration = SocketClient.Configuration()
    configuration.policy = policy
    client = SocketClient(configuration: configuration, seed: 1)
  }

  func tell(_ input: SocketClient.Input) {
    follow(client.handle(input, at: .now))
    run()
  }

  func emit(_ payload: SocketPayload, id: Int, namespace: String = "/") {
    tell(
      .emit(Emission(id: id, namespace: namespace, payload: payload, wantsAcknowledgement: true)))
  }

  func release() {
    holdsGets = false
    let work = held
    held = []
    for one in work { perform(one) }
    run()
  }

  /// Carries what waits, one after the other: neither side hears of anything while it speaks.
  private func run() {
    guard !isRunning else { return }
    isRunning = true
    defer { isRunning = false }
    while !reports.isEmpty { follow(client.handle(.report(reports.removeFirst()), at: .now)) }
  }

  private func follow(_ outputs: [SocketClient.Output]) {
    for output in outputs {
      switch output {
      case .perform(let work): perform(work)
      case .connected(let connection): told.append("connected \(connection.namespace)")
      case .refused(let namespace, let refusal):
        told.append("refused \(namespace) \(refusal.message)")
      case .event(let event):
        let bytes = event.attachments.map { "\($0)" }.joined()
        told.append(
          "\(event.namespace) \(event.name) \(JSONValue.array(event.arguments).encoded)\(bytes)")
      case .acknowledged(let id, let answer):
        let bytes = answer.attachments.map { "\($0)" }.joined()
        told.append("\(id) \(JSONValue.array(answer.arguments).encoded)\(bytes)")
      case .disconnected(let namespace, let loss, _): told.append("lost \(namespace) \(loss)")
      default: break
      }
    }
  }

  private func perform(_ work: LinkWork) {
    switch work {
    case .openWebSocket(let id, _):
      let line = line(id)
      reports.append(.webSocketOpened(id))
      line.channel = hub.add(line)
      line.channel.map { line.sid = hub.open(by: .webSocket($0), origin: nil) }
    case .sendFrames(let id, let frames):
      guard let line = lines[id], let channel = line.channel, let sid = line.sid else { return }
      hub.report(.received(channel, frames), of: sid)
    case .closeWebSocket(let id):
      guard let line = lines[id], let channel = line.channel, let sid = line.sid else { return }
      hub.forget(channel)
      hub.report(.webSocketClosed(channel), of: sid)
    case .get where holdsGets: held.append(work)
    case .get(let id, let target): request("GET", target, [], line(id))
    case .post(let id, let target, let body): request("POST", target, body, line(id))
    case .cancel: break
    }
  }

  private func request(_ method: String, _ target: String, _ body: [UInt8], _ line: Line) {
    let query = target.split(separator: "?").last.map(String.init) ?? ""
    do throws(EngineRequest.Fault) {
      switch try EngineRequest(
        method: method, query: query, upgradesToWebSocket: false, knows: hub.knows)
      {
      case .openPolling: hub.open(by: .polling(hub.add(line)), origin: nil)
      case .poll(let sid): hub.report(.poll(hub.add(line)), of: sid)
      case .post(let sid): hub.report(.post(hub.add(line), body: body), of: sid)
      case .openWebSocket, .upgrade: Issue.record("\(target)")
      }
    } catch {
      line.reply(HTTPAnswer(error.reply))
    }
  }

  private func line(_ id: ChannelID) -> Line {
    let line = Line(id) { [unowned self] in reports.append($0) }
    lines[id] = line
    return line
  }
}

@Suite struct EchoApplicationTests {
  /// Runs `body` on an event loop of its own, as the server would.
  private func onLoop(_ body: @escaping @Sendable (any EventLoop) -> Void) async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let loop = group.next()
    try await loop.submit { body(loop) }.get()
    try await group.shutdownGracefully()
  }

  @Test(arguments: [TransportPolicy.webSocketOnly, .pollingOnly])
  func anApplicationThatKnowsNothingOfChatIsServed(policy: TransportPolicy) async throws {
    try await onLoop { loop in
      let pair = Pair(policy, loop: loop)
      pair.tell(.join(namespace: "/", auth: Array(#"{"name":"Ada"}"#.utf8)))
      pair.tell(.join(namespace: "/second", auth: Array(#"{"name":"Bo"}"#.utf8)))
      pair.emit(.event("say", [.json("1"), .binary([1, 2])]), id: 5)
      pair.emit(.event("say", [.json(#""two""#)]), id: 6, namespace: "/second")
      let placeholder = #"{"_placeholder":true,"num":0}"#
      #expect(
        pair.told.prefix(4) == [
          "connected /", #"/ welcome ["Ada"]"#, "connected /second", #"/second welcome ["Bo"]"#,
        ])
      #expect(
        Set(pair.told.dropFirst(4)) == [
          "5 [1,\(placeholder)][1, 2]", "/ say [1,\(placeholder)][1, 2]", #"6 ["two"]"#,
          #"/second say ["two"]"#,
        ])
      pair.tell(.leave(namespace: "/second"))
      #expect(pair.echo.log.withLock { $0 } == ["+/ Ada", "+/second Bo", "-"])
      pair.tell(.disconnect)
      #expect(pair.echo.log.withLock { $0 } == ["+/ Ada", "+/second Bo", "-", "-"])
    }
  }

  @Test func theApplicationRefusesInItsOwnWords() async throws {
    try await onLoop { loop in
      let pair = Pair(.webSocketOnly, loop: loop)
      pair.tell(.join(namespace: "/", auth: nil))
      pair.tell(.join(namespace: "/third", auth: nil))
      #expect(pair.told == ["refused / Who are you?", "refused /third Invalid namespace"])
      #expect(pair.echo.log.withLock { $0 }.isEmpty)
    }
  }

  @Test func whatIsQueuedIsFetchedBeforeTheServerHasEnded() async throws {
    try await onLoop { loop in
      let pair = Pair(.pollingOnly, loop: loop)
      pair.tell(.join(namespace: "/", auth: Array(#"{"name":"Ada"}"#.utf8)))
      pair.holdsGets = true
      pair.emit(.event("first"), id: 5)
      pair.emit(.event("second"), id: 6)
      #expect(!pair.told.contains("/ second []"), "it waits for a GET")
      var isQuiet = false
      pair.hub.close { isQuiet = true }
      #expect(!isQuiet)
      pair.release()
      #expect(pair.told.contains("/ second []"), "\(pair.told)")
      #expect(pair.told.last == "lost / closedByServer")
      #expect(pair.echo.log.withLock { $0 } == ["+/ Ada", "-"])
      #expect(isQuiet)
    }
  }

  @Test func whoComesWhileTheServerEndsIsSentHome() async throws {
    try await onLoop { loop in
      let pair = Pair(.pollingOnly, loop: loop)
      var isQuiet = false
      pair.hub.close { isQuiet = true }
      #expect(isQuiet, "there was nobody")
      pair.tell(.join(namespace: "/", auth: Array(#"{"name":"Ada"}"#.utf8)))
      #expect(pair.told.isEmpty && pair.echo.log.withLock { $0 }.isEmpty)
    }
  }
}
