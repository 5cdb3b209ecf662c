package import ChatModel
package import Foundation
package import TextGrid

/// What happened: at the terminal, at the client, or to an effect. The only way into the desk.
package enum Action: Hashable, Sendable {
  case key(Key)
  /// Several characters that came in one read: an input method, or a fast hand on a slow line.
  case typed(String)
  /// What follows may have come so many seconds earlier: the desk was at work meanwhile.
  case delayed(TimeInterval)
  /// An Enter that came in one read with text, from a terminal of which it is not known whether it
  /// tells what was pasted: it may be the end of a paste.
  case doubtfulEnter
  /// Text that came at once; its line ends never send.
  case paste(String)
  /// A click, on what the last frame showed there.
  case clicked(HitTarget)
  /// The wheel over something; `lines` is negative towards the top.
  case wheel(HitTarget, lines: Int)
  case resized(Size)
  case focusGained
  case focusLost
  /// In the foreground again after a suspension.
  case resumed
  /// The local clock was set: it says so many seconds more than it would have said.
  case clockSet(by: TimeInterval)
  /// A frame reached the screen; this is what could be seen on it. Within a batch it counts as the
  /// first thing that happened.
  case presented(Presented)
  case client(ClientEvent)
  /// The time that ``Effect/setDeadline(_:)`` asked for has come.
  case deadline
  /// Something chosen by name: from the palette, a hint, a script.
  case perform(Command)
  /// The same with everything named that it needs.
  case request(Request)
  /// The external editor ended; nil when it failed or changed nothing.
  case edited(String?)
  /// The answer to ``Effect/readReplies``.
  case replies(CannedReplies)
  /// The answer to ``Effect/completePath(_:)``: whole paths that begin with `prefix`.
  case completions(prefix: String, [String])
  /// The answer to ``Effect/inspectFiles(_:request:)``, in the order of the list.
  case inspected(request: Int, [FileVerdict])
  /// The answer to ``Effect/proposePath(_:)``.
  case proposedPath(String, for: Media)
  /// The answer to ``Effect/proposeExport(named:)``.
  case proposedExport(String)
  /// The end of ``Effect/export(_:request:)``; what came of it was reported.
  case exportEnded(request: Int)
  /// It could not be begun, for this reason.
  case unsavedExport(ExportWish, reason: String)
  /// The wire was not written down at a path, for this reason.
  case unsavedWire(String, reason: String)
  /// The recording at this path cannot be done again; `reason` is a sentence.
  case unusableRecording(String, reason: String)
  /// Saving found a file at that path; it was left alone.
  case pathIsTaken(String, by: Media)
  /// What was to be opened is no picture, sound or film, and no program was given it; what it is by
  /// its content, in words.
  case isNoMedia(Media, String)
  /// The answers to ``Effect/search(_:request:)``.
  case found(request: Int, SearchFindings)
  /// Ascending.
  case foundPlaces(request: Int, [MessagePlace])
  /// The reason is a clause.
  case searchFailed(request: Int, String)
  /// The notes of colleagues as they stand now; what was passed over, in sentences.
  case teamNotes([ConversationNote], problems: [String])
  /// views.toml has changed; what is wrong in it, in sentences.
  case views([SavedView], problems: [String])
  /// roster.toml has changed; what is wrong in it, in sentences.
  case roster(Roster, problems: [String])
  /// The program is asked to leave at once: what is written is saved, nothing is asked.
  case terminating
  /// The answer to ``Effect/drawPicture(_:)``.
  case picture(PictureKey, PictureOutcome)
  /// The answer to ``Effect/findDictionaries``.
  case dictionaries(SpellingDictionaries)
  /// The answer to ``Effect/checkSpelling(_:language:)``: which of the words are right.
  case spelled(language: String, [String: Bool])
  /// A dictionary gave up, for this reason in a clause.
  case spellingFailed(language: String, String)
  /// The answer to ``Effect/suggestSpelling(_:language:request:)``; none for a word that is right.
  case suggested(request: Int, [String], isRight: Bool)
  /// How a voice note stands that is to be played: the answers to ``Effect/play(_:)``.
  case playing(PlayWish, PlayReport)
  /// People rely on the server after all, in a clause: its name leads to that of a profile that says so.
  case isProduction(String)
  /// The wires are written into this file from now on; nil: into none.
  case recording(String?)
  /// How what is tried stands, and what it came to: the answers to ``Effect/runTrial(_:)``.
  case trial(WireReport)
  /// Something came on the wire; ``Effect/fetchWire`` fetches it.
  case wireCame
  /// The answer to ``Effect/fetchWire``.
  case wire(WireNews)
  /// The answer to ``Effect/readEvents``; what is wrong with files, in sentences.
  case events([EventTemplate], problems: [String])
  /// What became of an effect, for the status line and the log.
  case report(Notice)
  /// The files of themes have changed: what can be chosen now.
  case themesChanged([ThemeChoice])
  /// The answers to ``Effect/signIn(email:password:)``: a token, or a reason in a sentence.
  case signedIn(String)
  case signInFailed(String)
}

