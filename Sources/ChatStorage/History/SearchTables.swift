import ChatModel
import Foundation
import GRDB

/// The full-text index over the messages, in `history.sqlite`.
///
/// `words` is an FTS5 table without content: of each message it knows the words and no text. It is
/// given words that `SearchWords` has found and folded, one blank apart, and its `ascii` tokenizer
/// splits at nothing else, so that one rule holds for texts and queries and for a scan, whatever
/// Unicode this SQLite knows. (A change of that rule needs a migration that empties the index.)
///
/// `search` maps the number of a row of `words` to its message. The numbers ascend with the messages'
/// time, so that the newest hits are found first and a date is a bound of numbers. What else a message
/// is found by stands among its words as `facts`: its conversation, its sender, what it carries.
///
/// Messages are written without it and taken in a few at a time: those that came last (from
/// `search_state.next` on), then those that were here before the index was (below `below`).
enum SearchTables {
  static let migration = """
    CREATE VIRTUAL TABLE words USING fts5(
      text, file, facts, content='', columnsize=0, tokenize='ascii', prefix='2 3'
    );
    CREATE TABLE search (
      doc INTEGER PRIMARY KEY,
      message INTEGER NOT NULL UNIQUE,
      facts INTEGER NOT NULL,
      file TEXT
    );
    CREATE TABLE search_state (below INTEGER NOT NULL, next INTEGER NOT NULL);
    INSERT INTO search_state SELECT ifnull(max(key), 0) + 1, ifnull(max(key), 0) + 1 FROM message;
    """

  /// A message as the index has it, or will.
  struct Entry: Equatable {
    var key: Int64
    var id: MessageID
    /// nil: it is not in the index.
    var doc: Int64?
    var conversation: Int64
    var time: Date
    var sender: String?
    var content: String?
    var file: String?
    var facts: Facts

    /// Of what it says, and of its file's name.
    var words: [[String]] { [content, file].compactMap { $0 }.map(SearchWords.words) }

    /// As three columns of `words`.
    var columns: StatementArguments {
      [
        Self.column(content), Self.column(file),
        ([SearchTables.token(conversation: conversation)]
          + (sender.map { [SearchTables.token(sender: $0)] } ?? []) + facts.tokens)
          .joined(separator: " "),
      ]
    }

    private static func column(_ text: String?) -> String {
      SearchWords.words(of: text ?? "").joined(separator: " ")
    }
  }

  /// What a message is found by besides its words, its conversation and its sender.
  struct Facts: OptionSet, Hashable {
    let rawValue: Int

    static let farmer = Facts(rawValue: 1)

    init(rawValue: Int) { self.rawValue = rawValue }

    init(_ content: SearchQuery.Content) {
      self.init(
        rawValue: 2 << (SearchQuery.Content.allCases.firstIndex(of: content) ?? 0))
    }

    init(of message: Message, farmer: UserID?) {
      self = message.isFarmers(in: farmer) ? .farmer : []
      for content in message.searchedContents { insert(Facts(content)) }
    }

    static let farmerToken = "farmer"

    var tokens: [String] {
      (contains(.farmer) ? [Self.farmerToken] : [])
        + SearchQuery.Content.allCases.filter { contains(Facts($0)) }.map(\.rawValue)
    }
  }

  static func token(conversation key: Int64) -> String { "c\(key)" }

  /// Any id as letters and digits. Two may share one: a hit is looked at again.
  static func token(sender id: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return "s\(String(hash, radix: 36))"
  }

  /// The first number of that time: sixteen for each millisecond, and more where more is needed.
  static func doc(at date: Date) -> Int64 {
    let milliseconds = min(max(0, date.timeIntervalSince1970 * 1000), 0x1p45)
    return Int64(milliseconds) << 4
  }

  // MARK: Taking in

  /// Takes in at most so many messages. Answers whether there are more.
  static func step(_ limit: Int, _ database: Database) throws -> Bool {
    guard let state = try Row.fetchOne(database, sql: "SELECT next, below FROM search_state"),
      let next = state.integer(0), let below = state.integer(1)
    else { return false }
    let fresh = try keys("key >= ?", "ASC", next, limit, database)
    if let last = fresh.last {
      try take(fresh, database)
      try database.execute(sql: "UPDATE search_state SET next = ?", arguments: [last + 1])
      return true
    }
    guard below > 0 else { return false }
    let old = try keys("key < ?", "DESC", below, limit, database)
    try take(old, database)
    try database.execute(sql: "UPDATE search_state SET below = ?", arguments: [old.last ?? 0])
    return !old.isEmpty
  }

