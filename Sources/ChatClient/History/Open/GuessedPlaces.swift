import ChatModel
import Foundation

/// Messages of mine that were confirmed without a date: each stands on the disk where a guess puts it,
/// perhaps among others that it does not belong to. Where the server can be asked, it says what stands
/// there.
///
///     believed ─ the disk gives one, and the server can be asked ─▶ doubted ─ its pages came ─▶ believed
struct GuessedPlaces: Sendable {
  /// The server could not be asked: what the disk places by a guess is shown where it stands.
  private var areTaken = false
  /// Until pages show what stands there.
  private var doubted: [Message] = []

  /// What of a slice of the disk is shown; nothing where the server is to be asked first.
  mutating func believable(
    _ slice: HistorySlice, at spot: HistorySpot, _ known: Circumstances
  ) -> HistorySlice {
    // No page is found by the id of a message.
    if case .around = spot { return slice }
    let found = slice.messages.filter { $0.createdAt == nil && $0.sender.id == known.me }
    guard known.isSignedIn, known.isOnline, !areTaken, !found.isEmpty else { return slice }
    doubted = found
    return HistorySlice(older: .gap, newer: .gap)
  }

  mutating func pagesCame() { areTaken = false }
  mutating func pagesFailed() { areTaken = true }

  /// Those that stand among the messages of pages and are on none of them belong beyond these: they wait
  /// at the end to which the reading goes. Answers with them as they stand then.
  mutating func displace(by messages: [Message], isNewer: Bool) -> [Message] {
    defer { doubted = [] }
    guard let oldest = messages.min(), let newest = messages.max() else { return [] }
    let read = Set(messages.map(\.id))
    let strays = doubted.filter { !read.contains($0.id) && oldest <= $0 && $0 <= newest }
    return strays.map { message in
      var message = message
      message.deliveredAt =
        isNewer ? newest.time.addingTimeInterval(0.001) : oldest.time.addingTimeInterval(-0.001)
      return message
    }
  }
}
