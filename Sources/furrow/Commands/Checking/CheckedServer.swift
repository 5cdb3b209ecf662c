import ChatClient
import ChatConnection
import ChatModel
import ContractCheck
import Foundation
import SocketIO
import Synchronization
import Transport

/// A server that is being checked, as one person reaches it: with cookies of their own.
struct CheckedServer: RawServer {
  private let address: ServerAddress
  private let origin: WebAddress
  private let base: WebAddress
  private let client: HTTPClient
  private let tap: WireTap
  /// Beyond this nobody waits for an answer.
  private static let patience = Duration.seconds(20)
  /// The largest file of a check takes its time.
  private static let patienceWithFiles = Duration.seconds(120)
  /// In bytes: more in a body is a file.
  private static let mostWithoutFiles = 100_000

  /// - Parameters:
  ///   - name: whose wire it is.
  ///   - sparesLoopback: proxies are not asked for addresses of this computer.
  init(
    _ settings: Settings, at address: ServerAddress, as name: String, sparesLoopback: Bool = false
  ) throws(Failure) {
    self.address = address
    tap = WireTap(of: name, in: settings.wire)
    let ways = Connections(to: address, settings: settings, sparesLoopback: sparesLoopback)
    client = ways.client
    origin = try ways.web(address.origin)
    base = try ways.web(address.base)
  }

  func call(_ call: RawCall) async throws(RawFailure) -> RawAnswer {
    try await reaching { () throws(TransportError) in
      let base = base.path.hasSuffix("/") ? String(base.path.dropLast()) : base.path
      let target =
        if let address = call.address {
          try origin.resolving(address)
        } else {
          try self.base.with(
            path: ([base] + call.path.map(WebAddress.encoded)).joined(separator: "/"),
            query: call.query)
        }
      var request = HTTPRequest(
        call.method, target,
        headers: call.headers.map { HTTPHeader($0.name, $0.value) }
          + (call.contentType.map { [HTTPHeader("Content-Type", $0)] } ?? []),
        authorization: call.token.map { "Bearer \($0)" },
        body: call.body.map { .bytes($0) } ?? .none,
        timeout: (call.body?.count ?? 0) > Self.mostWithoutFiles
          ? Self.patienceWithFiles : Self.patience)
      // Where a person has to wait is told, and waited for, by the check itself.
      request.isOfOpenSession = true
      let exchange = tap.ask(request)
      do throws(TransportError) {
        let response = try await client.send(request)
        tap.answer(response, to: exchange)
        return RawAnswer(response)
      } catch {
        tap.fail(error.description, exchange)
        throw error
      }
    }
  }

  func link(over transport: LinkTransport) -> any LiveTransport {
    var configuration = SocketClient.Configuration()
    configuration.path = address.socketPath
    configuration.policy = transport == .websocket ? .webSocketOnly : .pollingOnly
    return SocketLink(server: origin, client: client, configuration: configuration, wire: tap)
  }

  func engine(
    _ method: String, query: [(name: String, value: String)], body: [UInt8]?
  ) async throws(RawFailure) -> RawAnswer {
    try await reaching { () throws(TransportError) in
      let target = try origin.with(path: address.socketPath, query: query)
      let request = HTTPRequest(
        method, target, body: body.map { .bytes($0) } ?? .none, isOfOpenSession: true)
      var link = LinkTap(tap)
      let exchange = link.ask(request, token: nil)
      do throws(TransportError) {
        let response = try await client.send(request)
        link.answer(response, to: exchange, token: nil)
        return RawAnswer(response)
      } catch {
        link.fail(error.description, exchange)
        throw error
      }
    }
  }

  func engineSocket(
    query: [(name: String, value: String)]
  ) async throws(RawFailure) -> any RawSocket {
    var link = LinkTap(tap)
    do throws(TransportError) {
      let target = try origin.with(path: address.socketPath, query: query)
      link.open(target.path + (target.query.map { "?" + $0 } ?? ""), token: nil)
      let connection = try await WebSocketConnection.connect(
        to: target, cookies: client.cookies, configuration: client.configuration)
      link.opened()
      return CheckedSocket(connection, told: link)
    } catch {
      link.closed(error.description, hadOpened: false)
      throw RawFailure(error)
    }
  }

  private func reaching<Value>(
    _ body: () async throws(TransportError) -> Value
  ) async throws(RawFailure) -> Value {
    do throws(TransportError) {
      return try await body()
    } catch {
      throw RawFailure(error)
    }
  }
}

extension RawAnswer {
  fileprivate init(_ response: HTTPResponse) {
    self.init(
      status: response.status, contentType: response.header("Content-Type"), body: response.body,
      retryAfter: response.header("Retry-After"))
  }
}

extension RawFailure {
  fileprivate init(_ error: TransportError) {
    let wasCut =
      switch error {
      case .connectionLost, .stalled: true
      default: false
      }
    if case .upgradeRefused(let status, _) = error {
      self.init(error.description, status: status)
    } else {
      self.init(error.description, wasCut: wasCut)
    }
  }
}

/// A WebSocket read by one task, whose frames wait until they are asked for.
private final class CheckedSocket: RawSocket {
  private let connection: WebSocketConnection
  private let frames: AsyncStream<String>
  private let link: Mutex<LinkTap>

  /// - Parameter link: told of every frame.
  init(_ connection: WebSocketConnection, told link: LinkTap) {
    self.connection = connection
    self.link = Mutex(link)
    let (frames, told) = AsyncStream.makeStream(of: String.self)
    self.frames = frames
    Task {
      while let event = await connection.receive() {
        guard case .messages(let messages) = event else { break }
        for case .text(let bytes) in messages {
          note(.text(bytes), .incoming)
          told.yield(String(decoding: bytes, as: UTF8.self))
        }
      }
      self.link.withLock { $0.closed("the connection ended", hadOpened: true) }
      told.finish()
    }
  }

  private func note(_ frame: EngineFrame, _ direction: WireRecord.Direction) {
    link.withLock { $0.frames([frame], direction, token: nil) }
  }

  func send(_ text: String) {
    note(.text(text), .outgoing)
    connection.send(text: Array(text.utf8))
  }

  func receive(within limit: Duration) async -> String? {
    await within(limit) { [frames] in
      var waiting = frames.makeAsyncIterator()
      return await waiting.next()
    } ?? nil
  }

  func close() {
    link.withLock { $0.close() }
    connection.close()
  }
}
