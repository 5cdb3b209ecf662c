import ChatModel
import Foundation
import JSON

@testable import ChatClient

/// A chat server as a value: answers calls and emissions at once, in the dialect it is told to speak.
struct ScriptedServer {
  var me: UserID
  /// Seconds that its clock is ahead of the client's.
  var skew: TimeInterval = 0
  /// Seconds that the clock which dates its answers is ahead of the one that dates its messages.
  var answersAhead: TimeInterval = 0
  var conversations: [Conversation] = []
  /// Those that no list names.
  var unlisted: [Conversation] = []
  var histories: [ConversationID: [Message]] = [:]
  var order = PageOrder.newestFirst
  var pageLimit = 100
  /// Row 4.
  var echoesTempIDs = true
  var confirmsSends = true
  var broadcastsToSender = true
  var givesServerTime = true
  /// Rooms that it refuses.
  var refusedRooms: Set<ConversationID> = []
  var answersJoins = true
  /// Conversations whose sends it refuses in words that name nothing (row 2).
  var refusedSends: Set<ConversationID> = []
  /// Answers instead of the usual one, by call.
  var failures: [APICall: APIError] = [:]
  var failsEverything: APIError?
  var statistics = Statistics(totalConversations: 0, activeConversations: 0, totalMessages: 0)
  var received: [OutgoingMessage] = []
  private var lastID = 0

  init(me: UserID) { self.me = me }

  mutating func makeID(_ prefix: String) -> String {
    lastID += 1
    return "\(prefix)\(String(format: "%06d", lastID))"
  }

  // MARK: The world

  mutating func add(_ conversation: Conversation) {
    conversations.append(conversation)
    histories[conversation.id] = histories[conversation.id] ?? []
  }

  /// A message taken by the server at its own time; not yet told to anybody.
  @discardableResult
  mutating func write(
    _ text: String, by sender: UserID, in id: ConversationID, at date: Date, tempID: String? = nil
  ) -> Message {
    let message = Message(
      id: MessageID(makeID("m")), conversationID: id, sender: .known(Participant(bareID: sender)),
      content: text.trimmingCharacters(in: .whitespacesAndNewlines),
      createdAt: date.addingTimeInterval(skew), tempID: tempID)
    keep(message, in: id)
    return message
  }

  mutating func keep(_ message: Message, in id: ConversationID) {
    histories[id, default: []].append(message)
    histories[id]?.sort()
    if let index = conversations.firstIndex(where: { $0.id == id }) {
      conversations[index].lastMessage = .known(histories[id]?.last ?? message)
      conversations[index].updatedAt = message.createdAt
      for reader in [conversations[index].farmer.id, conversations[index].agent.id] {
        guard let reader, reader != message.sender.id else { continue }
        conversations[index].unreadCount = (conversations[index].unreadCount ?? [:]).merging(
          [reader: 1], uniquingKeysWith: +)
      }
    }
  }

  // MARK: REST

  mutating func answer(_ call: APICall, at date: Date) -> APIAnswer {
    if let error = failures[call] ?? failsEverything { return .failed(error) }
    let serverTime = givesServerTime ? date.addingTimeInterval(skew + answersAhead) : nil
    switch call {
    case .list(let query):
      let listed =
        query.all
        ? conversations
        : conversations.filter { $0.agent.id == me || $0.farmer.id == me }
      let sorted = listed.sorted {
        ($0.updatedAt ?? .distantPast) > ($1.updatedAt ?? .distantPast)
      }
      return .list(page(sorted, query.page, query.limit), serverTime: serverTime)
    case .conversation(let id):
      guard let conversation = (conversations + unlisted).first(where: { $0.id == id }) else {
        return .failed(.notFound("Conversation not found"))
      }
      return .conversation(conversation)
    case .openConversation:
      guard let conversation = conversations.first(where: { $0.farmer.id == me }) else {
        return .failed(.notAllowed("Only farmers contact support"))
      }
      return .conversation(conversation)
    case .messages(let id, let number, let limit):
      guard let history = histories[id] else { return .failed(.notFound("Conversation not found")) }
      return .messages(messagePage(history, number, limit), serverTime: serverTime)
    case .send(let message):
      return .sent(take(message, at: date))
    case .upload(let files, let kind):
      return .uploaded(
        files.map { file in
          Media(id: MediaID(makeID("media")), name: file.name, kind: kind, size: file.size)
        })
    case .markAllRead(let id):
      read(id, all: true)
      return .done
    case .setStatus(let id, let status):
      guard let index = conversations.firstIndex(where: { $0.id == id }) else {
        return .failed(.notFound("Conversation not found"))
      }
      conversations[index].status = status
      return .changed(conversations[index])
    case .reassign(let id, let agent):
      guard let index = conversations.firstIndex(where: { $0.id == id }) else {
        return .failed(.notFound("Conversation not found"))
      }
      conversations[index].agent = .known(Participant(bareID: agent))
      return .changed(conversations[index])
    case .statistics: return .statistics(statistics)
    }
  }

