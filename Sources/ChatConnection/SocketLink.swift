// The live link over Socket.IO. The machine `SocketClient` decides; this performs its work (requests,
// WebSockets, a timer) on `Transport`, tells it what became of each, and passes on what it has to say.

package import ChatClient
package import ChatModel
import Foundation
package import JSON
package import SocketIO
package import Transport

/// One link of one account, kept up until `close`.
package final class SocketLink: LiveTransport, @unchecked Sendable {
  // Every variable is touched on `queue` alone; the constants are Sendable.

  package let events: AsyncStream<[LiveEvent]>

  private let queue = DispatchQueue(label: "furrow.link")
  private let server: WebAddress
  private let client: HTTPClient
  private let headers: [HTTPHeader]
  private let news: AsyncStream<[LiveEvent]>.Continuation
  /// Events that nobody has taken yet.
  private let backlog = Backlog(limit: 2048)
  private let namespace: String
  private let auth: LinkAuth
  private var tap: LinkTap?
  /// Tells the wire among the events.
  private let listening: WireListening?
  private var machine: SocketClient
  private var report = LinkReporter()
  private var faults: LinkFaults?
  private var token: String?
  private var channels = LinkChannels()
  private var timer = LinkTimer()
  private var closing: [CheckedContinuation<Void, Never>] = []
  private var isClosed = false

  /// How long `close` waits for the last frames to leave.
  private static let farewell = DispatchTimeInterval.seconds(2)
  /// A GET waits for events as long as the machine lets it.
  private static let pollLimit = Duration.seconds(24 * 3600)

  /// - Parameters:
  ///   - server: any address at the server's origin; the path is the configuration's.
  ///   - client: its cookies go with the WebSocket too (row 17).
  ///   - headers: go with every request to the server's origin, besides the link's own.
  ///   - namespace: where it connects, as `/name`.
  ///   - auth: what it says there of who connects.
  ///   - wire: told of every frame and request; nil for none.
  ///   - tellsWire: what the wire's book is told stands among `events`, too.
  ///   - control: what goes wrong by intent; nil: nothing ever.
  package init(
    server: WebAddress, client: HTTPClient, configuration: SocketClient.Configuration = .init(),
    headers: [HTTPHeader] = [], namespace: String = "/", auth: LinkAuth = .token,
    wire: WireTap? = nil, tellsWire: Bool = false, faults control: FaultControl? = nil
  ) {
    self.namespace = namespace
    self.auth = auth
    self.server = server
    self.client = client
    self.headers = headers
    machine = SocketClient(
      configuration: configuration, seed: UInt64.random(in: UInt64.min...UInt64.max))
    let (told, news) = AsyncStream.makeStream(of: [LiveEvent].self)
    self.news = news
    let backlog = backlog
    events = told.passing { batch in
      backlog.remove(batch.count)
      return batch
    }
    tap = wire.map(LinkTap.init)
    listening =
      tellsWire
      ? wire?.book.listen { record, relation in
        backlog.add(1)
        news.yield([.wire(record, relation)])
      } : nil
    if let control { bend(by: control) }
  }

  private func bend(by control: FaultControl) {
    faults = LinkFaults(
      control, on: queue, perform: { [weak self] in self?.perform($0) },
      report: { [weak self] in self?.handle(.report($0)) },
      sever: { [weak self] in self?.channels.sever($0) })
    control.listen { [weak self] in
      guard let self else { return }
      queue.async { [self] in faults?.renew() }
    }
  }

  deinit {
    backlog.open()
    news.finish()
  }

  // MARK: LiveTransport

  package func connect(token: String) {
    queue.async { [self] in
      guard !isClosed else { return }
      let auth = auth.bytes(token: token)
      // Whoever is connected stays who they are until they leave.
      if let old = self.token, old != token { handle(.disconnect) }
      self.token = token
      faults?.use(token: token)
      handle(.join(namespace: namespace, auth: auth))
    }
  }

  package func emit(
    _ emission: ClientEmission, id: EmissionID, acknowledged: Bool, within limit: Duration?
  ) {
    queue.async { [self] in
      guard !isClosed else {
        tell([.dropped(id)])
        return
      }
      handle(
        .emit(
          Emission(
            id: id.rawValue, namespace: namespace, payload: SocketPayload(emission),
            wantsAcknowledgement: acknowledged,
            acknowledgementLimit: limit)))
    }
  }

  /// Answers an event that came with this number.
  package func acknowledge(_ number: Int, _ arguments: [JSONValue]) {
    queue.async { [self] in
      let payload = SocketPayload.acknowledgement(arguments.map { .json($0.encodedBytes) })
      handle(.acknowledge(namespace: namespace, id: number, payload))
    }
  }

  package func retryNow() { queue.async { [self] in handle(.retryNow) } }

  package func renew() { queue.async { [self] in handle(.renew) } }

  package func close() async {
    await withCheckedContinuation { continuation in
      queue.async { [self] in
        closing.append(continuation)
        guard !isClosed else { return endIfQuiet() }
        isClosed = true
        backlog.open()
        handle(.disconnect)
        queue.asyncAfter(deadline: .now() + Self.farewell) { [self] in cutEverything() }
        endIfQuiet()
      }
    }
  }

  private func endIfQuiet() {
    guard isClosed, channels.isEmpty else { return }
    timer.end()
    news.finish()
    for continuation in closing { continuation.resume() }
    closing = []
  }

  private func cutEverything() {
    channels.cutEverything()
    endIfQuiet()
  }

  // MARK: The machine

  /// On `queue`.
  private func handle(_ input: SocketClient.Input) {
    let now = ContinuousClock.now
    var told: [LiveEvent] = []
    for output in machine.handle(input, at: now) {
      if case .perform(let work) = output {
        // What is shown of the wire stands among the events in the order in which it happened.
        if tap != nil, !told.isEmpty {
          tell(told)
          told = []
        }
        if let faults { faults.pass(work) } else { perform(work) }
      }
      report.add(output, to: &told, at: now)
    }
    if !told.isEmpty { tell(told) }
    timer.arm(for: machine.nextDeadline, makeTimer)
  }

  private func tell(_ events: [LiveEvent]) {
    backlog.add(events.count)
    news.yield(events)
  }

  private func makeTimer() -> DeadlineTimer {
    DeadlineTimer(queue: queue) { [weak self] in
      guard let self else { return }
      timer.wentOff()
      if let deadline = machine.nextDeadline, deadline <= .now {
        handle(.tick)
      } else {
        timer.arm(for: machine.nextDeadline, makeTimer)
      }
    }
  }

  // MARK: Its work

  private func perform(_ work: LinkWork) {
    switch work {
    case .openWebSocket(let id, let target): openWebSocket(id, target)
    case .sendFrames(let id, let frames):
      guard let connection = channels.webSocket(id) else { return }
      tap?.frames(frames, .outgoing, token: token)
      connection.send(frames.map(WebSocketMessage.init))
    case .closeWebSocket(let id):
      if let connection = channels.webSocket(id) {
        tap?.close()
        connection.close()
      } else {
        channels.cancelOpening(id)
      }
    case .get(let id, let target):
      request(id, "GET", target, body: .none, timeout: Self.pollLimit)
    case .post(let id, let target, let body):
      request(id, "POST", target, body: .bytes(body), timeout: nil)
    case .cancel(let id):
      channels.cancelRequest(id)
    }
  }

  private func request(
    _ id: ChannelID, _ method: String, _ target: String, body: HTTPRequest.Body, timeout: Duration?
  ) {
    let made = Result { () throws(TransportError) in
      var request = HTTPRequest(
        method, try server.resolving(target), body: body, timeout: timeout,
        isOfOpenSession: target.contains("&sid="))
      request.originHeaders = headers
      if case .bytes = body {
        request.headers.append(HTTPHeader("Content-Type", "text/plain;charset=UTF-8"))
      }
      return request
    }
    let exchange: WireTap.Exchange? =
      if case .success(let request) = made { tap?.ask(request, token: token) } else { nil }
    let task = Task { [weak self, client, token] in
      do throws(TransportError) {
        let request = try made.get()
        let response = try await client.send(request)
        let end = response.status == 200 ? nil : client.hold.end(of: request.address.origin)
        let result: LinkReport =
          end.map { .requestFailed(id, .heldBack(until: $0)) }
          ?? .answered(id, status: response.status, body: response.body)
        await self?.tell(result, isLast: true) { tap in
          tap.answer(response, to: exchange, token: token)
        }
      } catch {
        await self?.tell(.requestFailed(id, TransportFault(error)), isLast: true) { tap in
          tap.fail(error.description, exchange)
        }
      }
    }
    channels.began(request: id, task)
  }

  private func openWebSocket(_ id: ChannelID, _ target: String) {
    tap?.open(target, token: token)
    let task = Task { [weak self, client, headers, server, token] in
      do throws(TransportError) {
        let address = try server.resolving(target)
        let connection = try await WebSocketConnection.connect(
          to: address, headers: headers, cookies: client.cookies, hold: client.hold,
          configuration: client.configuration)
        guard await self?.opened(id, connection) == true else { return }
        while let event = await connection.receive() {
          guard let self else { return }
          switch event {
          case .messages(let messages):
            let frames = messages.map(EngineFrame.init)
            await tell(.received(id, frames), isLast: false) { tap in
              tap.frames(frames, .incoming, token: token)
            }
          case .ended(let end):
            return await tell(.webSocketClosed(id, TransportFault(end)), isLast: true) { tap in
              tap.closed(LinkLoss.transport(TransportFault(end)).words, hadOpened: true)
            }
          }
        }
      } catch {
        let end = client.hold.end(of: server.origin)
        let fault = end.map { TransportFault.heldBack(until: $0) } ?? TransportFault(error)
        await self?.tell(.webSocketClosed(id, fault), isLast: true) { tap in
          tap.closed(LinkLoss.transport(fault).words, hadOpened: false)
        }
      }
    }
    channels.began(opening: id, task)
  }

  /// - Returns: false when it is no longer wanted.
  private func opened(
    _ id: ChannelID, _ connection: WebSocketConnection
  ) async -> Bool {
    await onQueue { [self] in
      tap?.opened()
      guard channels.opened(id, connection) else { return false }
      handle(.report(.webSocketOpened(id)))
      return true
    }
  }

  /// Waits until those before it are done with and the machine has taken the report, so that a flood
  /// waits in the socket.
  ///
  /// - Parameter show: shows a tester what has come.
  private func tell(
    _ result: LinkReport, isLast: Bool,
    showing show: @escaping @Sendable (inout LinkTap) -> Void = { _ in }
  ) async {
    await backlog.room()
    await onQueue { [self] in
      if tap != nil { show(&tap!) }
      if isLast, let id = result.channel { channels.ended(id) }
      if let faults { faults.pass(result) } else { handle(.report(result)) }
      endIfQuiet()
    }
  }

  private func onQueue<Value: Sendable>(
    _ body: @escaping @Sendable () -> Value
  ) async -> Value {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: body()) }
    }
  }
}

extension SocketPayload {
  /// Attachments that no argument has a place for are arguments of their own, behind the others.
  fileprivate init(_ emission: ClientEmission) {
    let places = emission.placeholders
    let behind = emission.attachments.indices.filter { !places.contains($0) }
    self = .event(
      emission.name,
      emission.arguments.map { .json($0.encodedBytes) }
        + behind.map { .json("{\"_placeholder\":true,\"num\":\($0)}") })
    attachments = emission.attachments
  }
}

extension LinkReport {
  fileprivate var channel: ChannelID? {
    switch self {
    case .webSocketOpened(let id), .received(let id, _), .webSocketClosed(let id, _),
      .answered(let id, _, _), .requestFailed(let id, _):
      id
    }
  }
}
