// Where everything stands, from the size of the screen alone and what the composer needs.
//
//   header                            one row
//   list │ messages │ details         what is left
//   ─────┴──────────┴────────
//   composer                          grows upward
//   coach                             in the demo
//   status
//   hints

import Desk
import TextGrid

/// The rectangles of one screen. A pane that has no room, or no place in this state, is nil.
struct DeskLayout: Hashable, Sendable {
  var header: Rect
  var list: Rect?
  var messages: Rect?
  var details: Rect?
  /// Columns of the lines between panes.
  var dividers: [Int] = []
  /// The rows that the panes take.
  var panes: Rect
  /// The row of the line above the composer.
  var rule: Int?
  var composer: Rect?
  var coach: Rect?
  var status: Rect
  var hints: Rect?

  /// Whether a conversation takes two rows of the list.
  var showsLastWordsInRows: Bool

  static let smallest = Size(columns: 20, rows: 8)

  /// What the desk wants to show.
  struct Wishes: Hashable, Sendable {
    var focus: Focus
    /// A farmer has one conversation and needs no list of them.
    var hasList = true
    /// nil: where there is room.
    var details: Bool?
    /// Rows that the composer would like to have; 0 for none.
    var composerRows = 0
    var hasCoach = false
  }

  /// nil when the screen is too small for anything but a sentence.
  init?(size: Size, wishes: Wishes) {
    guard size.columns >= Self.smallest.columns, size.rows >= Self.smallest.rows else { return nil }
    let isSingle = size.columns < 60
    var rest = Rect(size)
    header = rest.takeTop(1)
    hints = size.rows >= 12 ? rest.takeBottom(1) : nil
    status = rest.takeBottom(1)
    coach = wishes.hasCoach && size.rows >= 10 ? rest.takeBottom(1) : nil
    let showsComposer =
      wishes.composerRows > 0
      && (!isSingle || wishes.focus == .messages || wishes.focus == .composer)
    if showsComposer {
      let most = min(wishes.composerRows, max(2, rest.rows / 3))
      composer = rest.takeBottom(min(most, max(1, rest.rows - 3)))
      rule = rest.takeBottom(1).row
    }
    panes = rest
    showsLastWordsInRows = size.columns >= 100
    if isSingle {
      divideSingle(wishes)
    } else {
      divide(size, wishes)
    }
  }

  private mutating func divideSingle(_ wishes: Wishes) {
    switch wishes.focus {
    case .list where wishes.hasList: list = panes
    case .details: details = panes
    default: messages = panes
    }
  }

  private mutating func divide(_ size: Size, _ wishes: Wishes) {
    var rest = panes
    let hasRoomForThree = size.columns >= 120
    let wantsDetails = wishes.details ?? hasRoomForThree || wishes.focus == .details
    let side = Self.sideColumns(size.columns)
    // Without room for three, the details take the place of the list.
    let detailsReplaceList = wantsDetails && !hasRoomForThree && wishes.focus != .list
    if wishes.hasList, !detailsReplaceList {
      list = rest.takeLeft(side.list)
      dividers.append(rest.takeLeft(1).column)
    }
    if wantsDetails, hasRoomForThree || detailsReplaceList {
      if detailsReplaceList {
        details = rest.takeLeft(side.list)
        dividers.append(rest.takeLeft(1).column)
      } else {
        details = rest.takeRight(side.details)
        dividers.append(rest.takeRight(1).column)
      }
    }
    messages = rest
  }

  /// The columns of the panes beside the messages.
  private static func sideColumns(_ columns: Int) -> (list: Int, details: Int) {
    switch columns {
    case ..<80: (24, 24)
    case ..<100: (28, 28)
    case ..<120: (36, 36)
    case ..<160: (36, 30)
    default: (44, 36)
    }
  }
}
