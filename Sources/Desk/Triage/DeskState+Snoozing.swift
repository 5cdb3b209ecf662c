// Conversations that are put off: out of the waiting until their time, or until the farmer writes. They
// come back loudly.

package import ChatModel
package import Foundation
import Sentences
import TextGrid

extension DeskState {
  mutating func openSnoozePicker(now: Date) {
    let ids = targets.filter { conversations[$0] != nil }
    guard let first = ids.first else {
      return refuse(said("There is no conversation to put off."), now: now)
    }
    let whom = ids.count == 1 ? name(of: first) : said("\(ids.count) CONVERSATIONS")
    open(SnoozePicker(ids, title: said("SNOOZE \(whom) UNTIL"), on: self, now: now))
  }

  /// - Parameter date: nil: until they write.
  mutating func snooze(_ ids: [ConversationID], until date: Date?, now: Date) {
    let changes = ids.map { id in
      let last = conversations[id]?.conversation.lastMessage.id
      return LocalChange(
        .snooze(id), .snooze(Snooze(until: date, since: now, lastMessage: last)))
    }
    let time = date.map { said("until \(moment($0, now: now))") } ?? said("until they write")
    keepForAll(changes, said("snoozed \(time)"), of: ids, now: now)
  }

  /// The person takes the snooze off.
  mutating func wake(_ ids: [ConversationID], now: Date) {
    let ids = ids.filter { local.snooze(of: $0) != nil }
    keepForAll(
      ids.map { LocalChange(.snooze($0), nil) }, said("no longer snoozed"), of: ids, now: now)
  }

  /// One change of each of these, which is one step back.
  mutating func keepForAll(
    _ changes: [LocalChange], _ words: String, of ids: [ConversationID], now: Date
  ) {
    guard let first = ids.first else { return }
    dropMarks()
    let before = changes.map { LocalChange($0.key, local.records[$0.key]) }
    let whom = ids.count == 1 ? name(of: first) : said("\(ids.count) conversations")
    keep(changes, undoneBy: before, "\(whom), \(words)", about: first)
    confirm(
      "\(whom): \(words), on this computer.  \(key: .takeBack) takes it back", about: first,
      now: now)
  }

  // MARK: Coming back

  /// When a snooze ends, at its time or with what the farmer writes; nil while nobody knows.
  private func end(of snooze: Snooze, _ id: ConversationID) -> Date? {
    hasWritten(since: snooze, id) ? snooze.since : snooze.until
  }

  private func hasWritten(since snooze: Snooze, _ id: ConversationID) -> Bool {
    guard let summary = conversations[id] else { return false }
    let since = serverTime(snooze.since)
    if let last = summary.conversation.lastMessage.value {
      // Nothing was written, whatever the clocks say.
      if last.id == snooze.lastMessage { return false }
      if last.sender.id == summary.conversation.farmer.id, last.time > since { return true }
    }
    // Somebody may have answered already.
    return summary.wait.map { $0.since > since } == true
  }

  /// The desk that somebody sits at goes first, then the one that leads, then any: it sounds once. In
  /// seconds from when this desk knows that it is due, for all of them may wake at once.
  private func patience(_ now: Date) -> TimeInterval { isThere(now) ? 0 : leads ? 3 : 10 }

  mutating func wakeSnoozed(now: Date) {
    guard !local.snoozed.isEmpty || !comingBack.isEmpty else { return }
    let known = comingBack
    comingBack = [:]
    for (id, snooze) in local.snoozed
    where conversations[id] != nil && end(of: snooze, id).map({ $0 <= now }) == true {
      comingBack[id] = known[id] ?? now
    }
    let late = now.addingTimeInterval(-patience(now))
    let due = local.snoozed.filter { id, _ in comingBack[id].map { $0 <= late } == true }
    guard !due.isEmpty else { return }
    for id in due.keys { comingBack[id] = nil }
    let ids = due.keys.sorted()
    for id in ids { keep(LocalChange(.snooze(id), nil)) }
    announce(returnWords(due, ids, now), about: ids[0], now: now)
  }

  private func returnWords(
    _ due: [ConversationID: Snooze], _ ids: [ConversationID], _ now: Date
  ) -> String {
    guard ids.count == 1, let snooze = due[ids[0]] else {
      return said("\(ids.count) are back, you had snoozed them: \(names(of: ids)).")
    }
    let whom = name(of: ids[0])
    if hasWritten(since: snooze, ids[0]) { return said("\(whom) is back: they have written.") }
    return said("\(whom) is back: you snoozed it on \(moment(snooze.since, now: now)).")
  }

  /// When the next one comes back by itself.
  func snoozeDeadline(now: Date) -> Date? {
    let patience = patience(now)
    return local.snoozed.compactMap { id, snooze in
      comingBack[id]?.addingTimeInterval(patience) ?? end(of: snooze, id)
    }.min()
  }

  /// How long a conversation is still put off, in seconds; nil until the farmer writes.
  package func snoozedFor(_ snooze: Snooze, now: Date) -> TimeInterval? {
    snooze.until.map { max(0, $0.timeIntervalSince(now)) }
  }

  /// When the row of one that is put off shows another number.
  package func nextChange(ofSnoozeOf id: ConversationID, after now: Date) -> Date? {
    guard let left = local.snooze(of: id).flatMap({ snoozedFor($0, now: now) }) else { return nil }
    return now.addingTimeInterval(
      left.truncatingRemainder(dividingBy: Self.shownUnit(of: left)) + 1)
  }

  // MARK: Marked unread

  /// Marks as unread what was read, or takes the mark off.
  mutating func toggleUnreadMark(now: Date) {
    toggleUnreadMark(of: targets.filter { conversations[$0] != nil }, now: now)
  }

  mutating func toggleUnreadMark(of ids: [ConversationID], now: Date) {
    guard !ids.isEmpty else { return refuse(said("There is no conversation to mark."), now: now) }
    let isOff = ids.allSatisfy { local.isMarkedUnread($0) }
    keepForAll(
      ids.map { LocalChange(.unread($0), isOff ? nil : .unread(now)) },
      isOff ? said("no longer marked unread") : said("marked unread"), of: ids, now: now)
  }

  /// Something is unread there, or was marked so.
  package func isUnread(_ summary: ConversationSummary) -> Bool {
    summary.unread > 0 || local.isMarkedUnread(summary.id)
  }

  // MARK: Times in sentences

  /// "14:00", "Fri 28 Nov 9:00".
  package func moment(_ date: Date, now: Date) -> String {
    let time = String(Timestamp.timeOfDay(date, in: configuration.timeZone).prefix(5))
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = configuration.timeZone
    if calendar.isDate(date, inSameDayAs: now) { return time }
    let parts = calendar.dateComponents([.weekday, .day, .month], from: date)
    guard let weekday = parts.weekday, let day = parts.day, let month = parts.month else {
      return time
    }
    return
      "\(CalendarNames.short(weekday: weekday)) \(day) \(CalendarNames.short(month: month)) \(time)"
  }
}
