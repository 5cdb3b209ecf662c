import ChatClient
import Foundation
import Testing

@testable import ChatStorage

/// Every implementation of the ports, each of which is asked the same contracts.
enum StoreKind: String, CaseIterable, CustomTestStringConvertible {
  case memory
  case sqlite
  /// The files, opened by what stands in for them.
  case standIn
  var testDescription: String { rawValue }

  func with(_ body: (AnyStore) async throws -> Void) async throws {
    switch self {
    case .memory:
      let store = MemoryStore()
      try await body(AnyStore(store: store))
      await store.close()
    case .sqlite, .standIn:
      try await withDirectory { directory in
        let store: any ChatStore & HistoryQueries =
          self == .sqlite
          ? try await SQLiteStore.open(directory: directory)
          : try StandInStore(directory: directory)
        try await body(AnyStore(store: store))
        await store.close()
      }
    }
  }
}

/// Gives a directory of its own to a test and takes it away afterwards.
func withDirectory(_ body: (String) async throws -> Void) async throws {
  let directory = FileManager.default.temporaryDirectory
    .appendingPathComponent("furrow-\(UUID().uuidString)").path
  defer { try? FileManager.default.removeItem(atPath: directory) }
  try await body(directory)
}
