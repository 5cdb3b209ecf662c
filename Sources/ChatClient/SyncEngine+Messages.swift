import ChatModel
import Foundation

/// Messages and read marks as they come: one message, once, whatever the number and order of copies.
extension SyncEngine {
  /// A message over the live link, or the answer to a send.
  mutating func hear(_ message: Message, in id: ConversationID, from sender: Participant?) {
    var message = message
    message.conversationID = id
    if let sender, message.sender.id == nil || message.sender.id == sender.id {
      message.sender = message.sender.merging(.known(sender))
    }
    let isNew = seenMessages.insert(message.id) && open[id]?.timeline.contains(message.id) != true
    recognise([message], in: id)
    show(message, in: id)
    note(.message(message, in: id))
    if let user = message.sender.id, user != me?.userID {
      tell(indicators.stopped(user, in: id))
      if isNew { tell(presence.heard(from: user)) }
    }
    count(message, in: id, isNew: isNew)
    if records[id]?.isShown != true { fetchUnknown(id) }
  }

  /// Puts a message into an open timeline.
  private mutating func show(_ message: Message, in id: ConversationID) {
    guard var conversation = open[id] else { return }
    let isKnown = conversation.timeline.contains(message.id)
    guard isKnown || !conversation.isBeforeRun(message) else { return }
    let changed = conversation.timeline.merge([message])
    if !isKnown {
      // Others may have been missed before it: the next comparison goes back to what was compared.
      conversation.apart.insert(message.id)
      conversation.walk?.noteArrival(message.id)
      conversation.total = conversation.total.map { $0 + 1 }
    }
    open[id] = conversation
    if !changed.isEmpty { noteTimeline(id) { $0.messages.formUnion(changed.map(\.id)) } }
  }

  /// Recomputes last message, times, unread and wait of its conversation.
  private mutating func count(_ message: Message, in id: ConversationID, isNew: Bool) {
    var record = records[id] ?? ConversationRecord(conversation: Conversation(id: id))
    defer { records[id] = record }
    let last = record.conversation.lastMessage.value
    if last?.id == message.id {
      record.conversation.lastMessage = record.conversation.lastMessage.merging(.known(message))
    } else if last.map({ $0 < message }) ?? true {
      record.conversation.lastMessage = .known(message)
    }
    if let known = record.conversation.updatedAt, let date = message.createdAt, known < date {
      record.conversation.updatedAt = date
    }
    if isNew {
      sequence += 1
      record.touched = sequence
      if let direction = WaitClock.direction(of: message, in: record.conversation) {
        record.clock.heard(message, direction)
      }
      if message.sender.id == me?.userID {
        record.noteMine(message)
      } else if !message.isRead, isMine(record) || !record.isShown {
        record.unread += 1
      }
    }
    noteConversation(id)
  }

  mutating func noteMine(in messages: [Message], _ id: ConversationID) {
    guard let me = me?.userID else { return }
    let mine = messages.filter { $0.sender.id == me }
    guard !mine.isEmpty else { return }
    var record = records[id] ?? ConversationRecord(conversation: Conversation(id: id))
    for message in mine { record.noteMine(message) }
    records[id] = record
  }

  // MARK: Read marks

  /// Messages were on the screen of a person who is there.
  mutating func seen(_ id: ConversationID, _ messages: [MessageID]) {
    guard var conversation = open[id], var record = records[id], isMine(record), let me else {
      return
    }
    var newly: [MessageID] = []
    for messageID in messages {
      guard let message = conversation.timeline[messageID], message.sender.id != me.userID,
        !message.isRead, !conversation.reported.contains(messageID),
        conversation.readThrough.map({ $0 < Timeline.Place(message) }) ?? true
      else { continue }
      conversation.reported.insert(messageID)
      newly.append(messageID)
    }
    guard !newly.isEmpty else { return }
    open[id] = conversation
    let sawNewest = conversation.timeline.newest.map { newly.contains($0.id) } ?? false
    record.unread = sawNewest ? 0 : max(0, record.unread - newly.count)
    sequence += 1
    record.touched = sequence
    records[id] = record
    noteConversation(id)
    if isOnline {
      for message in newly { emit(.read(message, in: id)) }
    } else {
      unreadMarks[id, default: []] += newly
    }
  }

  /// What was seen while the link was down is reported when it is up.
  mutating func reportMissedReads() {
    for (id, messages) in unreadMarks.sorted(by: { $0.key < $1.key }) where isMine(id) {
      for message in messages { emit(.read(message, in: id)) }
    }
    unreadMarks = [:]
  }

  mutating func markAllRead(_ id: ConversationID) {
    guard isMine(id) else { return }
    if isOnline {
      emit(.markAllRead(id))
      readAll(id)
    } else {
      call(.markAllRead(id), for: .markAllRead(id))
    }
  }

  /// Everything there is read by me.
  mutating func readAll(_ id: ConversationID) {
    if let newest = open[id]?.timeline.newest {
      open[id]?.readThrough = Timeline.Place(newest)
    }
    unreadMarks[id] = nil
    guard var record = records[id] else { return }
    sequence += 1
    record.touched = sequence
    record.unread = 0
    records[id] = record
    noteConversation(id)
  }

  /// Whether this reader's having read makes my message one that was read: for an agent that is the
  /// farmer, for a farmer anybody else. Who is not named is believed.
  private func counts(_ reader: UserID?, in id: ConversationID) -> Bool {
    guard let reader else { return true }
    guard reader != me?.userID else { return false }
    guard me?.role.isStaff == true else { return true }
    return records[id]?.conversation.farmer.id == reader
  }

  mutating func heardRead(
    _ messageID: MessageID, in place: ConversationID?, by reader: UserID?, at date: Date?
  ) {
    let ids = place.map { [$0] } ?? Array(open.keys)
    for id in ids {
      let message = open[id]?.timeline[messageID]
      let isMyMessage = message?.sender.id == me?.userID
      let isTrue = isMyMessage ? counts(reader, in: id) : reader == nil || reader == me?.userID
      guard isTrue else { continue }
      change(messageID, in: id) { message in
        message.isRead = true
        message.readAt = message.readAt ?? date
      }
      if message != nil, !isMyMessage, message?.isRead == false, var record = records[id] {
        record.unread = max(0, record.unread - 1)
        records[id] = record
        noteConversation(id)
      }
    }
  }

  mutating func heardAllRead(_ id: ConversationID, by reader: UserID?, at date: Date?) {
    guard let me = me?.userID else { return }
    if reader == me {
      readAll(id)
      return
    }
    guard counts(reader, in: id) else { return }
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
    for message in mine where wasThere(message) {
      change(message.id, in: id) { message in
        message.isRead = true
        message.readAt = message.readAt ?? date
      }
    }
    if let last = records[id]?.conversation.lastMessage.value, wasThere(last) {
      change(last.id, in: id) { message in
        message.isRead = true
        message.readAt = message.readAt ?? date
      }
    }
  }

  /// Changes a message wherever it is known.
  private mutating func change(
    _ messageID: MessageID, in id: ConversationID, _ change: (inout Message) -> Void
  ) {
    if let message = open[id]?.timeline.change(messageID, change) {
      noteTimeline(id) { $0.messages.insert(messageID) }
      note(.message(message, in: id))
    }
    guard var last = records[id]?.conversation.lastMessage.value, last.id == messageID else {
      return
    }
    let old = last
    change(&last)
    guard last != old else { return }
    records[id]?.conversation.lastMessage = .known(last)
    noteConversation(id)
  }
}
