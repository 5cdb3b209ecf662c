// Looks at the method and query of a request to `/socket.io/` and says what it wants, or which 400
// it earns. Over a WebSocket the owner closes instead of answering.

import Foundation

/// A request that the server understands.
package enum EngineRequest: Equatable, Sendable {
  /// A GET without sid: a new long-polling session.
  case openPolling
  /// A WebSocket without sid: a new session.
  case openWebSocket
  case poll(sid: String)
  case post(sid: String)
  /// A WebSocket for a session that polls.
  case upgrade(sid: String)

  /// Why a request is refused, with the reference implementation's numbers.
  package enum Fault: Int, Error, Equatable, Sendable {
    case unknownTransport = 0
    case unknownSession = 1
    case badMethod = 2
    case badRequest = 3
    case unsupportedVersion = 5

    package var message: String {
      switch self {
      case .unknownTransport: "Transport unknown"
      case .unknownSession: "Session ID unknown"
      case .badMethod: "Bad handshake method"
      case .badRequest: "Bad request"
      case .unsupportedVersion: "Unsupported protocol version"
      }
    }

    /// The answer of long-polling.
    package var reply: HTTPReply {
      HTTPReply(
        status: 400, contentType: "application/json",
        body: Array("{\"code\":\(rawValue),\"message\":\"\(message)\"}".utf8))
    }
  }

  /// Reads a request.
  /// - Parameters:
  ///   - method: the HTTP method, in capitals.
  ///   - query: what follows `?`, still percent-encoded.
  ///   - upgradesToWebSocket: the request is a WebSocket's opening handshake.
  ///   - knows: whether a session of that sid lives.
  package init(
    method: String, query: String, upgradesToWebSocket: Bool, knows: (String) -> Bool
  ) throws(Fault) {
    let values = Self.values(of: query)
    guard let transport = values["transport"].flatMap(TransportKind.init) else {
      throw .unknownTransport
    }
    guard values["EIO"] == "4" else { throw .unsupportedVersion }
    guard (transport == .webSocket) == upgradesToWebSocket else { throw .badRequest }
    if let sid = values["sid"] {
      guard knows(sid) else { throw .unknownSession }
      switch (transport, method) {
      case (.webSocket, "GET"): self = .upgrade(sid: sid)
      case (.polling, "GET"): self = .poll(sid: sid)
      case (.polling, "POST"): self = .post(sid: sid)
      default: throw .badRequest
      }
    } else {
      guard method == "GET" else { throw .badMethod }
      self = transport == .webSocket ? .openWebSocket : .openPolling
    }
  }

  /// Reads `name=value&…`; a name that stands twice counts as absent.
  private static func values(of query: String) -> [String: String] {
    var values: [String: String] = [:]
    var repeated: Set<String> = []
    for pair in query.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = parts.first.map(String.init) else { continue }
      let value = parts.count > 1 ? String(parts[1]) : ""
      if values.updateValue(value.removingPercentEncoding ?? value, forKey: name) != nil {
        repeated.insert(name)
      }
    }
    for name in repeated { values[name] = nil }
    return values
  }
}
