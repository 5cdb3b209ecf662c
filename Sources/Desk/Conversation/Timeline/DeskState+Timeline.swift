// What the client tells of the open conversation: where it is put, and what stays before the eyes.

package import ChatModel
import Foundation
import Sentences

extension DeskState {
  mutating func note(_ update: TimelineUpdate, now: Date) {
    noteWantedFile(update, now: now)
    let farmer = conversations[update.conversationID]?.conversation.farmer.id
    for message in update.messages {
      noteOwnName(message.sender)
      noteReply(message, to: farmer)
    }
    if update.conversationID == input.held?.before.openID, update.conversationID != openID {
      _ = input.held?.before.timeline?.apply(update)
    }
    guard update.conversationID == openID, timeline != nil else { return }
    let wasFollowing = messages.position == .follow && messages.pendingLines >= 0
    let (anchor, cameElsewhere) = (anchoredPlace, timeline?.extent.newBelow ?? 0)
    let appended = timeline?.apply(update) ?? []
    takeOffSent(now: now)
    syncEntries()
    syncNotes()
    returnToPosition()
    stayNear(anchor, droppedBy: update)
    keepPlace()
    arrive(by: update, now: now)
    if !wasFollowing, !update.isReset, update.extent.reachesNewest {
      messages.newBelow += cameElsewhere
    }
    messages.reading.seen.subtract(update.dropped)
    holdWindow()
    let incoming = appended.filter { $0.sender.id != me?.userID }
    if !wasFollowing { messages.newBelow += incoming.count }
    placeDivider(after: incoming, now: now)
    tellAllRead(now: now)
    if !incoming.isEmpty { coach?.handle(.answered, at: now) }
    settleCut(now: now)
  }

  /// Messages that came and are below what is shown.
  package var newBelow: Int { messages.newBelow + (timeline?.extent.newBelow ?? 0) }

  // MARK: The window

  /// Where the message stands that is on top.
  private var anchoredPlace: MessagePlace? {
    guard case .anchored(.message(let id), _) = messages.position else { return nil }
    return timeline?.messages[id].map(MessagePlace.init)
  }

  /// The window has slid past what was on top: what is next to it takes its place.
  private mutating func stayNear(_ place: MessagePlace?, droppedBy update: TimelineUpdate) {
    guard let place, let timeline, !timeline.order.isEmpty, update.dropped.contains(place.id)
    else { return }
    let index = min(timeline.order.partitionIndex { place <= $0 }, timeline.order.count - 1)
    messages.position = .anchored(.message(timeline.order[index].id), line: .min)
  }

  /// What was jumped to is there.
  private mutating func arrive(by update: TimelineUpdate, now: Date) {
    if let landing = update.landing, let message = timeline?.messages[landing] {
      sayUnlessOfSoughtDay(message, now: now)
      messages.followEnd()
      messages.position = .anchored(.message(landing), line: .min)
      if let sought = messages.sought, sought == .message(landing) || hasSoughtNote {
        messages.select(sought)
        // With something of what leads up to it.
        messages.pendingLines = -metrics.messageRows / 3
      }
    } else if messages.seeksEnd, update.extent.reachesNewest {
      messages.followEnd()
    } else if let sought = messages.sought, hasSoughtNote, messages.selection != sought {
      // The window may still be on its way to a place beside it.
      messages.select(sought)
      messages.sought = sought
    }
    let ends = (timeline?.order.first?.id, timeline?.order.last?.id)
    if messages.reading.askedBefore != ends.0 { messages.reading.askedBefore = nil }
    if messages.reading.askedAfter != ends.1 { messages.reading.askedAfter = nil }
  }

  /// The window is on its way to a day.
  package var isSeekingDay: Bool { messages.soughtDay != nil }
  /// The first message of the day that was gone to last, or what is nearest to it, once it is there.
  package var dayLanding: MessageID? { messages.dayLanding }

  private mutating func sayUnlessOfSoughtDay(_ message: Message, now: Date) {
    defer { messages.soughtDay = nil }
    if messages.soughtDay != nil { messages.dayLanding = message.id }
    guard let day = messages.soughtDay, !calendar.isDate(message.time, inSameDayAs: day) else {
      return
    }
    let which = message.time < day ? said("the last one before it") : said("the next one after it")
    hint(said("No message here is of that day; this is \(which)."), about: openID, now: now)
  }

  private var hasSoughtNote: Bool {
    guard case .note(let id)? = messages.sought else { return false }
    return timeline?.index(of: .note(id)) != nil
  }

  /// Somebody reads further up, and the window is nearly full: what comes must not push out what they
  /// read.
  mutating func holdWindow() {
    guard let timeline, timeline.extent.isFull, timeline.extent.reachesNewest,
      messages.position != .follow, (itemsBelow ?? 0) >= Self.nearEnd
    else {
      messages.reading.isHeld = false
      return
    }
    guard !messages.reading.isHeld else { return }
    messages.reading.isHeld = true
    emit(.client(.stay(timeline.conversationID)))
  }

  /// How many messages stand below the last one that was seen.
  var itemsBelow: Int? {
    guard let timeline, let last = messages.reading.visible.last,
      let index = timeline.messages[last].flatMap({ timeline.order.index(of: MessagePlace($0)) })
    else { return nil }
    return timeline.order.count - 1 - index
  }

  /// The newest messages are wanted, wherever the window is.
  mutating func goToEnd() {
    messages.followEnd()
    guard let timeline, !timeline.extent.reachesNewest else { return }
    messages.seeksEnd = true
    emit(.client(.jump(timeline.conversationID, to: .newest)))
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
    guard let timeline, timeline.extent.reachesNewest else { return }
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
