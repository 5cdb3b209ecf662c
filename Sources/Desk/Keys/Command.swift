/// Everything a key, the palette or a click can ask of the desk. The raw values are the names in
/// keys.toml and in the palette.
package enum Command: String, Hashable, Sendable, CaseIterable {
  // Moving
  case up, down, left, right
  case pageUp = "page-up"
  case pageDown = "page-down"
  case halfPageUp = "half-page-up"
  case halfPageDown = "half-page-down"
  case top, bottom
  case nextPane = "next-pane"
  case previousPane = "previous-pane"
  case cancel
  case interrupt
  case open
  case nextConversation = "next-conversation"
  case previousConversation = "previous-conversation"
  case longestWaiting = "longest-waiting"
  case nextUnread = "next-unread"
  case previousUnread = "previous-unread"
  // Views and filters
  case viewMine = "view-mine"
  case viewWaiting = "view-waiting"
  case viewUnread = "view-unread"
  case viewAll = "view-all"
  case viewStatistics = "view-statistics"
  case viewTeam = "view-team"
  case viewUnassigned = "view-no-agent"
  case viewSaved1 = "view-8"
  case viewSaved2 = "view-9"
  case jump
  case filter
  case find
  case nextHit = "next-hit"
  case previousHit = "previous-hit"
  case findEverywhere = "find-everywhere"
  case goToDate = "go-to-date"
  case foldIn = "fold-in"
  // Acting
  case reply
  case replies
  case slash = "replies-at-line-start"
  case attach
  case emoji
  case note
  case snooze
  case mark
  case markRange = "mark-range"
  case markRead = "mark-read"
  case markUnread = "mark-unread"
  case status
  case reassign
  case takeOver = "take-over"
  case watch
  case balance
  case emptyAgent = "empty-agent"
  case retry
  case editFailed = "edit-failed"
  case dropFailed = "drop-failed"
  case openMedia = "open-media"
  case openOrReply = "open-or-reply"
  case viewPicture = "view-picture"
  case nextPicture = "next-picture"
  case previousPicture = "previous-picture"
  case saveMedia = "save-media"
  case play
  case seekBack = "seek-back"
  case seekForward = "seek-forward"
  case copy
  case takeBack = "take-back"
  case takeBackSend = "take-back-send"
  case export
  case mute
  case messageDetails = "message-details"
  case quote
  case latin
  case contactSupport = "contact-support"
  // The desk
  case help
  case log
  case outbox
  case palette
  case theme
  case details
  case refresh
  case reconnect
  case signIn = "sign-in"
  case faults
  case record
  case identity1 = "identity-1"
  case identity2 = "identity-2"
  case identity3 = "identity-3"
  case identity4 = "identity-4"
  case identity5 = "identity-5"
  case identity6 = "identity-6"
  case identity7 = "identity-7"
  case identity8 = "identity-8"
  case identity9 = "identity-9"
  case close
  case quit
  case suspend
  // Writing
  case send
  case newLine = "new-line"
  case externalEditor = "external-editor"
  case lineStart = "line-start"
  case lineEnd = "line-end"
  case textStart = "text-start"
  case textEnd = "text-end"
  case characterBack = "character-back"
  case characterForward = "character-forward"
  case wordBack = "word-back"
  case wordForward = "word-forward"
  case deleteBack = "delete-back"
  case deleteForward = "delete-forward"
  case killWordBack = "kill-word-back"
  case killWordForward = "kill-word-forward"
  case killBlankWordBack = "kill-blank-word-back"
  case killToStart = "kill-to-start"
  case killToEnd = "kill-to-end"
  case yank
  case yankOlder = "yank-older"
  case undo
  case redo
  case transpose
  case correct
  case spelling
  // Testing a server
  case wire
  case wirePause = "wire-pause"
  case wireFrameDown = "wire-frame-down"
  case wireFrameUp = "wire-frame-up"
  case wireThread = "wire-thread"
  case wireConversation = "wire-conversation"
  case wireUnmask = "wire-unmask"
  case wireClear = "wire-clear"
  case wireSave = "wire-save"
  case wireResend = "resend"
  case wireEmit = "emit"
  case wireKeepEvent = "keep-event"
  case wireReplay = "replay"
  case wireAssert = "assert"
  case wireCheck = "check"
  // In overlays and prompts
  case accept
  case complete
}

