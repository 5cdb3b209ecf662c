// From a command to what it does, by what has the focus.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  /// The conversation that keys act on: the row under the cursor in the list, elsewhere the open one.
  /// Where another pane has the keys there is none.
  var target: ConversationID? {
    guard focus == .list, !isFarmer else { return openID }
    return main == .conversation ? list.cursor : nil
  }

  mutating func perform(_ command: Command, now: Date) {
    switch command {
    case .suspend:
      saveAllDrafts(now: now)
      keepPosition()
      stopPlaying()
      emit(.suspend)
      return
    case .quit:
      askToQuit(now: now)
      return
    default: break
    }
    if let number = command.identityNumber {
      outgoing.identity = number
      return
    }
    if overlay != nil {
      performInOverlay(command, now: now)
    } else if keyContext == .filter {
      performInFilter(command, now: now)
    } else if keyContext == .composer, performInComposer(command, now: now) {
      return
    } else if focus == .wire, performInWire(command, now: now) {
      return
    } else if main.component?.handle(command, on: &self, now: now) != true {
      performOnDesk(command, now: now)
    }
  }

  private mutating func performOnDesk(_ command: Command, now: Date) {
    switch command {
    case .up, .down, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .top, .bottom:
      move(command, now: now)
    case .nextPane: cycleFocus(1, now: now)
    case .previousPane: cycleFocus(-1, now: now)
    case .cancel, .interrupt: cancel(now: now)
    case .open: openUnderCursor(now: now)
    case .nextConversation: openNeighbour(1, now: now)
    case .previousConversation: openNeighbour(-1, now: now)
    case .longestWaiting: openLongestWaiting(besides: openID, now: now)
    case .nextUnread: openUnread(1, now: now)
    case .previousUnread: openUnread(-1, now: now)
    case .viewMine: callUp(.list(.mine), now: now)
    case .viewWaiting: callUp(.list(.waiting), now: now)
    case .viewUnread: callUp(.list(.unread), now: now)
    case .viewAll: callUp(.list(.all), now: now)
    case .viewStatistics: callUp(.pane(.statistics), now: now)
    case .viewTeam: callUp(.pane(.team), now: now)
    case .viewUnassigned: callUp(.list(.unassigned), now: now)
    case .viewSaved1: showSaved(0, now: now)
    case .viewSaved2: showSaved(1, now: now)
    case .filter: startFilter()
    case .foldIn: foldInArrivals(now: now)
    case .find: startFind(now: now)
    case .nextHit: goToHit(-1, now: now)
    case .previousHit: goToHit(1, now: now)
    case .findEverywhere: startSearch()
    case .goToDate: startGoingToDate(now: now)
    case .reply: reply(now: now)
    case .replies: openReplies(now: now)
    case .attach: startAttaching(now: now)
    case .emoji: openEmojiPicker(now: now)
    case .correct: openSpelling(now: now)
    case .spelling: openLanguagePicker(now: now)
    case .note: writeNote(now: now)
    case .snooze: openSnoozePicker(now: now)
    case .markUnread: toggleUnreadMark(now: now)
    case .mark where marksMessages: markMessage(now: now)
    case .mark: toggleMark(now: now)
    case .markRange where marksMessages: markMessages(now: now)
    case .markRange: markRange(now: now)
    case .markRead: markRead(now: now)
    case .jump: openJumpPicker()
    case .status: openStatusMenu(now: now)
    case .reassign: openAgentPicker(now: now)
    case .takeOver: askToTakeOver(target, now: now)
    case .watch: watchWithoutTrace(target, now: now)
    case .balance: openBalance(now: now)
    case .emptyAgent:
      refuse("\(key: .viewTeam) shows the team; there it empties an agent.", now: now)
    case .retry: retry(now: now)
    case .editFailed:
      if let note = chosenNote { edit(note, now: now) } else { editFailed(now: now) }
    case .dropFailed:
      if let note = chosenNote { askToDelete(note, now: now) } else { askToDrop(now: now) }
    case .openMedia: openMedia(now: now)
    case .openOrReply: openFileOrReply(now: now)
    case .mute: askToMute(target, now: now)
    case .viewPicture: viewPicture(now: now)
    case .saveMedia: saveMedia(now: now)
    case .play: play(now: now)
    case .seekBack: seek(-1, now: now)
    case .seekForward: seek(1, now: now)
    case .copy: copy(now: now)
    case .takeBack where heldEntry(now: now) != nil: takeBackSend(now: now)
    case .takeBack: takeBack(now: now)
    case .takeBackSend: takeBackSend(now: now)
    case .latin: toggleLatin(now: now)
    case .messageDetails: openMessageDetails(now: now)
    case .quote: quote(now: now)
    case .export: startExport(now: now)
    case .contactSupport: contactSupport(now: now)
    case .help: openHelp()
    case .log: openLog()
    case .outbox: openOutbox()
    case .palette: openPalette()
    case .theme: openThemes(now: now)
    case .details: toggleDetails(now: now)
    case .refresh where signInNeeded != nil: wantSignIn()
    case .refresh:
      emit(.client(.refresh))
      forgetRefusedPictures()
      main.component?.refresh(&self, now: now)
      hint(said("Refreshing."), now: now)
      notices.beginRefresh()
    case .reconnect:
      emit(.client(.reconnect))
      linkNews.isTrying = true
      hint(said("Trying the link."), now: now)
    case .signIn: wantSignIn()
    case .faults: openFaults(now: now)
    case .record: emit(.toggleRecording)
    case .wireCheck: startCheck(now: now)
    case .wireReplay: startReplay(now: now)
    case .wire: toggleWire(now: now)
    case .wirePause, .wireThread, .wireConversation, .wireUnmask, .wireClear, .wireSave,
      .wireResend, .wireEmit, .wireAssert:
      guard wire.isOpen else {
        return refuse("The wire is closed.  \(key: .wire) opens it", now: now)
      }
      focus = .wire
      _ = performInWire(command, now: now)
    case .close: close(now: now)
    default: break
    }
  }

  // MARK: Focus

  /// Whether the details are on the screen, as far as the person and the width decide it.
  package var isShowingDetails: Bool {
    openID != nil && (showsDetails ?? (size.columns >= 120 && !showsTeamBeside))
  }

  private mutating func cycleFocus(_ step: Int, now: Date) {
    var panes: [Focus] = isFarmer ? [] : [.list]
    if openID != nil {
      panes.append(.messages)
      // Last the pane where letters are text, so that no key meant for another is typed into it.
      if isShowingDetails { panes.append(.details) }
      if wire.isOpen { panes.append(.wire) }
      panes.append(.composer)
    } else if wire.isOpen {
      panes.append(.wire)
    }
    guard let index = panes.firstIndex(of: focus) else {
      if let first = panes.first { focus = first }
      return
    }
    if panes.count == 1 {
      refuse(said("No conversation is open, so there is no other pane."), now: now)
    }
    focus = panes[(index + step + panes.count) % panes.count]
  }

  private mutating func toggleDetails(now: Date) {
    guard openID != nil else {
      return refuse(said("No conversation is open, so there are no details."), now: now)
    }
    showsDetails = !isShowingDetails
    if !isShowingDetails, focus == .details { focus = .messages }
    // In a narrow window the pane takes the place of the messages.
    if isShowingDetails, size.columns < 120 { focus = .details }
  }

  /// Out of the innermost thing there is.
  private mutating func cancel(now: Date) {
    if let bulk, !bulk.isStopped { return stopBulk(now: now) }
    if focus != .composer, stopPlaying() || stopExport(now: now) { return }
    switch focus {
    case .wire: break
    case .messages where messages.hasMarks: dropMessageMarks(now: now)
    case .messages where find != nil: endFind()
    case .composer, .messages, .details:
      if focus == .details, size.columns < 120 { showsDetails = false }
      let outside: Focus = isFarmer ? .messages : .list
      if focus != outside {
        focus = outside
      } else {
        dismissCoach(now: now)
      }
    case .list:
      if !list.marks.isEmpty {
        dropMarks()
      } else if main == .conversation, list.filter != nil {
        endFilter(now: now)
      } else if main == .conversation, list.narrowing != nil {
        endNarrowing(now: now)
      } else {
        dismissCoach(now: now)
      }
    }
  }

  private mutating func dismissCoach(now: Date) {
    coach?.handle(.dismiss, at: now)
    statusLine = nil
  }

  // MARK: Leaving

  private mutating func close(now: Date) {
    if focus != .list, !isFarmer {
      if focus == .details, size.columns < 120 { showsDetails = false }
      focus = .list
    } else if main == .conversation, list.filter != nil {
      endFilter(now: now)
    } else if main == .conversation, list.narrowing != nil {
      endNarrowing(now: now)
    } else {
      askToQuit(now: now)
    }
  }

  private mutating func askToQuit(now: Date) {
    let drafts = composers.values.count { !$0.isEmpty }
    let waiting = outboxCount
    guard drafts > 0 || waiting > 0 || bulk != nil || exporting != nil else {
      quit(now: now)
      return
    }
    let lost = composers.values.count { !$0.isEmpty && !$0.isKept }
    var details: [String] = []
    if let bulk {
      details.append(
        said(
          """
          \(bulk.ids.count - bulk.outcomes.count) of \(bulk.ids.count) are not changed yet.
          """))
    }
    if exporting != nil { details.append(said("The export stops, and is not whole.")) }
    if !configuration.keepsOutbox, drafts + waiting > 0 {
      details.append(Self.lost(drafts, waiting) + said(": without a cache nothing is kept."))
    } else if configuration.keepsOutbox {
      if drafts - lost + waiting > 0 {
        details.append(
          Self.things(drafts - lost, waiting)
            + (drafts - lost + waiting == 1 ? said(" stays") : said(" stay"))
            + said(" on this computer")
            + (waiting > 0 ? said("; what waits goes next time.") : SentenceEnd.mark))
      }
      if lost > 0 { details.append(Self.lost(lost, 0) + said(": the disk does not take it.")) }
    }
    open(
      Question(
        question: said("Quit?"), detail: details.joined(separator: " "),
        yes: said("y quits"), no: said("n stays"), purpose: .quit))
  }

  private static func things(_ drafts: Int, _ waiting: Int) -> String {
    var things: [String] = []
    if drafts > 0 { things.append(drafts == 1 ? said("1 draft") : said("\(drafts) drafts")) }
    if waiting > 0 {
      things.append(
        waiting == 1 ? said("1 message in the outbox") : said("\(waiting) messages in the outbox"))
    }
    return things.joined(separator: said(" and "))
  }

  private static func lost(_ drafts: Int, _ waiting: Int) -> String {
    things(drafts, waiting) + (drafts + waiting == 1 ? said(" is") : said(" are")) + said(" lost")
  }

  mutating func quit(now: Date) {
    saveAllDrafts(now: now)
    keepPosition()
    stopPlaying()
    emit(.quit)
  }
}
