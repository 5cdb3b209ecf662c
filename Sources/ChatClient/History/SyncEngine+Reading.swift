import ChatModel
import Foundation

/// What was read, by me and by the others.
extension SyncEngine {
  // MARK: By me

  /// Messages were on the screen of a person who is there.
  mutating func seen(_ id: ConversationID, _ messages: [MessageID]) {
    guard var conversation = open[id], isMine(id) else { return }
    var newly: [MessageID] = []
    for messageID in messages {
      guard let message = conversation.timeline[messageID], isUnread(message, conversation) else {
        continue
      }
      conversation.reported.insert(messageID)
      newly.append(messageID)
    }
    guard !newly.isEmpty else { return }
    open[id] = conversation
    let sawNewest = conversation.timeline.newest.map { newly.contains($0.id) } ?? false
    setUnread(sawNewest ? 0 : conversations.unread(id) - newly.count, of: id)
    if isOnline {
      for message in newly { emit(.read(message, in: id)) }
    } else {
      unreadMarks[id, default: []] += newly
    }
  }

  private func isUnread(_ message: Message, _ conversation: OpenConversation) -> Bool {
    message.sender.id != me?.userID && !message.isRead
      && !conversation.reported.contains(message.id)
      && conversation.readThrough.map { $0 < Timeline.Place(message) } ?? true
  }

  /// What was seen while the link was down is reported when it is up.
  mutating func reportMissedReads() {
    for (id, messages) in unreadMarks.sorted(by: { $0.key < $1.key }) where isMine(id) {
      for message in messages { emit(.read(message, in: id)) }
    }
    unreadMarks = [:]
  }

  mutating func markAllRead(_ id: ConversationID) {
    guard isMine(id), open[id] != nil else { return }
    open[id]?.needsMarkAllRead = true
    tellAllRead(id)
    markReadOverREST(id)
  }

  /// Says that everything was read, once it was seen. Only what is mine is marked read, by a person
  /// who is there; a watcher leaves no trace.
  mutating func tellAllRead(_ id: ConversationID) {
    guard open[id]?.needsMarkAllRead == true, conversations.isShown(id) else { return }
    guard isMine(id) else {
      open[id]?.needsMarkAllRead = false
      return
    }
    guard isOnline, isPresent else { return }
    open[id]?.needsMarkAllRead = false
    emitMarkAllRead(id)
  }

  private mutating func emitMarkAllRead(_ id: ConversationID) {
    emit(.markAllRead(id))
    open[id]?.isAllReadProven = false
    readAll(id, through: open[id]?.timeline.newest.map(Timeline.Place.init))
  }

  private mutating func callMarkAllRead(_ id: ConversationID, isAsked: Bool) {
    let newest = open[id]?.timeline.newest.map(Timeline.Place.init)
    call(.markAllRead(id), for: .markAllRead(id, through: newest, isAsked: isAsked))
  }

  /// The link is away and REST is not: what was read is said there. It marks everything, so that
  /// everything must have been seen.
  mutating func markReadOverREST(_ id: ConversationID) {
    guard !isOnline, isPresent, isMine(id), let conversation = open[id] else { return }
    let isUnderWay = calls.values.contains { call in
      if case .markAllRead(id, _, _) = call.purpose { true } else { false }
    }
    guard !isUnderWay else { return }
    if !conversation.needsMarkAllRead {
      let seen = (unreadMarks[id] ?? []).compactMap { conversation.timeline[$0] }
      guard let first = seen.min() else { return }
      let later = conversation.timeline.newestFirst.prefix { first < $0 }
      guard !later.contains(where: { isUnread($0, conversation) }) else { return }
    }
    callMarkAllRead(id, isAsked: false)
  }

  mutating func takeMarkAllRead(
    _ answer: APIAnswer, _ id: ConversationID, through place: Timeline.Place?, isAsked: Bool
  ) {
    switch answer {
    case .done:
      open[id]?.needsMarkAllRead = false
      allReadIsProven(id)
      readAll(id, through: place)
    case .failed(let error) where isAsked:
      notice(.warning, "\(name(id)) was not marked read: \(error.reason.clause).", about: id)
    default: break
    }
  }

  mutating func allReadIsProven(_ id: ConversationID) { open[id]?.isAllReadProven = true }

  /// Marks that went to a connection which has ended may not have arrived.
  mutating func readMarksLostTheirLink(_ id: ConversationID) {
    guard let conversation = open[id], isMine(id) else { return }
    if !conversation.isAllReadProven {
      open[id]?.isAllReadProven = true
      open[id]?.needsMarkAllRead = true
    }
    // A server that never says so is not told of all that was read today.
    let unproven = conversation.reported.compactMap { conversation.timeline[$0] }
      .filter { !$0.isRead }.sorted().suffix(50).map(\.id)
    if !unproven.isEmpty { unreadMarks[id] = unproven }
  }

