// What the history costs on a disk: batches of messages, pages of a long history, the list.

import ChatClient
import ChatModel
import ChatStorage
import Foundation

extension Suite {
  static let disk = Suite(name: "disk") {
    let directory = FileManager.default.temporaryDirectory
      .appending(path: "furrow-benchmarks-\(ProcessInfo.processInfo.processIdentifier)").path
    defer { try? FileManager.default.removeItem(atPath: directory) }
    do {
      let store = try await SQLiteStore.open(directory: directory)
      try await measure(store)
      await store.close()
    } catch {
      print("| the disk: \(error) | | |")
    }
  }

  private static func measure(_ store: SQLiteStore) async throws {
    let id = Payload.conversationID(0)
    var next = 0
    try await measureAsync("write a new message, 1,000 in a batch", count: 1000) {
      let batch = try (next..<next + 1000).map { number in
        HistoryChange.message(try Payload.message(number), in: id)
      }
      next += 1000
      try await store.apply(batch)
    }
    let known = try (0..<1000).map { HistoryChange.message(try Payload.message($0), in: id) }
    try await measureAsync("write a message that is there", count: 1000) {
      try await store.apply(known)
    }
    while next < 50_000 {
      try await store.apply(
        try (next..<next + 5000).map { .message(try Payload.message($0), in: id) })
      next += 5000
    }
    let deep = try Payload.message(1000)
    try await measureAsync("a page of 50, 49,000 back", count: 1) {
      for _ in 0..<20 { keep(try await store.slice(id, .before(MessagePlace(deep)), limit: 50)) }
    }
    try await store.apply(try (0..<5000).map { .conversation(try Payload.conversation($0)) })
    try await measureAsync("read the list of 5,000", count: 1) {
      keep(try await store.conversations())
    }
  }
}

extension Payload {
  static func conversation(_ number: Int) throws -> Conversation {
    Conversation(
      id: conversationID(number),
      farmer: .known(Participant(id: UserID("f\(number)"), firstName: "Amara", lastName: "Okafor")),
      agent: .known(Participant(id: "agent", firstName: "Meera", role: .support)),
      status: .open, lastMessage: .known(try message(1_000_000 + number, conversation: number)),
      unreadCount: ["agent": 0], isActive: true,
      updatedAt: Date(timeIntervalSince1970: 1_760_000_000 - Double(number)))
  }
}
