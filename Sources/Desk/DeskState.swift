package import ChatModel
package import Foundation
package import TextGrid

/// All that the desk knows and shows. Changed by ``update(_:_:now:)`` alone, drawn by the views.
package struct DeskState: Hashable, Sendable {
  package let configuration: DeskConfiguration

  // MARK: The person and the terminal

  /// Who I am, once the token was read.
  package internal(set) var me: Claims?
  package internal(set) var size: Size
  /// The pane that gets the keys while no overlay is open.
  package internal(set) var focus: Focus
  package internal(set) var terminalFocus: TerminalFocus
  var topmost: AnyOverlay?
  /// The name of the theme in force; while the theme picker is open, the one under its cursor.
  package internal(set) var theme: String
  /// The keys of a sequence that has begun ("g", "Ctrl+X"), shown until it ends.
  package internal(set) var pendingKeys: [Key]
  /// What the last layout had room for.
  package internal(set) var metrics: Metrics

  // MARK: What the client said

  package internal(set) var link: LinkState
  package internal(set) var conversations: [ConversationID: ConversationSummary]
  package internal(set) var agents: [Agent]
  package internal(set) var statistics: Statistics?
  /// Statistics were asked for and have not come.
  package internal(set) var isFetchingStatistics: Bool
  /// Everything of mine that is not at the server yet, of all conversations.
  package internal(set) var outbox: [OutboxID: OutboxEntry]
  package internal(set) var typists: [ConversationID: [UserID: Typist]]
  package internal(set) var presence: [UserID: Presence]
  /// The server's clock less ours, in seconds.
  package internal(set) var clockSkew: TimeInterval
  /// Why a new token is needed; nil while there is no need.
  package internal(set) var signInNeeded: String?

  // MARK: The panes

  package internal(set) var list: ListPane
  /// The conversation in the message pane and the composer.
  package internal(set) var openID: ConversationID?
  /// Its messages; nil while no conversation is open.
  package internal(set) var timeline: Timeline?
  package internal(set) var messages: MessagesPane
  /// What is being written, for every conversation that has or had a draft.
  package internal(set) var composers: [ConversationID: Composer]
  /// nil: the details pane stands where there is room; otherwise the person has decided.
  package internal(set) var showsDetails: Bool?
  /// A place in ``detailsItems``; beyond their end it stands for the last.
  package internal(set) var detailsCursor = 0
  /// The last thing worth saying; nil once it has been read or has grown old.
  package internal(set) var statusLine: LogEntry?
  package internal(set) var log: NoticeLog
  package internal(set) var coach: Coach?

  // MARK: Kept between two updates

  var memory: Memory

  /// Somebody who types.
  package struct Typist: Hashable, Sendable {
    package var name: String?
    /// By the local clock; the sign goes then at the latest.
    package var until: Date
  }

  /// What was last heard of somebody's being there: a hint (row 18 of docs/protocol.md).
  package struct Presence: Hashable, Sendable {
    package var isOnline: Bool
    package var lastSeen: Date?
  }

  package init(
    configuration: DeskConfiguration = DeskConfiguration(),
    size: Size = Size(columns: 80, rows: 24)
  ) {
    self.configuration = configuration
    self.size = size
    focus = .list
    terminalFocus = .unknown
    theme = configuration.theme
    pendingKeys = []
    metrics = Metrics()
    link = .connecting
    conversations = [:]
    agents = []
    isFetchingStatistics = false
    outbox = [:]
    typists = [:]
    presence = [:]
    clockSkew = 0
    list = ListPane()
    messages = MessagesPane()
    composers = [:]
    log = NoticeLog()
    coach = configuration.coach ? Coach() : nil
    memory = Memory()
  }
}

/// What `update` has to remember and nobody has to see.
struct Memory: Hashable, Sendable {
  /// Work of the update that is under way.
  var effects: [Effect] = []
  var hasStarted = false
  var lastKeyAt: Date?
  /// What the client was last told.
  var isPresent: Bool?
  /// nil until the link was up or down for the first time.
  var isLinkUp: Bool?
  var focusGainedAt: Date?
  /// When a key last made the link try at once.
  var hastenedAt: Date?
  /// When the server last sent this desk away.
  var sentAwayAt: Date?
  /// "Refreshing." as long as nothing has come of it.
  var refreshing: LogEntry?
  /// The person asked for the link, and has not heard what came of it.
  var isTryingLink = false
  var title: String?
  var deadline: Date?
  var typing = TypingGuard()
  /// What a letter asked for a moment ago.
  var held: Held?
  /// Where effects of the letter under way gather; nil while they go out at once.
  var diverted: [Effect]?
  /// What the letter under way means cannot be done here.
  var isRefused = false
  /// No letter came just before the key under way.
  var isQuiet = true
  /// The Enter under way ended a read of several characters.
  var isEnterDoubtful = false
  /// When the status line last confirmed a change.
  var confirmedAt: Date?
  var nextRequest = 1
  /// Files that are being looked at, by request.
  var inspections: [Int: Inspection] = [:]
  /// The order in which outbox entries were first heard of.
  var accepted: [OutboxID: Int] = [:]
  var nextAccepted = 0
  /// What is said when the disk has forgotten an entry that the person dropped.
  var dropping: [OutboxID: String] = [:]
  /// Whose text the external editor has.
  var editorFor: ConversationID?
  var undo = UndoHistory()
  /// Whose newest file is looked for on the disk, and what is to be done with it.
  var wantedFile: WantedFile?
  /// What waits while the link is down, until all of it is settled.
  var outage: Outage?
  /// Names of conversations that the server no longer shows, for what is left of them here.
  var departed: [ConversationID: String] = [:]
  /// What the coach compares after the staged cut of the link.
  var cut: LinkCut?
  var open = OpenMemory()

  struct WantedFile: Hashable, Sendable {
    let conversationID: ConversationID
    let command: Command
  }

  /// What belongs to the open conversation and goes with it.
  struct OpenMemory: Hashable, Sendable {
    /// Messages that were reported as seen.
    var seen: Set<MessageID> = []
    /// What the last paint showed; judged again when the person comes back.
    var visible: [MessageID] = []
    /// How many messages were unread when it was opened, until the divider has its place.
    var unread: Int?
    /// The person has moved: the pane stays where they want it.
    var hasMoved = false
    /// The newest unread message was seen, and the client was told so.
    var isAllReadTold = false
    /// The oldest message when older ones were last asked for: they are not asked for twice.
    var askedBefore: MessageID?
  }
}
