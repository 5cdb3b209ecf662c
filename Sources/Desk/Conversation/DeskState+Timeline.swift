// What the client tells of the open conversation: where it is put, and what stays before the eyes.

import ChatModel
import Foundation

extension DeskState {
  mutating func note(_ update: TimelineUpdate, now: Date) {
    noteWantedFile(update, now: now)
    for message in update.messages { noteOwnName(message.sender.value) }
    if update.conversationID == input.held?.before.openID, update.conversationID != openID {
      _ = input.held?.before.timeline?.apply(update)
    }
    guard update.conversationID == openID, timeline != nil else { return }
    let wasFollowing = messages.position == .follow && messages.pendingLines >= 0
    let appended = timeline?.apply(update) ?? []
    takeOffSent(now: now)
    syncEntries()
    keepPlace()
    seekStart()
    let incoming = appended.filter { $0.sender.id != me?.userID }
    if !wasFollowing { messages.newBelow += incoming.count }
    placeDivider(after: incoming, now: now)
    tellAllRead(now: now)
    if !incoming.isEmpty { coach?.handle(.answered, at: now) }
    settleCut(now: now)
  }

  /// The first message was asked for: each page from further back brings it nearer.
  private mutating func seekStart() {
    guard messages.seeksStart, let timeline, let first = timeline.item(at: 0) else { return }
    messages.position = .anchored(first.id, line: .min)
    if timeline.extent.reachesStart { messages.seeksStart = false }
  }

  /// When the item that holds the place is gone, the end is shown.
  mutating func keepPlace() {
    if case .anchored(let id, _) = messages.position, timeline?.index(of: id) == nil {
      messages.position = .follow
      messages.pendingLines = 0
    }
    if let selection = messages.selection, timeline?.index(of: selection) == nil {
      messages.selection = nil
    }
  }

  /// The divider is sought so far back, in messages.
  private static let mostSought = 500

  /// More messages are unread than have come, and nobody has moved: what stands on the screen until
  /// they have is not read.
  var isSeekingDivider: Bool {
    guard let extent = timeline?.extent, let unread = messages.reading.unread, unread > 0 else {
      return false
    }
    if case .cached = extent.freshness { return false }
    return !messages.reading.hasMoved
  }

  /// Many unread messages are read from their beginning; where all have room, the pane stands at the
  /// end as ever.
  private mutating func standAtDivider() {
    guard !messages.reading.hasMoved, let divider = timeline?.newSince,
      timeline?.index(of: .message(divider)) != nil
    else { return }
    messages.position = .anchored(.message(divider), line: .min)
    messages.pendingLines = 0
  }

  /// "New since": above the messages that were unread when the conversation was opened, or that came
  /// while nobody was there.
  private mutating func placeDivider(after incoming: [Message], now: Date) {
    guard let timeline else { return }
    let isCached = if case .cached = timeline.extent.freshness { true } else { false }
    let last = conversations[timeline.conversationID]?.conversation.lastMessage.id
    // Of a cache the unread ones may be missing, and what stands in their place was read long ago.
    if !isCached || last == timeline.order.last?.id, let unread = messages.reading.unread {
      var left = unread
      for place in timeline.order.suffix(Self.mostSought).reversed() {
        guard left > 0, let message = timeline.messages[place.id] else { break }
        if message.sender.id == me?.userID { continue }
        // What is older than something read was read.
        if message.isRead {
          left = 0
          break
        }
        left -= 1
        self.timeline?.newSince = place.id
      }
      // The pages before bring the divider nearer, if more are unread than have come.
      let isPlaced = left == 0 || timeline.extent.reachesStart || unread > Self.mostSought
      if !isCached, isPlaced { messages.reading.unread = nil }
      standAtDivider()
    }
    if let first = incoming.first, !isThere(now) {
      let isOld = timeline.newSince.map { messages.reading.seen.contains($0) } ?? true
      if isOld { self.timeline?.newSince = first.id }
    }
  }
}