  private func page<Element: Referable>(_ all: [Element], _ number: Int, _ limit: Int) -> Page<
    Element
  > {
    let size = min(limit, pageLimit)
    let pages = max(1, (all.count + size - 1) / size)
    let start = min(all.count, (number - 1) * size)
    return Page(
      elements: Array(all[start..<min(all.count, start + size)]),
      pagination: Pagination(
        currentPage: number, totalPages: pages, totalItems: all.count, itemsPerPage: size,
        hasNextPage: number < pages))
  }

  private func messagePage(_ history: [Message], _ number: Int, _ limit: Int) -> Page<Message> {
    if order == .oldestFirst { return page(history, number, limit) }
    var result = page(Array(history.reversed()), number, limit)
    result.elements.reverse()
    return result
  }

  private mutating func take(_ message: OutgoingMessage, at date: Date) -> Message {
    received.append(message)
    var kept = Message(
      id: MessageID(makeID("m")), conversationID: message.conversationID,
      sender: .known(Participant(id: me, firstName: "Meera")),
      createdAt: date.addingTimeInterval(skew))
    switch message.content {
    case .text(let text): kept.content = text.trimmingCharacters(in: .whitespacesAndNewlines)
    case .media(let id, let kind):
      kept.kind = .media(kind)
      kept.media = .known(Media(id: id, kind: kind))
    }
    keep(kept, in: message.conversationID)
    return kept
  }

  // MARK: The live link

  /// What comes back over the link.
  mutating func hear(_ emission: ClientEmission, at date: Date) -> [LiveEvent] {
    switch emission {
    case .join(let id):
      if refusedRooms.contains(id) {
        return [Self.error("Conversation not found or access denied")]
      }
      return answersJoins ? [Self.joined(id)] : []
    case .send(let message) where refusedSends.contains(message.conversationID):
      return [Self.error("Failed to send message")]
    case .send(let message):
      let kept = take(message, at: date)
      var events: [LiveEvent] = []
      if confirmsSends {
        events.append(
          Self.sent(
            kept.id, tempID: echoesTempIDs ? message.tempID : nil,
            at: date.addingTimeInterval(skew)))
      }
      if broadcastsToSender { events.append(Self.new(kept, in: message.conversationID)) }
      return events
    case .markAllRead(let id):
      read(id, all: true)
      return []
    case .read(_, let id):
      read(id, all: false)
      return []
    default: return []
    }
  }

  private mutating func read(_ id: ConversationID, all: Bool) {
    guard let index = conversations.firstIndex(where: { $0.id == id }) else { return }
    let unread = conversations[index].unreadCount?[me] ?? 0
    conversations[index].unreadCount?[me] = all ? 0 : max(0, unread - 1)
  }

  static func joined(_ id: ConversationID) -> LiveEvent {
    .event(
      name: "conversation:joined", arguments: [["conversationId": .string(id.rawValue)]])
  }

  static func new(_ message: Message, in id: ConversationID) -> LiveEvent {
    .event(
      name: "message:new",
      arguments: [["conversationId": .string(id.rawValue), "message": message.json]])
  }

  static func notification(_ message: Message, in id: ConversationID) -> LiveEvent {
    .event(
      name: "notification:new-message",
      arguments: [["conversationId": .string(id.rawValue), "message": message.json]])
  }

  static func sent(_ id: MessageID, tempID: String? = nil, at date: Date? = nil) -> LiveEvent {
    .event(
      name: "message:sent",
      arguments: [
        .object(
          ofKnown: [
            ("messageId", .string(id.rawValue)), ("tempId", tempID.map(JSONValue.string)),
            ("timestamp", date.map { .string(Timestamp.format($0)) }),
          ])
      ])
  }

  static func error(_ text: String) -> LiveEvent {
    .event(name: "error", arguments: [["message": .string(text)]])
  }

  static func event(_ name: String, _ members: [(String, String)]) -> LiveEvent {
    .event(
      name: name,
      arguments: [.object(ofKnown: members.map { ($0.0, JSONValue.string($0.1)) })])
  }
}
