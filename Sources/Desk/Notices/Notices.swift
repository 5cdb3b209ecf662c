import ChatModel
import Foundation

/// What is said in words: the last thing in the status line, and what is worth keeping in the log.
struct Notices: Hashable, Sendable {
  /// The last thing worth saying; nil once it has been read or has grown old.
  var statusLine: LogEntry?
  var log = NoticeLog()
  /// When the status line last confirmed a change.
  private(set) var confirmedAt: Date?
  /// News that came while a change was being confirmed: shown once that has been read.
  private(set) var waiting: LogEntry?
  /// "Refreshing." as long as nothing has come of it.
  private var refreshing: LogEntry?

  /// So long no hint takes the place of the confirmation of a change.
  static let confirmationLife: TimeInterval = 3
  /// How long the status line keeps a warning at most; a failure stays until something else is said.
  static let statusLife: TimeInterval = 10
  /// And anything else: as long as it takes to read, of so many letters a second.
  static let (leastLife, lettersASecond): (TimeInterval, Double) = (4, 12)

  private static func life(of entry: LogEntry) -> TimeInterval {
    guard entry.severity == .info else { return statusLife }
    return min(statusLife, max(leastLife, Double(entry.text.count) / lettersASecond))
  }

  mutating func say(_ entry: LogEntry) {
    log.append(entry)
    if entry.severity == .info, isConfirming(entry.at) {
      waiting = entry
    } else {
      show(entry)
    }
  }

  private mutating func show(_ entry: LogEntry) {
    statusLine = entry
    confirmedAt = nil
    waiting = nil
  }

  /// Only for the moment.
  mutating func ask(_ entry: LogEntry) { show(entry) }

  /// What was worth the moment in another conversation goes when this one is opened.
  mutating func dropHint(besides id: ConversationID?) {
    if statusLine?.isFleeting == true, statusLine?.conversationID != id { statusLine = nil }
  }

  /// Another view is shown.
  mutating func dropHintOfView() {
    if statusLine?.isOfView == true { statusLine = nil }
  }

  /// The way that the status line names has been gone.
  mutating func dropWay(to command: Command) {
    if statusLine?.sentence?.pieces.contains(.key(command)) == true { statusLine = nil }
  }

  // MARK: Confirmations

  /// Says what has changed at the server.
  mutating func confirm(_ entry: LogEntry) {
    log.append(entry)
    show(entry)
    confirmedAt = entry.at
  }

  /// Shows a confirmation again that something else has just covered.
  mutating func confirm(again entry: LogEntry, at confirmedAt: Date?) {
    statusLine = entry
    self.confirmedAt = confirmedAt
  }

  /// What was said of something that is not done after all goes, out of the log too; what stood
  /// there before is shown again.
  mutating func takeBack(_ entry: LogEntry?, for earlier: LogEntry?, confirmedAt: Date?) {
    if let entry { log.remove(entry) }
    statusLine = earlier
    self.confirmedAt = confirmedAt
  }

  func isConfirming(_ now: Date) -> Bool {
    guard statusLine != nil, let at = confirmedAt else { return false }
    return (0..<Self.confirmationLife).contains(now.timeIntervalSince(at))
  }

  // MARK: Refreshing

  /// What the status line says now stands until something has come of it.
  mutating func beginRefresh() { refreshing = statusLine }

  /// Whether what came of a refresh is to be said; what warns of something stays to be read.
  mutating func endsRefresh() -> Bool {
    guard refreshing != nil else { return false }
    let isOver = statusLine == refreshing
    refreshing = nil
    return isOver || statusLine.map { $0.severity == .info } ?? true
  }

  // MARK: Time

  var deadline: Date? {
    if waiting != nil, let confirmedAt {
      return confirmedAt.addingTimeInterval(Self.confirmationLife)
    }
    guard let statusLine, statusLine.severity != .failure, !statusLine.isOutcome,
      statusLine != refreshing
    else { return nil }
    return statusLine.at.addingTimeInterval(Self.life(of: statusLine))
  }

  /// The clock was set; the log keeps the times that were said.
  mutating func moveTimes(by seconds: TimeInterval) {
    func moved(_ entry: LogEntry?) -> LogEntry? { entry?.moved(by: seconds) }
    (statusLine, waiting, refreshing) = (moved(statusLine), moved(waiting), moved(refreshing))
    confirmedAt?.addTimeInterval(seconds)
  }

  mutating func expire(now: Date) {
    if let waiting, !isConfirming(now) { show(waiting) }
    if let deadline, now >= deadline { statusLine = nil }
  }
}
