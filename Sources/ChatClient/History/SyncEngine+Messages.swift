import ChatModel
import Foundation

/// Messages as they come: one message, once, whatever the number and order of copies.
extension SyncEngine {
  /// A message over the live link, or the answer to a send.
  mutating func ingest(_ message: Message, in id: ConversationID, from sender: Participant?) {
    var message = withEarlyReading(message, in: id)
    message.conversationID = id
    if let sender, message.sender.id == nil || message.sender.id == sender.id {
      message.sender = message.sender.merging(.known(sender))
    }
    let isNew = seenMessages.insert(message.id) && open[id]?.timeline.contains(message.id) != true
    recognise([message], in: id)
    show(message, in: id)
    note(.message(message, in: id))
    if let user = message.sender.id, user != me?.userID {
      tell(live.userWrote(user, in: id, isNew: isNew))
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
        record.held += 1
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

  /// Changes a message wherever it is known.
  mutating func change(
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
