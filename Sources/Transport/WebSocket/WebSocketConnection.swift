// A WebSocket: libcurl makes the connection (names, proxies, TLS), wslay frames what goes over it.

package enum WebSocketMessage: Sendable, Equatable {
  /// UTF-8, validated.
  case text([UInt8])
  case binary([UInt8])
}

/// Why a connection is over.
package enum WebSocketEnd: Sendable, Equatable {
  /// The server said goodbye, or answered ours; 1005 when it gave no code, 1006 when it never
  /// answered.
  case closed(code: UInt16, reason: String)
  /// Anything else: connection lost, rules broken, message too large.
  case failed(TransportError)
}

package enum WebSocketEvent: Sendable, Equatable {
  /// Everything that has arrived since the last event, oldest first; never empty.
  case messages([WebSocketMessage])
  case ended(WebSocketEnd)
}

/// An open connection with a thread of its own. Reading stops while the receiver is behind, so a
/// flood waits in the kernel and not in memory.
package final class WebSocketConnection: Sendable {
  private let loop: WebSocketLoop

  /// Connects and shakes hands; cancelling the task breaks it off.
  /// - Parameters:
  ///   - address: an `http` or `https` address; `ws` is not written anywhere.
  ///   - headers: besides those of the handshake.
  ///   - cookies: sent with the handshake, and kept from its answer (row 17).
  ///   - hold: asked before, and told of a refusal (row 30).
  /// - Throws: `upgradeRefused` when the server answers with something other than 101.
  package static func connect(
    to address: WebAddress, headers: [HTTPHeader] = [], cookies: CookieJar,
    hold: RequestHold = RequestHold(), configuration: NetworkConfiguration
  ) async throws(TransportError) -> WebSocketConnection {
    if let end = hold.end(of: address.origin) { throw .heldBack(until: end) }
    let reply = Reply<Result<Void, TransportError>>()
    let loop = try WebSocketLoop(
      address: address, headers: headers, cookies: cookies, hold: hold,
      configuration: configuration
    ) { reply.give($0) }
    let result = await withTaskCancellationHandler {
      loop.start()
      return await reply.value
    } onCancel: {
      loop.stop()
    }
    try result.get()
    return WebSocketConnection(loop)
  }

  private init(_ loop: WebSocketLoop) { self.loop = loop }

  /// Cuts the connection if it still stands.
  deinit { loop.stop() }

  /// Waits for the next event. After `ended` it gives the same `ended` again. One caller at a time;
  /// nil when the task is cancelled.
  package func receive() async -> WebSocketEvent? {
    await loop.inbox.next { loop.resumeReading() }
  }

  /// Queues a message; what is queued together goes out in one write. Does nothing once ended.
  /// - Parameter text: UTF-8.
  package func send(text: [UInt8]) { loop.send([.text(text)]) }

  package func send(binary: [UInt8]) { loop.send([.binary(binary)]) }

  package func send(_ messages: [WebSocketMessage]) { loop.send(messages) }

  /// Says goodbye with code 1000 after what was queued, and waits at most a second for the answer
  /// before cutting.
  package func close() { loop.close() }

  /// Lets the connection go at once, without a goodbye.
  package func cut() { loop.stop() }
}
