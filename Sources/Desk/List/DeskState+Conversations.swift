// Conversations that come, change and go.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  mutating func note(_ summaries: [ConversationSummary], now: Date) {
    var rings: ConversationSummary?
    conversations.reserveCapacity(max(conversations.count, summaries.count))
    for summary in summaries {
      let old = conversations.updateValue(summary, forKey: summary.id)
      if old == nil { departed[summary.id] = nil }
      farmersConversations.move(
        summary.id, from: old?.conversation.farmer.id, to: summary.conversation.farmer.id)
      guard old != summary else { continue }
      list.ranking.dirty.insert(summary.id)
      noteWait(summary, isNews: old != nil, now: now)
      noteReply(summary.conversation.lastMessage.value, to: summary.conversation.farmer.id)
      noteOwnName(summary.conversation.agent)
      noteOwnName(summary.conversation.farmer)
      if case .known(let message) = summary.conversation.lastMessage {
        noteOwnName(message.sender)
      }
      if let old, summary.isMine, summary.unread > old.unread, callsForMe(summary.id, now) {
        if !local.isMuted(summary.id) { rings = summary }
      }
    }
    refreshAgentPicker(now: now)
    guard let rings else { return }
    alert(title: name(of: rings), lastWords(of: rings) ?? "", about: rings.id, now: now)
  }

  /// Whether a new message there needs a sign: it is not before the eyes of somebody who is there.
  private func callsForMe(_ id: ConversationID, _ now: Date) -> Bool {
    !(id == openID && isThere(now) && messages.position == .follow)
  }

  mutating func remove(_ ids: [ConversationID], now: Date) {
    for id in ids {
      guard let summary = conversations[id] else { continue }
      let isDraftLeft = composers[id]?.isEmpty == false
      let isLeft = isDraftLeft || outbox.values.contains { $0.conversationID == id }
      if isLeft { departed[id] = name(of: summary) }
      if openID == id || isDraftLeft {
        let rest: Sentence =
          isDraftLeft ? " Your draft is kept: \(key: .outbox) shows it." : ""
        let words: Sentence =
          "\(name(of: summary)): the server no longer shows this conversation.\(rest)"
        say(.warning, words, about: id, now: now)
        leaveRemoved(id, now: now)
      }
      conversations[id] = nil
      farmersConversations.move(id, from: summary.conversation.farmer.id, to: nil)
      typists[id] = nil
      longWaits.forget(id)
      list.ranking.dirty.insert(id)
    }
  }

  /// Handoffs are loud: the server itself says nothing.
  mutating func announce(_ text: String, about id: ConversationID, now: Date) {
    say(.warning, text, about: id, now: now)
    alert(title: "furrow", text, about: id, now: now)
  }
}
