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
    ["first_name", "last_name", "phone", "email", "image", "role"]
      .map { "\(table).\($0)" }.joined(separator: ", ")
  }

  private static func mediaColumns(_ table: String) -> String {
    ["name", "kind", "url", "format", "size", "created"]
      .map { "\(table).\($0)" }.joined(separator: ", ")
  }

  static func messages(
    _ database: Database, in id: ConversationID, before: Message?, limit: Int
  ) throws -> [Message] {
    let bound = before == nil ? "" : "AND (m.time, m.id) < (?, ?)"
    let statement = try database.cachedStatement(
      sql: """
        SELECT \(messageColumns) FROM \(messageTables)
        WHERE m.conversation = (SELECT key FROM conversation WHERE id = ?) \(bound)
        ORDER BY m.time DESC, m.id DESC LIMIT ?
        """)
    var arguments: StatementArguments = [id.rawValue]
    if let before {
      arguments += [before.time.timeIntervalSinceReferenceDate, before.id.rawValue]
    }
    arguments += [limit]
    var messages: [Message] = []
    let rows = try Row.fetchCursor(statement, arguments: arguments)
    while let row = try rows.next() { messages.append(message(row)) }
    messages.reverse()
    return messages
  }

  static func message(_ database: Database, _ id: MessageID) throws -> Message? {
    let statement = try database.cachedStatement(
      sql: "SELECT \(messageColumns) FROM \(messageTables) WHERE m.id = ?")
    return try Row.fetchOne(statement, arguments: [id.rawValue]).map(message)
  }

  private static func message(_ row: Row) -> Message {
    Message(
      id: MessageID(rawValue: row[0]), conversationID: ConversationID(rawValue: row[1]),
      sender: person(row[2], row, 11), kind: MessageKind(rawValue: row[3]), content: row[4],
      media: media(row[5], row, 17), isRead: row[6], readAt: date(row[7]),
      deliveredAt: date(row[8]), createdAt: date(row[9]), tempID: row[10])
  }

  static func coverage(_ database: Database, of id: ConversationID) throws -> Coverage? {
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT covered_oldest, covered_newest, covered_start, compared FROM conversation
        WHERE id = ?
        """, arguments: [id.rawValue])
    guard let row, let compared = date(row[3]) else { return nil }
    return Coverage(
      oldest: (row[0] as String?).map(MessageID.init(rawValue:)),
      newest: (row[1] as String?).map(MessageID.init(rawValue:)), reachesStart: row[2] ?? false,
      comparedAt: compared)
  }

  // MARK: Conversations

  private static let conversationQuery = """
    SELECT c.id, c.farmer, c.agent, c.status, c.unread, c.active, c.created, c.updated,
      c.last, c.last_sender, c.last_kind, c.last_content, c.last_media, c.last_is_read,
      c.last_read, c.last_delivered, c.last_created, c.last_temp,
      \(personColumns("u")), \(personColumns("a")), \(personColumns("s")), \(mediaColumns("f"))
    FROM conversation c LEFT JOIN person u ON u.id = c.farmer
    LEFT JOIN person a ON a.id = c.agent LEFT JOIN person s ON s.id = c.last_sender
    LEFT JOIN media f ON f.id = c.last_media
    WHERE c.listed
    """

  static func conversations(_ database: Database) throws -> [Conversation] {
    var conversations: [Conversation] = []
    let rows = try Row.fetchCursor(database, sql: conversationQuery)
    while let row = try rows.next() { conversations.append(conversation(row)) }
    return conversations
  }

  static func conversation(_ database: Database, _ id: ConversationID) throws -> Conversation? {
    let statement = try database.cachedStatement(sql: "\(conversationQuery) AND c.id = ?")
    return try Row.fetchOne(statement, arguments: [id.rawValue]).map(conversation)
  }

  private static func conversation(_ row: Row) -> Conversation {
    Conversation(
      id: ConversationID(rawValue: row[0]), farmer: person(row[1], row, 18),
      agent: person(row[2], row, 24),
      status: (row[3] as String?).map(ConversationStatus.init(rawValue:)),
      lastMessage: lastMessage(row), unreadCount: unread(row[4]), isActive: row[5],
      createdAt: date(row[6]), updatedAt: date(row[7]))
  }

  private static func lastMessage(_ row: Row) -> Referenced<Message> {
    guard let id: String = row[8] else { return .absent }
    guard !id.isEmpty else { return .none }
    return .known(
      Message(
        id: MessageID(rawValue: id), conversationID: ConversationID(rawValue: row[0]),
        sender: person(row[9], row, 30), kind: MessageKind(rawValue: row[10] ?? ""),
        content: row[11], media: media(row[12], row, 36), isRead: row[13] ?? false,
        readAt: date(row[14]), deliveredAt: date(row[15]), createdAt: date(row[16]),
        tempID: row[17]))
  }

  // MARK: Columns

  private static func person(_ id: String?, _ row: Row, _ start: Int) -> Referenced<Participant> {
    guard let id else { return .absent }
    guard !id.isEmpty else { return .none }
    return .known(
      Participant(
        id: UserID(rawValue: id), firstName: row[start], lastName: row[start + 1],
        phone: row[start + 2], email: row[start + 3], image: row[start + 4],
        role: (row[start + 5] as String?).map(Role.init(rawValue:))))
  }

  private static func media(_ id: String?, _ row: Row, _ start: Int) -> Referenced<Media> {
    guard let id else { return .absent }
    guard !id.isEmpty else { return .none }
    return .known(
      Media(
        id: MediaID(rawValue: id), name: row[start],
        kind: (row[start + 1] as String?).flatMap(MediaKind.init(rawValue:)), url: row[start + 2],
        format: row[start + 3], size: row[start + 4], createdAt: date(row[start + 5])))
  }

  private static func date(_ seconds: Double?) -> Date? {
    seconds.map(Date.init(timeIntervalSinceReferenceDate:))
  }
}
