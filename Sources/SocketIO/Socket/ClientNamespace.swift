// A client's stay in one namespace: its sign-in, its acknowledgements, and what must wait for the
// reply to CONNECT. It outlives the link.

import JSON

struct ClientNamespace: Sendable {
  enum Phase: Equatable, Sendable {
    /// Not wanted: left or refused.
    case out
    /// The server sent DISCONNECT: not asked for before this instant, unless somebody wants it.
    case sentAway(until: ContinuousClock.Instant)
    /// Wanted, and CONNECT is not sent.
    case wanted
    /// CONNECT is sent.
    case connecting(until: ContinuousClock.Instant)
    case connected

    /// Whether a session is needed for it now.
    var isWanted: Bool {
      switch self {
      case .wanted, .connecting, .connected: true
      case .out, .sentAway: false
      }
    }

    var absenceEnds: ContinuousClock.Instant? {
      if case .sentAway(let until) = self { until } else { nil }
    }
  }

  let name: String
  var auth: [UInt8]?
  var phase = Phase.wanted
  /// Events that came before the reply to CONNECT, to be delivered after it.
  var early: [SocketEvent] = []
  /// Emissions that wait for a connection.
  var buffer: [Emission] = []

  private var pid: String?
  private var offset: String?
  private var nextAcknowledgement = 0
  private var awaited: [Int: Awaited] = [:]

  /// An acknowledgement that the server owes.
  private struct Awaited: Sendable {
    let emission: Int
    /// When it is given up; nil for one that may come at any time.
    let until: ContinuousClock.Instant?
  }

  init(name: String, auth: [UInt8]?) {
    self.name = name
    self.auth = auth
  }

  // MARK: Connecting

  /// CONNECT, with what connection state recovery needs when the server spoke of it.
  var connectPacket: SocketPacket {
    SocketPacket(kind: .connect, namespace: name, payload: connectPayload[...])
  }

  private var connectPayload: [UInt8] {
    guard let pid else { return auth ?? [] }
    var json = Array("{\"pid\":".utf8)
    JSONValue.appendQuoted(pid, to: &json)
    if let offset {
      json.append(contentsOf: ",\"offset\":".utf8)
      JSONValue.appendQuoted(offset, to: &json)
    }
    let members = (auth ?? []).drop { $0 != UInt8(ascii: "{") }.dropFirst()
    let isEmpty = members.first { $0 > 0x20 } == UInt8(ascii: "}")
    if members.isEmpty || isEmpty {
      json.append(UInt8(ascii: "}"))
    } else {
      json.append(UInt8(ascii: ","))
      json.append(contentsOf: members)
    }
    return json
  }

  /// Takes CONNECT's reply; nil when it names no socket.
  mutating func connected(
    _ reply: JSONValue?, over transport: TransportKind
  ) -> SocketConnection? {
    guard let sid = reply?["sid"]?.stringValue else { return nil }
    let newPID = reply?["pid"]?.stringValue
    let recovered = newPID != nil && newPID == pid
    if !recovered { offset = nil }
    pid = newPID
    phase = .connected
    return SocketConnection(
      namespace: name, sid: sid, pid: newPID, recovered: recovered, transport: transport)
  }

  /// Remembers where recovery would have to begin.
  mutating func note(_ event: SocketEvent) {
    guard pid != nil, let offset = event.offset else { return }
    self.offset = offset
  }

  // MARK: Acknowledgements

  /// The next id for an emission that wants an answer. It counts on over reconnects.
  mutating func expectAcknowledgement(
    for emission: Int, until: ContinuousClock.Instant?
  ) -> Int {
    defer { nextAcknowledgement += 1 }
    awaited[nextAcknowledgement] = Awaited(emission: emission, until: until)
    return nextAcknowledgement
  }

  /// The emission that the answer `id` belongs to; nil for one that is not awaited, or no more.
  mutating func acknowledged(_ id: Int) -> Int? { awaited.removeValue(forKey: id)?.emission }

  var awaitedEmissions: Set<Int> { Set(awaited.values.map(\.emission)) }

  /// When the first of them is given up.
  var acknowledgementDue: ContinuousClock.Instant? { awaited.values.compactMap(\.until).min() }

  mutating func forgetAcknowledgement(for emission: Int) {
    awaited = awaited.filter { $0.value.emission != emission }
  }

  /// The emissions that will never be answered, oldest first; the answers to `waiting` stay awaited.
  mutating func failAcknowledgements(except waiting: Set<Int> = []) -> [Int] {
    failAcknowledgements { !waiting.contains($0.emission) }
  }

  /// The emissions whose answer did not come in time, oldest first.
  mutating func expireAcknowledgements(at now: ContinuousClock.Instant) -> [Int] {
    failAcknowledgements { $0.until.map { $0 <= now } ?? false }
  }

  private mutating func failAcknowledgements(_ hasFailed: (Awaited) -> Bool) -> [Int] {
    let failed = awaited.filter { hasFailed($0.value) }
    for id in failed.keys { awaited[id] = nil }
    return failed.sorted { $0.key < $1.key }.map(\.value.emission)
  }
}
