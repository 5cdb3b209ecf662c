// Where somebody has stopped reading, in each conversation.

import ChatModel
import Foundation

extension DeskState {
  /// Keeps where the open conversation stands.
  mutating func keepPosition() {
    if let openID { keepPosition(in: openID, messages) }
  }

  /// Keeps where a conversation was left. At its end there is nothing to keep, nor where nobody has moved.
  mutating func keepPosition(in id: ConversationID, _ pane: MessagesPane) {
    guard !pane.reading.isToReturn else { return }
    var record: LocalRecord?
    if pane.reading.hasMoved, case .anchored(.message(let message), let line) = pane.position {
      record = .position(KeptPosition(message: message, line: line))
    }
    keep(LocalChange(.position(id), record))
  }

  /// The conversation was opened: it will stand where it was left, unless something is unread.
  mutating func wantReturn(to summary: ConversationSummary) {
    messages.reading.isToReturn =
      summary.unread == 0 && local.position(in: summary.id) != nil
  }

  /// Goes where it was left once that is there; asks for it where it does not come by itself.
  mutating func returnToPosition() {
    guard messages.reading.isToReturn, let timeline else { return }
    guard !messages.reading.hasMoved, let kept = local.position(in: timeline.conversationID) else {
      messages.reading.isToReturn = false
      return
    }
    if timeline.messages[kept.message] != nil {
      messages.reading.isToReturn = false
      messages.reading.hasMoved = true
      messages.position = .anchored(.message(kept.message), line: kept.line)
      messages.pendingLines = 0
    } else if !timeline.extent.isLoading {
      messages.reading.isToReturn = false
      emit(.client(.jump(timeline.conversationID, to: .message(kept.message))))
    }
  }
}
