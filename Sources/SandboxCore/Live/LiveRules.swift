// The live half: sessions come and go, and the document's seven events are answered.

import ChatModel
import JSON

extension ChatServer {
  // MARK: Sessions

  mutating func connect(
    _ session: LiveSessionID, as user: UserID, isSimulated: Bool, origin: String?
  ) {
    let isFirst = presence.open(session, of: user, isSimulated: isSimulated, origin: origin)
    if isFirst || !isSimulated { report(.connected(user, isSimulated: isSimulated)) }
    guard isFirst else { return }
    emit(
      "user:online", ["userId": .string(user.rawValue), "timestamp": now.json],
      to: presence.everyone.filter { $0 != session })
  }

  mutating func disconnect(_ session: LiveSessionID) {
    guard let (user, wasLast) = presence.close(session) else { return }
    guard wasLast || switches.offlinePerSession else { return }
    world.saw(user, at: now)
    emit(
      "user:offline", ["userId": .string(user.rawValue), "lastSeen": now.json],
      to: presence.everyone)
    if wasLast { report(.disconnected(user)) }
  }

  // MARK: Events

  /// Answers an event; one the document does not know is ignored. Returns the acknowledgement.
  mutating func handle(
    _ event: String, _ arguments: [JSONValue], from session: LiveSessionID
  ) -> JSONValue? {
    guard let id = presence.user(of: session), let user = world.people[id] else { return nil }
    origin = presence.origin(of: session) ?? switches.origin
    do throws(SandboxError) {
      let message = try perform(event, arguments.first, by: user, from: session)
      guard switches.acknowledgesSends else { return nil }
      return message.map(liveShape)
    } catch {
      emit("error", ["message": .string(error.message)], to: [session])
      guard switches.acknowledgesSends, event == "message:send" else { return nil }
      return ["error": .string(error.message)]
    }
  }

  /// Returns the message of a `message:send`.
  private mutating func perform(
    _ event: String, _ argument: JSONValue?, by user: Person, from session: LiveSessionID
  ) throws(SandboxError) -> MessageRecord? {
    guard ClientEvents.names.contains(event) else { return nil }
    let reader = try RequestReader(argument)
    if event == "message:send" { return try send(reader, by: user, from: session) }
    let id: ConversationID = try reader.id("conversationId")
    if event == "conversation:leave" {
      leave(id, by: user, from: session)
      return nil
    }
    let conversation = try welcomed(id, user)
    switch event {
    case "conversation:join": join(conversation, by: user, from: session)
    case "typing:start": typing(conversation, by: user, from: session)
    case "typing:stop": stoppedTyping(conversation, by: user, from: session)
    case "message:read":
      let message: MessageID = try reader.id("messageId")
      guard world.messages[message]?.conversation == id else { throw .notFound("Message") }
      read(message, in: conversation, by: user.id)
    default: readAll(conversation, by: user.id)
    }
    return nil
  }

  /// Row 2: over the live link a conversation that is not there and one that is not theirs are
  /// refused in the same words.
  private func welcomed(
    _ id: ConversationID, _ user: Person
  ) throws(SandboxError) -> ConversationRecord {
    do throws(SandboxError) {
      return try joinable(id, by: user)
    } catch {
      throw SandboxError(status: error.status, message: Self.refusedLive)
    }
  }

  private mutating func join(
    _ conversation: ConversationRecord, by user: Person, from session: LiveSessionID
  ) {
    presence.join(session, conversation.id)
    emit(
      "conversation:joined",
      [
        "conversationId": .string(conversation.id.rawValue),
        "message": "Successfully joined conversation",
      ], to: [session])
    report(.joined(conversation.id, by: user.id))
  }

  private mutating func leave(_ id: ConversationID, by user: Person, from session: LiveSessionID) {
    presence.leave(session, id)
    emit(
      "conversation:left",
      ["conversationId": .string(id.rawValue), "message": "Left conversation"], to: [session])
    report(.left(id, by: user.id))
  }

