// Opening and leaving conversations, and finding the next one.

import ChatModel
import Foundation
import Sentences

extension DeskState {
  /// Opens a conversation and goes where one writes, or where one reads when it is only watched.
  ///
  /// - Parameter isHidden: without a trace at the server.
  mutating func open(
    _ id: ConversationID, keepingFocus: Bool = false, isHidden: Bool = false, now: Date
  ) {
    guard let summary = conversations[id] else { return }
    if openID != id {
      leave(now: now)
      notices.dropHint(besides: id)
      openID = id
      timeline = Timeline(conversationID: id)
      messages = MessagesPane()
      messages.leavesNoTrace = isHidden
      detailsCursor = 0
      messages.reading.unread = summary.unread
      wantReturn(to: summary)
      if local.isMarkedUnread(id), !isHidden { keep(LocalChange(.unread(id), nil)) }
      syncEntries()
      syncNotes()
      composers[id]?.rest()
      emit(opening(id))
      // The disk is looked at while the opening itself waits.
      if outgoing.diverted != nil { outgoing.emitAtOnce(.client(.peek(id))) }
      inspectDraft(id)
      if isHidden {
        sayNoTrace(summary, now: now)
      } else if !summary.isMine, !isFarmer {
        hint(
          said("Watching \(name(of: summary)): nothing is marked read, no typing is told."),
          about: id,
          now: now)
      }
      let isWatched = !summary.isMine && !isFarmer
      coach?.handle(.opened(isWatched: isWatched), at: now)
    }
    moveCursor(to: id)
    // What one goes on typing must not land in a conversation that is only watched.
    let isWritten = summary.isMine && !messages.leavesNoTrace
    if !keepingFocus || focus == .list || (focus == .composer && !isWritten) {
      focus = isWritten ? .composer : .messages
    }
  }

  private mutating func leave(now: Date) {
    guard let id = openID else { return }
    if conversations[id]?.isMine == true, composers[id]?.editor.isEmpty == false {
      emit(.client(.stoppedTyping(id)))
    }
    saveDraft(id, now: now)
    if playback?.wish.conversationID == id { stopPlaying() }
    // What a letter leaves may be come back to.
    if outgoing.diverted == nil { keepPosition() }
    showOffered(id)
    emit(.client(.close(id)))
    openID = nil
    timeline = nil
    find = nil
  }

  /// Leaves a conversation that is no longer there.
  mutating func leaveRemoved(_ id: ConversationID, now: Date) {
    guard openID == id else { return }
    leave(now: now)
    focus = .list
  }

  mutating func openUnderCursor(now: Date) {
    if isFarmer, openID == nil {
      contactSupport(now: now)
    } else if let id = list.cursor, conversations[id] != nil {
      if openID == id { endHiding(now: now) }
      open(id, now: now)
    } else if list.foundInAll > 0 {
      showFoundInAll(now: now)
    } else {
      hint(said("There is no conversation under the cursor."), now: now)
    }
  }

  mutating func reply(now: Date) {
    if let target, conversations[target] != nil {
      if focus == .composer, openID == target {
        hint(said("The reply to \(name(of: target)) is where you write."), about: target, now: now)
      }
      if openID == target, conversations[target]?.isMine == true { endHiding(now: now) }
      open(target, now: now)
      focus = .composer
      if let problem = writingProblem { hint(problem.ended, about: target, now: now) }
    } else if isFarmer {
      contactSupport(now: now)
    } else {
      refuse(said("There is no conversation to reply to."), now: now)
    }
  }

  /// The next row, counted from the open conversation.
  mutating func openNeighbour(_ step: Int, now: Date) {
    guard !list.order.isEmpty else {
      return refuse(said("No list of conversations is shown here."), now: now)
    }
    let from = openID.flatMap { list.order.firstIndex(of: $0) } ?? list.cursorIndex
    let index = from.map { $0 + step } ?? 0
    guard list.order.indices.contains(index) else {
      hint(step > 0 ? said("That was the last one.") : said("That was the first one."), now: now)
      return
    }
    open(list.order[index], keepingFocus: true, now: now)
  }

  mutating func openLongestWaiting(besides current: ConversationID?, now: Date) {
    let others = list.ranking.standings.count { $0.value.waits && $0.key != current }
    if let id = nextWaiting(besides: current) {
      open(id, now: now)
    } else if others > 0 {
      refuse(
        "No one else of yours waits; \(key: .viewWaiting) shows the others, \(others).", now: now)
    } else if let current, conversations[current]?.wait != nil {
      refuse(said("Only \(name(of: current)) waits."), now: now)
    } else {
      refuse(said("No one is waiting."), now: now)
    }
  }

  mutating func openUnread(_ step: Int, now: Date) {
    let rows = list.order
    let from = openID.flatMap { rows.firstIndex(of: $0) } ?? list.cursorIndex ?? -1
    for distance in stride(from: 1, through: rows.count, by: 1) {
      let index = (from + step * distance) % rows.count
      let id = rows[index < 0 ? index + rows.count : index]
      if id != openID, let summary = conversations[id], isUnread(summary) {
        let wasInList = focus == .list
        open(id, keepingFocus: true, now: now)
        // Where one reads, the same letter goes on to the next.
        if wasInList { focus = .messages }
        return
      }
    }
    let elsewhere = list.counts[.unread] ?? 0
    guard elsewhere > 0 else { return hint(said("Nothing is unread."), now: now) }
    hint("Nothing unread in this view; \(key: .viewUnread) shows what is.", now: now)
  }

  // MARK: A farmer's desk

  /// A farmer without a conversation is offered one.
  package var offersContact: Bool {
    isFarmer && openID == nil && !list.isLoading && conversations.isEmpty
  }

  mutating func contactSupport(now: Date) {
    guard isFarmer else {
      hint(said("Only farmers ask for a conversation with support."), now: now)
      return
    }
    emit(.client(.contactSupport))
    hint(said("Asking for a conversation with support."), now: now)
  }

  /// A farmer sees their own conversation at once.
  mutating func openOwnConversation(now: Date) {
    guard isFarmer, openID == nil,
      let own = conversations.values.lazy.filter(\.isMine).map(\.id).min()
    else { return }
    open(own, now: now)
  }
}
