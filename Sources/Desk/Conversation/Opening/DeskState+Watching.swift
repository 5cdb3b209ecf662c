// Watching without a trace: over REST alone. Nothing is joined, nothing marked read, no typing told.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  /// Shows the conversation so that nobody at the server can tell.
  mutating func watchWithoutTrace(_ target: ConversationID?, now: Date) {
    guard !isFarmer else {
      return refuse(said("You have one conversation, and it is yours."), now: now)
    }
    guard let target, let summary = conversations[target] else {
      return refuse(said("There is no conversation to watch."), now: now)
    }
    guard openID == target else { return open(target, isHidden: true, now: now) }
    guard !messages.leavesNoTrace else {
      focus = .messages
      return hint(
        said("\(name(of: summary)) is watched without a trace already."), about: target, now: now)
    }
    if composers[target]?.isEmpty == false, summary.isMine {
      emit(.client(.stoppedTyping(target)))
    }
    messages.leavesNoTrace = true
    emit(opening(target))
    focus = .messages
    sayNoTrace(summary, now: now)
  }

  mutating func sayNoTrace(_ summary: ConversationSummary, now: Date) {
    hint(
      """
      Watching \(name(of: summary)) without a trace: polled, nothing is joined, marked read or told. \
      \(key: .watch) on another row watches that.
      """, about: summary.id, now: now)
  }

  /// What was watched without a trace is open like any other from now on.
  mutating func endHiding(now: Date) {
    guard let openID, messages.leavesNoTrace else { return }
    messages.leavesNoTrace = false
    emit(opening(openID))
  }
}
