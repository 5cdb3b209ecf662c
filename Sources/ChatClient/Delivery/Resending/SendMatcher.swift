import ChatModel
import Foundation

/// Finds among the server's messages the one that an outbox entry has become.
///
/// Each message is claimed by one entry, and entries claim in their order. Nothing is guessed: where
/// a message may or may not be the entry's, that is said.
struct SendMatcher: Sendable {
  enum Verdict: Hashable, Sendable {
    case found(Message)
    case absent
    /// A message like it is there, and it cannot be told whether it is this one.
    case undecidable
  }

  var me: UserID
  /// Messages that belong to other entries.
  var claimed: Set<MessageID>

  /// How much a server's clocks may disagree among themselves, in seconds.
  static let tolerance: TimeInterval = 2

  /// By how many seconds more they may disagree in the worst case: what is dated so much too early,
  /// and was not known when the entry was handed over, may be the entry's all the same.
  static let doubtful: TimeInterval = 15 * 60

  /// `messages` ascending.
  func find(_ entry: OutboxEntry, among messages: some Sequence<Message>) -> Verdict {
    var isDoubtful = false
    for message in messages {
      switch judge(entry, message) {
      case .found: return .found(message)
      case .undecidable: isDoubtful = true
      case .absent: continue
      }
    }
    return isDoubtful ? .undecidable : .absent
  }

  private enum Judgement { case found, absent, undecidable }

  private func judge(_ entry: OutboxEntry, _ message: Message) -> Judgement {
    // A server that keeps temporary ids settles it either way.
    if let tempID = message.tempID { return tempID == entry.id.rawValue ? .found : .absent }
    guard !claimed.contains(message.id), !entry.excludedIDs.contains(message.id),
      Self.isSame(entry.body, message)
    else { return .absent }
    if let sender = message.sender.id, sender != me { return .absent }
    // An uploaded file is sent in one message only.
    if case .file = entry.body { return .found }
    guard let earliest = entry.earliestServerDate, let createdAt = message.createdAt else {
      return .undecidable
    }
    guard createdAt >= earliest else {
      return createdAt >= earliest.addingTimeInterval(-Self.doubtful) ? .undecidable : .absent
    }
    return message.sender.id == nil ? .undecidable : .found
  }

  /// Same kind and same text, trimmed as servers do (row 5), or same media.
  static func isSame(_ body: OutboxEntry.Body, _ message: Message) -> Bool {
    switch body {
    case .text(let text):
      message.kind == .text && trimmed(message.content ?? "") == trimmed(text)
    case .file(let file):
      message.kind == .media(file.kind) && file.mediaID != nil && message.media.id == file.mediaID
    }
  }

  /// Bodies that no server tells apart.
  static func isSame(_ a: OutboxEntry.Body, _ b: OutboxEntry.Body) -> Bool {
    if case (.text(let a), .text(let b)) = (a, b) { return trimmed(a) == trimmed(b) }
    return a == b
  }

  private static func trimmed(_ text: String) -> String {
    text.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
