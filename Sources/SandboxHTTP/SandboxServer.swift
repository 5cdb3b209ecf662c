// The sandbox on a port: REST, downloads and the live link, all on one event loop. Another one accepts
// the connections, so that who comes anew does not wait behind what the others have sent.

package import Faults
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
package import SandboxCore
import Sentences
package import SocketIO
import Synchronization

/// Where and how the sandbox listens.
package struct SandboxServerOptions: Sendable {
  /// An address of this computer; loopback unless told otherwise.
  package var host = "127.0.0.1"
  /// 0 takes any free port.
  package var port = 0
  /// The live link's timings and limits.
  package var live = ServerConfiguration()
  /// The transports offered; a server may know only one of them (row 17).
  package var transports: Set<TransportKind> = [.polling, .webSocket]

  /// Which pages of other origins are let in.
  package var crossOrigin = CrossOrigin.loopback
  package var limits = ConnectionLimits()
  /// What goes wrong by intent from the start.
  package var faults = FaultPlan()

  package init() {}
}

/// What every connection of a server shares.
struct ServerParts {
  let sandbox: Sandbox
  let hub: EngineHub
  let options: SandboxServerOptions
  /// For what waits for the disk.
  let threads: NIOThreadPool
  let faults: ServerFaults
}

/// Why the server could not listen.
package struct SandboxServerError: Error, Hashable, Sendable {
  /// In words.
  package let reason: String
  /// The system's number for it; nil when it is not the system's.
  package let code: Int32?
}

