// Moving in the list, its views and its filter.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  mutating func move(_ command: Command, now: Date) {
    if focus == .list, !isFarmer {
      moveInList(command, now: now)
    } else if focus == .details {
      moveInDetails(command)
    } else {
      moveInMessages(command)
    }
  }

  private mutating func moveInList(_ command: Command, now: Date) {
    let page = max(1, metrics.listRows - 1)
    let last = list.order.count - 1
    let index = list.cursorIndex ?? -1
    let wanted =
      switch command {
      case .up: index - 1
      case .down: index + 1
      case .pageUp: index - page
      case .pageDown: index + page
      case .halfPageUp: index - max(1, page / 2)
      case .halfPageDown: index + max(1, page / 2)
      case .top: 0
      default: last
      }
    moveCursor(to: wanted, now: now)
  }

  mutating func moveCursor(to wanted: Int, now: Date) {
    list.moveCursor(to: wanted, room: metrics.listRows, now: now)
  }

  /// Puts the cursor on a conversation if it is among the rows.
  mutating func moveCursor(to id: ConversationID) {
    list.moveCursor(to: id, room: metrics.listRows)
  }

  mutating func show(_ wanted: NumberedView, now: Date) {
    guard !isFarmer else {
      hint(said("You have one conversation, with support."), now: now)
      return
    }
    // Beside a pane the rows stay; a list that is called up is the whole of it.
    let narrowing = if case .pane = wanted { nil as ListPane.Narrowing? } else { list.narrowing }
    if view != wanted || narrowing != nil {
      list.filter?.cameFrom = nil
      let shown = showsList && narrowing == nil ? listView : nil
      if narrowing != nil { list.narrowing = nil }
      switchView(to: wanted)
      // Beside another pane the rows stay, and the cursor among them.
      if !showsList || shown != listView { startOver(now: now) }
    }
    focus = .list
    main.component?.appear(on: &self, now: now)
  }

  /// Puts the rows in order, with the cursor on the open conversation where they have it, else on top.
  private mutating func startOver(now: Date) {
    list.cursorMovedAt = nil
    list.cursor = nil
    list.top = 0
    settleList(now: now)
    list.cursor = list.order.first
    if let openID { moveCursor(to: openID) }
  }

  /// Shows it by a key, which does something that is seen.
  mutating func callUp(_ wanted: NumberedView, now: Date) {
    if view == wanted, list.narrowing == nil, focus == .list, !isFarmer {
      hint(ofView: said("\(label(of: wanted)) is shown already."), now: now)
    }
    show(wanted, now: now)
  }

  mutating func switchView(to wanted: NumberedView) {
    notices.dropHintOfView()
    switch wanted {
    case .list(let view): (main, list.view, list.saved) = (.conversation, view, nil)
    case .saved(let place): (main, list.saved) = (.conversation, place)
    case .pane(let pane): main = pane
    }
    list.ranking.needsRebuild = true
  }

  // MARK: Filter

  mutating func startFilter() {
    guard !isFarmer else { return }
    focus = .list
    list.filter = ListPane.Filter(
      editor: list.filter?.editor ?? TextEditor(), isEditing: true,
      cameFrom: list.filter?.cameFrom)
  }

  /// Shows in the view of all what the filter does not find in this one.
  mutating func showFoundInAll(now: Date) {
    let view = self.view
    show(.list(.all), now: now)
    list.filter?.cameFrom = view
  }

  /// Shows all rows again, of the view in which the filter was begun.
  mutating func endFilter(now: Date) {
    let cameFrom = list.filter?.cameFrom
    list.filter = nil
    list.ranking.needsRebuild = true
    if let cameFrom { show(cameFrom, now: now) }
  }

  mutating func performInFilter(_ command: Command, now: Date) {
    switch command {
    case .accept:
      if list.filter?.editor.isEmpty == true {
        endFilter(now: now)
      } else {
        list.filter?.isEditing = false
        if list.foundInAll > 0 { showFoundInAll(now: now) }
      }
    case .cancel, .interrupt, .close:
      endFilter(now: now)
      refilter(now: now)
    case .up, .down, .pageUp, .pageDown: moveInList(command, now: now)
    default:
      var ring = killRing
      editFilter(now: now) {
        _ = $0.perform(command, columns: 1000, widths: .standard, ring: &ring)
      }
      killRing = ring
    }
  }

  /// Changes the words of the filter.
  mutating func editFilter(now: Date, _ change: (inout TextEditor) -> Void) {
    guard list.filter?.isEditing == true, var editor = list.filter?.editor else { return }
    let text = editor.text
    change(&editor)
    list.filter?.editor = editor
    if editor.text != text { refilter(now: now) }
  }

  /// Filters anew; the cursor goes to the best row.
  mutating func refilter(now: Date) {
    list.ranking.needsRebuild = true
    list.cursorMovedAt = nil
    list.top = 0
    settleList(now: now)
    if list.filter != nil { list.cursor = list.order.first }
  }
}