  private static func keys(
    _ bound: String, _ order: String, _ key: Int, _ limit: Int, _ database: Database
  ) throws -> [Int64] {
    let statement = try database.cachedStatement(
      sql: "SELECT key FROM message WHERE \(bound) ORDER BY key \(order) LIMIT ?")
    return try Int64.fetchAll(statement, arguments: [key, limit])
  }

  /// How many are taken in at a time, and how many that were not are looked at by a search.
  static let stepSize = 256

  /// The last messages that are not in the index, the newest first, as they would be.
  static func waiting(_ database: Database) throws -> [Entry] {
    let next = try Int.fetchOne(database, sql: "SELECT next FROM search_state") ?? 0
    return try keys("key >= ?", "DESC", next, stepSize, database).compactMap {
      try entry($0, database)
    }.filter { $0.doc == nil }
  }

  /// How much of the messages is in the index or among `waiting`; nil: all.
  static func share(besides waiting: Int, _ database: Database) throws -> Double? {
    let row = try Row.fetchOne(
      database,
      sql: "SELECT next, below, (SELECT max(key) FROM message) FROM search_state")
    // In a damaged file any number may stand.
    func key(_ index: Int) -> Int? { row?.integer(index).map { min(max(0, $0), 1 << 52) } }
    guard let next = key(0), let below = key(1), let last = key(2) else { return nil }
    let missing = max(0, last - next + 1 - waiting) + max(0, min(below, last + 1) - 1)
    return missing <= 0 ? nil : 1 - Double(missing) / Double(max(1, last))
  }

  private static func take(_ keys: [Int64], _ database: Database) throws {
    var entries: [Entry] = []
    let insert = try database.cachedStatement(
      sql: "INSERT INTO search (doc, message, facts, file) VALUES (?,?,?,?)")
    for key in keys {
      guard var entry = try entry(key, database), entry.doc == nil else { continue }
      let doc = try freeDoc(from: doc(at: entry.time), database)
      entry.doc = doc
      try insert.execute(arguments: [doc, key, entry.facts.rawValue, entry.file.column])
      entries.append(entry)
    }
    // FTS5 gathers what comes with ascending numbers, and writes at once for any other.
    entries.sort { ($0.doc ?? 0) < ($1.doc ?? 0) }
    try guarding(database) {
      let statement = try database.cachedStatement(
        sql: "INSERT INTO words (rowid, text, file, facts) VALUES (?,?,?,?)")
      for entry in entries { try statement.execute(arguments: [entry.doc] + entry.columns) }
    }
  }

  /// The first number from there on that is free, or one not far behind it where many are taken.
  private static func freeDoc(from first: Int64, _ database: Database) throws -> Int64 {
    let statement = try database.cachedStatement(
      sql: "SELECT EXISTS (SELECT 1 FROM search WHERE doc = ?)")
    func isTaken(_ doc: Int64) throws -> Bool {
      try Bool.fetchOne(statement, arguments: [doc]) ?? false
    }
    var step: Int64 = 0
    while try isTaken(first + step) { step = step < 16 ? step + 1 : step * 2 }
    guard step > 16 else { return first + step }
    // Between a taken one and a free one there is the end of what is taken.
    var (taken, free) = (step / 2, step)
    while free - taken > 1 {
      let middle = (taken + free) / 2
      if try isTaken(first + middle) { taken = middle } else { free = middle }
    }
    return first + free
  }

  // MARK: Keeping up with changes

  private static let entryQuery = """
    SELECT m.key, s.doc, m.conversation, m.time, m.sender, m.content, s.file, s.facts,
      m.kind, m.media, f.name, f.kind, p.role, c.farmer, m.id
    FROM message m LEFT JOIN search s ON s.message = m.key LEFT JOIN media f ON f.id = m.media
    LEFT JOIN person p ON p.id = m.sender LEFT JOIN conversation c ON c.key = m.conversation
    """

  /// What the index has of a message; nil when it has nothing.
  static func indexed(_ id: MessageID, _ database: Database) throws -> Entry? {
    let statement = try database.cachedStatement(
      sql: "\(entryQuery) WHERE m.id = ? AND s.doc IS NOT NULL")
    return try Row.fetchOne(statement, arguments: [id.column]).flatMap(kept)
  }

