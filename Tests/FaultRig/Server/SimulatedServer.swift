import ChatModel
import ChatClient
import Foundation

/// The chat server's memory and rules, and the truth that the client is held against.
struct SimulatedServer {
  /// Who wrote a message; servers do not know, the rig does.
  enum Origin: Hashable {
    case client(OutboxID)
    case otherDevice
    case others
  }

  struct Kept {
    var message: Message
    var origin: Origin
    var conversation: ConversationID
  }

  let me: UserID
  let role: Role
  let weather: Weather
  private(set) var conversations: [ConversationID] = []
  private(set) var histories: [ConversationID: [MessageID]] = [:]
  /// Everything ever saved, deleted messages too.
  private(set) var ever: [MessageID: Kept] = [:]
  private(set) var deleted: Set<MessageID> = []
  /// In the order of saving.
  private(set) var copies: [OutboxID: [MessageID]] = [:]
  private(set) var statuses: [ConversationID: ConversationStatus] = [:]
  private(set) var savedOrder: [ConversationID: [OutboxID]] = [:]
  private(set) var uploads: [MediaID: Media] = [:]
  private var lastNumber = 0
  private var lastSaved = Date.distantPast

  init(me: UserID, role: Role, weather: Weather) {
    self.me = me
    self.role = role
    self.weather = weather
    for number in 1...weather.conversations {
      let id = ConversationID("c\(number)")
      conversations.append(id)
      histories[id] = []
    }
  }

  /// The person on the other side of a conversation.
  func other(in id: ConversationID) -> UserID {
    role == .user ? "agent" : UserID("farmer-\(id)")
  }

  func isRefused(_ text: String) -> Bool { text.hasPrefix("REFUSED") }

  // MARK: Writing

  /// As the date comes back from its text, in milliseconds, so that events and answers agree.
  static func rounded(_ date: Date) -> Date {
    var result = date
    for _ in 1...3 {
      let read = Timestamp.parse(Timestamp.format(result)) ?? result
      if read == result { break }
      result =
        read == Timestamp.parse(Timestamp.format(read)) ? read : read.addingTimeInterval(5e-4)
    }
    return result
  }

  mutating func save(
    _ content: OutgoingMessage.Content, by sender: UserID, in id: ConversationID, at date: Date,
    tempID: String?, origin: Origin
  ) -> Message {
    lastNumber += 1
    lastSaved = max(lastSaved, Self.rounded(date))
    var message = Message(
      id: MessageID("m\(10_000 + lastNumber)"), conversationID: id,
      sender: .known(Participant(id: sender, firstName: sender.rawValue)), createdAt: lastSaved,
      tempID: weather.storesTempIDs ? tempID : nil)
    switch content {
    case .text(let text):
      // Row 5.
      message.content = text.trimmingCharacters(in: .whitespacesAndNewlines)
    case .media(let media, let kind):
      message.kind = .media(kind)
      message.media = .known(uploads[media] ?? Media(id: media, kind: kind))
    }
    ever[message.id] = Kept(message: message, origin: origin, conversation: id)
    histories[id, default: []].append(message.id)
    if case .client(let entry) = origin {
      if copies[entry] == nil { savedOrder[id, default: []].append(entry) }
      copies[entry, default: []].append(message.id)
    }
    // Row 26.
    if sender == other(in: id), role != .user, statuses[id] != .closed { statuses[id] = .waiting }
    return message
  }

  mutating func upload(_ files: [OutboxFile], as kind: MediaKind) -> [Media] {
    files.map { file in
      lastNumber += 1
      let media = Media(
        id: MediaID("media\(lastNumber)"), name: file.name, kind: kind, size: file.size)
      uploads[media.id] = media
      return media
    }
  }

  mutating func delete(_ id: MessageID) {
    guard let kept = ever[id] else { return }
    deleted.insert(id)
    histories[kept.conversation]?.removeAll { $0 == id }
  }

  mutating func setStatus(_ status: ConversationStatus, of id: ConversationID) {
    statuses[id] = status
  }

  /// `reader` read everything in the conversation; answers with how many messages that were.
  @discardableResult
  mutating func readAll(_ id: ConversationID, by reader: UserID, at date: Date) -> Int {
    var count = 0
    for message in histories[id] ?? [] where read(message, by: reader, at: date) { count += 1 }
    return count
  }

  /// Answers whether it was not read before.
  @discardableResult
  mutating func read(_ id: MessageID, by reader: UserID, at date: Date) -> Bool {
    guard var kept = ever[id], kept.message.sender.id != reader, !kept.message.isRead else {
      return false
    }
    kept.message.isRead = true
    kept.message.readAt = Self.rounded(date)
    ever[id] = kept
    return true
  }

  // MARK: Answering

  func history(_ id: ConversationID) -> [Message] {
    (histories[id] ?? []).compactMap { ever[$0]?.message }
  }

  func conversation(_ id: ConversationID, isListed: Bool) -> Conversation {
    let (mine, theirs) = (Participant(bareID: me), Participant(bareID: other(in: id)))
    var last = histories[id]?.last.flatMap { ever[$0]?.message }
    // Row 10: lists populate the message and leave its sender as an id.
    if isListed, let sender = last?.sender.id { last?.sender = .known(Participant(bareID: sender)) }
    let unread = (histories[id] ?? []).lazy.filter { message in
      ever[message].map { $0.message.sender.id != me && !$0.message.isRead } ?? false
    }.count
    return Conversation(
      id: id, farmer: .known(role == .user ? mine : theirs),
      agent: .known(role == .user ? theirs : mine), status: statuses[id] ?? .open,
      lastMessage: last.map { .known($0) } ?? .none, unreadCount: [me: unread], isActive: true,
      createdAt: World.epoch, updatedAt: last?.createdAt ?? World.epoch)
  }

  func list(_ query: ConversationQuery) -> Page<Conversation> {
    let all = conversations.map { conversation($0, isListed: true) }.sorted {
      ($0.updatedAt ?? .distantPast, $0.id) > ($1.updatedAt ?? .distantPast, $1.id)
    }
    return page(all, query.page, query.limit)
  }

  /// Row 11.
  func messages(_ id: ConversationID, page number: Int, limit: Int) -> Page<Message>? {
    guard histories[id] != nil else { return nil }
    let history = history(id)
    if !weather.newestPageFirst { return page(history, number, limit) }
    var result = page(Array(history.reversed()), number, limit)
    result.elements.reverse()
    return result
  }

  private func page<Element: Referable>(
    _ all: [Element], _ number: Int, _ limit: Int
  ) -> Page<Element> {
    let size = max(1, min(limit, weather.pageLimit))
    let pages = max(1, (all.count + size - 1) / size)
    let start = min(all.count, max(0, number - 1) * size)
    return Page(
      elements: Array(all[start..<min(all.count, start + size)]),
      pagination: Pagination(
        currentPage: number, totalPages: pages, totalItems: all.count, itemsPerPage: size,
        hasNextPage: number < pages))
  }
}
