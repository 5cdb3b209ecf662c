package import ChatModel
package import Faults
package import Foundation
package import TextGrid

/// All that the desk knows and shows. Changed by ``update(_:_:now:)`` alone, drawn by the views.
package struct DeskState: Hashable, Sendable {
  package internal(set) var configuration: DeskConfiguration

  // MARK: The person and the terminal

  /// Who I am, once the token was read.
  package internal(set) var me: Claims?
  /// My name where a conversation or a message of mine last told it, unsanitized.
  var seenName: String?
  /// All identities of this desk, where there are several.
  package internal(set) var identities: [Identity] = []
  package internal(set) var size: Size
  /// The pane that gets the keys while no overlay is open.
  package internal(set) var focus: Focus {
    didSet { if focus == .composer { notices.dropWay(to: .reply) } }
  }
  /// What lies over the panes.
  var topmost: AnyOverlay?
  /// The name of the theme in force; while the theme picker is open, the one under its cursor.
  package internal(set) var theme: String
  /// The themes that can be chosen.
  var themes: [ThemeChoice]
  /// The keys of a sequence that has begun ("g", "Ctrl+X"), shown until it ends.
  package internal(set) var pendingKeys: [Key]
  /// What the last layout had room for.
  package internal(set) var metrics: Metrics

  // MARK: What the client said

  package internal(set) var link: LinkState
  @Versioned package internal(set) var conversations: [ConversationID: ConversationSummary]
  var farmersConversations = FarmersConversations()
  @Versioned package internal(set) var agents: [Agent]
  /// Everything of mine that is not at the server yet, of all conversations.
  @Versioned package internal(set) var outbox: [OutboxID: OutboxEntry]
  @Versioned package internal(set) var typists: [ConversationID: [UserID: Typist]]
  @Versioned package internal(set) var presence: [UserID: Presence]
  /// The server's clock less ours, in seconds.
  package internal(set) var clockSkew: TimeInterval
  /// Why a new token is needed; nil while there is no need.
  package internal(set) var signInNeeded: String?

  /// What goes wrong on the own link by intent.
  package internal(set) var faults: FaultPlan

  // MARK: The panes

  package internal(set) var main = MainPane.conversation
  package internal(set) var statistics = StatisticsPane()
  package internal(set) var teamPane = TeamPane()
  @Versioned package internal(set) var wire = WirePane()
  /// The file into which the wires are written; nil: none.
  package internal(set) var recording: String? {
    didSet { trials.recorded = recording ?? oldValue ?? trials.recorded }
  }
  var trials = WireTrials()
  package internal(set) var list: ListPane
  /// The conversation in the message pane and the composer.
  package internal(set) var openID: ConversationID?
  /// Its messages; nil while no conversation is open.
  @Versioned package internal(set) var timeline: Timeline?
  package internal(set) var messages: MessagesPane
  /// What is being written, for every conversation that has or had a draft.
  @Versioned package internal(set) var composers: [ConversationID: Composer]
  /// nil: the details pane stands where there is room; otherwise the person has decided.
  package internal(set) var showsDetails: Bool?
  /// A place in ``detailsItems``; beyond their end it stands for the last.
  package internal(set) var detailsCursor = 0
  package internal(set) var coach: Coach?
  /// What is looked for in the open conversation; nil: nothing.
  package internal(set) var find: Find?
  /// What was looked for by a whole line; nil: nothing.
  package internal(set) var namedSearch: NamedSearch?
  /// Notes, snoozes, marks and positions: what only this computer knows.
  @Versioned package internal(set) var local = LocalData()
  /// The notes of colleagues, from the folder of the team.
  @Versioned package internal(set) var team = LocalData()
  /// The voice note that plays; nil: none.
  package internal(set) var playback: Playback?
  /// The pictures that were lately on the screen.
  @Versioned package internal(set) var pictures: [PictureKey: PictureEntry] = [:]

  // MARK: What the parts keep from one update to the next

  /// By the local clock.
  var startedAt: Date?
  var outgoing = Outgoing()
  /// The same as long as nothing is to be drawn otherwise but the reply, its notices and its hints.
  package internal(set) var surroundings = Version()
  /// When what does not hang on the reply is next shown otherwise.
  var restDeadline: Date?
  var input = InputState()
  var attendance = Attendance()
  var notices = Notices()
  var linkNews = LinkNews()
  var acceptance = Acceptance()
  var requests = ComposerRequests()
  var undo = UndoHistory()
  /// Those of views.toml.
  package internal(set) var savedViews: [SavedView]
  /// My own changes at the server in this run, as they were kept; the newest ones.
  package internal(set) var audited: [AuditEntry] = []
  static let mostAudited = 500
  /// What the statistics said before, ascending.
  package internal(set) var samples: [StatisticsSample] = []
  /// That of roster.toml.
  package internal(set) var roster: Roster
  /// The words of notes, as they were last looked through.
  var noteIndex = NoteIndex()
  /// How many questions were asked of the history.
  var searches = 0
  /// How many voice notes were to be played.
  var plays = 0
  /// How many notes were written here.
  var noteNumber = 0
  /// What was cut out of texts.
  var killRing = KillRing()
  /// What was sent before, and which replies and emoji were used.
  var used = UsedTexts()
  package internal(set) var replies = CannedReplies()
  /// How often their files were read.
  package internal(set) var repliesReadings = 0
  /// What is written down as soon as a free path is known.
  var wantedExport: ConversationID?
  /// The number of the one that is being written.
  var exporting: Int?
  var exports = 0
  /// A change of many conversations that is under way.
  var bulk: Bulk?
  var bulkNumber = 0
  /// Whose newest file is looked for on the disk, and what is to be done with it.
  var wantedFile: WantedFile?
  /// Names of conversations that the server no longer shows, for what is left of them here.
  var departed: [ConversationID: String] = [:]
  /// In which order pictures were on the screen.
  var pictureUse = PictureUse()
  @Versioned package internal(set) var spelling = Spelling()
  var longWaits = LongWaits()
  /// Of several desks of mine the one that leads sends, and rings where nobody is.
  var leading = Leading.unknown
  /// Since when it is known here that these come back, by the local clock.
  var comingBack: [ConversationID: Date] = [:]
  /// What I am taking over.
  var takeover: Takeover?
  /// What the coach compares after the staged cut of the link.
  var linkCut: LinkCut?

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
    /// Since when that is so, by the server's clock; nil where nobody told.
    package var since: Date?
    /// When they last typed something, by the server's clock.
    package var lastSaid: Date?
  }

  package init(
    configuration: DeskConfiguration = DeskConfiguration(),
    size: Size = Size(columns: 80, rows: 24)
  ) {
    self.configuration = configuration
    self.size = size
    focus = .list
    theme = configuration.theme
    themes = configuration.themes
    savedViews = configuration.savedViews
    faults = configuration.faults
    roster = configuration.roster
    pendingKeys = []
    metrics = Metrics()
    link = .connecting
    conversations = [:]
    agents = []
    outbox = [:]
    typists = [:]
    presence = [:]
    clockSkew = 0
    list = ListPane()
    messages = MessagesPane()
    composers = [:]
    coach = configuration.coach ? Coach() : nil
  }
}
