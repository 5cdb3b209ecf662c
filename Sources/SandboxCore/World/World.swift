// Everything the server knows, with the indexes that keep long histories quick, and a list of what
// changed since it was last asked.

import ChatModel

struct World: Sendable {
  private(set) var people: [UserID: Person] = [:]
  private(set) var conversations: [ConversationID: ConversationRecord] = [:]
  private(set) var messages: [MessageID: MessageRecord] = [:]
  private(set) var media: [MediaID: MediaRecord] = [:]
  /// The messages of each conversation, oldest first.
  private(set) var histories: [ConversationID: [MessageID]] = [:]
  /// Those that nobody has read, oldest first.
  private var unread: [ConversationID: [MessageID]] = [:]
  private var emails: [String: UserID] = [:]
  private var ids: IDSource
  /// Files by the last part of their address.
  private var fileNames: [String: MediaID] = [:]
  private var changes = Changes()

  /// What a data file must learn.
  struct Changes: Sendable {
    var people: [UserID: Person] = [:]
    var conversations: [ConversationID: ConversationRecord] = [:]
    var messages: [MessageID: MessageRecord] = [:]
    /// The order in which the messages came.
    var messageOrder: [MessageID] = []
    var media: [MediaID: MediaRecord] = [:]
    var deletedMessages: Set<MessageID> = []
    /// What the ids follow from; nil for the system's randomness.
    var ids: IDSequence?

    var isEmpty: Bool {
      people.isEmpty && conversations.isEmpty && messages.isEmpty && media.isEmpty
        && deletedMessages.isEmpty
    }
  }

  init(ids: IDSource) { self.ids = ids }

  // MARK: Changes

  mutating func takeChanges() -> Changes {
    defer { changes = Changes() }
    var taken = changes
    if case .seeded(let sequence) = ids { taken.ids = sequence }
    return taken
  }

  mutating func forgetChanges() {
    if !changes.isEmpty { changes = Changes() }
  }

  /// Returns changes that could not be written.
  mutating func putBack(_ older: Changes) {
    let newer = changes
    changes = older
    changes.people.merge(newer.people) { $1 }
    changes.conversations.merge(newer.conversations) { $1 }
    changes.messages.merge(newer.messages) { $1 }
    changes.messageOrder += newer.messageOrder
    changes.media.merge(newer.media) { $1 }
    changes.deletedMessages.formUnion(newer.deletedMessages)
  }

  /// From now on the bytes of this file are read from the data file.
  mutating func moveToFile(_ id: MediaID) {
    if case .memory? = media[id]?.place { media[id]?.place = .stored }
  }

  // MARK: Adding

  mutating func newID(at now: Millis) -> String { ids.next(at: now) }

  /// A name under which a file can be fetched by whoever was told it.
  mutating func newFileName(at now: Millis) -> String { ids.fileName(at: now) }

  mutating func put(_ person: Person) {
    people[person.id] = person
    emails[person.email.lowercased()] = person.id
    changes.people[person.id] = person
  }

  mutating func put(_ conversation: ConversationRecord) {
    conversations[conversation.id] = conversation
    changes.conversations[conversation.id] = conversation
  }

  mutating func put(_ file: MediaRecord) {
    media[file.id] = file
    fileNames[file.fileName] = file.id
    changes.media[file.id] = file
  }

  /// Adds a message at the end of its history and counts it as unread for the others.
  mutating func add(_ message: MessageRecord) {
    insert(message)
    changes.messages[message.id] = message
    changes.messageOrder.append(message.id)
    guard var conversation = conversations[message.conversation] else { return }
    conversation.lastMessage = message.id
    conversation.updatedAt = max(conversation.updatedAt, message.createdAt)
    if message.readAt == nil {
      for person in [conversation.farmer, conversation.agent].compactMap({ $0 })
      where person != message.sender {
        conversation.unread[person, default: 0] += 1
      }
    }
    put(conversation)
  }

  /// Puts a message that is already counted into the indexes.
  mutating func insert(_ message: MessageRecord) {
    messages[message.id] = message
    histories[message.conversation, default: []].append(message.id)
    if message.readAt == nil { unread[message.conversation, default: []].append(message.id) }
  }

  // MARK: Changing

