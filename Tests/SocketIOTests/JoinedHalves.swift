// A client machine and the server machines it meets, joined in memory: every request, frame and
// answer is carried at once and in order, and time passes only when a test says so.

import JSON
import Testing

@testable import SocketIO

struct JoinedHalves {
  /// How the network treats WebSockets.
  enum WebSockets {
    case open, refused, silent
  }

  enum Admission {
    case accept(pid: String?)
    case refuse(String, data: String?)
    case ignore
  }

  private enum Delivery {
    case toClient(LinkReport)
    case toServer(ChannelID, sid: String, ServerReport)
  }

  static let start = ContinuousClock.now

  var now = JoinedHalves.start
  var client: SocketClient
  var configuration: ServerConfiguration
  var webSockets = WebSockets.open
  /// Nothing is carried any more, and nobody is told.
  var isSilent = false
  /// Requests fail at once.
  var isDown = false
  var admit: (_ namespace: String, _ auth: String?) -> Admission = { _, _ in .accept(pid: nil) }

  private(set) var sessions: [String: SocketServerSession] = [:]
  /// What the client had to say.
  private(set) var news: [SocketClient.Output] = []
  /// What the client asked its transport to do.
  private(set) var work: [LinkWork] = []
  private(set) var serverNews: [SocketServerSession.Output] = []
  private(set) var auths: [String?] = []
  private(set) var openedSessions = 0
  private var owners: [ChannelID: String] = [:]
  private var polls: Set<ChannelID> = []
  private var posts: Set<ChannelID> = []
  private var liveWebSockets: Set<ChannelID> = []
  private var deliveries: [Delivery] = []

  init(
    client: SocketClient.Configuration = .init(), server: ServerConfiguration = .init(),
    seed: UInt64 = 1
  ) {
    self.client = SocketClient(configuration: client, seed: seed)
    configuration = server
  }

  init(_ policy: TransportPolicy, server: ServerConfiguration = .init()) {
    var client = SocketClient.Configuration()
    client.policy = policy
    self.init(client: client, server: server)
  }

  // MARK: Driving

  mutating func tell(_ input: SocketClient.Input) {
    follow(client.handle(input, at: now))
    run()
  }

  mutating func join(_ namespace: String = "/", auth: String? = nil) {
    tell(.join(namespace: namespace, auth: auth.map { Array($0.utf8) }))
  }

  mutating func tellServer(_ inputs: SocketServerSession.Input...) {
    for sid in sessions.keys.sorted() {
      let outputs = sessions[sid]?.handle(inputs, at: now) ?? []
      follow(outputs, of: sid)
    }
    run()
  }

  /// Lets time pass, and wakes each half exactly when it asked for it.
  mutating func pass(_ duration: Duration) {
    let end = now.advanced(by: duration)
    while let next = nextDeadline, next <= end {
      now = max(now, next)
      if let due = client.nextDeadline, due <= now { follow(client.handle(.tick, at: now)) }
      for (sid, session) in sessions.sorted(by: { $0.key < $1.key }) {
        if let due = session.nextDeadline, due <= now {
          let outputs = sessions[sid]?.handle(.tick, at: now) ?? []
          follow(outputs, of: sid)
        }
      }
      run()
    }
    now = end
  }

  /// Breaks every connection there is.
  mutating func cut() {
    for channel in liveWebSockets { lose(webSocket: channel) }
    for channel in polls {
      if let sid = owners[channel] {
        deliveries.append(.toServer(channel, sid: sid, .pollAborted(channel)))
      }
      deliveries.append(.toClient(.requestFailed(channel, .failed("cut"))))
    }
    for channel in posts {
      deliveries.append(.toClient(.requestFailed(channel, .failed("cut"))))
    }
    polls = []
    posts = []
    run()
  }

  mutating func clearNews() {
    news = []
    serverNews = []
    work = []
  }

  private var nextDeadline: ContinuousClock.Instant? {
    ([client.nextDeadline] + sessions.values.map(\.nextDeadline)).compactMap { $0 }.min()
  }

  private mutating func run() {
    var steps = 0
    while !deliveries.isEmpty {
      steps += 1
      guard steps < 10_000 else {
        Issue.record("the halves never come to rest")
        return
      }
      switch deliveries.removeFirst() {
      case .toClient(let report):
        forget(report)
        follow(client.handle(.report(report), at: now))
      case .toServer(let channel, let sid, let report):
        guard let session = sessions[sid] else {
          refuse(report, channel)
          continue
        }
        var changed = session
        let outputs = changed.handle(.report(report), at: now)
        sessions[sid] = changed
        follow(outputs, of: sid)
      }
    }
  }

