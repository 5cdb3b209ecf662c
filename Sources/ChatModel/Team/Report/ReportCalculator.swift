package import Foundation

/// Reckons how farmers were answered, one conversation after another.
///
/// A farmer waits from the first message that nobody has answered until an agent writes. What stands
/// on the two sides of a gap in the history is not put together: a wait that a gap may have ended is
/// left out, and one that it may have shortened or lengthened is only observed.
package struct ReportCalculator {
  /// One wait of a farmer.
  struct Wait {
    var conversation: ConversationID
    var asked: Date
    /// nil: it goes on.
    var answered: (id: UserID, at: Date)?
    /// Who has the conversation while it goes on.
    var owner: UserID?
    var time: ReportTime
    /// It is the conversation's first one within the report.
    var isFirst: Bool
  }

  /// What was written on one day, in one conversation, by one person.
  struct Count: Hashable {
    var conversation: ConversationID
    var day: CalendarDay
    /// nil: the farmer.
    var agent: UserID?
  }

  let range: Range<Date>
  let target: TimeInterval
  private let hours: WorkCalendar
  let calendar: Calendar
  private let now: Date
  private(set) var waits: [Wait] = []
  private(set) var counts: [Count: Int] = [:]
  private(set) var lastAnswers: [Count: Date] = [:]
  private(set) var names: [UserID: String] = [:]
  private(set) var farmers: [ConversationID: String] = [:]
  package private(set) var coverage = ReportCoverage()

  /// - Parameters:
  ///   - target: how soon is soon enough, in seconds of working hours.
  ///   - timeZone: by which days begin, and in which the roster's hours are where it says no other.
  package init(
    _ range: Range<Date>, roster: Roster, target: TimeInterval, timeZone: TimeZone, now: Date
  ) {
    self.range = range
    self.target = target
    self.now = now
    hours = roster.calendar(of: nil, in: timeZone)
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = roster.timeZone ?? timeZone
    self.calendar = calendar
  }

  /// - Parameters:
  ///   - messages: what is here of the conversation, ascending; those before the report's time tell
  ///     since when is waited.
  ///   - runs: between the ends of one nothing is missing.
  package mutating func add(
    _ conversation: Conversation, _ messages: [Message], runs: [PlacedRun]
  ) {
    coverage.conversations += 1
    if runs.isEmpty { coverage.missing += 1 }
    let end = min(range.upperBound, now)
    if isWhole(conversation, runs.last) { coverage.whole += 1 }
    if let name = conversation.farmer.value?.fullName { farmers[conversation.id] = name }
    var reading = Reading(conversation: conversation.id, owner: conversation.agent.id)
    for message in messages where message.time < end {
      guard message.time > .distantPast else {
        coverage.timeless += 1
        continue
      }
      take(message, in: conversation, runs, &reading)
    }
    guard let pending = reading.pending, range.contains(pending.asked), conversation.isAtWork else {
      return
    }
    note(pending, until: end, by: nil, isObserved: false, &reading)
  }

  /// Whether nothing of the report's time is missing, as far as the last words tell.
  private func isWhole(_ conversation: Conversation, _ newest: PlacedRun?) -> Bool {
    guard let newest, newest.reachesStart || newest.oldest.time <= range.lowerBound else {
      return false
    }
    let last = conversation.lastMessage.value?.createdAt ?? .distantPast
    return last <= newest.newest.time || last >= range.upperBound
  }

  private struct Reading {
    var conversation: ConversationID
    var owner: UserID?
    var previous: MessagePlace?
    var pending: (asked: Date, isObserved: Bool)?
    var hadFirst = false
  }

  private mutating func take(
    _ message: Message, in conversation: Conversation, _ runs: [PlacedRun],
    _ reading: inout Reading
  ) {
    let place = MessagePlace(message)
    let isJoined =
      reading.previous.map { before in runs.contains { $0.contains(before) && $0.contains(place) } }
      ?? runs.contains { $0.reachesStart && $0.oldest == place }
    let isGap = reading.previous != nil && !isJoined
    reading.previous = place
    let isObserved = !isJoined || message.createdAt == nil
    if range.contains(message.time) { coverage.messages += 1 }
    if message.isFarmers(in: conversation.farmer.id) {
      count(message, by: nil, in: conversation.id)
      if isGap { reading.pending = nil }
      if reading.pending == nil { reading.pending = (message.time, isObserved) }
    } else if let agent = message.sender.id {
      if let name = message.sender.value?.fullName { names[agent] = name }
      count(message, by: agent, in: conversation.id)
      guard let pending = reading.pending else { return }
      reading.pending = nil
      guard range.contains(pending.asked) else { return }
      note(pending, until: message.time, by: agent, isObserved: isObserved, &reading)
    }
  }

  private mutating func note(
    _ pending: (asked: Date, isObserved: Bool), until end: Date, by agent: UserID?,
    isObserved: Bool, _ reading: inout Reading
  ) {
    let time = ReportTime(
      seconds: end.timeIntervalSince(pending.asked),
      working: hours.seconds(from: pending.asked, to: end),
      isObserved: pending.isObserved || isObserved)
    waits.append(
      Wait(
        conversation: reading.conversation, asked: pending.asked,
        answered: agent.map { ($0, end) }, owner: reading.owner, time: time,
        isFirst: !reading.hadFirst))
    reading.hadFirst = true
  }

  private mutating func count(
    _ message: Message, by agent: UserID?, in conversation: ConversationID
  ) {
    guard range.contains(message.time) else { return }
    let count = Count(conversation: conversation, day: day(of: message.time), agent: agent)
    counts[count, default: 0] += 1
    lastAnswers[count] = max(lastAnswers[count] ?? message.time, message.time)
  }

  func day(of date: Date) -> CalendarDay {
    let parts = calendar.dateComponents([.year, .month, .day], from: date)
    return CalendarDay(year: parts.year ?? 1, month: parts.month ?? 1, day: parts.day ?? 1)
  }

  /// Names that messages do not tell.
  package mutating func learn(_ people: some Sequence<Participant>) {
    for person in people where names[person.id] == nil { names[person.id] = person.fullName }
  }
}
