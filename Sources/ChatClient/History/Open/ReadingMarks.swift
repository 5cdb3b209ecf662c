import ChatModel
import Foundation

/// What was read in an open conversation, by me and by the others, and how much of that the server was
/// told.
struct ReadingMarks: Sendable {
  /// The person has seen the newest unread message, and the server was not told yet.
  var needsMarkAllRead = false
  /// Everything up to here was marked read together.
  private var readThrough: MessagePlace?
  /// False from marking everything read until the server is known to have heard it.
  private var isAllReadProven = true
  private var early = EarlyReading()
  /// Messages whose having been seen was told to the link.
  private var reported = RecentIDs<MessageID>(capacity: 2048)

  // MARK: By me

  func isUnread(_ message: Message, me: UserID?) -> Bool {
    message.sender.id != me && !message.isRead && !reported.contains(message.id)
      && readThrough.map { $0 < MessagePlace(message) } ?? true
  }

  /// Answers with those that were unread, in order.
  mutating func see(_ messages: [Message], me: UserID?) -> [MessageID] {
    messages.filter { message in
      isUnread(message, me: me) && reported.insert(message.id)
    }.map(\.id)
  }

  /// Everything is being marked read on the link.
  mutating func markAllTold() {
    needsMarkAllRead = false
    isAllReadProven = false
  }

  mutating func allReadIsProven() { isAllReadProven = true }

  mutating func readAll(through place: MessagePlace) {
    readThrough = max(readThrough ?? place, place)
  }

  /// How many are unread behind that place.
  func unread(after place: MessagePlace, in timeline: Timeline, me: UserID?) -> Int {
    timeline.newestFirst.prefix { place < MessagePlace($0) }.count { isUnread($0, me: me) }
  }

  /// Marks that went to a connection which has ended may not have arrived: these are to be reported
  /// again. A server that never says so is not told of all that was read today.
  mutating func linkLost(_ timeline: Timeline) -> [MessageID] {
    if !isAllReadProven {
      isAllReadProven = true
      needsMarkAllRead = true
    }
    let unproven = timeline.newestFirst.filter { !$0.isRead && reported.contains($0.id) }
    return unproven.prefix(50).map(\.id).reversed()
  }

  // MARK: By the others

  mutating func wasReadEarly(_ message: MessageID) { early.read(message) }
  mutating func allWasReadEarly(before date: Date) { early.readAll(before: date) }

  /// A message of mine whose having been read was heard of before it was.
  func withEarlyReading(_ message: Message, me: UserID?) -> Message {
    guard message.sender.id == me, !message.isRead, early.covers(message) else { return message }
    var message = message
    message.isRead = true
    return message
  }
}

/// What others have read in an open conversation, as far as it was heard: it holds for messages that
/// come after it, too.
struct EarlyReading: Sendable {
  private var messages = RecentIDs<MessageID>(capacity: 256)
  private var date: Date?

  mutating func read(_ message: MessageID) { _ = messages.insert(message) }

  mutating func readAll(before date: Date) { self.date = max(self.date ?? date, date) }

  func covers(_ message: Message) -> Bool {
    if messages.contains(message.id) { return true }
    guard let date, let createdAt = message.createdAt else { return false }
    return createdAt < date
  }
}
