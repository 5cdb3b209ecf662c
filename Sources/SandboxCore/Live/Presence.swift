// Which sessions live, whose they are, and which conversations they have joined.

import ChatModel

struct Presence: Sendable {
  private struct Session {
    let user: UserID
    let isSimulated: Bool
    let origin: String?
    var rooms: Set<ConversationID> = []
  }

  private var sessions: [LiveSessionID: Session] = [:]
  private var byUser: [UserID: Set<LiveSessionID>] = [:]
  private var byRoom: [ConversationID: Set<LiveSessionID>] = [:]

  /// Returns whether this is the user's first session. A session that is already known is closed
  /// first.
  mutating func open(
    _ id: LiveSessionID, of user: UserID, isSimulated: Bool, origin: String?
  ) -> Bool {
    close(id)
    sessions[id] = Session(user: user, isSimulated: isSimulated, origin: origin)
    byUser[user, default: []].insert(id)
    return byUser[user]?.count == 1
  }

  /// Returns the session's user, and whether it was their last one.
  @discardableResult
  mutating func close(_ id: LiveSessionID) -> (user: UserID, wasLast: Bool)? {
    guard let session = sessions.removeValue(forKey: id) else { return nil }
    for room in session.rooms { remove(id, from: room) }
    byUser[session.user]?.remove(id)
    let wasLast = byUser[session.user]?.isEmpty != false
    if wasLast { byUser[session.user] = nil }
    return (session.user, wasLast)
  }

  mutating func join(_ id: LiveSessionID, _ room: ConversationID) {
    guard sessions[id] != nil else { return }
    sessions[id]?.rooms.insert(room)
    byRoom[room, default: []].insert(id)
  }

  mutating func leave(_ id: LiveSessionID, _ room: ConversationID) {
    sessions[id]?.rooms.remove(room)
    remove(id, from: room)
  }

  private mutating func remove(_ id: LiveSessionID, from room: ConversationID) {
    byRoom[room]?.remove(id)
    if byRoom[room]?.isEmpty == true { byRoom[room] = nil }
  }

  func user(of id: LiveSessionID) -> UserID? { sessions[id]?.user }
  /// Where the session reached the server.
  func origin(of id: LiveSessionID) -> String? { sessions[id]?.origin }
  func isOnline(_ user: UserID) -> Bool { byUser[user] != nil }
  func sessions(of user: UserID) -> Set<LiveSessionID> { byUser[user] ?? [] }
  func sessions(in room: ConversationID) -> Set<LiveSessionID> { byRoom[room] ?? [] }
  var everyone: some Sequence<LiveSessionID> { sessions.keys }

  /// Those that somebody listens to, in an order that does not depend on hashing.
  func audible(_ ids: some Sequence<LiveSessionID>) -> [LiveSessionID] {
    ids.filter { sessions[$0]?.isSimulated == false }.sorted { $0.rawValue < $1.rawValue }
  }
}