  private mutating func typing(
    _ conversation: ConversationRecord, by user: Person, from session: LiveSessionID
  ) {
    emit(
      "typing:user-typing",
      [
        "conversationId": .string(conversation.id.rawValue),
        "userId": .string(user.id.rawValue),
        "userName": .string(user.name),
      ], to: typingListeners(conversation).subtracting([session]))
    report(.typing(conversation.id, by: user.id))
  }

  private mutating func stoppedTyping(
    _ conversation: ConversationRecord, by user: Person, from session: LiveSessionID
  ) {
    emit(
      "typing:user-stopped",
      [
        "conversationId": .string(conversation.id.rawValue),
        "userId": .string(user.id.rawValue),
      ], to: typingListeners(conversation).subtracting([session]))
    report(.stoppedTyping(conversation.id, by: user.id))
  }

  /// The room; where the dialect is the document's, its two people outside the room too, because
  /// the document names no room for typing.
  private func typingListeners(_ conversation: ConversationRecord) -> Set<LiveSessionID> {
    let room = presence.sessions(in: conversation.id)
    guard switches.dialect == .document else { return room }
    return [conversation.farmer, conversation.agent].compactMap { $0 }
      .reduce(into: room) { $0.formUnion(presence.sessions(of: $1)) }
  }

  // MARK: Sending

  private mutating func send(
    _ reader: RequestReader, by user: Person, from session: LiveSessionID
  ) throws(SandboxError) -> MessageRecord {
    _ = try welcomed(reader.id("conversationId"), user)
    let message = try write(reader, by: user)
    var sent: JSONObject = [
      "messageId": .string(message.id.rawValue), "timestamp": message.createdAt.json,
    ]
    if switches.echoesTempID, let tempID = try? reader.string("tempId") {
      sent["tempId"] = .string(tempID)
    }
    if switches.confirmation == .beforeMessage { confirm(sent, to: session) }
    announce(message, by: user)
    if switches.confirmation == .afterMessage { confirm(sent, to: session) }
    return message
  }

  private mutating func confirm(_ sent: JSONObject, to session: LiveSessionID) {
    emit("message:sent", .object(sent), to: [session], after: switches.confirmationDelay)
  }

  /// `message:new` for everyone in the room, the sender too, and a notification for the other
  /// person whether they are in the room or not (row 3).
  private mutating func announce(_ message: MessageRecord, by sender: Person) {
    guard let conversation = world.conversations[message.conversation] else { return }
    let id = JSONValue.string(conversation.id.rawValue)
    emitShaped("message:new", to: presence.sessions(in: conversation.id)) { server in
      ["message": server.liveShape(message), "conversationId": id]
    }
    let others = [conversation.farmer, conversation.agent].compactMap { $0 }
      .filter { $0 != sender.id }
    emitShaped(
      "notification:new-message", to: Set(others.flatMap { presence.sessions(of: $0) })
    ) { server in
      [
        "conversationId": id,
        "message": server.liveShape(message),
        "sender": [
          "id": .string(sender.id.rawValue),
          "name": .string(sender.name),
          "role": .string(sender.role.rawValue),
        ],
      ]
    }
  }

  /// Emits what may hold media addresses: each session gets them as it reached the server.
  private mutating func emitShaped(
    _ event: String, to sessions: Set<LiveSessionID>, _ data: (ChatServer) -> JSONValue
  ) {
    let own = origin
    defer { origin = own }
    let groups = Dictionary(grouping: sessions) { presence.origin(of: $0) ?? switches.origin }
    for (origin, sessions) in groups.sorted(by: { $0.key < $1.key }) {
      self.origin = origin
      emit(event, data(self), to: sessions)
    }
  }
}

/// The document's events from client to server.
private enum ClientEvents {
  static let names: Set<String> = [
    "conversation:join", "conversation:leave", "message:send", "typing:start", "typing:stop",
    "message:read", "conversation:mark-all-read",
  ]
}
