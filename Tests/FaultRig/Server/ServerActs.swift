import ChatClient
import ChatModel
import Foundation
import JSON

/// What the server does with what it reads on the live link, and what it tells of it.
extension World {
  /// Handlers run beside each other: what was read first need not be done first.
  func read(_ parcel: Connection.Parcel, from connection: Connection) {
    let isQuick = random.chance(0.7)
    plan(in: random.seconds(0.001...(isQuick ? 0.02 : weather.slowness))) { world in
      world.handle(parcel, from: connection)
    }
  }

  private func handle(_ parcel: Connection.Parcel, from connection: Connection) {
    guard validTokens.contains(connection.tokenNumber) else {
      say(Wire.error("Authentication error: Invalid token"), on: connection)
      return
    }
    switch parcel.emission {
    case .join(let id):
      connection.rooms.insert(id)
      tell(Wire.joined(id), connection)
    case .leave(let id): connection.rooms.remove(id)
    case .send(let message): take(message, parcel, connection)
    case .markAllRead(let id):
      let count = server.readAll(id, by: Self.me, at: serverDate)
      if connection.rooms.contains(id) {
        tell(Wire.allRead(id, by: Self.me, at: serverDate, count: count), connection)
      }
    case .read(let message, _): server.read(message, by: Self.me, at: serverDate)
    case .typingStart, .typingStop, .raw:
      if !hasCleared, random.chance(weather.strayErrors) {
        tell(Wire.error("Something went wrong"), connection)
      }
    }
  }

  private func take(
    _ message: OutgoingMessage, _ parcel: Connection.Parcel, _ connection: Connection
  ) {
    if case .text(let text) = message.content, server.isRefused(text) {
      say("⊘ the server refuses \(message.tempID ?? "?")")
      if parcel.acknowledged, weather.acknowledging != .never {
        let answer: JSONValue = ["error": "Content is not allowed"]
        later(in: random.seconds(0...0.5)) { world in
          world.say(.acknowledged(parcel.id, [answer]), on: connection)
        }
        if random.chance(0.5) { return }
      }
      tell(Wire.error("Content is not allowed"), connection)
      return
    }
    let kept = save(message)
    let isConfirmed = random.chance(weather.confirms)
    let tempID = weather.echoesTempIDs ? message.tempID : nil
    if isConfirmed {
      let date = weather.datesConfirmations ? kept.createdAt : nil
      tell(Wire.sent(kept.id, tempID: tempID, at: date), connection)
    }
    if parcel.acknowledged, weather.acknowledging == .always {
      later(in: random.seconds(0...weather.slowness)) { world in
        world.say(.acknowledged(parcel.id, [kept.json]), on: connection)
      }
    }
    if weather.broadcastsToSender { announce(kept, in: message.conversationID) }
    hasArrived(kept, in: message.conversationID)
  }

  /// The one place where a message of this client is saved.
  func save(_ message: OutgoingMessage) -> Message {
    let id = OutboxID(message.tempID ?? "?")
    let kept = server.save(
      message.content, by: Self.me, in: message.conversationID, at: serverDate,
      tempID: message.tempID, origin: .client(id))
    say("● saved \(id) as \(kept.id)")
    return kept
  }

  /// The other side may answer or read.
  func hasArrived(_ message: Message, in id: ConversationID) {
    if random.chance(0.25) {
      plan(in: random.seconds(0.05...8)) { $0.otherReads(id) }
    }
    if random.chance(0.2) {
      plan(in: random.seconds(0.5...10)) { $0.otherWrites(in: id) }
    }
    if !hasCleared, random.chance(weather.twins), case .text = message.kind {
      plan(in: random.seconds(0...20)) { $0.otherDeviceWrites(message.content ?? "", in: id) }
    }
  }

  /// `message:new` in the room, and `notification:new-message` to whom it concerns (row 3).
  func announce(_ message: Message, in id: ConversationID) {
    guard let connection = link.connection else { return }
    let isInRoom = connection.rooms.contains(id)
    let isForMe = message.sender.id != Self.me
    var events: [LiveEvent] = []
    if isInRoom { events.append(Wire.new(message, in: id)) }
    if isForMe, !isInRoom || weather.notifiesInRoom {
      events.append(Wire.notification(message, in: id))
    }
    if random.chance(0.5) { events.reverse() }
    for event in events { tell(event, connection) }
  }

  /// An event leaves the server after a while, sometimes twice, sometimes never.
  func tell(_ event: LiveEvent, _ connection: Connection) {
    if !hasCleared, random.chance(weather.eventLoss) {
      say("∅ never told: \(Telling.live(event))")
      return
    }
    let isRepeated = Wire.mayRepeat(event) && random.chance(weather.eventRepetition)
    for _ in 0...(isRepeated ? 1 : 0) {
      let delay = random.chance(0.7) ? 0.001 : random.seconds(0.001...weather.slowness)
      plan(in: delay) { $0.say(event, on: connection) }
    }
  }

  func tellIfConnected(_ event: LiveEvent) {
    if let connection = link.connection { tell(event, connection) }
  }
}

/// The server's events as they stand on the wire.
enum Wire {
  static func event(_ name: String, _ members: [(String, JSONValue?)]) -> LiveEvent {
    .event(name: name, arguments: [.object(ofKnown: members)])
  }

  static func mayRepeat(_ event: LiveEvent) -> Bool {
    if case .event("error", _, _) = event { false } else { true }
  }

  static func text<Owner>(_ id: Identifier<Owner>) -> JSONValue { .string(id.rawValue) }
  static func text(_ date: Date) -> JSONValue { .string(Timestamp.format(date)) }

  static func joined(_ id: ConversationID) -> LiveEvent {
    event("conversation:joined", [("conversationId", text(id))])
  }

  static func new(_ message: Message, in id: ConversationID) -> LiveEvent {
    event("message:new", [("conversationId", text(id)), ("message", message.json)])
  }

  static func notification(_ message: Message, in id: ConversationID) -> LiveEvent {
    event("notification:new-message", [("conversationId", text(id)), ("message", message.json)])
  }

  static func sent(_ id: MessageID, tempID: String?, at date: Date?) -> LiveEvent {
    event(
      "message:sent",
      [
        ("messageId", text(id)), ("tempId", tempID.map(JSONValue.string)),
        ("timestamp", date.map { text($0) }),
      ])
  }

  static func receipt(
    _ id: MessageID, in place: ConversationID, by reader: UserID, at date: Date
  ) -> LiveEvent {
    event(
      "message:read-receipt",
      [
        ("messageId", text(id)), ("conversationId", text(place)), ("readBy", text(reader)),
        ("readAt", text(date)),
      ])
  }

  static func allRead(
    _ id: ConversationID, by reader: UserID, at date: Date, count: Int
  ) -> LiveEvent {
    event(
      "conversation:all-read",
      [
        ("conversationId", text(id)), ("readBy", text(reader)), ("readAt", text(date)),
        ("count", .integer(count)),
      ])
  }

  static func typing(_ user: UserID, in id: ConversationID, isOver: Bool) -> LiveEvent {
    event(
      isOver ? "typing:user-stopped" : "typing:user-typing",
      [("userId", text(user)), ("conversationId", text(id))])
  }

  static func presence(_ user: UserID, isOnline: Bool) -> LiveEvent {
    event(isOnline ? "user:online" : "user:offline", [("userId", text(user))])
  }

  static func error(_ text: String) -> LiveEvent { event("error", [("message", .string(text))]) }
}