// What each command is called and does, in one sentence. The help, the palette, `furrow keys` and the
// manual are all made from this table.

extension Command {
  /// The groups of the help, in its order.
  package enum Section: String, Hashable, Sendable, CaseIterable {
    case moving = "Moving"
    case choosing = "Choosing conversations"
    case acting = "Acting"
    case desk = "The desk"
    case testing = "Testing a server"
    case writing = "Writing"
    case deciding = "Deciding"
  }

  package var section: Section { description.section }

  /// What the command does, as it stands in the help.
  package var sentence: String { description.sentence }

  /// What `Ctrl+X 1` to `9` do, where they stand in one row.
  static let sentenceOfIdentities = "show another identity, where the desk has several"

  /// Which identity the command shows, from 1; nil for the others.
  package var identityNumber: Int? {
    rawValue.hasPrefix("identity-") ? rawValue.last?.wholeNumberValue : nil
  }

  /// It is about the screen as a whole: what lies over the desk takes nothing of it.
  var isForEveryPlace: Bool { self == .suspend || identityNumber != nil }

  /// Commands that only move: a run of them is no text.
  var isMovement: Bool {
    switch self {
    case .up, .down, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .top, .bottom, .nextUnread,
      .previousUnread, .nextHit, .previousHit, .nextPicture, .previousPicture, .wireFrameUp,
      .wireFrameDown:
      true
    default: false
    }
  }

  /// The palette's names of commands that take no word, in its order.
  static let named: [(String, Command)] = [
    ("help", .help), ("log", .log), ("outbox", .outbox), ("refresh", .refresh),
    ("jump", .jump), ("find", .find), ("search", .findEverywhere), ("date", .goToDate),
    ("waiting", .longestWaiting), ("unread", .nextUnread), ("reply", .reply),
    ("replies", .replies), ("attach", .attach), ("note", .note), ("snooze", .snooze),
    ("mark-unread", .markUnread), ("mark", .mark), ("mark-range", .markRange), ("read", .markRead),
    ("reassign", .reassign), ("take-over", .takeOver), ("watch", .watch), ("balance", .balance),
    ("empty-agent", .emptyAgent), ("theme", .theme),
    ("details", .details),
    ("retry", .retry), ("edit", .editFailed), ("drop", .dropFailed), ("copy", .copy),
    ("open", .openMedia), ("save", .saveMedia), ("picture", .viewPicture),
    ("mute", .mute),
    ("play", .play), ("seek-back", .seekBack), ("seek-forward", .seekForward),
    ("undo", .takeBack), ("export", .export), ("message", .messageDetails),
    ("quote", .quote), ("unsend", .takeBackSend), ("emoji", .emoji),
    ("correct", .correct), ("spelling", .spelling),
    ("latin", .latin), ("filter", .filter), ("fold-in", .foldIn), ("next", .nextConversation),
    ("previous", .previousConversation), ("previous-unread", .previousUnread),
    ("next-hit", .nextHit), ("previous-hit", .previousHit), ("status", .status),
    ("reconnect", .reconnect), ("sign-in", .signIn), ("faults", .faults),
    ("record", .record), ("suspend", .suspend),
    ("quit", .quit), ("q", .quit), ("contact", .contactSupport),
    ("wire", .wire), ("wire-pause", .wirePause), ("wire-thread", .wireThread),
    ("wire-conversation", .wireConversation), ("wire-unmask", .wireUnmask),
    ("wire-clear", .wireClear), ("wire-save", .wireSave), ("resend", .wireResend),
    ("emit", .wireEmit), ("replay", .wireReplay), ("assert", .wireAssert), ("check", .wireCheck),
  ]