  /// Everything up to there is read by me; where no message was known, everything there is.
  private mutating func readAll(_ id: ConversationID, through place: Timeline.Place?) {
    if let place {
      let known = open[id]?.readThrough ?? place
      open[id]?.readThrough = max(known, place)
    }
    let later = unreadMarks[id]?.filter { message in
      guard let place, let message = open[id]?.timeline[message] else { return false }
      return place < Timeline.Place(message)
    }
    unreadMarks[id] = later?.isEmpty == false ? later : nil
    var unread = 0
    if let place, let conversation = open[id] {
      unread = conversation.timeline.newestFirst.prefix { place < Timeline.Place($0) }
        .count { isUnread($0, conversation) }
    }
    setUnread(unread, of: id)
  }

  private mutating func setUnread(_ count: Int, of id: ConversationID) {
    if conversations.setUnread(count, of: id) { noteConversation(id) }
  }

  /// I read everything that was there then, here or at another device.
  private mutating func readAll(_ id: ConversationID, before date: Date?) {
    allReadIsProven(id)
    guard let date else {
      return readAll(id, through: open[id]?.timeline.newest.map(Timeline.Place.init))
    }
    if let conversation = open[id] {
      let newest = conversation.timeline.newestFirst.first { $0.time < date }
      if newest != nil || conversation.timeline.isEmpty {
        readAll(id, through: newest.map(Timeline.Place.init))
      }
    } else if let last = conversations[id]?.lastMessage.value, last.time >= date,
      last.sender.id != me?.userID
    {
      // How many are newer only the server knows.
      conversations.noteLiveChange(id)
      list.hurry(at: now.uptime)
    } else {
      readAll(id, through: nil)
    }
  }

  // MARK: By the others

  /// Whether this reader's having read makes my message one that was read: for an agent that is the
  /// farmer, for a farmer anybody else. Who is not named is believed.
  private func counts(_ reader: UserID?, in id: ConversationID) -> Bool {
    guard let reader else { return true }
    guard reader != me?.userID else { return false }
    guard me?.role.isStaff == true else { return true }
    return conversations[id]?.farmer.id == reader
  }

  mutating func messageWasRead(
    _ messageID: MessageID, in place: ConversationID?, by reader: UserID?, at date: Date?
  ) {
    let ids = place.map { [$0] } ?? Array(open.keys)
    for id in ids {
      guard let conversation = open[id], let message = conversation.timeline[messageID] else {
        guard counts(reader, in: id) else { continue }
        open[id]?.early.read(messageID)
        markRead(messageID, in: id, at: date)
        continue
      }
      let isMyMessage = message.sender.id == me?.userID
      let isTrue = isMyMessage ? counts(reader, in: id) : reader == nil || reader == me?.userID
      guard isTrue else { continue }
      if !isMyMessage, isUnread(message, conversation), conversations.oneWasReadElsewhere(id) {
        noteConversation(id)
      }
      markRead(messageID, in: id, at: date)
    }
  }

  mutating func allWasRead(_ id: ConversationID, by reader: UserID?, at date: Date?) {
    guard let me = me?.userID else { return }
    if reader == me { return readAll(id, before: date) }
    guard counts(reader, in: id) else { return }
    if let date { open[id]?.early.readAll(before: date) }
    func wasThere(_ message: Message) -> Bool {
      guard message.sender.id == me, !message.isRead else { return false }
      guard let date else { return true }
      return message.createdAt.map { $0 < date } ?? false
    }
    func mayHaveBeenThere(_ message: Message) -> Bool {
      guard message.sender.id == me, !message.isRead else { return false }
      return message.createdAt.map { $0 == date } ?? true
    }
    let mine = open[id]?.timeline.messages ?? []
    if mine.contains(where: mayHaveBeenThere) {
      // Its time is unknown, or the very millisecond of the reading: the history tells.
      open[id]?.schedule.hurry(at: now.uptime)
    }
    for message in mine where wasThere(message) { markRead(message.id, in: id, at: date) }
    if let last = conversations[id]?.lastMessage.value, wasThere(last) {
      markRead(last.id, in: id, at: date)
    }
  }

  private mutating func markRead(_ message: MessageID, in id: ConversationID, at date: Date?) {
    change(message, in: id) { message in
      message.isRead = true
      message.readAt = message.readAt ?? date
    }
  }

  /// A message of mine whose having been read was heard of before it was.
  func withEarlyReading(_ message: Message, in id: ConversationID) -> Message {
    guard message.sender.id == me?.userID, !message.isRead, let early = open[id]?.early,
      early.covers(message)
    else { return message }
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