extension Action {
  /// The one that was asked for has come, or no longer means what it did.
  var renewsDeadline: Bool {
    switch self {
    case .deadline, .clockSet: true
    default: false
    }
  }
}

/// What a paint found out: which messages were seen, where the scrolling came to rest, and how much
/// room there is. Reported after the frame was written, never before.
package struct Presented: Hashable, Sendable {
  /// The conversation of the message pane; nil when the pane was not on the screen.
  package var conversationID: ConversationID?
  /// Messages with at least one line on the screen, not covered by an overlay.
  package var visible: [MessageID]
  /// Where the message pane stands now.
  package var position: ScrollPosition
  /// How many of ``MessagesPane/pendingLines`` this paint has worked off.
  package var appliedLines: Int
  /// Items of the timeline above the first visible one.
  package var itemsAbove: Int
  /// Pictures for which there is room on the screen, drawn or not.
  package var pictures: [PictureWish] = []
  package var metrics: Metrics

  package init(
    conversationID: ConversationID? = nil, visible: [MessageID] = [],
    position: ScrollPosition = .follow, appliedLines: Int = 0, itemsAbove: Int = 0,
    metrics: Metrics = Metrics()
  ) {
    self.conversationID = conversationID
    self.visible = visible
    self.position = position
    self.appliedLines = appliedLines
    self.itemsAbove = itemsAbove
    self.metrics = metrics
  }
}

/// The room that the last layout gave, as far as moving needs it.
package struct Metrics: Hashable, Sendable {
  /// Conversations that fit into the list.
  package var listRows: Int
  /// Those who wait that stand on the screen beside the list.
  package var next: [ConversationID] = []
  /// Agents that fit into the team's pane.
  package var teamRows = 15
  /// Lines of the message pane.
  package var messageRows: Int
  /// Records that fit into the wire, and lines of the chosen one.
  package var wireRows = 10
  package var wireFrameRows = 8
  /// Columns in which the composer wraps its text.
  package var composerColumns: Int
  /// Lines of the overlay's scrolling part.
  package var overlayRows: Int
  package var widths: TextWidth
  /// The wall clock stands on the screen and has to change each minute.
  package var showsClock: Bool
  /// What the terminal shows of colours.
  package var colors = ColorDepth.indexed256
  /// In what it shows pictures; nil: in cells.
  package var pixels: PixelGround?

  package init(
    listRows: Int = 15, messageRows: Int = 15, composerColumns: Int = 76, overlayRows: Int = 14,
    widths: TextWidth = .standard, showsClock: Bool = false
  ) {
    self.listRows = listRows
    self.messageRows = messageRows
    self.composerColumns = composerColumns
    self.overlayRows = overlayRows
    self.widths = widths
    self.showsClock = showsClock
  }
}
