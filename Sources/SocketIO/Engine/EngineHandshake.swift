// The handshake: what the server tells a new session about itself. Timings and limits are taken
// from here and nowhere else (row 16).

import JSON

/// The object of an `open` packet.
package struct EngineHandshake: Equatable, Sendable {
  /// The session's id, to be sent with every later request.
  package var sid: String
  /// The transports this one can be upgraded to.
  package var upgrades: [String]
  /// Between two pings of the server.
  package var pingInterval: Duration
  /// How long an answer may take.
  package var pingTimeout: Duration
  /// The largest body or message in bytes that the server takes; nil when it names none.
  package var maxPayload: Int?

  package init(
    sid: String, upgrades: [String], pingInterval: Duration, pingTimeout: Duration, maxPayload: Int?
  ) {
    self.sid = sid
    self.upgrades = upgrades
    self.pingInterval = pingInterval
    self.pingTimeout = pingTimeout
    self.maxPayload = maxPayload
  }

  /// Reads the JSON of an `open` packet; nil when the id is missing or a timing impossible. What is
  /// not said is as usual (row 16).
  package init?(json: ByteSlice) {
    guard let members = try? JSONValue(parsing: json),
      let sid = members["sid"]?.stringValue, !sid.isEmpty,
      let interval = Self.whole(members["pingInterval"], usually: 25_000), interval >= 0,
      let timeout = Self.whole(members["pingTimeout"], usually: 60_000), timeout >= 0,
      // python-engineio cuts an interval below one second to 0; only both at 0 allow no silence.
      interval > 0 || timeout > 0
    else { return nil }
    self.sid = sid
    upgrades = (members["upgrades"]?.arrayValue ?? []).compactMap(\.stringValue)
    pingInterval = .milliseconds(min(interval, Self.longest))
    pingTimeout = .milliseconds(min(timeout, Self.longest))
    maxPayload = Self.whole(members["maxPayload"], usually: 1_000_000).flatMap {
      $0 > 0 ? $0 : nil
    }
  }

  /// The whole part of a number, for some write them as floats or as strings (row 33); nil for what
  /// is none.
  private static func whole(_ value: JSONValue?, usually usual: Int) -> Int? {
    switch value ?? .null {
    case .null: usual
    case .string(let text): (try? JSONValue(parsing: text)).flatMap(whole)
    case let value: whole(value)
    }
  }

  private static func whole(_ value: JSONValue) -> Int? {
    switch value {
    case .integer(let number): number
    case .number(let number): Int(exactly: number.rounded(.towardZero))
    default: nil
    }
  }

  /// The JSON text, with the five keys in the order of the protocol's page.
  package var json: [UInt8] {
    let names = upgrades.map { "\"\($0)\"" }.joined(separator: ",")
    var text = Array("{\"sid\":".utf8)
    JSONValue.appendQuoted(sid, to: &text)
    text.append(contentsOf: ",\"upgrades\":[\(names)]".utf8)
    text.append(contentsOf: ",\"pingInterval\":\(pingInterval.wholeMilliseconds)".utf8)
    text.append(contentsOf: ",\"pingTimeout\":\(pingTimeout.wholeMilliseconds)".utf8)
    text.append(contentsOf: ",\"maxPayload\":\(maxPayload ?? 0)}".utf8)
    return text
  }

  /// A day in milliseconds: longer timings are cut, so that no sum of them can overflow.
  private static let longest = 86_400_000
}

extension Duration {
  /// Whole milliseconds, the unit of the handshake.
  var wholeMilliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }
}
