import ChatClient
import ChatModel
import Foundation
import GRDB

/// Reading the history: rows become values with all that is known of the people and files in them.
extension HistoryTables {
  /// Twelve columns of a message, then its sender and its file.
  private static let messageColumns = """
    m.id, c.id, m.sender, m.kind, m.content, m.media, m.is_read, m.read, m.delivered, m.created,
    m.temp, \(personColumns("s")), \(mediaColumns("f"))
    """
  private static let messageTables = """
    message m JOIN conversation c ON c.key = m.conversation
    LEFT JOIN person s ON s.id = m.sender LEFT JOIN media f ON f.id = m.media
    """

  private static func personColumns(_ table: String) -> String {
    ["name", "first_name", "last_name", "phone", "email", "image", "role"]
      .map { "\(table).\($0)" }.joined(separator: ", ")
  }

  private static func mediaColumns(_ table: String) -> String {
    ["name", "kind", "url", "format", "size", "created"]
      .map { "\(table).\($0)" }.joined(separator: ", ")
  }

  static func newestMessages(
    _ database: Database, in id: ConversationID, limit: Int
  ) throws -> [Message] {
    try messages(database, in: id, "", [], order: "DESC", limit: limit).reversed()
  }

  /// Of two places of a conversation those from one up to the other.
  ///
  /// - Parameters:
  ///   - low: from here, or behind here where `includesLow` is false
  ///   - high: up to here, or before here where `includesHigh` is false
  ///   - fromNewest: the last `limit` of them instead of the first
  static func messages(
    _ database: Database, in id: ConversationID, from low: MessagePlace, includesLow: Bool = true,
    through high: MessagePlace, includesHigh: Bool = true, fromNewest: Bool, limit: Int
  ) throws -> [Message] {
    let bounds = """
      AND (m.time, m.id) \(includesLow ? ">=" : ">") (?, ?)
      AND (m.time, m.id) \(includesHigh ? "<=" : "<") (?, ?)
      """
    let found = try messages(
      database, in: id, bounds, arguments(of: low) + arguments(of: high),
      order: fromNewest ? "DESC" : "ASC", limit: limit)
    return fromNewest ? found.reversed() : found
  }

  /// Those behind a place, whatever runs they are in.
  static func messages(
    _ database: Database, in id: ConversationID, behind place: MessagePlace, limit: Int
  ) throws -> [Message] {
    try messages(
      database, in: id, "AND (m.time, m.id) > (?, ?)", arguments(of: place), order: "ASC",
      limit: limit)
  }

  static func arguments(of place: MessagePlace) -> StatementArguments {
    [place.time.timeIntervalSinceReferenceDate, place.id.column]
  }

