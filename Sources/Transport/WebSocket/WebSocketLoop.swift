// The thread of one WebSocket: connect, shake hands, then shovel in both directions until the end.

import CCurl
import Glibc
import Synchronization

final class WebSocketLoop: Sendable {
  /// What other threads ask for.
  private struct Requests {
    var outgoing: [WebSocketMessage] = []
    var isClosing = false
    var isStopping = false
    var isReadingPaused = false
    /// The multi handle is gone and must not be woken.
    var isOver = false
  }

  /// Read in one turn before what arrived is handed on, in bytes.
  private static let turnLimit = 1 << 20
  /// How long the server may take to answer our close.
  private static let closePatience = Duration.seconds(1)

  let inbox = WebSocketInbox()
  private let requests = Mutex(Requests())
  private let configuration: NetworkConfiguration
  private let address: WebAddress
  private let cookies: CookieJar
  private let hold: RequestHold
  private let opened: @Sendable (Result<Void, TransportError>) -> Void
  private let handshake: WebSocketHandshake
  private nonisolated(unsafe) let easy: EasyHandle
  // Touched by the loop's thread alone once it has started.
  private nonisolated(unsafe) let multi: UnsafeMutableRawPointer
  // Likewise, except for `curl_multi_wakeup`, which is safe from any thread and called under the
  // lock that `isOver` is set under.

  /// - Parameter opened: told once, on the loop's thread, how the opening went.
  init(
    address: WebAddress, headers: [HTTPHeader], cookies: CookieJar, hold: RequestHold,
    configuration: NetworkConfiguration,
    opened: @escaping @Sendable (Result<Void, TransportError>) -> Void
  ) throws(TransportError) {
    self.address = address
    self.cookies = cookies
    self.hold = hold
    self.configuration = configuration
    self.opened = opened
    var lines = [HTTPHeader("User-Agent", configuration.userAgent)] + headers
    if let cookie = cookies.header(for: address, now: time(nil)) {
      lines.append(HTTPHeader("Cookie", cookie))
    }
    handshake = try WebSocketHandshake(
      address: address, headers: lines, nonce: randomBytes(16))
    easy = try EasyHandle()
    try easy.configure(configuration, for: address)
    easy.set(CURLOPT_CONNECT_ONLY, 1)
    easy.set(CURLOPT_HTTPPROXYTUNNEL, true)
    guard let multi = curl_multi_init() else { throw .outOfMemory }
    self.multi = multi
  }

  /// To be called once: the thread frees what `init` made.
  func start() { startThread { [self] in run() } }

  func send(_ messages: [WebSocketMessage]) { ask { $0.outgoing.append(contentsOf: messages) } }

  func close() { ask { $0.isClosing = true } }

  func stop() { ask { $0.isStopping = true } }

  func resumeReading() {
    requests.withLock { requests in
      guard requests.isReadingPaused, !requests.isOver else { return }
      requests.isReadingPaused = false
      curl_multi_wakeup(multi)
    }
  }

  private func ask(_ change: (inout Requests) -> Void) {
    requests.withLock { requests in
      guard !requests.isOver else { return }
      change(&requests)
      curl_multi_wakeup(multi)
    }
  }

  private var isStopping: Bool { requests.withLock { $0.isStopping } }

  private func run() {
    curl_multi_add_handle(multi, easy.raw)
    do throws(TransportError) {
      let deadline = ContinuousClock.now + configuration.connectTimeout
      let socket = try connect()
      let rest = try shakeHands(socket, deadline: deadline)
      opened(.success(()))
      inbox.finish(shovel(socket, rest))
    } catch {
      opened(.failure(error))
    }
    requests.withLock { $0.isOver = true }
    curl_multi_remove_handle(multi, easy.raw)
    // Here and not in `deinit`: saying goodbye over TLS may raise SIGPIPE, which this thread blocks.
    curl_multi_cleanup(multi)
  }

  private func connect() throws(TransportError) -> curl_socket_t {
    while !isStopping {
      var active: Int32 = 0
      curl_multi_perform(multi, &active)
      var left: Int32 = 0
      if let message = curl_multi_info_read(multi, &left), message.pointee.msg == CURLMSG_DONE {
        let code = furrow_curl_message_result(message)
        guard code == CURLE_OK else {
          throw easy.failure(
            code, origin: address.origin,
            isProxied: configuration.proxy.proxy(for: address.origin) != nil)
        }
        guard let socket = easy.activeSocket else { throw .connectionLost }
        return socket
      }
      curl_multi_poll(multi, nil, 0, Int32.max, nil)
    }
    throw .cancelled
  }

  /// - Returns: the first bytes of frames.
  private func shakeHands(
    _ socket: curl_socket_t, deadline: ContinuousClock.Instant
  ) throws(TransportError) -> [UInt8] {
    var handshake = handshake
    var unsent = handshake.request[...]
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    while !isStopping {
      try write(&unsent)
      var progress = WebSocketHandshake.Progress.incomplete
      var isAtEnd = false
      reading: while progress == .incomplete {
        switch read(into: &buffer) {
        case .bytes(let count): progress = handshake.take(buffer.prefix(count))
        case .nothing: break reading
        case .end, .failure:
          isAtEnd = true
          progress = handshake.ended()
          break reading
        }
      }
      let isLate = ContinuousClock.now >= deadline
      if isLate && progress == .incomplete { progress = handshake.ended() }
      switch progress {
      case .open(let headers, let rest):
        store(cookies: headers)
        return rest
      case .refused(let status, let headers, let body):
        store(cookies: headers)
        hold.note(status: status, headers: headers, from: address.origin)
        throw .upgradeRefused(status: status, body: body)
      case .violated(let words): throw .protocolViolation(words)
      case .incomplete:
        if isAtEnd { throw .connectionLost }
        if isLate { throw .timedOut(.waiting) }
      }
      wait(socket, toWrite: !unsent.isEmpty, until: deadline)
    }
    throw .cancelled
  }

