import ChatClient
import ChatModel
import Foundation
import GRDB
import Testing

@testable import ChatStorage

/// Rows that are there as they are to be are not written again.
@Suite struct UnchangedRecordsTests {
  private func person(_ id: String, isOnline: Bool?) -> Participant {
    Participant(id: UserID(id), firstName: "Name of \(id)", role: .user, isOnline: isOnline)
  }

  private func changes(isOnline: Bool, text: String = "word") -> [HistoryChange] {
    (0..<20).flatMap { number -> [HistoryChange] in
      let sender = person("f\(number)", isOnline: isOnline)
      let id = ConversationID("c\(number)")
      let message = Message(
        id: MessageID("m\(number)"), conversationID: id, sender: .known(sender), content: text,
        media: number % 2 == 0 ? .known(Media(id: "p", name: "leaf.jpg")) : .none,
        createdAt: Date(timeIntervalSince1970: 1_760_000_000))
      return [
        .conversation(
          Conversation(
            id: id, farmer: .known(sender), agent: .known(Participant(bareID: "a")),
            status: .open, lastMessage: .known(message), unreadCount: ["a": 1])),
        .message(message, in: id),
      ]
    }
  }

  /// How many rows SQLite wrote for it, by another process that knows nothing of the first.
  private func written(_ changes: [HistoryChange], to database: DatabaseQueue) throws -> Int {
    try database.write { database in
      let before = database.totalChangesCount
      try HistoryTables.apply(changes, database, KnownRecords())
      return database.totalChangesCount - before
    }
  }

  @Test func whatIsThereIsNotWrittenAgainAndPresenceIsNoNews() throws {
    let database = try DatabaseQueue()
    try HistoryTables.migrator.migrate(database)
    #expect(try written(changes(isOnline: true), to: database) > 60)
    #expect(try written(changes(isOnline: true), to: database) == 0)
    #expect(try written(changes(isOnline: false), to: database) == 0)
    #expect(try written(changes(isOnline: false, text: "another"), to: database) == 40)
  }
}
