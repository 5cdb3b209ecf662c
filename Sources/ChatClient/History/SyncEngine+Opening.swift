import ChatModel
import Foundation

/// Conversations on the screen: room, cache at once, older ones on demand.
extension SyncEngine {
  /// How many cached messages are shown at once, and how many more with each step back.
  static var cachedPage: Int { 200 }

  mutating func openConversation(_ id: ConversationID) {
    guard open[id] == nil else {
      noteTimeline(id) { $0.isReset = true }
      return
    }
    var schedule = RefreshSchedule(
      base: isOnline ? timing.conversationRefresh : timing.watching,
      slowest: timing.slowestRefresh)
    schedule.hurry(at: now.uptime)
    open[id] = OpenConversation(schedule: schedule)
    let reading = store(.messages(id, before: nil, limit: Self.cachedPage), for: .open(id))
    open[id]?.reading = reading
    join(id)
    if !conversations.isShown(id), isLoaded { fetchUnknown(id) }
  }

  /// Reads what the disk has of a conversation that may be opened in a moment.
  mutating func peek(_ id: ConversationID) {
    guard open[id] == nil else { return noteTimeline(id) { $0.isReset = true } }
    store(.messages(id, before: nil, limit: Self.cachedPage), for: .peek(id))
  }

  mutating func peeked(_ id: ConversationID, _ messages: [Message], _ coverage: Coverage?) {
    guard open[id] == nil else { return }
    let run = coverage?.oldest.flatMap { id in messages.first { $0.id == id } }
    tell(
      .timeline(
        TimelineUpdate(
          conversationID: id, isReset: true,
          messages: messages.filter { message in run.map { message >= $0 } ?? true },
          extent: TimelineExtent(isLoading: true))))
  }

  mutating func closeConversation(_ id: ConversationID) {
    guard let conversation = open.removeValue(forKey: id) else { return }
    stopTyping(in: id)
    if live.left(id) { emit(.leave(id)) }
    if conversation.isInStep { keepCoverage(of: conversation, id) }
  }

  mutating func opened(_ id: ConversationID, _ messages: [Message], _ coverage: Coverage?) {
    guard var conversation = open[id] else { return }
    if !conversation.isCompared {
      conversation.coverage = coverage
      let newest = coverage?.newest.flatMap { id in messages.first { $0.id == id } }
      let oldest = coverage?.oldest.flatMap { id in messages.first { $0.id == id } }
      // What is older than the joined run may lie behind a gap: it comes back page by page.
      let run = messages.filter { message in oldest.map { message >= $0 } ?? true }
      conversation.apart.formUnion(
        run.filter { message in newest.map { message > $0 } ?? true }.map(\.id))
      conversation.storeHasOlder =
        coverage?.oldest != nil && oldest == nil && messages.count >= Self.cachedPage
      conversation.reachesStart = coverage?.reachesStart ?? false
      _ = conversation.timeline.merge(run)
    }
    open[id] = conversation
    noteTimeline(id) { $0.isReset = true }
    conversations.noteOwn(in: messages, id)
    if conversation.wantsCompare { compare(id) }
  }

  // MARK: Going back

  mutating func loadOlder(_ id: ConversationID) {
    guard var conversation = open[id] else { return }
    guard conversation.storeHasOlder || !conversation.reachesStart else {
      noteTimeline(id) { _ in }
      return
    }
    conversation.wantsOlder = true
    open[id] = conversation
    noteTimeline(id) { _ in }
    goOnOlder(id)
  }

  mutating func goOnOlder(_ id: ConversationID) {
    guard var conversation = open[id], conversation.wantsOlder, !conversation.isReadingStore,
      conversation.walk == nil
    else { return }
    if conversation.storeHasOlder {
      let reading = store(
        .messages(id, before: conversation.timeline.oldest, limit: Self.cachedPage), for: .older(id)
      )
      open[id]?.reading = reading
      return
    }
    guard conversation.isCompared else {
      // Page numbers count from what is joined to the newest: that comes first.
      if conversation.schedule.due != nil { compare(id) }
      return
    }
    guard !conversation.reachesStart, signIn == .accepted else {
      open[id]?.wantsOlder = false
      noteTimeline(id) { _ in }
      return
    }
    begin(walk(.older, conversation), of: id, &conversation)
  }

  mutating func olderFromStore(_ id: ConversationID, _ messages: [Message]) {
    guard var conversation = open[id] else { return }
    let oldest = conversation.coverage?.oldest
    var run = messages
    if let oldest, let index = messages.firstIndex(where: { $0.id == oldest }) {
      run = Array(messages[index...])
      conversation.storeHasOlder = false
    } else if messages.count < Self.cachedPage {
      conversation.storeHasOlder = false
    }
    let changed = conversation.timeline.merge(run)
    if !changed.isEmpty { conversation.wantsOlder = false }
    open[id] = conversation
    noteTimeline(id) { $0.messages.formUnion(changed.map(\.id)) }
    if conversation.wantsCompare { compare(id) }
    goOnOlder(id)
  }
}
