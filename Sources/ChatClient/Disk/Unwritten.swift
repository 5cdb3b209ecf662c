import ChatModel
import Foundation

/// What a failing disk did not take. It is written again after a while: outbox entries and drafts as
/// they then are, the history in its old order before anything newer.
struct Unwritten: Sendable {
  var entries: Set<OutboxID> = []
  var drops: Set<OutboxID> = []
  var drafts: Set<ConversationID> = []
  var waits: Set<ConversationID> = []
  /// Of a note, when the text that was edited was written.
  var local: [LocalKey: Date?] = [:]
  var used = UsedTexts()
  private(set) var team: [TeamRecord] = []
  var history = UnwrittenHistory()

  var isEmpty: Bool {
    entries.isEmpty && drops.isEmpty && drafts.isEmpty && waits.isEmpty && local.isEmpty
      && used.all.isEmpty && team.isEmpty
      && history.refused.isEmpty
  }

  /// More than this is left to the next comparison with the server.
  private static let most = 10_000

  mutating func add(_ records: [TeamRecord]) {
    team += records
    if team.count > Self.most { team.removeFirst(team.count - Self.most) }
  }

  /// All of it, which is to be written again.
  mutating func take() -> Unwritten {
    let all = self
    self = Unwritten()
    history = all.history
    history.tryAgain()
    return all
  }
}
