import ChatClient
import Foundation
import GRDB

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

  func close() {
    // What is still in use is closed with the last reference; nothing is lost by it.
    try? writer.close()
  }

  private func failure(_ error: any Error) -> StoreError {
    guard StoreError.isDamage(error) else { return StoreError(error) }
    _ = FileManager.default.createFile(
      atPath: Self.suspicion(of: path), contents: nil, attributes: [.posixPermissions: 0o600])
    return .failed("the file \(path) is damaged; it is set aside at the next start")
  }
}