/// A running sandbox server.
package final class SandboxServer: Sendable {
  /// The port it listens on.
  package let port: Int
  /// `http://host:port`
  package let origin: String

  private let loops: Loops
  private let listener: any Channel
  private let connections: NIOLoopBound<Connections>
  private let hub: NIOLoopBound<EngineHub>
  private let farewell: Duration
  private let threads: NIOThreadPool
  private let sandbox: Sandbox
  private let hasStopped = Mutex(false)

  /// Listens and serves until `stop()`.
  package static func start(_ sandbox: Sandbox, _ options: SandboxServerOptions = .init())
    async throws(SandboxServerError) -> SandboxServer
  {
    let loops = Loops()
    let threads = NIOThreadPool(numberOfThreads: 4)
    threads.start()
    let loop = loops.connections.next()
    do {
      return try await loop.flatSubmit {
        listen(sandbox, options, loops, threads, on: loop)
      }.get()
    } catch {
      try? await threads.shutdownGracefully()
      await loops.stop()
      let place = "\(options.host):\(options.port)"
      if error is SocketAddressError || error is SocketAddressError.UnknownHost {
        throw SandboxServerError(
          reason: said("\(place) cannot be listened on: it is no address"), code: EADDRNOTAVAIL)
      }
      guard let error = error as? IOError else {
        throw SandboxServerError(
          reason: said("\(place) cannot be listened on: \(error)"), code: nil)
      }
      let reason = String(cString: strerror(error.errnoCode))
      throw SandboxServerError(
        reason: said("\(place) cannot be listened on: \(reason)"), code: error.errnoCode)
    }
  }

  private static func listen(
    _ sandbox: Sandbox, _ options: SandboxServerOptions, _ loops: Loops,
    _ threads: NIOThreadPool, on loop: any EventLoop
  ) -> EventLoopFuture<SandboxServer> {
    var live = options.live
    live.allowsUpgrade = live.allowsUpgrade && options.transports.contains(.webSocket)
    live.queueLimit = options.limits.queue
    let hub = EngineHub(SandboxApplication(sandbox: sandbox), loop: loop, configuration: live)
    let boundHub = NIOLoopBound(hub, eventLoop: loop)
    let faults = ServerFaults(sandbox, on: loop)
    faults.onChange = { hub.use($0) }
    faults.use(options.faults)
    let parts = NIOLoopBound(
      ServerParts(sandbox: sandbox, hub: hub, options: options, threads: threads, faults: faults),
      eventLoop: loop)
    let connections = NIOLoopBound(Connections(), eventLoop: loop)
    return ServerBootstrap(group: loops.acceptor, childGroup: loop)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(
            AcceptGate(limit: options.limits.connections))
        }
      }
      .serverChannelOption(.backlog, value: 256)
      // One at a time, so that the gate closes in time.
      .serverChannelOption(.maxMessagesPerRead, value: 1)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
      .childChannelOption(.maxMessagesPerRead, value: 1)
      .childChannelOption(
        .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: options.limits.turn)
      )
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          guard connections.value.admit(channel) else { throw ChannelError.ioOnClosedChannel }
          try configure(channel, parts.value)
        }
      }
      .bind(host: options.host, port: options.port)
      .map { listener in
        let port = listener.localAddress?.port ?? options.port
        let host = options.host.contains(":") ? "[\(options.host)]" : options.host
        let origin = "http://\(host):\(port)"
        sandbox.setOrigin(origin)
        return SandboxServer(
          port, origin, loops, listener, connections, boundHub, threads, sandbox,
          farewell: options.limits.farewell)
      }
  }

  private init(
    _ port: Int, _ origin: String, _ loops: Loops, _ listener: any Channel,
    _ connections: NIOLoopBound<Connections>, _ hub: NIOLoopBound<EngineHub>,
    _ threads: NIOThreadPool, _ sandbox: Sandbox, farewell: Duration
  ) {
    self.port = port
    self.origin = origin
    self.loops = loops
    self.listener = listener
    self.connections = connections
    self.hub = hub
    self.farewell = farewell
    self.threads = threads
    self.sandbox = sandbox
  }

  private static func configure(_ channel: any Channel, _ parts: ServerParts) throws {
    let watch = ConnectionWatch(limits: parts.options.limits, loop: channel.eventLoop)
    let http = HTTPCoders(limits: parts.options.limits)
    try channel.pipeline.syncOperations.addHandler(watch)
    try channel.pipeline.syncOperations.addHandlers(http.handlers)
    try channel.pipeline.syncOperations.addHandler(
      HTTPHandler(parts: parts, coders: http, watch: watch))
  }

  // MARK: Staged faults

  /// Ends every connection and refuses new ones until `restoreLink()`.
  package func cutLink() {
    connections.execute { $0.cut() }
  }

  package func restoreLink() {
    connections.execute { $0.isCut = false }
  }

  /// Stops listening, gives live sessions what is queued for them with their end behind it, for as
  /// long as the limits say, and ends every connection. Who does not end in time, because the disk
  /// does not answer, is left behind.
  package func stop() async {
    let isFirst = hasStopped.withLock { hasStopped in
      defer { hasStopped = true }
      return !hasStopped
    }
    guard isFirst else { return }
    let (ends, end) = AsyncStream.makeStream(of: Void.self)
    await Patience.wait(for: farewell) { [listener, hub] in
      try? await listener.close()
      hub.execute { $0.close { end.finish() } }
      for await _ in ends {}
    }
    end.finish()
    cutLink()
    await Patience.wait(for: .seconds(5)) { [threads, loops] in
      try? await threads.shutdownGracefully()
      await loops.stop()
    }
    sandbox.close()
  }
}

/// The event loops of a server: one for everything, and one that accepts connections alone.
private struct Loops: Sendable {
  let acceptor = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  let connections = MultiThreadedEventLoopGroup(numberOfThreads: 1)

  /// The connections first: the acceptor counts those that leave.
  func stop() async {
    try? await connections.shutdownGracefully()
    try? await acceptor.shutdownGracefully()
  }
}

extension NIOLoopBound {
  fileprivate func execute(_ body: @escaping @Sendable (Value) -> Void) {
    eventLoop.execute { body(self.value) }
  }
}

/// The open connections of a server.
private final class Connections {
  private var open: [ObjectIdentifier: any Channel] = [:]
  var isCut = false

  /// Whether a new connection may stay.
  func admit(_ channel: any Channel) -> Bool {
    guard !isCut else { return false }
    let id = ObjectIdentifier(channel)
    open[id] = channel
    let bound = NIOLoopBound(self, eventLoop: channel.eventLoop)
    channel.closeFuture.whenComplete { _ in bound.value.open[id] = nil }
    return true
  }

  func cut() {
    isCut = true
    for channel in open.values { channel.close(promise: nil) }
  }
}