  private static func messages(
    _ database: Database, in id: ConversationID, _ bounds: String, _ arguments: StatementArguments,
    order: String, limit: Int
  ) throws -> [Message] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT \(messageColumns) FROM \(messageTables)
        WHERE m.conversation = (SELECT key FROM conversation WHERE id = ?) \(bounds)
        ORDER BY m.time \(order), m.id \(order) LIMIT ?
        """)
    var messages: [Message] = []
    let rows = try Row.fetchCursor(statement, arguments: [id.column] + arguments + [limit])
    while let row = try rows.next() {
      if let message = message(row) { messages.append(message) }
    }
    return messages
  }

  /// A message of any conversation.
  static func message(_ database: Database, _ id: MessageID) throws -> Message? {
    let statement = try database.cachedStatement(
      sql: "SELECT \(messageColumns) FROM \(messageTables) WHERE m.id = ?")
    return try Row.fetchOne(statement, arguments: [id.column]).flatMap(message)
  }

  private static func message(_ row: Row) -> Message? {
    guard let id = row.text(0), let conversation = row.text(1) else { return nil }
    return Message(
      id: MessageID(rawValue: id), conversationID: ConversationID(rawValue: conversation),
      sender: person(row.text(2), row, 11), kind: MessageKind(rawValue: row.text(3) ?? ""),
      content: row.text(4), media: media(row.text(5), row, 18), isRead: row.flag(6) ?? false,
      readAt: row.date(7), deliveredAt: row.date(8), createdAt: row.date(9), tempID: row.text(10))
  }

  // MARK: Conversations

  /// Eighteen columns of a conversation, then the file of its last message.
  private static let conversationColumns = """
    c.id, c.farmer, c.agent, c.status, c.unread, c.active, c.created, c.updated,
      c.last, c.last_sender, c.last_kind, c.last_content, c.last_media, c.last_is_read,
      c.last_read, c.last_delivered, c.last_created, c.last_temp, \(mediaColumns("f"))
    """

  /// All that are listed. The people are read first: an agent stands in thousands of rows.
  static func conversations(_ database: Database) throws -> [Conversation] {
    var people: [String: Referenced<Participant>] = [:]
    let persons = try Row.fetchCursor(
      database, sql: "SELECT p.id, \(personColumns("p")) FROM person p")
    while let row = try persons.next() {
      if let id = row.text(0) { people[id] = person(id, row, 1) }
    }
    var conversations: [Conversation] = []
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT \(conversationColumns) FROM conversation c
        LEFT JOIN media f ON f.id = c.last_media WHERE c.listed
        """)
    while let row = try rows.next() {
      let found = conversation(row) { id, _ in
        id.flatMap { people[$0] } ?? bare(id)
      }
      if let found { conversations.append(found) }
    }
    return conversations
  }

  /// Of these ids the first that are listed, then those that changed last; at most `limit`.
  static func conversations(
    _ database: Database, first ids: [ConversationID], limit: Int
  ) throws -> [Conversation] {
    let latest = try database.cachedStatement(
      sql: "SELECT id FROM conversation WHERE listed ORDER BY updated DESC, id LIMIT ?")
    let others = try String.fetchAll(latest, arguments: [max(0, limit)])
    var found: [Conversation] = []
    var seen: Set<ConversationID> = []
    for id in ids + others.map(ConversationID.init(rawValue:)) where found.count < limit {
      guard seen.insert(id).inserted else { continue }
      if let conversation = try conversation(database, id) { found.append(conversation) }
    }
    return found
  }

  static func heldUnread(_ database: Database) throws -> [ConversationID: Int] {
    var held: [ConversationID: Int] = [:]
    let rows = try Row.fetchCursor(
      database, sql: "SELECT id, held FROM conversation WHERE held > 0")
    while let row = try rows.next() {
      if let id = row.text(0) { held[ConversationID(rawValue: id)] = row.integer(1) }
    }
    return held
  }

  static func conversation(_ database: Database, _ id: ConversationID) throws -> Conversation? {
    let statement = try database.cachedStatement(
      sql: """
        SELECT \(conversationColumns), \(personColumns("u")), \(personColumns("a")),
          \(personColumns("s"))
        FROM conversation c LEFT JOIN media f ON f.id = c.last_media
        LEFT JOIN person u ON u.id = c.farmer LEFT JOIN person a ON a.id = c.agent
        LEFT JOIN person s ON s.id = c.last_sender WHERE c.listed AND c.id = ?
        """)
    return try Row.fetchOne(statement, arguments: [id.column]).flatMap { row in
      conversation(row) { id, place in person(id, row, 24 + 7 * place) }
    }
  }

  /// - Parameter person: by id, and whether it is the farmer (0), the agent (1) or the sender (2).
  private static func conversation(
    _ row: Row, person: (String?, Int) -> Referenced<Participant>
  ) -> Conversation? {
    guard let id = row.text(0) else { return nil }
    return Conversation(
      id: ConversationID(rawValue: id), farmer: person(row.text(1), 0),
      agent: person(row.text(2), 1),
      status: row.text(3).map(ConversationStatus.init(rawValue:)),
      lastMessage: lastMessage(row, in: ConversationID(rawValue: id), from: person(row.text(9), 2)),
      unreadCount: unread(row.text(4)), isActive: row.flag(5), createdAt: row.date(6),
      updatedAt: row.date(7))
  }

  private static func lastMessage(
    _ row: Row, in conversation: ConversationID, from sender: Referenced<Participant>
  ) -> Referenced<Message> {
    guard let id = row.text(8) else { return .absent }
    guard !id.isEmpty else { return .none }
    return .known(
      Message(
        id: MessageID(rawValue: id), conversationID: conversation,
        sender: sender, kind: MessageKind(rawValue: row.text(10) ?? ""),
        content: row.text(11), media: media(row.text(12), row, 18), isRead: row.flag(13) ?? false,
        readAt: row.date(14), deliveredAt: row.date(15), createdAt: row.date(16),
        tempID: row.text(17)))
  }

  // MARK: Columns

  /// A person of whom nothing but the id is kept.
  private static func bare(_ id: String?) -> Referenced<Participant> {
    guard let id else { return .absent }
    return id.isEmpty ? .none : .known(Participant(id: UserID(rawValue: id)))
  }

  private static func person(_ id: String?, _ row: Row, _ start: Int) -> Referenced<Participant> {
    guard let id else { return .absent }
    guard !id.isEmpty else { return .none }
    return .known(
      Participant(
        id: UserID(rawValue: id), name: row.text(start), firstName: row.text(start + 1),
        lastName: row.text(start + 2), phone: row.text(start + 3), email: row.text(start + 4),
        image: row.text(start + 5), role: row.text(start + 6).map(Role.init(rawValue:))))
  }

  private static func media(_ id: String?, _ row: Row, _ start: Int) -> Referenced<Media> {
    guard let id else { return .absent }
    guard !id.isEmpty else { return .none }
    return .known(
      Media(
        id: MediaID(rawValue: id), name: row.text(start),
        kind: row.text(start + 1).flatMap(MediaKind.init(rawValue:)), url: row.text(start + 2),
        format: row.text(start + 3), size: row.integer(start + 4),
        createdAt: row.date(start + 5)))
  }
}
