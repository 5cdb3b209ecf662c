// Where everything stands, from the size of the screen alone and what the composer needs.
//
//   header                            one row
//   views                             from 100 columns, above a line of its own
//   ─────┬──────────┬─────────┬─────
//   list │ messages │ details │ next  what is left; before the list the team of an admin
//   ─────┴──────────┴─────────┴─────
//   composer                          grows upward
//   coach                             in the demo
//   status
//   hints

import Desk
import TextGrid

/// The rectangles of one screen. A pane that has no room, or no place in this state, is nil.
struct DeskLayout: Hashable, Sendable {
  var header: Rect
  /// The names and counts of the views.
  var views: Rect?
  var list: Rect?
  /// The team beside the list, where there is room for both.
  var team: Rect?
  var messages: Rect?
  var details: Rect?
  /// Who waits next, where nothing else needs the room.
  var next: Rect?
  /// The wire, and the identities beside it.
  var wire: Rect?
  var strips: Rect?
  /// Columns of the lines between panes.
  var dividers: [Int] = []
  /// The rows that the panes take.
  var panes: Rect
  /// The row of the line above the panes.
  var upperRule: Int?
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
    /// The team, beside the list.
    var hasTeam = false
    /// nil: where there is room.
    var details: Bool?
    /// What stands in the list's place, while no conversation is open, is all there is to see.
    var pane = MainPane.conversation
    /// The wire is to be seen.
    var hasWire = false
    /// How many identities the desk has.
    var identities = 1
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
    if wishes.hasList, size.columns >= 100, size.rows >= 16 {
      views = rest.takeTop(1)
      upperRule = rest.takeTop(1).row
    }
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
    if wishes.hasWire {
      divideForWire(size, wishes)
    } else if isSingle {
      divideSingle(wishes)
    } else {
      divide(size, wishes)
    }
  }

  private mutating func divideSingle(_ wishes: Wishes) {
    switch wishes.focus {
    case .list where wishes.hasList: list = panes
    case .details: details = panes
    case .wire: wire = panes
    default: messages = panes
    }
  }

  private mutating func divide(_ size: Size, _ wishes: Wishes) {
    var rest = panes
    let hasRoomForThree = size.columns >= 120
    let hasTeam = wishes.hasList && wishes.hasTeam && size.columns >= DeskState.columnsForTeam
    let wantsDetails =
      wishes.details ?? (hasRoomForThree && !hasTeam) || wishes.focus == .details
    let side =
      hasTeam
      ? Self.columnsBesideTeam(size.columns)
      : Self.sideColumns(size.columns, hasDetails: wantsDetails && hasRoomForThree)
    if hasTeam {
      team = rest.takeLeft(size.columns < 200 ? 40 : 46)
      dividers.append(rest.takeLeft(1).column)
    }
    // Nothing else is there to be seen.
    if wishes.hasList, wishes.pane == .statistics || wishes.pane == .team && !hasTeam {
      list = rest
      return
    }
    // Without room for three, the details take the place of the list.
    let detailsReplaceList = wantsDetails && !hasRoomForThree && wishes.focus != .list
    if wishes.hasList, !detailsReplaceList {
      list = rest.takeLeft(side.list)
      dividers.append(rest.takeLeft(1).column)
    }
    if wishes.hasList, side.next > 0 {
      next = rest.takeRight(side.next)
      dividers.append(rest.takeRight(1).column)
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

  /// The wire takes all the room there is; from 160 columns what has the keys stands beside it.
  private mutating func divideForWire(_ size: Size, _ wishes: Wishes) {
    var rest = panes
    defer { wire = rest }
    guard size.columns >= DeskState.wireColumns else { return }
    func left(_ columns: Int) -> Rect {
      let pane = rest.takeLeft(columns)
      dividers.append(rest.takeLeft(1).column)
      return pane
    }
    switch wishes.focus {
    case .details: details = left(Self.wireSide)
    case .messages: messages = left(Self.wireMessages)
    case .list where wishes.hasList: list = left(Self.wireSide)
    case .wire where wishes.identities > 1, .composer where wishes.identities > 1:
      strips = left(Self.stripColumns)
    case .wire where wishes.hasList: list = left(Self.wireSide)
    default: messages = left(Self.wireMessages)
    }
    if messages == nil, rest.columns > Self.wireMessages + Self.leastWire {
      messages = left(Self.wireMessages)
    }
  }

  private static let stripColumns = 26
  private static let wireSide = 44
  private static let wireMessages = 56
  /// Where more is left, the conversation stands beside the wire, too.
  private static let leastWire = 96

  /// The columns of the panes beside the messages. From 160 on, what the messages do not need goes to
  /// who waits next, where that is enough, and else to the list and the details.
  private static func sideColumns(
    _ columns: Int, hasDetails: Bool
  ) -> (list: Int, details: Int, next: Int) {
    switch columns {
    case ..<80: return (24, 24, 0)
    case ..<100: return (28, 28, 0)
    case ..<120: return (36, 36, 0)
    case ..<160: return (36, 30, 0)
    default: break
    }
    let details = hasDetails ? 32 : 0
    var spare = columns - 44 - 1 - messageColumns - (hasDetails ? details + 1 : 0)
    if spare > leastNext { return (44, details, spare - 1) }
    spare = max(0, spare)
    let toList = hasDetails ? min(spare, 16) : spare
    return (44 + toList, details + (hasDetails ? spare - toList : 0), 0)
  }

  private static func columnsBesideTeam(
    _ columns: Int
  ) -> (list: Int, details: Int, next: Int) {
    columns < 200 ? (40, 30, 0) : (48, 32, 0)
  }

  /// What the messages need: their longest row, what stands before it, and the edge.
  static let messageColumns = longestRow + 5
  /// Longer rows are hard to follow back.
  static let longestRow = 88
  private static let leastNext = 24
}

extension DeskLayout {
  /// The pane that gets the keys.
  func pane(of focus: Focus) -> Rect? {
    switch focus {
    case .list: list
    case .messages: messages
    case .details: details
    case .wire: wire
    case .composer: composer
    }
  }

  /// The same, where another pane than the list has its keys.
  func focused(_ state: DeskState) -> Rect? {
    state.focus == .list && state.main == .team ? team ?? list : pane(of: state.focus)
  }

  /// The lines between panes: rows of one column, columns of one row.
  var rules: [Rect] {
    let columns = panes.columns
    let across = [upperRule, rule].compactMap { $0 }
      .map { Rect(column: 0, row: $0, columns: columns, rows: 1) }
    return across
      + dividers.map { Rect(column: $0, row: panes.row, columns: 1, rows: panes.rows) }
  }

  /// Those parts of the lines that border on a pane.
  func rules(around pane: Rect) -> [Rect] {
    let reach = Rect(
      column: pane.column - 1, row: pane.row - 1, columns: pane.columns + 2, rows: pane.rows + 2)
    return rules.map { $0.intersection(reach) }.filter { !$0.isEmpty }
  }
}
