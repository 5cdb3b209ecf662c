package import ChatClient
package import ChatModel
package import Foundation
import GRDB

/// Stands in for an account's files while a full disk does not let them be opened: what they hold is
/// read, nothing is accepted or sent. Once there is room the files themselves take over.
package actor StandInStore: ChatStore, HistoryQueries {
  package nonisolated let changes: AsyncStream<StoreChange>

  private let directory: String
  private let history: AccountDatabase
  private let outboxes: AccountDatabase
  private let telling: AsyncStream<StoreChange>.Continuation
  private let people = KnownRecords()
  private var files: SQLiteStore?

  /// - Throws: `failed` when not even memory can be had.
  package init(directory: String) throws(StoreError) {
    self.directory = directory
    history = try Self.copy("\(directory)/\(AccountDirectory.history)", HistoryTables.migrator)
    outboxes = try Self.copy("\(directory)/\(AccountDirectory.outbox)", OutboxTables.migrator)
    (changes, telling) = AsyncStream.makeStream()
  }

  /// A database in memory with what a file holds, as far as it can be read.
  private static func copy(
    _ path: String, _ migrator: DatabaseMigrator
  ) throws(StoreError) -> AccountDatabase {
    do {
      let copy = try DatabaseQueue()
      var configuration = Configuration()
      // Alone with a file, SQLite needs no other beside it, for which there is no room.
      configuration.prepareDatabase { try $0.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") }
      // An absent one would be made.
      if FileManager.default.fileExists(atPath: path),
        let file = try? DatabaseQueue(path: path, configuration: configuration)
      {
        try? file.backup(to: copy)
        try? file.close()
      }
      try migrator.migrate(copy)
      return AccountDatabase(writer: copy, path: path)
    } catch {
      throw StoreError(error)
    }
  }

  /// The files, if there is room by now.
  private func opened() async throws(StoreError) -> SQLiteStore {
    if let files { return files }
    let new = try await SQLiteStore.open(directory: directory)
    files = new
    Task { [telling] in for await change in new.changes { telling.yield(change) } }
    return new
  }

  // MARK: History

  package func conversations() async throws(StoreError) -> [Conversation] {
    if let files { return try await files.conversations() }
    return try await history.reading { try HistoryTables.conversations($0) }
  }

  package func conversations(
    first ids: [ConversationID], limit: Int
  ) async throws(StoreError) -> [Conversation] {
    if let files { return try await files.conversations(first: ids, limit: limit) }
    return try await history.reading {
      try HistoryTables.conversations($0, first: ids, limit: limit)
    }
  }

  package func newestMessages(
    _ id: ConversationID, limit: Int
  ) async throws(StoreError) -> [Message] {
    if let files { return try await files.newestMessages(id, limit: limit) }
    return try await history.reading {
      try HistoryTables.newestMessages($0, in: id, limit: max(0, limit))
    }
  }

  package func coverage(_ id: ConversationID) async throws(StoreError) -> Coverage? {
    if let files { return try await files.coverage(id) }
    return try await history.reading { try HistoryRuns.coverage($0, of: id) }
  }

  package func slice(
    _ id: ConversationID, _ spot: HistorySpot, limit: Int
  ) async throws(StoreError) -> HistorySlice {
    if let files { return try await files.slice(id, spot, limit: limit) }
    return try await history.reading { try HistoryRuns.slice($0, of: id, spot, limit: limit) }
  }

  package func heldUnread() async throws(StoreError) -> [ConversationID: Int] {
    if let files { return try await files.heldUnread() }
    return try await history.reading { try HistoryTables.heldUnread($0) }
  }

  package func apply(_ changes: [HistoryChange]) async throws(StoreError) {
    if let files { return try await files.apply(changes) }
    try await history.writing { [people] in try HistoryTables.apply(changes, $0, people) }
  }

  // MARK: Queries

  package func search(_ request: SearchRequest) async throws(StoreError) -> SearchPage {
    if let files { return try await files.search(request) }
    return try await history.search(request)
  }

  package func places(
    _ request: SearchRequest, in id: ConversationID
  ) async throws(StoreError) -> [MessagePlace] {
    if let files { return try await files.places(request, in: id) }
    return try await history.places(request, in: id)
  }

  package func reach(
    of ids: [ConversationID]
  ) async throws(StoreError) -> [ConversationID: HistoryReach] {
    if let files { return try await files.reach(of: ids) }
    return try await history.reach(of: ids)
  }

  package func runs(_ id: ConversationID) async throws(StoreError) -> [PlacedRun] {
    if let files { return try await files.runs(id) }
    return try await history.runs(id)
  }

  package func count(
    _ id: ConversationID, of run: PlacedRun
  ) async throws(StoreError) -> Int {
    if let files { return try await files.count(id, of: run) }
    return try await history.count(id, of: run)
  }

  package func kept(
    of id: ConversationID, since place: MessagePlace
  ) async throws(StoreError) -> KeptHistory {
    if let files { return try await files.kept(of: id, since: place) }
    return try await history.reading { try HistoryRuns.kept(of: id, since: place, $0) }
  }

  package func messages(
    _ id: ConversationID, after place: MessagePlace, limit: Int
  ) async throws(StoreError) -> [Message] {
    if let files { return try await files.messages(id, after: place, limit: limit) }
    return try await history.reading {
      try HistoryTables.messages($0, in: id, behind: place, limit: max(0, limit))
    }
  }

  package func indexMore() async throws(StoreError) -> Bool {
    if let files { return try await files.indexMore() }
    return try await history.indexMore()
  }

  // MARK: Outbox and local data

  package func outbox() async throws(StoreError) -> [OutboxEntry] {
    if let files { return try await files.outbox() }
    return try await outboxes.reading { try OutboxTables.entries($0) }
  }

  package func drafts() async throws(StoreError) -> [ConversationID: Draft] {
    if let files { return try await files.drafts() }
    return try await outboxes.reading { try OutboxTables.drafts($0) }
  }

  package func accept(_ entries: [OutboxEntry]) async throws(StoreError) {
    try await opened().accept(entries)
  }

  package func update(_ entries: [OutboxEntry]) async throws(StoreError) -> [OutboxID] {
    try await opened().update(entries)
  }

  package func retry(_ ids: [OutboxID]) async throws(StoreError) {
    try await opened().retry(ids)
  }

  package func drop(_ ids: [OutboxID]) async throws(StoreError) { try await opened().drop(ids) }

  package func takeBack(
    _ ids: [OutboxID], leaving draft: Draft, in id: ConversationID
  ) async throws(StoreError) -> Bool {
    try await opened().takeBack(ids, leaving: draft, in: id)
  }

  package func saveDraft(_ draft: Draft?, for id: ConversationID) async throws(StoreError) {
    try await opened().saveDraft(draft, for: id)
  }

  package func waits() async throws(StoreError) -> [ConversationID: KeptWait] {
    if let files { return try await files.waits() }
    return try await outboxes.reading { try WaitTable.waits($0) }
  }

  package func saveWaits(_ waits: [ConversationID: KeptWait]) async throws(StoreError) {
    try await opened().saveWaits(waits)
  }

  package func localData() async throws(StoreError) -> LocalData {
    if let files { return try await files.localData() }
    return try await outboxes.reading { try LocalTable.data($0) }
  }

  package func saveLocal(_ changes: [LocalChange]) async throws(StoreError) -> [LocalChange] {
    try await opened().saveLocal(changes)
  }

  package func used() async throws(StoreError) -> [Used] {
    if let files { return try await files.used() }
    return try await outboxes.reading { try UsedTable.used($0) }
  }

  package func noteUsed(_ used: [Used]) async throws(StoreError) {
    try await opened().noteUsed(used)
  }

  package func noteTeam(_ records: [TeamRecord]) async throws(StoreError) {
    try await opened().noteTeam(records)
  }

  package func audit(since: Date, until: Date) async throws(StoreError) -> [AuditEntry] {
    if let files { return try await files.audit(since: since, until: until) }
    return try await outboxes.reading { try TeamTables.audit(since: since, until: until, $0) }
  }

  package func samples() async throws(StoreError) -> [StatisticsSample] {
    if let files { return try await files.samples() }
    return try await outboxes.reading { try TeamTables.samples($0) }
  }

  // MARK: Several processes of one account

  package func lead() async -> Bool { await (try? await opened())?.lead() ?? false }

  package func close() async {
    await files?.close()
    history.close()
    outboxes.close()
    telling.finish()
  }
}