  private mutating func forget(_ report: LinkReport) {
    switch report {
    case .answered(let channel, _, _), .requestFailed(let channel, _):
      polls.remove(channel)
      posts.remove(channel)
    default: break
    }
  }

  private mutating func refuse(_ report: ServerReport, _ channel: ChannelID) {
    switch report {
    case .poll, .post:
      let reply = EngineRequest.Fault.unknownSession.reply
      deliveries.append(
        .toClient(.answered(channel, status: reply.status, body: reply.body)))
    default: break
    }
  }

  // MARK: The client's transport

  private mutating func follow(_ outputs: [SocketClient.Output]) {
    for output in outputs {
      guard case .perform(let work) = output else {
        news.append(output)
        continue
      }
      self.work.append(work)
      perform(work)
    }
  }

  private mutating func perform(_ work: LinkWork) {
    switch work {
    case .openWebSocket(let channel, let target): openWebSocket(channel, target)
    case .sendFrames(let channel, let frames):
      guard !isSilent, liveWebSockets.contains(channel), let sid = owners[channel] else { return }
      deliveries.append(.toServer(channel, sid: sid, .received(channel, frames)))
    case .closeWebSocket(let channel):
      guard liveWebSockets.remove(channel) != nil, let sid = owners[channel] else { return }
      deliveries.append(.toServer(channel, sid: sid, .webSocketClosed(channel)))
    case .get(let channel, let target):
      #expect(polls.isEmpty, "two GETs in flight")
      polls.insert(channel)
      request(channel, "GET", target) { .poll($0) }
    case .post(let channel, let target, let body):
      #expect(posts.isEmpty, "two POSTs in flight")
      #expect(body.count <= configuration.maxPayload, "a POST over maxPayload")
      #expect(body.filter { $0 == EnginePayload.separator }.count < 16, "more than 16 packets")
      posts.insert(channel)
      request(channel, "POST", target) { .post($0, body: body) }
    case .cancel(let channel):
      posts.remove(channel)
      guard polls.remove(channel) != nil, let sid = owners[channel] else { return }
      deliveries.append(.toServer(channel, sid: sid, .pollAborted(channel)))
    }
  }

  private func read(_ target: String, method: String, webSocket: Bool) -> EngineRequest? {
    guard target.hasPrefix("/socket.io/?") else { return nil }
    return try? EngineRequest(
      method: method, query: String(target.dropFirst("/socket.io/?".count)),
      upgradesToWebSocket: webSocket, knows: { sessions[$0] != nil })
  }

  private mutating func openWebSocket(_ channel: ChannelID, _ target: String) {
    guard !isSilent else { return }
    switch isDown ? .refused : webSockets {
    case .silent: return
    case .refused:
      deliveries.append(.toClient(.webSocketClosed(channel, .status(502))))
      return
    case .open: break
    }
    switch read(target, method: "GET", webSocket: true) {
    case .openWebSocket:
      liveWebSockets.insert(channel)
      deliveries.append(.toClient(.webSocketOpened(channel)))
      begin(.webSocket(channel), channel)
    case .upgrade(let sid):
      liveWebSockets.insert(channel)
      owners[channel] = sid
      deliveries.append(.toServer(channel, sid: sid, .webSocketOpened(channel)))
      deliveries.append(.toClient(.webSocketOpened(channel)))
    default: deliveries.append(.toClient(.webSocketClosed(channel, .status(400))))
    }
  }

  private mutating func request(
    _ channel: ChannelID, _ method: String, _ target: String,
    _ report: (ChannelID) -> ServerReport
  ) {
    guard !isSilent else { return }
    guard !isDown else {
      deliveries.append(.toClient(.requestFailed(channel, .failed("down"))))
      return
    }
    switch read(target, method: method, webSocket: false) {
    case .openPolling: begin(.polling(channel), channel)
    case .poll(let sid), .post(let sid):
      owners[channel] = sid
      deliveries.append(.toServer(channel, sid: sid, report(channel)))
    default: deliveries.append(.toClient(.answered(channel, status: 400, body: [])))
    }
  }

  private mutating func begin(_ opening: SessionOpening, _ channel: ChannelID) {
    openedSessions += 1
    let sid = "session \(openedSessions)"
    let (session, outputs) = SocketServerSession.open(
      sid: sid, by: opening, configuration: configuration, at: now)
    sessions[sid] = session
    owners[channel] = sid
    follow(outputs, of: sid)
  }

  private mutating func lose(webSocket channel: ChannelID) {
    liveWebSockets.remove(channel)
    if let sid = owners[channel] {
      deliveries.append(.toServer(channel, sid: sid, .webSocketClosed(channel)))
    }
    deliveries.append(.toClient(.webSocketClosed(channel, .closed(code: 1006))))
  }