  private func store(cookies headers: [HTTPHeader]) {
    let now = time(nil)
    for header in headers where header.name.lowercased() == "set-cookie" {
      cookies.store(header.value, from: address, now: now)
    }
  }

  /// Runs the open connection to its end.
  private func shovel(_ socket: curl_socket_t, _ rest: [UInt8]) -> WebSocketEnd {
    let framing = WebSocketFraming(messageLimit: configuration.messageLimit)
    var unsent: ArraySlice<UInt8> = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    var closeDeadline: ContinuousClock.Instant?
    framing.take(rest[...])
    while true {
      let asked = requests.withLock { requests in
        defer { requests.outgoing = [] }
        return requests
      }
      if asked.isStopping { return .failed(.cancelled) }
      for message in asked.outgoing { framing.send(message) }
      if asked.isClosing && closeDeadline == nil {
        closeDeadline = .now + Self.closePatience
        framing.sendClose()
      }
      var loss: WebSocketEnd?
      var isReadable = false
      if pauseReadingWhenFull() == false && framing.end == nil {
        (isReadable, loss) = readTurn(framing, &buffer)
      }
      unsent.append(contentsOf: framing.takeOutput())
      do throws(TransportError) {
        try write(&unsent)
      } catch {
        loss = loss ?? .failed(error)
      }
      inbox.put(framing.takeMessages())
      if let end = framing.end { return self.end(end, unsent: unsent, socket) }
      if let loss { return loss }
      if let closeDeadline, ContinuousClock.now >= closeDeadline {
        return .closed(code: 1006, reason: "")
      }
      if !isReadable {
        let isPaused = requests.withLock { $0.isReadingPaused }
        wait(socket, toRead: !isPaused, toWrite: !unsent.isEmpty, until: closeDeadline)
      }
    }
  }

  /// - Returns: whether more may be waiting to be read, and the end if it has come.
  private func readTurn(
    _ framing: WebSocketFraming, _ buffer: inout [UInt8]
  ) -> (Bool, WebSocketEnd?) {
    var total = 0
    while total < Self.turnLimit {
      switch read(into: &buffer) {
      case .bytes(let count):
        total += count
        framing.take(buffer[..<count])
        if framing.end != nil { return (false, nil) }
      case .nothing: return (false, nil)
      case .end: return (false, .failed(.connectionLost))
      case .failure(let error): return (false, .failed(error))
      }
    }
    return (true, nil)
  }

  /// Under the lock, so that a reader who takes everything at this moment is not missed.
  private func pauseReadingWhenFull() -> Bool {
    requests.withLock { requests in
      requests.isReadingPaused = inbox.isFull
      return requests.isReadingPaused
    }
  }

  /// The last frames, our close among them, get one chance to leave.
  private func end(
    _ end: WebSocketFraming.End, unsent: ArraySlice<UInt8>, _ socket: curl_socket_t
  ) -> WebSocketEnd {
    var unsent = unsent
    if !unsent.isEmpty {
      wait(socket, toRead: false, toWrite: true, until: .now + Self.closePatience)
      try? write(&unsent)
    }
    if case .closed = end { furrow_curl_close_in_peace(socket) }
    return switch end {
    case .closed(let code, let reason): .closed(code: code, reason: reason)
    case .violated: .failed(.protocolViolation("frames that break the rules of WebSocket"))
    case .tooLarge: .failed(.bodyTooLarge(limit: Int64(configuration.messageLimit)))
    }
  }

  // MARK: The socket

  private enum Reading {
    case bytes(Int)
    case nothing
    case end
    case failure(TransportError)
  }

  private func read(into buffer: inout [UInt8]) -> Reading {
    var count = 0
    let code = curl_easy_recv(easy.raw, &buffer, buffer.count, &count)
    switch code {
    case CURLE_OK: return count == 0 ? .end : .bytes(count)
    case CURLE_AGAIN: return .nothing
    case CURLE_SSL_CONNECT_ERROR: return .failure(.tls(.handshake(easy.words(for: code))))
    default: return .failure(.connectionLost)
    }
  }

  /// Sends as much as the socket takes now.
  private func write(_ bytes: inout ArraySlice<UInt8>) throws(TransportError) {
    while !bytes.isEmpty {
      var count = 0
      let code = bytes.withUnsafeBytes {
        curl_easy_send(easy.raw, $0.baseAddress, $0.count, &count)
      }
      if code == CURLE_AGAIN { return }
      guard code == CURLE_OK else { throw .connectionLost }
      bytes = bytes.dropFirst(count)
    }
    bytes = []
  }

  /// Sleeps until the socket, another thread or the deadline has something.
  private func wait(
    _ socket: curl_socket_t, toRead: Bool = true, toWrite: Bool,
    until deadline: ContinuousClock.Instant?
  ) {
    var active: Int32 = 0
    curl_multi_perform(multi, &active)
    let events = (toRead ? CURL_WAIT_POLLIN : 0) | (toWrite ? CURL_WAIT_POLLOUT : 0)
    var watched = curl_waitfd(fd: socket, events: Int16(events), revents: 0)
    let patience = deadline.map { ContinuousClock.now.duration(to: $0).milliseconds }
    // A socket that is not watched would still report its end, again and again.
    curl_multi_poll(
      multi, &watched, events == 0 ? 0 : 1, Int32(clamping: patience ?? Int(Int32.max)), nil)
  }
}
