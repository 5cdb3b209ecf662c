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
    conversations.ingest(message, in: id, isNew: isNew)
    noteConversation(id)
    if !conversations.isShown(id) { fetchUnknown(id) }
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

  /// Changes a message wherever it is known.
  mutating func change(
    _ messageID: MessageID, in id: ConversationID, _ change: (inout Message) -> Void
  ) {
    if let message = open[id]?.timeline.change(messageID, change) {
      noteTimeline(id) { $0.messages.insert(messageID) }
      note(.message(message, in: id))
    }
    if conversations.changeLastMessage(messageID, in: id, change) { noteConversation(id) }
  }
}
