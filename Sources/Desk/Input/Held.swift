import ChatModel
import Foundation

/// What a letter asked for, until it is known that the letter is no part of a word: what it shows is
/// shown already, what it does waits here.
///
/// ```
/// letter ─▶ held ─ 0.45 s, Enter, or a key that is no letter ─▶ done
///             ├─ a letter of a word ─▶ dropped, and what stood there before is shown again
///             ├─ the same letter of a walk ─▶ held anew, for the next conversation
///             └─ text, where the letter opened a place for it ─▶ held until that text is left
/// ```
struct Held: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case act
    /// Opens the next of a row of conversations: the same letter again is no word.
    case walk
    /// Opens a conversation and the place where one writes to it: text may follow.
    case reply
    /// Says yes to the question that lies over the desk, which stays until then.
    case answer
    /// Puts something into a reply: a failed message, a quotation.
    case recall
    /// Opens a place that is typed into, over the desk: text may follow.
    case field
  }

  let kind: Kind
  /// Where the letter was pressed.
  let context: Keymap.Context
  /// What stood on the screen before.
  var before: Shown
  /// In order, without the opening and closing of conversations.
  var effects: [Effect]
  /// The step that was taken from the changes that can be taken back.
  let step: UndoHistory.Step?
  /// The step that was added to them.
  let added: UndoHistory.Step?
  let coach: Coach?
  /// What the status line said when the letter had been obeyed: it is not true once this is dropped.
  let said: LogEntry?
  /// When it is done at the latest; nil: with the next key that is no part of a text.
  var due: Date?
}

/// What a letter can change on the screen, to be shown again when it was none that was meant.
struct Shown: Hashable, Sendable {
  var place: Place
  let openID: ConversationID?
  var timeline: Timeline?
  let messages: MessagesPane
  let view: NumberedView
  let showsDetails: Bool?
  let statistics: StatisticsPane
  let teamPane: TeamPane
  let narrowing: ListPane.Narrowing?
  let wire: WirePane
  let undo: UndoHistory
  /// The change of many that was under way.
  let bulk: Int?
  let local: LocalData
  let marks: Set<ConversationID>
  let rangeFrom: ConversationID?
  let dropping: [OutboxID: String]
  let coach: Coach?
  /// What stood in the status line, and since when if it was the confirmation of a change.
  let said: LogEntry?
  let confirmedAt: Date?
  /// The replies of the conversations that the letter may concern.
  let composers: [ConversationID: Composer]

  init(_ state: DeskState) {
    place = Place(state)
    openID = state.openID
    timeline = state.timeline
    messages = state.messages
    view = state.view
    showsDetails = state.showsDetails
    statistics = state.statistics
    teamPane = state.teamPane
    narrowing = state.list.narrowing
    wire = state.wire
    undo = state.undo
    bulk = state.bulk?.request
    local = state.local
    marks = state.list.marks
    rangeFrom = state.list.rangeFrom
    dropping = state.acceptance.dropping
    coach = state.coach
    confirmedAt = state.notices.confirmedAt
    said = state.notices.statusLine
    composers = state.composers
  }
}

/// Where the keys go and what they act on there.
struct Place: Hashable, Sendable {
  let focus: Focus
  let cursor: ConversationID?
  let cursorMovedAt: Date?
  let top: Int
  let selection: TimelineItem.ID?
  let position: ScrollPosition

  init(_ state: DeskState) {
    focus = state.focus
    cursor = state.list.cursor
    cursorMovedAt = state.list.cursorMovedAt
    top = state.list.top
    selection = state.messages.selection
    position = state.messages.position
  }
}

extension Effect {
  /// Whether it waits when a letter asked for it. What was written is kept at once, and what only
  /// looks at this computer's disk does no harm.
  var waits: Bool {
    switch self {
    case .client(.saveDraft), .readReplies, .completePath, .proposePath, .inspectFiles, .search,
      .setTitle, .setDeadline, .bell, .notify, .drawPicture, .steerPlayer, .findDictionaries,
      .checkSpelling, .suggestSpelling, .fetchWire, .readEvents:
      false
    default: true
    }
  }

  /// Whether it asks for another part of the open history, which changes nothing anywhere.
  var movesInHistory: Bool {
    switch self {
    case .client(.jump), .client(.loadOlder), .client(.loadNewer), .client(.stay): true
    default: false
    }
  }
}
