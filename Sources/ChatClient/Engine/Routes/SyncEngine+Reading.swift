import ChatModel
import Foundation
import Sentences

/// What was read, by me and by the others: `History` keeps the marks, `Conversations` the numbers.
extension SyncEngine {
  // MARK: By me

  /// Messages were on the screen of a person who is there.
  mutating func seen(_ id: ConversationID, _ messages: [MessageID]) {
    guard history.isOpen(id), isMine(id), !live.isHidden(id) else { return }
    let (unread, isNewest) = history.see(messages, in: id)
    guard !unread.isEmpty else { return }
    setUnread(isNewest ? 0 : conversations.unread(id) - unread.count, of: id)
    if isOnline {
      for message in unread { emit(.read(message, in: id)) }
    } else {
      history.keepUnreadMarks(unread, of: id)
    }
  }

  /// What was seen while the link was down is reported when it is up.
  mutating func reportMissedReads() {
    for (id, messages) in history.takeUnreadMarks() where isMine(id) {
      for message in messages { emit(.read(message, in: id)) }
    }
  }

  mutating func markAllRead(_ id: ConversationID) {
    guard isMine(id), history.isOpen(id), !live.isHidden(id) else { return }
    history.setNeedsMarkAllRead(id, true)
    tellAllRead(id)
    markReadOverREST(id)
  }

  /// Says that everything was read, once it was seen. Only what is mine is marked read, by a person
  /// who is there; a watcher leaves no trace.
  mutating func tellAllRead(_ id: ConversationID) {
    guard history.needsMarkAllRead(id), conversations.isShown(id) else { return }
    guard isMine(id), !live.isHidden(id) else { return history.setNeedsMarkAllRead(id, false) }
    guard isOnline, isPresent else { return }
    emit(.markAllRead(id))
    readAll(id, through: history.markAllTold(id))
  }

  /// The link is away and REST is not: what was read is said there. It marks everything, so that
  /// everything must have been seen.
  mutating func markReadOverREST(_ id: ConversationID) {
    guard !isOnline, isPresent, isMine(id), !live.isHidden(id) else { return }
    let isUnderWay = calls.values.contains { call in
      if case .markAllRead(id, _, _) = call.purpose { true } else { false }
    }
    guard !isUnderWay, history.isAllSeen(id) else { return }
    call(
      .markAllRead(id), for: .markAllRead(id, through: history.newestPlace(id), isAsked: false))
  }

  mutating func handleMarkAllRead(
    _ answer: APIAnswer, _ id: ConversationID, through place: MessagePlace?, isAsked: Bool
  ) {
    switch answer {
    case .done:
      history.setNeedsMarkAllRead(id, false)
      history.allReadIsProven(id)
      readAll(id, through: place)
      if isAsked { _ = endOfMany(id, .changed(from: nil)) }
    case .failed(let error) where isAsked:
      if endOfMany(id, error, isChange: true) { return }
      notice(.warning, said("\(name(id)) was not marked read: \(error.reason.clause)."), about: id)
    default: break
    }
  }

  /// Everything up to there is read by me; where no message was known, everything there is.
  private mutating func readAll(_ id: ConversationID, through place: MessagePlace?) {
    setUnread(history.readAll(id, through: place), of: id)
  }

  private mutating func setUnread(_ count: Int, of id: ConversationID) {
    if conversations.setUnread(count, of: id) { noteConversation(id) }
  }

  /// I read everything that was there then, here or at another device.
  private mutating func readAll(_ id: ConversationID, before date: Date?) {
    history.allReadIsProven(id)
    guard let date else { return readAll(id, through: history.newestPlace(id)) }
    if history.isOpen(id) {
      let timeline = history.timeline(id)
      let newest = timeline.newestFirst.first { $0.time < date }
      if newest != nil || timeline.isEmpty { readAll(id, through: newest.map(MessagePlace.init)) }
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
    for id in place.map({ [$0] }) ?? history.openIDs {
      guard let message = history.message(messageID, in: id) else {
        guard counts(reader, in: id) else { continue }
        history.wasReadEarly(messageID, in: id)
        markRead(messageID, in: id, at: date)
        continue
      }
      let isMyMessage = message.sender.id == me?.userID
      let isTrue = isMyMessage ? counts(reader, in: id) : reader == nil || reader == me?.userID
      guard isTrue else { continue }
      if !isMyMessage, history.isUnread(message, in: id), conversations.oneWasReadElsewhere(id) {
        noteConversation(id)
      }
      markRead(messageID, in: id, at: date)
    }
  }

  mutating func allWasRead(_ id: ConversationID, by reader: UserID?, at date: Date?) {
    guard let me = me?.userID else { return }
    if reader == me { return readAll(id, before: date) }
    guard counts(reader, in: id) else { return }
    if let date { history.allWasReadEarly(id, before: date) }
    func wasThere(_ message: Message) -> Bool {
      guard message.sender.id == me, !message.isRead else { return false }
      guard let date else { return true }
      return message.createdAt.map { $0 < date } ?? false
    }
    func mayHaveBeenThere(_ message: Message) -> Bool {
      guard message.sender.id == me, !message.isRead else { return false }
      return message.createdAt.map { $0 == date } ?? true
    }
    let messages = history.held(id)
    if messages.contains(where: mayHaveBeenThere) {
      // Its time is unknown, or the very millisecond of the reading: the history tells.
      history.hurry(id, at: now.uptime)
    }
    for message in messages where wasThere(message) { markRead(message.id, in: id, at: date) }
    if let last = conversations[id]?.lastMessage.value, wasThere(last) {
      markRead(last.id, in: id, at: date)
    }
  }

  private mutating func markRead(_ message: MessageID, in id: ConversationID, at date: Date?) {
    if history.message(message, in: id) == nil { note(.read(message, at: date)) }
    change(message, in: id) { message in
      message.isRead = true
      message.readAt = message.readAt ?? date
    }
  }
}
