import ChatClient
import ChatModel
import Foundation
import GRDB
import Sentences

/// One open database. When it turns out to be damaged while it is used, that is noted beside it, and
/// the next opening looks at the whole of it.
struct AccountDatabase: Sendable {
  let writer: any DatabaseWriter
  let path: String

  static func suspicion(of path: String) -> String { "\(path).suspect" }

  func reading<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    do { return try await writer.read(body) } catch { throw failure(error) }
  }

  func writing<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    do { return try await writer.write(body) } catch { throw failure(error) }
  }

  // MARK: Queries

  func search(_ request: SearchRequest) async throws(StoreError) -> SearchPage {
    return try await asking(SearchPage(indexedShare: 0)) { try SearchTables.page(request, $0) }
  }

  func places(
    _ request: SearchRequest, in id: ConversationID
  ) async throws(StoreError) -> [MessagePlace] {
    return try await asking([]) { try SearchTables.places(request, in: id, $0) }
  }

  func reach(
    of ids: [ConversationID]
  ) async throws(StoreError) -> [ConversationID: HistoryReach] {
    try await reading { database in
      var reach: [ConversationID: HistoryReach] = [:]
      for id in ids { reach[id] = try HistoryRuns.reach(of: id, database) }
      return reach
    }
  }

  func runs(_ id: ConversationID) async throws(StoreError) -> [PlacedRun] {
    try await reading { try HistoryRuns.runs(of: id, $0) }
  }

  func count(_ id: ConversationID, of run: PlacedRun) async throws(StoreError) -> Int {
    try await reading { try HistoryRuns.count(in: id, of: run, $0) }
  }

  func indexMore() async throws(StoreError) -> Bool {
    try await writing { try SearchTables.step(SearchTables.stepSize, $0) }
  }

  /// An index that is damaged begins anew; until then it knows nothing.
  private func asking<Value: Sendable>(
    _ nothing: Value, _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    do {
      return try await writer.read(body)
    } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CORRUPT_VTAB {
      try await writing { try SearchTables.beginAnew($0) }
      return nothing
    } catch {
      throw failure(error)
    }
  }

  func close() {
    // What is still in use is closed with the last reference; nothing is lost by it.
    try? writer.close()
  }

  private func failure(_ error: any Error) -> StoreError {
    guard StoreError.isDamage(error) else { return StoreError(error) }
    _ = FileManager.default.createFile(
      atPath: Self.suspicion(of: path), contents: nil, attributes: [.posixPermissions: 0o600])
    return .failed(said("the file \(path) is damaged; it is set aside at the next start"))
  }
}
