import ChatModel
import Foundation
import GRDB
import JSON

/// The table of notes, snoozes and the like, in `outbox.sqlite`: they cannot be fetched again. A record
/// is a row, its key the name of its kind and an id ("snooze/6712…"), its body JSON.
enum LocalTable {
  static func data(_ database: Database) throws -> LocalData {
    let rows = try Row.fetchCursor(database, sql: "SELECT key, body FROM local")
    var data = LocalData()
    while let row = try rows.next() {
      if let key = row.text(0).flatMap(LocalKey.init(column:)), let record = record(row, key) {
        data.set(key, record)
      }
    }
    return data
  }

  /// nil for a row that a later version wrote in a way this one does not know, or that is damaged.
  private static func record(_ row: Row, _ key: LocalKey) -> LocalRecord? {
    row.text(1).flatMap { try? JSONValue(parsing: $0) }.flatMap { LocalRecord($0, for: key) }
  }

  /// Answers with what stands otherwise than it was wanted.
  static func save(_ changes: [LocalChange], _ database: Database) throws -> [LocalChange] {
    var others: [LocalChange] = []
    for change in changes {
      var known = LocalData()
      // A change looks at the note that it replaces and at the draft beside it.
      if case .note(let note)? = change.record {
        for key in [change.key, .noteDraft(note.conversationID)] {
          let row = try Row.fetchOne(
            database, sql: "SELECT key, body FROM local WHERE key = ?",
            arguments: [key.column.column])
          known.set(key, row.flatMap { record($0, key) })
        }
      }
      let altered = known.apply(change)
      for change in altered.isEmpty ? [change] : altered { try put(change, database) }
      others += altered
    }
    return others
  }

  private static func put(_ change: LocalChange, _ database: Database) throws {
    guard let record = change.record else {
      let delete = try database.cachedStatement(sql: "DELETE FROM local WHERE key = ?")
      return try delete.execute(arguments: [change.key.column.column])
    }
    let insert = try database.cachedStatement(
      sql: """
        INSERT INTO local (key, body) VALUES (?,?)
        ON CONFLICT (key) DO UPDATE SET body = excluded.body
        """)
    try insert.execute(arguments: [change.key.column.column, record.json.encoded.column])
  }
}

extension LocalKey {
  private var parts: (kind: String, id: String) {
    switch self {
    case .note(let id): ("note", id.rawValue)
    case .noteDraft(let id): ("note-draft", id.rawValue)
    case .snooze(let id): ("snooze", id.rawValue)
    case .unread(let id): ("unread", id.rawValue)
    case .mute(let id): ("mute", id.rawValue)
    case .position(let id): ("position", id.rawValue)
    case .latin(let id): ("latin", id.rawValue)
    case .spelling(let id): ("spelling", id.rawValue)
    case .word(let word): ("word", word)
    case .agent(let id): ("agent", id.rawValue)
    }
  }

  fileprivate var column: String { "\(parts.kind)/\(parts.id)" }

  fileprivate init?(column: String) {
    guard let slash = column.firstIndex(of: "/") else { return nil }
    let id = String(column[column.index(after: slash)...])
    switch column[..<slash] {
    case "note": self = .note(NoteID(id))
    case "note-draft": self = .noteDraft(ConversationID(id))
    case "snooze": self = .snooze(ConversationID(id))
    case "unread": self = .unread(ConversationID(id))
    case "mute": self = .mute(ConversationID(id))
    case "position": self = .position(ConversationID(id))
    case "latin": self = .latin(ConversationID(id))
    case "spelling": self = .spelling(ConversationID(id))
    case "word": self = .word(id)
    case "agent": self = .agent(UserID(id))
    default: return nil
    }
  }
}

extension LocalRecord {
  fileprivate var json: JSONValue {
    switch self {
    case .note(let note):
      [
        "conversation": .string(note.conversationID.rawValue), "text": .string(note.text),
        "written": Self.json(note.writtenAt), "edited": Self.json(note.editedAt),
      ]
    case .noteDraft(let draft):
      .object(ofKnown: [
        ("text", .string(draft.text)), ("note", draft.note.map { .string($0.rawValue) }),
      ])
    case .snooze(let snooze):
      .object(ofKnown: [
        ("since", Self.json(snooze.since)), ("until", snooze.until.map(Self.json)),
        ("message", snooze.lastMessage.map { .string($0.rawValue) }),
      ])
    case .unread(let since), .mute(let since): ["since": Self.json(since)]
    case .latin, .word: [:]
    case .spelling(let choice): ["choice": .string(choice)]
    case .agent(let person): person.json
    case .position(let position):
      ["message": .string(position.message.rawValue), "line": .integer(position.line)]
    }
  }

  fileprivate init?(_ json: JSONValue, for key: LocalKey) {
    switch key {
    case .note(let id):
      guard let place = json["conversation"]?.stringValue, let text = json["text"]?.stringValue,
        let written = Self.date(json["written"]), let edited = Self.date(json["edited"])
      else { return nil }
      self = .note(
        ConversationNote(
          id: id, conversationID: ConversationID(place), text: text, writtenAt: written,
          editedAt: edited))
    case .noteDraft:
      guard let text = json["text"]?.stringValue else { return nil }
      self = .noteDraft(NoteDraft(text: text, note: json["note"]?.stringValue.map { NoteID($0) }))
    case .snooze:
      guard let since = Self.date(json["since"]) else { return nil }
      let message = json["message"]?.stringValue.map { MessageID($0) }
      let until = Self.date(json["until"])
      // One whose time is damaged is none: it would last until they write.
      guard until != nil || json["until"] == nil else { return nil }
      self = .snooze(Snooze(until: until, since: since, lastMessage: message))
    case .unread:
      guard let since = Self.date(json["since"]) else { return nil }
      self = .unread(since)
    case .mute:
      guard let since = Self.date(json["since"]) else { return nil }
      self = .mute(since)
    case .latin: self = .latin
    case .spelling:
      guard let choice = json["choice"]?.stringValue else { return nil }
      self = .spelling(choice)
    case .word: self = .word
    case .agent(let id):
      guard let person = try? Participant(json: json), person.id == id else { return nil }
      self = .agent(person)
    case .position:
      guard let message = json["message"]?.stringValue, let line = json["line"]?.integerValue
      else { return nil }
      self = .position(KeptPosition(message: MessageID(message), line: line))
    }
  }

  private static func json(_ date: Date) -> JSONValue {
    .number(date.timeIntervalSinceReferenceDate)
  }

  /// nil when nobody lives to see it.
  private static func date(_ json: JSONValue?) -> Date? {
    let seconds: Double? =
      switch json {
      case .number(let seconds)?: seconds
      case .integer(let seconds)?: Double(seconds)
      default: nil
      }
    return seconds.flatMap { abs($0) < 1e11 ? Date(timeIntervalSinceReferenceDate: $0) : nil }
  }
}
