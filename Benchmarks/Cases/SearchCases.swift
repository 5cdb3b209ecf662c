// What finding words in a long history costs: taking messages into the index, and the first hits of
// queries of several kinds. `FURROW_BENCH_MESSAGES` says of how many messages (100,000);
// `FURROW_BENCH_HISTORY` keeps the history in that folder, to be used again.

import ChatClient
import ChatModel
import ChatStorage
import Foundation
import SplitMix

extension Suite {
  static let search = Suite(name: "search") {
    let environment = ProcessInfo.processInfo.environment
    let count = environment["FURROW_BENCH_MESSAGES"].flatMap { Int($0) } ?? 100_000
    let kept = environment["FURROW_BENCH_HISTORY"]
    let directory =
      kept
      ?? FileManager.default.temporaryDirectory
      .appending(path: "furrow-benchmarks-\(ProcessInfo.processInfo.processIdentifier)").path
    defer { if kept == nil { try? FileManager.default.removeItem(atPath: directory) } }
    do {
      let store = try await SQLiteStore.open(directory: directory)
      try await fill(store, count)
      try await ask(store)
      await store.close()
    } catch {
      print("| the index: \(error) | | |")
    }
  }

  /// Messages over a thousand days, in 1,000 conversations; every tenth is of the first of them.
  private static func fill(_ store: SQLiteStore, _ count: Int) async throws {
    guard try await store.conversations().isEmpty else { return }
    var texts = BenchTexts()
    let start = Date(timeIntervalSince1970: 1_700_000_000)
    try await store.apply(try (0..<1000).map { .conversation(try Payload.conversation($0)) })
    for first in stride(from: 0, to: count, by: 10_000) {
      try await store.apply(
        (first..<min(count, first + 10_000)).map { number in
          let place = number % 10 == 0 ? 0 : number % 1000
          let sender =
            number % 2 == 0
            ? Participant(id: "agent", firstName: "Meera", role: .support)
            : Participant(id: UserID("f\(place)"), firstName: "Amara", role: .user)
          return .message(
            Message(
              id: MessageID("m\(number)"), sender: .known(sender), content: texts.next(),
              createdAt: start + Double(number) * 86_400_000 / Double(count)),
            in: Payload.conversationID(place))
        })
    }
    var steps = 0
    try await measureAsync("take a message into the index", count: count, rounds: 1) {
      while try await store.indexMore() { steps += 1 }
    }
    keep(steps)
  }

  private static func ask(_ store: SQLiteStore) async throws {
    let now = Date(timeIntervalSince1970: 1_786_500_000)
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let place = Payload.conversationID(0).rawValue
    for text in [
      "gehun1", "\"गेहूँ\"", "patti7 rog12", "\"patti7 rog12\"", "w", "ge", "rog", "rare77",
      "\"wheat\"",
      "\"wheat\" from:farmer in:\(place)", "in:\(place)", "from:me has:phone",
      "wheat before:2025-01-01",
      "zzz",
    ] {
      let query = try SearchQuery(reading: text, now: now, calendar: calendar)
      let request = SearchRequest(query, me: "agent", now: now)
      var hits = 0
      try await measureAsync("the first 50 hits of: \(text)", count: 1) {
        hits = try await store.search(request).hits.count
      }
      keep(hits)
    }
    let query = try SearchQuery(reading: "\"wheat\"", now: now, calendar: calendar)
    let request = SearchRequest(query, me: "agent", now: now, limit: 1000)
    try await measureAsync("the places of \"wheat\" in the longest conversation", count: 1) {
      keep(try await store.places(request, in: Payload.conversationID(0)))
    }
  }
}

/// Texts of five to twenty words in two scripts: a few words are in every second text, most are rare.
private struct BenchTexts {
  private var chance = SplitMix64(seed: 7)
  private static let stems = ["gehun", "patti", "rog", "pani", "khet", "बीज", "पत्ती", "खाद", "फसल"]

  mutating func next() -> String {
    let count = Int.random(in: 5...20, using: &chance)
    return (0..<count).map { _ in word() }.joined(separator: " ")
  }

  private mutating func word() -> String {
    switch Int.random(in: 0..<20, using: &chance) {
    case 0: return "wheat"
    case 1: return "गेहूँ"
    case 2: return "rare\(Int.random(in: 0..<20_000, using: &chance))"
    default:
      // The smaller a number, the more often it comes.
      let spread = Double.random(in: 0..<1, using: &chance)
      let stem = Self.stems[Int.random(in: 0..<Self.stems.count, using: &chance)]
      return "\(stem)\(Int(spread * spread * spread * 3000))"
    }
  }
}
