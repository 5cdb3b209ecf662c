package import ChatClient
package import ChatModel
package import Foundation
import GRDB
import Sentences

/// One account's data on the disk: `history.sqlite` and `outbox.sqlite` in a directory of its own.
///
/// Any number of processes may have the same account open. One of them leads: it sends what all of
/// them accept.
package final class SQLiteStore: ChatStore, HistoryQueries {
  /// What a person should know about the opening: a file that was damaged, and where it is now.
  package let remarks: [String]
  package let changes: AsyncStream<StoreChange>

  private let history: AccountDatabase
  private let outboxes: AccountDatabase
  private let bell: ChangeBell
  private let leadership: Leadership
  /// Shared by all who have the files open.
  private let use: FileLock
  private let people = KnownRecords()

  /// Opens the account's files below `directory`, which is made when it is not there.
  ///
  /// Files are 0600, directories 0700. A damaged file is set aside and named in `remarks`.
  package static func open(directory: String) async throws(StoreError) -> SQLiteStore {
    let answer = await withCheckedContinuation { continuation in
      // Opening blocks, and may wait for another process that opens the same files.
      DispatchQueue.global().async {
        continuation.resume(returning: Result { () throws(StoreError) in try open(directory) })
      }
    }
    return try answer.get()
  }

  private static func open(_ directory: String) throws(StoreError) -> SQLiteStore {
    let place = try AccountDirectory(making: directory)
    // The switch to WAL and the migrations are for one process at a time.
    let gate = try FileLock(place.path("open.lock"))
    defer { gate.release() }
    try gate.wait()
    var remarks: [String] = []
    let outbox = try place.open(AccountDirectory.outbox, as: .outbox, &remarks)
    let history = try place.open(AccountDirectory.history, as: .history, &remarks)
    let use = try FileLock(place.path("use.lock"))
    try use.share()
    let leadership = Leadership(try FileLock(place.path("lead.lock")))
    return SQLiteStore(history, outbox, ChangeBell(directory: directory), leadership, use, remarks)
  }

  private init(
    _ history: AccountDatabase, _ outboxes: AccountDatabase, _ bell: ChangeBell,
    _ leadership: Leadership, _ use: FileLock, _ remarks: [String]
  ) {
    self.history = history
    self.outboxes = outboxes
    self.bell = bell
    self.leadership = leadership
    self.use = use
    self.remarks = remarks
    changes = bell.changes
  }

  /// Removes all that an account keeps in `directory`; nothing when it is not there.
  ///
  /// - Throws: `failed` while another process has it open.
  package static func remove(directory: String) throws(StoreError) {
    guard FileManager.default.fileExists(atPath: directory) else { return }
    let use = try FileLock("\(directory)/use.lock")
    guard try use.tryNow() else {
      throw .failed(said("another furrow works with \(directory): close that one first"))
    }
    do {
      for path in Set([ChangeBell.place(for: directory), directory])
      where FileManager.default.fileExists(atPath: path) {
        try FileManager.default.removeItem(atPath: path)
      }
    } catch {
      throw .failed(said("\(directory) cannot be removed"))
    }
  }

  /// The account's directory: `HOST_PORT/USERID` below `root`. What is no plain file name in any of
  /// them is percent-encoded.
  package static func directory(below root: String, host: String, port: Int, user: UserID) -> String
  {
    "\(root)/\(fileName(host))_\(port)/\(fileName(user.rawValue))"
  }

  private static func fileName(_ text: String) -> String {
    var plain = CharacterSet.alphanumerics.intersection(CharacterSet(charactersIn: "\0"..."\u{7F}"))
    plain.insert(charactersIn: "-_.@")
    let name = text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    return name.allSatisfy { $0 == "." } ? "%\(name)" : name
  }

  // MARK: History

  package func conversations() async throws(StoreError) -> [Conversation] {
    try await history.reading { try HistoryTables.conversations($0) }
  }

  package func conversations(
    first ids: [ConversationID], limit: Int
  ) async throws(StoreError) -> [Conversation] {
    try await history.reading { try HistoryTables.conversations($0, first: ids, limit: limit) }
  }

  package func newestMessages(
    _ id: ConversationID, limit: Int
  )
    async throws(StoreError) -> [Message]
  {
    try await history.reading {
      try HistoryTables.newestMessages($0, in: id, limit: max(0, limit))
    }
  }

  package func coverage(_ id: ConversationID) async throws(StoreError) -> Coverage? {
    try await history.reading { try HistoryRuns.coverage($0, of: id) }
  }

  package func slice(
    _ id: ConversationID, _ spot: HistorySpot, limit: Int
  ) async throws(StoreError) -> HistorySlice {
    try await history.reading { try HistoryRuns.slice($0, of: id, spot, limit: limit) }
  }

  package func heldUnread() async throws(StoreError) -> [ConversationID: Int] {
    try await history.reading { try HistoryTables.heldUnread($0) }
  }

  package func apply(_ changes: [HistoryChange]) async throws(StoreError) {
    let people = people
    do {
      try await history.writing { try HistoryTables.apply(changes, $0, people) }
    } catch {
      people.forget()
      throw error
    }
  }

  // MARK: Queries

  package func search(_ request: SearchRequest) async throws(StoreError) -> SearchPage {
    try await history.search(request)
  }

  package func places(
    _ request: SearchRequest, in id: ConversationID
  ) async throws(StoreError) -> [MessagePlace] { try await history.places(request, in: id) }

  package func reach(
    of ids: [ConversationID]
  ) async throws(StoreError) -> [ConversationID: HistoryReach] { try await history.reach(of: ids) }

  package func runs(_ id: ConversationID) async throws(StoreError) -> [PlacedRun] {
    try await history.runs(id)
  }

  package func count(
    _ id: ConversationID, of run: PlacedRun
  ) async throws(StoreError) -> Int { try await history.count(id, of: run) }

  package func kept(
    of id: ConversationID, since place: MessagePlace
  ) async throws(StoreError) -> KeptHistory {
    try await history.reading { try HistoryRuns.kept(of: id, since: place, $0) }
  }

  package func messages(
    _ id: ConversationID, after place: MessagePlace, limit: Int
  ) async throws(StoreError) -> [Message] {
    try await history.reading {
      try HistoryTables.messages($0, in: id, behind: place, limit: max(0, limit))
    }
  }

  package func indexMore() async throws(StoreError) -> Bool { try await history.indexMore() }

  // MARK: Outbox

  package func outbox() async throws(StoreError) -> [OutboxEntry] {
    try await outboxes.reading { try OutboxTables.entries($0) }
  }

  package func accept(_ entries: [OutboxEntry]) async throws(StoreError) {
    try await outboxes.writing { database in
      try OutboxTables.insert(entries, database)
      try UsedTable.note(entries.compactMap(\.used), database)
    }
    bell.ring(.outbox)
  }

  package func update(_ entries: [OutboxEntry]) async throws(StoreError) -> [OutboxID] {
    let missing = try await outboxes.writing { try OutboxTables.update(entries, $0) }
    bell.ring(.outbox)
    return missing
  }

  package func retry(_ ids: [OutboxID]) async throws(StoreError) {
    try await outboxes.writing { database in
      let entries = try OutboxTables.entries(database).filter { ids.contains($0.id) }
      _ = try OutboxTables.update(entries.compactMap(\.retried), database)
    }
    bell.ring(.outbox)
  }

  package func drop(_ ids: [OutboxID]) async throws(StoreError) {
    try await outboxes.writing { try OutboxTables.delete(ids, $0) }
    bell.ring(.outbox)
  }

  package func takeBack(
    _ ids: [OutboxID], leaving draft: Draft, in id: ConversationID
  ) async throws(StoreError) -> Bool {
    let isDone = try await outboxes.writing { database in
      guard try OutboxTables.takeBack(ids, database) else { return false }
      try OutboxTables.save(draft.isEmpty ? nil : draft, for: id, database)
      return true
    }
    bell.ring(.outbox)
    return isDone
  }

  // MARK: Drafts

  package func drafts() async throws(StoreError) -> [ConversationID: Draft] {
    try await outboxes.reading { try OutboxTables.drafts($0) }
  }

  package func saveDraft(_ draft: Draft?, for id: ConversationID) async throws(StoreError) {
    try await outboxes.writing { try OutboxTables.save(draft, for: id, $0) }
    bell.ring(.drafts)
  }

  // MARK: Waits

  package func waits() async throws(StoreError) -> [ConversationID: KeptWait] {
    try await outboxes.reading { try WaitTable.waits($0) }
  }

  package func saveWaits(_ waits: [ConversationID: KeptWait]) async throws(StoreError) {
    try await outboxes.writing { try WaitTable.save(waits, $0) }
  }

  // MARK: Notes, snoozes, marks and positions

  package func localData() async throws(StoreError) -> LocalData {
    try await outboxes.reading { try LocalTable.data($0) }
  }

  package func saveLocal(_ changes: [LocalChange]) async throws(StoreError) -> [LocalChange] {
    let others = try await outboxes.writing { try LocalTable.save(changes, $0) }
    bell.ring(.local)
    return others
  }

  // MARK: What was used

  package func used() async throws(StoreError) -> [Used] {
    try await outboxes.reading { try UsedTable.used($0) }
  }

  package func noteUsed(_ used: [Used]) async throws(StoreError) {
    try await outboxes.writing { try UsedTable.note(used, $0) }
  }

  // MARK: Own changes, samples of statistics

  package func noteTeam(_ records: [TeamRecord]) async throws(StoreError) {
    try await outboxes.writing { try TeamTables.note(records, $0) }
  }

  package func audit(since: Date, until: Date) async throws(StoreError) -> [AuditEntry] {
    try await outboxes.reading { try TeamTables.audit(since: since, until: until, $0) }
  }

  package func samples() async throws(StoreError) -> [StatisticsSample] {
    try await outboxes.reading { try TeamTables.samples($0) }
  }

  // MARK: Several processes of one account

  package func lead() async -> Bool { leadership.take() }

  package func close() async {
    let led = leadership.end()
    if led { bell.ring(.leaderLeft) }
    bell.close()
    history.close()
    outboxes.close()
    use.release()
  }
}

extension StoreError {
  /// What a failure of SQLite means. Its message names tables, never their contents.
  init(_ error: any Error) {
    if let error = error as? StoreError {
      self = error
      return
    }
    guard let error = error as? DatabaseError else {
      self = .failed(error is CancellationError ? "cancelled" : "\(type(of: error))")
      return
    }
    switch error.resultCode {
    case .SQLITE_FULL: self = .full
    // There is no room for the index of what was written ahead.
    case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE: self = .full
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: self = .readOnly
    case .SQLITE_BUSY, .SQLITE_PROTOCOL:
      self = .failed(
        said("another program keeps the account's files locked, or their disk gives no locks"))
    default: self = .failed(error.message ?? said("SQLite says \(error.resultCode.rawValue)"))
    }
  }

  static func isDamage(_ error: any Error) -> Bool {
    guard let code = (error as? DatabaseError)?.resultCode else { return false }
    return code == .SQLITE_NOTADB || code == .SQLITE_CORRUPT
  }
}
