import ChatModel
import Foundation

// Read means seen: a message is reported when its conversation is open and mine, when it was on the
// screen, and when the person is there.

extension DeskState {
  /// Where the terminal does not tell the focus, a key is a sign of life for this long.
  static let signOfLife: TimeInterval = 60

  func isThere(_ now: Date) -> Bool {
    switch terminalFocus {
    case .focused: true
    case .unfocused: false
    case .unknown:
      memory.lastKeyAt.map { abs(now.timeIntervalSince($0)) < Self.signOfLife } ?? false
    }
  }

  mutating func notePresence(now: Date) {
    let isThere = isThere(now)
    guard memory.isPresent != isThere else { return }
    memory.isPresent = isThere
    emit(.client(.setPresent(isThere)))
    if isThere { reportSeen(now: now) }
  }

  /// Takes what a paint found out.
  mutating func note(_ presented: Presented, now: Date) {
    metrics = presented.metrics
    guard let id = openID, presented.conversationID == id else {
      memory.open.visible = []
      return
    }
    messages.position = presented.position
    messages.pendingLines -= presented.appliedLines
    messages.revealsSelection = false
    if presented.position == .follow {
      messages.newBelow = 0
      messages.pendingLines = 0
    }
    memory.open.visible = presented.visible
    reportSeen(now: now)
    askForOlder(above: presented.itemsAbove)
  }

  mutating func reportSeen(now: Date) {
    guard let id = openID, let summary = conversations[id], summary.isMine, let me,
      isThere(now), !isOpeningHeld, let timeline, !isSeekingDivider
    else { return }
    let new = memory.open.visible.filter { message in
      guard !memory.open.seen.contains(message), let known = timeline.messages[message] else {
        return false
      }
      return known.sender.id != me.userID
    }
    memory.open.seen.formUnion(new)
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
    memory.open.isAllReadTold = true
    emit(.client(.markAllRead(id)))
  }

  private func hasSeenNewest(now: Date) -> Bool {
    guard let id = openID, conversations[id]?.isMine == true, let me, isThere(now), let timeline,
      !memory.open.isAllReadTold, !isSeekingDivider
    else { return false }
    if case .cached = timeline.extent.freshness { return false }
    let newest = timeline.order.reversed().lazy.compactMap { timeline.messages[$0.id] }
      .first { $0.sender.id != me.userID && !$0.isRead }
    return newest.map { memory.open.seen.contains($0.id) } ?? true
  }

  /// Asks for the page before the oldest message when the paint came near it.
  private mutating func askForOlder(above: Int) {
    guard above < Self.nearTop, !isOpeningHeld, let timeline, !timeline.isEmptyBeforeFirstUpdate,
      !timeline.extent.reachesStart, !timeline.extent.isLoading,
      let oldest = timeline.order.first?.id, oldest != memory.open.askedBefore
    else { return }
    memory.open.askedBefore = oldest
    emit(.client(.loadOlder(timeline.conversationID)))
  }

  /// So many items above the screen are kept at hand.
  private static let nearTop = 30
}
