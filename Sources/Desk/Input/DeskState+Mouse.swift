// The mouse: whatever can be clicked can be done with a key.

import ChatModel
import Foundation

extension DeskState {
  /// A click that comes with the focus only focuses.
  static let focusClick: TimeInterval = 0.3

  mutating func click(_ target: HitTarget, now: Date) {
    pendingKeys = []
    commitHeld(now: now)
    input.typing.end()
    input.isQuiet = true
    if let gained = attendance.focusGainedAt, now < gained.addingTimeInterval(Self.focusClick) {
      attendance.focusGainedAt = nil
      return
    }
    if overlay != nil {
      clickOverlay(target, now: now)
      return
    }
    switch target {
    case .listRow(let id):
      guard list.order.contains(id) else { return }
      if main == .team { show(listView, now: now) }
      list.filter?.isEditing = false
      focus = .list
      open(id, now: now)
    case .waiting(let id):
      guard conversations[id] != nil else { return }
      focus = .list
      open(id, now: now)
    case .teamRow(let whose):
      teamPane.cursor = whose
      showChats(of: whose, now: now)
    case .team: if view != .pane(.team) { show(.pane(.team), now: now) } else { focus = .list }
    case .list:
      focus = isFarmer ? focus : .list
      if main == .team, showsTeamBeside { show(listView, now: now) }
    case .view(let view): show(view, now: now)
    case .arrivals: foldIn()
    case .item(let id):
      guard timeline?.index(of: id) != nil else { return }
      focus = .messages
      messages.selection = id
    case .media(let id):
      guard timeline?.index(of: id) != nil else { return }
      focus = .messages
      messages.selection = id
      openFileOrReply(now: now)
    case .messages: if openID != nil { focus = .messages }
    case .composer(let offset):
      guard openID != nil else { return }
      focus = .composer
      editComposer(now: now) { $0.editor.moveCursor(to: offset) }
    case .details: if isShowingDetails { focus = .details }
    case .wireRow(let number):
      focus = .wire
      _ = wire.moveTo(numbered: number)
    case .wire: focus = .wire
    case .statusLine: openLog()
    case .hint(let command): perform(command, now: now)
    case .header, .overlayRow, .overlay, .behindOverlay: break
    }
  }

  mutating func wheel(_ target: HitTarget, lines: Int, now: Date) {
    if overlay != nil {
      turnWheelInOverlay(lines: lines, now: now)
      return
    }
    switch target {
    case .teamRow, .team:
      let rows = teamRows(now: now)
      guard !rows.isEmpty else { return }
      let place = min(max(0, teamCursor(rows) + lines), rows.count - 1)
      teamPane.cursor = rows[place].id
    case .listRow, .list, .arrivals, .view:
      moveCursor(to: (list.cursorIndex ?? 0) + lines, now: now)
    case .wireRow, .wire: wire.move(by: lines)
    default:
      if timeline?.isEmpty == false { messages.scroll(lines: lines) }
    }
  }
}