  // MARK: The server's owner

  private mutating func follow(_ outputs: [SocketServerSession.Output], of sid: String) {
    var answers: [SocketServerSession.Input] = []
    for output in outputs {
      switch output {
      case .perform(let work): perform(work)
      case .connectRequested(let namespace, let auth):
        serverNews.append(output)
        let text = auth?.encoded
        auths.append(text)
        switch admit(namespace, text) {
        case .accept(let pid):
          answers.append(
            .accept(namespace: namespace, sid: "socket of \(sid)", pid: pid))
        case .refuse(let message, let data):
          answers.append(
            .refuse(namespace: namespace, message: message, data: data.map { Array($0.utf8) }))
        case .ignore: break
        }
      case .event(let event):
        serverNews.append(output)
        answers += echo(event)
      case .ended:
        serverNews.append(output)
        sessions[sid] = nil
      default: serverNews.append(output)
      }
    }
    guard !answers.isEmpty else { return }
    let outputs = sessions[sid]?.handle(answers, at: now) ?? []
    follow(outputs, of: sid)
  }

  /// `echo` comes back as `echoed`; whatever asks for an acknowledgement gets its
  /// arguments, except `silence`.
  private func echo(_ event: SocketEvent) -> [SocketServerSession.Input] {
    var answers: [SocketServerSession.Input] = []
    let arguments = event.arguments.map(\.encodedBytes)
    let list = arguments.joined(separator: [UInt8(ascii: ",")])
    if event.name == "echo" {
      let json = Array("[\"echoed\",".utf8) + list + Array("]".utf8)
      let payload = SocketPayload(json: json, attachments: event.attachments)
      answers.append(.emit(namespace: event.namespace, payload, acknowledgement: nil))
    }
    if let id = event.acknowledgementID, event.name != "silence" {
      let json = [UInt8(ascii: "[")] + list + [UInt8(ascii: "]")]
      let payload = SocketPayload(json: json, attachments: event.attachments)
      answers.append(.acknowledge(namespace: event.namespace, id: id, payload))
    }
    return answers
  }

  private mutating func perform(_ work: ServerWork) {
    guard !isSilent else { return }
    switch work {
    case .reply(let channel, let reply):
      guard polls.contains(channel) || posts.contains(channel) else { return }
      deliveries.append(
        .toClient(.answered(channel, status: reply.status, body: reply.body)))
    case .sendFrames(let channel, let frames):
      guard liveWebSockets.contains(channel) else { return }
      deliveries.append(.toClient(.received(channel, frames)))
    case .closeWebSocket(let channel, let code):
      guard liveWebSockets.remove(channel) != nil else { return }
      deliveries.append(.toClient(.webSocketClosed(channel, .closed(code: code))))
    }
  }
}

// MARK: Words of the tests

extension JoinedHalves {
  /// The events the client was told of, as text.
  var events: [String] {
    news.compactMap {
      guard case .event(let event) = $0 else { return nil }
      return text(event)
    }
  }

  /// The events the server was told of, as text.
  var serverEvents: [String] {
    serverNews.compactMap {
      guard case .event(let event) = $0 else { return nil }
      return text(event)
    }
  }

  var connections: [SocketConnection] {
    news.compactMap { if case .connected(let connection) = $0 { connection } else { nil } }
  }

  /// What became of the acknowledgements that were asked for, in order.
  var acknowledgements: [String] {
    news.compactMap {
      switch $0 {
      case .acknowledged(let id, let answer):
        "\(id) \(JSONValue.array(answer.arguments).encoded)"
      case .acknowledgementFailed(let id, let failure): "\(id) \(failure)"
      default: nil
      }
    }
  }

  var states: [LinkState] {
    news.compactMap { if case .linkChanged(let state) = $0 { state } else { nil } }
  }

  var handedOver: [Int] {
    news.flatMap { output -> [Int] in
      guard case .handedOver(let ids) = output else { return [] }
      return ids
    }
  }

  var losses: [LinkLoss] {
    news.compactMap { if case .disconnected(_, let loss, _) = $0 { loss } else { nil } }
  }

  mutating func emit(
    _ name: String, _ arguments: String..., id: Int? = nil, namespace: String = "/",
    acknowledged: Bool = false, within limit: Duration? = nil,
    delivery: Emission.Delivery = .onlyIfConnected
  ) {
    let payload = SocketPayload.event(name, arguments.map { .json($0) })
    tell(
      .emit(
        Emission(
          id: id, namespace: namespace, payload: payload, wantsAcknowledgement: acknowledged,
          acknowledgementLimit: limit, delivery: delivery)))
  }
}
