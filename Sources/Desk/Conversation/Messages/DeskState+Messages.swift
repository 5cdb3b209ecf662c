// Moving in the messages, and what can be done with one of them.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  mutating func moveInMessages(_ command: Command) {
    guard timeline?.isEmpty == false else { return }
    messages.reading.hasMoved = true
    switch command {
    case .up: select(step: -1)
    case .down: select(step: 1)
    case .top:
      messages.selection = nil
      messages.pendingLines = 0
      messages.seeksEnd = false
      if let first = timeline?.item(at: 0) { messages.position = .anchored(first.id, line: .min) }
      if let timeline, !timeline.extent.reachesStart {
        emit(.client(.jump(timeline.conversationID, to: .start)))
      }
    case .bottom: goToEnd()
    default:
      let page = max(1, metrics.messageRows - 1)
      let half = max(1, metrics.messageRows / 2)
      let lines =
        switch command {
        case .pageUp: -page
        case .pageDown: page
        case .halfPageUp: -half
        default: half
        }
      messages.scroll(lines: lines)
    }
  }

  private mutating func select(step: Int) {
    guard let timeline else { return }
    messages.seeksEnd = false
    let current = messages.selection.flatMap { timeline.index(of: $0) }
    let next: Int
    if let current {
      next = current + step
    } else if messages.position != .follow,
      let seen = messages.reading.visible.last.flatMap({ timeline.index(of: .message($0)) })
    {
      next = seen
    } else {
      guard step < 0 else { return }
      next = timeline.count - 1
    }
    if next >= timeline.count, timeline.extent.reachesNewest {
      messages.followEnd()
      return
    }
    messages.selection = timeline.item(at: min(max(0, next), timeline.count - 1))?.id
    messages.revealsSelection = true
  }

  // MARK: Text

  private var selectedText: String? {
    guard let timeline else { return nil }
    switch messages.selection.flatMap({ timeline.item($0) }) {
    case .message(let message)?: return message.content
    case .entry(let entry)?:
      if case .text(let text) = entry.body { return text }
      return nil
    case .note(let note)?: return note.text
    case .removed?: return nil
    case nil:
      return timeline.order.suffix(200).reversed().lazy
        .compactMap { timeline.messages[$0.id]?.content }.first
    }
  }

  mutating func copyText(now: Date) {
    if messages.hasMarks { return copyMarked(now: now) }
    guard let text = selectedText, !text.isEmpty else {
      refuse(said("There is no text to copy here."), about: openID, now: now)
      return
    }
    if messages.selection != nil { return copyChosen(text, now: now) }
    let whom = openID.map { name(of: $0) } ?? ""
    copy(text, said("A message of the chat with \(whom)"), now: now)
  }
}
