// Read means seen: a message is reported when its conversation is open and mine, when it was on the
// screen, and when the person is there.

import ChatModel
import Foundation

extension DeskState {
  func isThere(_ now: Date) -> Bool { attendance.isThere(now) }

  mutating func notePresence(now: Date) {
    let isThere = isThere(now)
    guard attendance.isTold != isThere else { return }
    attendance.isTold = isThere
    emit(.client(.setPresent(isThere)))
    if isThere { reportSeen(now: now) }
  }

  /// Takes what a paint found out.
  mutating func note(_ presented: Presented, now: Date) {
    metrics = presented.metrics
    want(presented.pictures)
    guard let id = openID, presented.conversationID == id else {
      messages.reading.visible = []
      return
    }
    messages.position = presented.position
    messages.pendingLines -= presented.appliedLines
    messages.revealsSelection = false
    if presented.position == .follow {
      messages.newBelow = 0
      messages.pendingLines = 0
    }
    messages.reading.visible = presented.visible
    reportSeen(now: now)
    askForOlder(above: presented.itemsAbove)
    askForNewer()
    holdWindow()
  }

  mutating func reportSeen(now: Date) {
    guard let id = openID, let summary = conversations[id], summary.isMine, let me,
      !messages.leavesNoTrace, isThere(now), !isOpeningHeld, let timeline, !isSeekingDivider
    else { return }
    let new = messages.reading.visible.filter { message in
      guard !messages.reading.seen.contains(message), let known = timeline.messages[message] else {
        return false
      }
      return known.sender.id != me.userID
    }
    messages.reading.seen.formUnion(new)
    let unread = new.filter { timeline.messages[$0]?.isRead == false }
    // Where all of it is marked at once, that says it of each.
    let isSaidOfAll = if case .online = link { hasSeenNewest(now: now) } else { false }
    if !unread.isEmpty, !isSaidOfAll { emit(.client(.seen(id, unread))) }
    tellAllRead(now: now)
  }

  /// Everything is marked read once the newest unread message was on the screen, and once for each
  /// opening: what comes afterwards is reported message by message.
  mutating func tellAllRead(now: Date) {
    guard let id = openID, hasSeenNewest(now: now) else { return }
    messages.reading.isAllReadTold = true
    emit(.client(.markAllRead(id)))
  }

  private func hasSeenNewest(now: Date) -> Bool {
    guard let id = openID, conversations[id]?.isMine == true, let me, isThere(now), let timeline,
      !messages.leavesNoTrace, !messages.reading.isAllReadTold, !isSeekingDivider,
      timeline.extent.reachesNewest
    else { return false }
    if case .cached = timeline.extent.freshness { return false }
    let newest = timeline.order.reversed().lazy.compactMap { timeline.messages[$0.id] }
      .first { $0.sender.id != me.userID && !$0.isRead }
    return newest.map { messages.reading.seen.contains($0.id) } ?? true
  }

  /// Asks for the page before the oldest message when the paint came near it.
  private mutating func askForOlder(above: Int) {
    guard above < Self.nearTop, !isOpeningHeld, let timeline, !timeline.isEmptyBeforeFirstUpdate,
      !timeline.extent.reachesStart, !timeline.extent.isLoading,
      let oldest = timeline.order.first?.id, oldest != messages.reading.askedBefore
    else { return }
    messages.reading.askedBefore = oldest
    emit(.client(.loadOlder(timeline.conversationID)))
  }

  /// The same towards the newest, where the window does not reach it.
  private mutating func askForNewer() {
    guard let below = itemsBelow, below < Self.nearEnd, let timeline,
      !timeline.extent.reachesNewest, !timeline.extent.isLoading,
      let newest = timeline.order.last?.id, newest != messages.reading.askedAfter
    else { return }
    messages.reading.askedAfter = newest
    emit(.client(.loadNewer(timeline.conversationID)))
  }

  /// So many items above and below the screen are kept at hand.
  private static let nearTop = 30
  static let nearEnd = 30
}