  mutating func change(
    _ id: ConversationID, _ change: (inout ConversationRecord) -> Void
  ) {
    guard var conversation = conversations[id] else { return }
    change(&conversation)
    put(conversation)
  }

  mutating func saw(_ user: UserID, at time: Millis) {
    guard var person = people[user] else { return }
    person.lastSeen = time
    put(person)
  }

  /// Marks what others than `reader` wrote as read: all of it, or one message. Returns the ids
  /// that this changed, oldest first.
  mutating func markRead(
    _ id: ConversationID, by reader: UserID, only: MessageID? = nil, at time: Millis
  ) -> [MessageID] {
    var read: [MessageID] = []
    var left: [MessageID] = []
    var leftForReader = 0
    for message in unread[id] ?? [] {
      if messages[message]?.sender == reader {
        left.append(message)
      } else if only == nil || only == message {
        read.append(message)
      } else {
        left.append(message)
        leftForReader += 1
      }
    }
    let count = conversations[id]?.unread[reader]
    guard !read.isEmpty || count ?? 0 != leftForReader else { return [] }
    for message in read {
      messages[message]?.readAt = time
      changes.messages[message] = messages[message]
    }
    unread[id] = left
    // A message is read or it is not, whoever read it: an admin's reading empties the agent's count.
    let writers = left.compactMap { messages[$0]?.sender }
    change(id) {
      $0.unread[reader] = leftForReader
      for person in [$0.farmer, $0.agent].compactMap({ $0 }) {
        $0.unread[person] = writers.count { $0 != person }
      }
    }
    return read
  }

  /// How many messages of `sender` nobody has read.
  func unreadCount(_ id: ConversationID, from sender: UserID) -> Int {
    (unread[id] ?? []).count { messages[$0]?.sender == sender }
  }

  mutating func delete(_ id: MessageID) {
    guard let message = messages.removeValue(forKey: id) else { return }
    changes.messages[id] = nil
    changes.deletedMessages.insert(id)
    histories[message.conversation]?.removeAll { $0 == id }
    unread[message.conversation]?.removeAll { $0 == id }
    let last = histories[message.conversation]?.last
    change(message.conversation) { conversation in
      if conversation.lastMessage == id { conversation.lastMessage = last }
      guard message.readAt == nil else { return }
      for person in [conversation.farmer, conversation.agent].compactMap({ $0 })
      where person != message.sender {
        conversation.unread[person] = max(0, (conversation.unread[person] ?? 0) - 1)
      }
    }
  }

  // MARK: Asking

  /// The file with this last part of its address.
  func file(named name: String) -> MediaRecord? { fileNames[name].flatMap { media[$0] } }

  func person(withEmail email: String) -> Person? {
    emails[email.lowercased()].flatMap { people[$0] }
  }

  /// Conversations that are not deleted, the last changed first.
  func listing(where isWanted: (ConversationRecord) -> Bool) -> [ConversationRecord] {
    conversations.values.filter { $0.isActive && isWanted($0) }
      .sorted { ($0.updatedAt, $0.id) > ($1.updatedAt, $1.id) }
  }

  /// The farmer's conversation, if there is one.
  func activeConversation(of farmer: UserID) -> ConversationRecord? {
    conversations.values.filter { $0.isActive && $0.farmer == farmer }.min { $0.id < $1.id }
  }

  /// The Support agent with the fewest conversations in work.
  var leastBusyAgent: UserID? {
    var load: [UserID: Int] = [:]
    for conversation in conversations.values where conversation.isInWork {
      if let agent = conversation.agent { load[agent, default: 0] += 1 }
    }
    return people.values.filter { $0.role == .support }.map(\.id)
      .min { (load[$0] ?? 0, $0) < (load[$1] ?? 0, $1) }
  }

  var listed: [SandboxPerson] {
    func rank(_ role: Role) -> Int {
      switch role {
      case .support: 0
      case .admin: 1
      case .user: 2
      case .other: 3
      }
    }
    return people.values.sorted { (rank($0.role), $0.id) < (rank($1.role), $1.id) }.map {
      SandboxPerson(
        id: $0.id, name: $0.name, role: $0.role, email: $0.email, password: $0.password)
    }
  }
}

extension ConversationRecord {
  /// Open or waiting: somebody has work with it.
  var isInWork: Bool { isActive && (status == .open || status == .waiting) }
}