  private var description: (section: Section, sentence: String) {
    switch self {
    case .up: (.moving, "one up")
    case .down: (.moving, "one down")
    case .left: (.moving, "one to the left")
    case .right: (.moving, "one to the right")
    case .pageUp: (.moving, "a page up")
    case .pageDown: (.moving, "a page down")
    case .halfPageUp: (.moving, "half a page up")
    case .halfPageDown: (.moving, "half a page down")
    case .top: (.moving, "to the first")
    case .bottom: (.moving, "to the last, and follow")
    case .nextPane: (.moving, "to the next pane")
    case .previousPane: (.moving, "to the previous pane")
    case .cancel: (.moving, "out, cancel, close")
    case .interrupt: (.moving, "cancel an upload, else clear what is written; never quits")
    case .open: (.choosing, "open the conversation")
    case .nextConversation: (.choosing, "open the next conversation")
    case .previousConversation: (.choosing, "open the previous conversation")
    case .longestWaiting: (.choosing, "open who waits longest")
    case .nextUnread: (.choosing, "open the next unread conversation")
    case .previousUnread: (.choosing, "open the previous unread conversation")
    case .viewMine: (.choosing, "show my conversations")
    case .viewWaiting: (.choosing, "show who waits for an answer")
    case .viewUnread: (.choosing, "show what is unread")
    case .viewAll: (.choosing, "show all conversations")
    case .viewStatistics: (.choosing, "show the statistics")
    case .viewTeam: (.choosing, "show the team: who has how much, and who waits longest with whom")
    case .viewUnassigned: (.choosing, "show conversations without an agent")
    case .viewSaved1: (.choosing, "show the first view of views.toml")
    case .viewSaved2: (.choosing, "show the second view of views.toml")
    case .jump: (.choosing, "go to a conversation, phone number, agent, view or command")
    case .filter:
      (
        .choosing,
        "filter the list by name, phone or words, or by agent:ravi status:open older:2h newer:1d waits:15m"
      )
    case .find: (.moving, "find words in the open conversation")
    case .nextHit: (.moving, "to the next hit, further back")
    case .previousHit: (.moving, "to the hit before, newer")
    case .findEverywhere: (.choosing, "find words in all that is on this computer")
    case .goToDate: (.moving, "go to a day")
    case .foldIn: (.choosing, "fold in what arrived")
    case .reply: (.acting, "write a reply")
    case .replies: (.acting, "put in a canned reply")
    case .slash: (.writing, "put in a canned reply, where a line begins; elsewhere a slash")
    case .attach: (.acting, "attach a file")
    case .emoji: (.writing, "put in an emoji by its name; `:` and two letters of it do the same")
    case .note: (.acting, "write a note on the conversation; it is never sent")
    case .snooze: (.acting, "snooze: out of the waiting until a time, or until they write")
    case .mark: (.choosing, "mark the row or the message, for many at once; Esc drops the marks")
    case .markRange: (.choosing, "mark from here; again: up to here")
    case .markRead: (.acting, "mark as read what is marked, else the row, without opening it")
    case .markUnread: (.acting, "mark as unread, on this computer; again takes the mark off")
    case .status: (.acting, "set the status: open, waiting, resolved, closed, next")
    case .reassign:
      (.acting, "give the conversation, or all that is marked, to another agent (admin)")
    case .takeOver: (.acting, "take the conversation over from its agent, and reply (admin, asks)")
    case .watch:
      (.acting, "watch without a trace: nothing is joined, marked read or told, only polled")
    case .balance:
      (.acting, "propose the fewest moves that even out the team, each with its reason (admin)")
    case .emptyAgent:
      (.acting, "in the team: hand out all that an agent has, after a preview (admin)")
    case .retry: (.acting, "send a failed message again")
    case .editFailed: (.acting, "put a failed message back into the reply; edit the chosen note")
    case .dropFailed: (.acting, "drop a message that was not sent, or the chosen note (asks)")
    case .openMedia: (.acting, "open the picture, file or link")
    case .openOrReply: (.acting, "show the chosen picture large, open the file; else write a reply")
    case .viewPicture: (.acting, "show the picture large")
    case .nextPicture: (.moving, "to the next picture of the conversation")
    case .previousPicture: (.moving, "to the previous picture of the conversation")
    case .saveMedia: (.acting, "save the file (asks where)")
    case .play: (.acting, "play the voice note or video; again: pause it, or go on")
    case .seekBack: (.acting, "5 s back in the voice note that plays")
    case .seekForward: (.acting, "5 s on in the voice note that plays")
    case .copy:
      (.acting, "copy: of a row the phone number, of the details the line, else the message")
    case .takeBack: (.acting, "take back the last change, again the one before")
    case .takeBackSend:
      (.acting, "take back the message that still waits to go, into its reply (send_undo)")
    case .latin: (.desk, "read the open conversation in Latin letters; again: as it was written")
    case .messageDetails:
      (.acting, "all that is known of the chosen message: times, ids, who read it")
    case .quote: (.acting, "quote the marked messages, else the chosen one, in the reply")
    case .export: (.acting, "write the conversation down as a file (asks where)")
    case .mute: (.acting, "mute the conversation on this computer, or let it ring again (asks)")
    case .contactSupport: (.acting, "ask for a conversation with support (farmer)")
    case .help: (.desk, "the keys that are in force here")
    case .log: (.desk, "what happened so far")
    case .outbox: (.desk, "what has not reached the server: retry, edit, drop")
    case .palette: (.desk, "any command by name")
    case .theme: (.desk, "choose a theme")
    case .details: (.desk, "show or hide the farmer's details")
    case .refresh: (.desk, "bring everything up to date")
    case .reconnect: (.desk, "try the link again now")
    case .signIn: (.desk, "sign in again")
    case .faults: (.desk, "make the own link go wrong by intent (testers)")
    case .record: (.desk, "record the wire of all identities into a file; again: end it (testers)")
    case .identity1, .identity2, .identity3, .identity4, .identity5, .identity6, .identity7,
      .identity8, .identity9:
      (.desk, "show identity \(identityNumber ?? 0), where the desk has several")
    case .close: (.desk, "close the topmost; on a bare desk quit")
    case .quit: (.desk, "quit (asks if drafts or the outbox hold something)")
    case .suspend: (.desk, "suspend to the shell")
    case .send: (.writing, "send")
    case .newLine: (.writing, "a new line")
    case .externalEditor: (.writing, "go on in the external editor")
    case .lineStart: (.writing, "to the start of the line")
    case .lineEnd: (.writing, "to the end of the line")
    case .textStart: (.writing, "to the start of the text")
    case .textEnd: (.writing, "to the end of the text")
    case .characterBack: (.writing, "one character back")
    case .characterForward: (.writing, "one character forward")
    case .wordBack: (.writing, "one word back")
    case .wordForward: (.writing, "one word forward")
    case .deleteBack: (.writing, "delete the character before the cursor")
    case .deleteForward: (.writing, "delete the character at the cursor")
    case .killWordBack: (.writing, "cut the word before the cursor")
    case .killWordForward: (.writing, "cut the word after the cursor")
    case .killBlankWordBack: (.writing, "cut back to the last space")
    case .killToStart: (.writing, "cut to the start of the line")
    case .killToEnd: (.writing, "cut to the end of the line")
    case .yank: (.writing, "put in what was cut last")
    case .yankOlder: (.writing, "put in the one that was cut before it instead")
    case .undo: (.writing, "undo")
    case .redo: (.writing, "do again what was undone")
    case .transpose: (.writing, "exchange the two characters before the cursor")
    case .correct: (.writing, "suggestions for the word under the cursor, or make it one of mine")
    case .spelling: (.writing, "choose the dictionary for the open conversation; remembered")
    case .wire: (.testing, "show the wire: every request and packet; from there: close it")
    case .wirePause: (.testing, "hold the list of the wire still; again: let it follow")
    case .wireFrameDown: (.testing, "scroll the chosen record down")
    case .wireFrameUp: (.testing, "scroll the chosen record up")
    case .wireThread:
      (.testing, "only what belongs to the chosen record: its cause, its answers; again: all")
    case .wireConversation:
      (.testing, "only what names the conversation of the chosen record; again: all")
    case .wireUnmask: (.testing, "phone numbers as they are; again: false ones, equal for equal")
    case .wireClear: (.testing, "empty the wire")
    case .wireSave: (.testing, "save what is shown of the wire as a recording (asks where)")
    case .wireResend: (.testing, "change the chosen event or request, and send it again")
    case .wireEmit: (.testing, "write an event by hand and send it")
    case .wireReplay:
      (.testing, "do a recording again against this server (asks which, and whether)")
    case .wireAssert:
      (
        .testing,
        "hold what is shown of the wire against a file of assertions; a new file begins with one of the chosen record"
      )
    case .wireCheck: (.testing, "check that the server keeps its contract; it reads only")
    case .wireKeepEvent: (.testing, "keep the event as a file of events/, for another time")
    case .accept: (.deciding, "yes, take it")
    case .complete: (.deciding, "complete, or the next choice")
    }
  }
}
