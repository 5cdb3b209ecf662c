import ChatClient
import ChatModel
import Foundation

/// One connection of the live link, as both ends see it.
final class Connection {
  /// What the client gave and the server has not read, in order.
  var onTheWay: [Parcel] = []
  var isCut = false
  var stalledUntil = 0.0
  var lastUp = 0.0
  var lastDown = 0.0
  var rooms: Set<ConversationID> = []
  let tokenNumber: Int

  struct Parcel {
    var emission: ClientEmission
    var id: EmissionID
    var acknowledged: Bool
  }

  init(tokenNumber: Int) { self.tokenNumber = tokenNumber }
}

/// The client's end of the live link: what the adapter knows.
struct SimulatedLink {
  enum State {
    case idle
    /// Between two attempts, or in one.
    case trying
    /// The server refused the token: another one is needed.
    case refused
    case up(Connection)
  }

  var state = State.idle
  var token = ""
  /// Counts attempts: one that was overtaken does nothing.
  var attempt = 0
  var wait = 1.0
  var lastNews = 0.0

  var connection: Connection? { if case .up(let connection) = state { connection } else { nil } }
}

extension World {
  // MARK: Opening

  func connect(_ token: String) {
    link.token = token
    link.wait = 1
    if link.connection != nil {
      cutLink()
      news([.connecting])
    }
    attemptLink(in: random.seconds(0.02...0.3))
  }

  func retryLink() {
    if case .trying = link.state { attemptLink(in: random.seconds(0.02...0.3)) }
  }

  func renewLink() {
    retryLink()
    guard let connection = link.connection else { return }
    cutLink()
    noticeCut(connection)
  }

  private func attemptLink(in seconds: Double) {
    link.state = .trying
    link.attempt += 1
    let attempt = link.attempt
    later(in: seconds) { world in
      guard world.link.attempt == attempt else { return }
      world.openLink()
    }
  }

  private func openLink() {
    if networkIsDown || (!hasCleared && random.chance(weather.callFaults / 3)) {
      news([.disconnected(reason: "unreachable", retryAt: nil)])
      link.wait = min(10, link.wait * 2)
      attemptLink(in: link.wait)
      return
    }
    guard let number = Token.number(of: link.token), validTokens.contains(number) else {
      link.state = .refused
      news([.refused(reason: "Authentication error: Invalid token", isSignIn: true)])
      return
    }
    link.wait = 1
    link.state = .up(Connection(tokenNumber: number))
    say("⇄ connected")
    news([.connecting, .connected(.websocket, recovered: false)])
  }

  /// What the adapter tells, in its order.
  func news(_ events: [LiveEvent]) {
    let at = max(link.lastNews, time + random.seconds(0...0.01))
    link.lastNews = at
    later(in: at - time) { $0.give(.live(events)) }
  }

  // MARK: Breaking

  /// The connection breaks: the server still reads a beginning of what was on the way, the client
  /// hears nothing more.
  func cutLink() {
    guard let connection = link.connection, !connection.isCut else { return }
    connection.isCut = true
    let kept = random.number(0...connection.onTheWay.count)
    say("✂ the link is cut; of \(connection.onTheWay.count) on the way \(kept) still arrive")
    let parcels = connection.onTheWay.prefix(kept)
    connection.onTheWay = []
    var delay = 0.0
    for parcel in parcels {
      delay += random.seconds(0...2) / Double(kept)
      plan(in: delay) { $0.read(parcel, from: connection) }
    }
  }

  /// The client learns that its connection is gone.
  func noticeCut(_ connection: Connection) {
    guard link.connection === connection, engine != nil else { return }
    link.state = .trying
    news([.disconnected(reason: "the connection was lost", retryAt: nil)])
    attemptLink(in: random.seconds(0.3...3))
  }

  /// The server says DISCONNECT: what was given before and not read is dropped.
  func sendAway() {
    guard let connection = link.connection, !connection.isCut else { return }
    say("⇥ the server sends the client away")
    cutLink()
    later(in: random.seconds(0.01...1)) { world in
      guard world.link.connection === connection else { return }
      world.link.state = .trying
      world.news([.sentAway(retryAt: world.clientDate.addingTimeInterval(300))])
      world.attemptLink(in: 300)
    }
  }

  func cutAndNotice(in seconds: Double) {
    guard let connection = link.connection, !connection.isCut else { return }
    cutLink()
    later(in: seconds) { $0.noticeCut(connection) }
  }

  // MARK: Towards the server

  func emit(_ emission: ClientEmission, _ id: EmissionID, _ acknowledged: Bool) {
    guard let connection = link.connection else { return news([.dropped(id)]) }
    say("   ⇡ \(Telling.emission(emission))")
    news([.handedOver(id)])
    guard !connection.isCut else { return }
    connection.onTheWay.append(
      Connection.Parcel(emission: emission, id: id, acknowledged: acknowledged))
    let at = max(
      connection.lastUp, connection.stalledUntil,
      time + random.seconds(0.005...(0.01 + weather.latency)))
    connection.lastUp = at
    plan(in: at - time) { $0.arrive(on: connection) }
  }

  /// One of these is planned for each parcel; each lets the first one in.
  private func arrive(on connection: Connection) {
    guard !connection.onTheWay.isEmpty else { return }
    if time < connection.stalledUntil {
      plan(in: connection.stalledUntil - time) { $0.arrive(on: connection) }
      return
    }
    read(connection.onTheWay.removeFirst(), from: connection)
  }

  // MARK: Towards the client

  /// Something the server says on a connection: in the order of saying, if it gets there at all.
  func say(_ event: LiveEvent, on connection: Connection) {
    let at = max(
      connection.lastDown, connection.stalledUntil,
      time + random.seconds(0.005...(0.01 + weather.latency)))
    connection.lastDown = at
    later(in: at - time) { $0.deliver(event, on: connection) }
  }

  private func deliver(_ event: LiveEvent, on connection: Connection) {
    guard !connection.isCut, link.connection === connection else { return }
    if time < connection.stalledUntil {
      connection.lastDown = max(connection.lastDown, connection.stalledUntil)
      later(in: connection.stalledUntil - time) { $0.deliver(event, on: connection) }
      return
    }
    news([event])
  }
}