  static func entry(doc: Int64, _ database: Database) throws -> Entry? {
    let statement = try database.cachedStatement(
      sql: """
        SELECT m.key, s.doc, m.conversation, m.time, m.sender, m.content, s.file, s.facts,
          NULL, NULL, NULL, NULL, NULL, NULL, m.id
        FROM search s JOIN message m ON m.key = s.message WHERE s.doc = ?
        """)
    return try Row.fetchOne(statement, arguments: [doc]).flatMap(kept)
  }

  /// As it was taken in.
  private static func kept(_ row: Row) -> Entry? {
    guard var entry = fresh(row) else { return nil }
    entry.file = row.text(6)
    entry.facts = Facts(rawValue: row.integer(7) ?? 0)
    return entry
  }

  /// A message as it is now.
  private static func entry(_ key: Int64, _ database: Database) throws -> Entry? {
    let statement = try database.cachedStatement(sql: "\(entryQuery) WHERE m.key = ?")
    return try Row.fetchOne(statement, arguments: [key]).flatMap(fresh)
  }

  private static func fresh(_ row: Row) -> Entry? {
    guard let key = row.integer(0), let conversation = row.integer(2), let time = row.date(3)
    else { return nil }
    let sender = row.text(4).flatMap { $0.isEmpty ? nil : $0 }
    let media = row.text(9).flatMap { $0.isEmpty ? nil : $0 }
    let message = Message(
      id: "",
      sender: sender.map {
        .known(Participant(id: UserID($0), role: row.text(12).map(Role.init(rawValue:))))
      } ?? .absent,
      kind: MessageKind(rawValue: row.text(8) ?? ""), content: row.text(5),
      media: media.map {
        .known(
          Media(
            id: MediaID($0), name: row.text(10),
            kind: row.text(11).flatMap(MediaKind.init(rawValue:))))
      } ?? .absent)
    let farmer = row.text(13).flatMap { $0.isEmpty ? nil : UserID($0) }
    return Entry(
      key: Int64(key), id: MessageID(row.text(14) ?? ""), doc: row.integer(1).map(Int64.init),
      conversation: Int64(conversation),
      time: time, sender: sender, content: message.content, file: message.media.value?.name,
      facts: Facts(of: message, farmer: farmer))
  }

  /// A message that the index has may have changed.
  static func refresh(_ old: Entry, _ database: Database) throws {
    guard let new = try entry(old.key, database), new != old else { return }
    try remove(old, database)
    try take([old.key], database)
  }

  /// A message that the index has is about to go, or to be written anew.
  static func remove(_ old: Entry, _ database: Database) throws {
    try database.execute(sql: "DELETE FROM search WHERE doc = ?", arguments: [old.doc])
    try guarding(database) {
      let statement = try database.cachedStatement(
        sql: "INSERT INTO words (words, rowid, text, file, facts) VALUES ('delete',?,?,?,?)")
      try statement.execute(arguments: [old.doc] + old.columns)
    }
  }

  /// What the index has of a conversation, in the order of the numbers.
  static func indexed(in conversation: Int64, _ database: Database) throws -> [Entry] {
    let ids = try String.fetchAll(
      database,
      sql: """
        SELECT m.id FROM message m JOIN search s ON s.message = m.key WHERE m.conversation = ?
        ORDER BY s.doc
        """, arguments: [conversation])
    return try ids.compactMap { try indexed(MessageID(rawValue: $0), database) }
  }

  /// After messages were deleted: the next one may be given the number of one that is gone.
  static func noteDeletion(_ database: Database) throws {
    let statement = try database.cachedStatement(
      sql: """
        UPDATE search_state SET next = (SELECT ifnull(max(key), 0) + 1 FROM message)
          WHERE next > (SELECT ifnull(max(key), 0) + 1 FROM message)
        """)
    try statement.execute()
  }

  /// An index that is damaged hinders nobody: it begins anew.
  private static func guarding(_ database: Database, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as DatabaseError
      where error.extendedResultCode == .SQLITE_CORRUPT_VTAB
    {
      try beginAnew(database)
    }
  }

  static func beginAnew(_ database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO words (words) VALUES ('delete-all');
        DELETE FROM search;
        UPDATE search_state SET below = (SELECT ifnull(max(key), 0) + 1 FROM message),
          next = (SELECT ifnull(max(key), 0) + 1 FROM message);
        """)
  }
}
