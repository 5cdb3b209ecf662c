import Sentences

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
  package enum Section: Hashable, Sendable, CaseIterable {
    case moving
    case choosing
    case acting
    case desk
    case testing
    case writing
    case deciding

    /// The heading of the help.
    package var title: String {
      switch self {
      case .moving: said("Moving")
      case .choosing: said("Choosing conversations")
      case .acting: said("Acting")
      case .desk: said("The desk")
      case .testing: said("Testing a server")
      case .writing: said("Writing")
      case .deciding: said("Deciding")
      }
    }
  }

  package var section: Section { description.section }

  /// What the command does, as it stands in the help.
  package var sentence: String { description.sentence }

  /// What `Ctrl+X 1` to `9` do, where they stand in one row.
  static var sentenceOfIdentities: String {
    said("show another identity, where the desk has several")
  }

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
    case .up: (.moving, said("one up"))
    case .down: (.moving, said("one down"))
    case .left: (.moving, said("one to the left"))
    case .right: (.moving, said("one to the right"))
    case .pageUp: (.moving, said("a page up"))
    case .pageDown: (.moving, said("a page down"))
    case .halfPageUp: (.moving, said("half a page up"))
    case .halfPageDown: (.moving, said("half a page down"))
    case .top: (.moving, said("to the first"))
    case .bottom: (.moving, said("to the last, and follow"))
    case .nextPane: (.moving, said("to the next pane"))
    case .previousPane: (.moving, said("to the previous pane"))
    case .cancel: (.moving, said("out, cancel, close"))
    case .interrupt: (.moving, said("cancel an upload, else clear what is written; never quits"))
    case .open: (.choosing, said("open the conversation"))
    case .nextConversation: (.choosing, said("open the next conversation"))
    case .previousConversation: (.choosing, said("open the previous conversation"))
    case .longestWaiting: (.choosing, said("open who waits longest"))
    case .nextUnread: (.choosing, said("open the next unread conversation"))
    case .previousUnread: (.choosing, said("open the previous unread conversation"))
    case .viewMine: (.choosing, said("show my conversations"))
    case .viewWaiting: (.choosing, said("show who waits for an answer"))
    case .viewUnread: (.choosing, said("show what is unread"))
    case .viewAll: (.choosing, said("show all conversations"))
    case .viewStatistics: (.choosing, said("show the statistics"))
    case .viewTeam:
      (.choosing, said("show the team: who has how much, and who waits longest with whom"))
    case .viewUnassigned: (.choosing, said("show conversations without an agent"))
    case .viewSaved1: (.choosing, said("show the first view of views.toml"))
    case .viewSaved2: (.choosing, said("show the second view of views.toml"))
    case .jump: (.choosing, said("go to a conversation, phone number, agent, view or command"))
    case .filter:
      (
        .choosing,
        said(
          """
          filter the list by name, phone or words, or by agent:ravi status:open older:2h \
          newer:1d waits:15m
          """)
      )
    case .find: (.moving, said("find words in the open conversation"))
    case .nextHit: (.moving, said("to the next hit, further back"))
    case .previousHit: (.moving, said("to the hit before, newer"))
    case .findEverywhere: (.choosing, said("find words in all that is on this computer"))
    case .goToDate: (.moving, said("go to a day"))
    case .foldIn: (.choosing, said("fold in what arrived"))
    case .reply: (.acting, said("write a reply"))
    case .replies: (.acting, said("put in a canned reply"))
    case .slash: (.writing, said("put in a canned reply, where a line begins; elsewhere a slash"))
    case .attach: (.acting, said("attach a file"))
    case .emoji:
      (.writing, said("put in an emoji by its name; `:` and two letters of it do the same"))
    case .note: (.acting, said("write a note on the conversation; it is never sent"))
    case .snooze: (.acting, said("snooze: out of the waiting until a time, or until they write"))
    case .mark:
      (.choosing, said("mark the row or the message, for many at once; Esc drops the marks"))
    case .markRange: (.choosing, said("mark from here; again: up to here"))
    case .markRead: (.acting, said("mark as read what is marked, else the row, without opening it"))
    case .markUnread: (.acting, said("mark as unread, on this computer; again takes the mark off"))
    case .status: (.acting, said("set the status: open, waiting, resolved, closed, next"))
    case .reassign:
      (.acting, said("give the conversation, or all that is marked, to another agent (admin)"))
    case .takeOver:
      (.acting, said("take the conversation over from its agent, and reply (admin, asks)"))
    case .watch:
      (.acting, said("watch without a trace: nothing is joined, marked read or told, only polled"))
    case .balance:
      (
        .acting,
        said("propose the fewest moves that even out the team, each with its reason (admin)")
      )
    case .emptyAgent:
      (.acting, said("in the team: hand out all that an agent has, after a preview (admin)"))
    case .retry: (.acting, said("send a failed message again"))
    case .editFailed:
      (.acting, said("put a failed message back into the reply; edit the chosen note"))
    case .dropFailed: (.acting, said("drop a message that was not sent, or the chosen note (asks)"))
    case .openMedia: (.acting, said("open the picture, file or link"))
    case .openOrReply:
      (.acting, said("show the chosen picture large, open the file; else write a reply"))
    case .viewPicture: (.acting, said("show the picture large"))
    case .nextPicture: (.moving, said("to the next picture of the conversation"))
    case .previousPicture: (.moving, said("to the previous picture of the conversation"))
    case .saveMedia: (.acting, said("save the file (asks where)"))
    case .play: (.acting, said("play the voice note or video; again: pause it, or go on"))
    case .seekBack: (.acting, said("5 s back in the voice note that plays"))
    case .seekForward: (.acting, said("5 s on in the voice note that plays"))
    case .copy:
      (.acting, said("copy: of a row the phone number, of the details the line, else the message"))
    case .takeBack: (.acting, said("take back the last change, again the one before"))
    case .takeBackSend:
      (.acting, said("take back the message that still waits to go, into its reply (send_undo)"))
    case .latin:
      (.desk, said("read the open conversation in Latin letters; again: as it was written"))
    case .messageDetails:
      (.acting, said("all that is known of the chosen message: times, ids, who read it"))
    case .quote: (.acting, said("quote the marked messages, else the chosen one, in the reply"))
    case .export: (.acting, said("write the conversation down as a file (asks where)"))
    case .mute:
      (.acting, said("mute the conversation on this computer, or let it ring again (asks)"))
    case .contactSupport: (.acting, said("ask for a conversation with support (farmer)"))
    case .help: (.desk, said("the keys that are in force here"))
    case .log: (.desk, said("what happened so far"))
    case .outbox: (.desk, said("what has not reached the server: retry, edit, drop"))
    case .palette: (.desk, said("any command by name"))
    case .theme: (.desk, said("choose a theme"))
    case .details: (.desk, said("show or hide the farmer's details"))
    case .refresh: (.desk, said("bring everything up to date"))
    case .reconnect: (.desk, said("try the link again now"))
    case .signIn: (.desk, said("sign in again"))
    case .faults: (.desk, said("make the own link go wrong by intent (testers)"))
    case .record:
      (.desk, said("record the wire of all identities into a file; again: end it (testers)"))
    case .identity1, .identity2, .identity3, .identity4, .identity5, .identity6, .identity7,
      .identity8, .identity9:
      (.desk, said("show identity \(identityNumber ?? 0), where the desk has several"))
    case .close: (.desk, said("close the topmost; on a bare desk quit"))
    case .quit: (.desk, said("quit (asks if drafts or the outbox hold something)"))
    case .suspend: (.desk, said("suspend to the shell"))
    case .send: (.writing, said("send"))
    case .newLine: (.writing, said("a new line"))
    case .externalEditor: (.writing, said("go on in the external editor"))
    case .lineStart: (.writing, said("to the start of the line"))
    case .lineEnd: (.writing, said("to the end of the line"))
    case .textStart: (.writing, said("to the start of the text"))
    case .textEnd: (.writing, said("to the end of the text"))
    case .characterBack: (.writing, said("one character back"))
    case .characterForward: (.writing, said("one character forward"))
    case .wordBack: (.writing, said("one word back"))
    case .wordForward: (.writing, said("one word forward"))
    case .deleteBack: (.writing, said("delete the character before the cursor"))
    case .deleteForward: (.writing, said("delete the character at the cursor"))
    case .killWordBack: (.writing, said("cut the word before the cursor"))
    case .killWordForward: (.writing, said("cut the word after the cursor"))
    case .killBlankWordBack: (.writing, said("cut back to the last space"))
    case .killToStart: (.writing, said("cut to the start of the line"))
    case .killToEnd: (.writing, said("cut to the end of the line"))
    case .yank: (.writing, said("put in what was cut last"))
    case .yankOlder: (.writing, said("put in the one that was cut before it instead"))
    case .undo: (.writing, said("undo"))
    case .redo: (.writing, said("do again what was undone"))
    case .transpose: (.writing, said("exchange the two characters before the cursor"))
    case .correct:
      (.writing, said("suggestions for the word under the cursor, or make it one of mine"))
    case .spelling: (.writing, said("choose the dictionary for the open conversation; remembered"))
    case .wire: (.testing, said("show the wire: every request and packet; from there: close it"))
    case .wirePause: (.testing, said("hold the list of the wire still; again: let it follow"))
    case .wireFrameDown: (.testing, said("scroll the chosen record down"))
    case .wireFrameUp: (.testing, said("scroll the chosen record up"))
    case .wireThread:
      (.testing, said("only what belongs to the chosen record: its cause, its answers; again: all"))
    case .wireConversation:
      (.testing, said("only what names the conversation of the chosen record; again: all"))
    case .wireUnmask:
      (.testing, said("phone numbers as they are; again: false ones, equal for equal"))
    case .wireClear: (.testing, said("empty the wire"))
    case .wireSave: (.testing, said("save what is shown of the wire as a recording (asks where)"))
    case .wireResend: (.testing, said("change the chosen event or request, and send it again"))
    case .wireEmit: (.testing, said("write an event by hand and send it"))
    case .wireReplay:
      (.testing, said("do a recording again against this server (asks which, and whether)"))
    case .wireAssert:
      (
        .testing,
        said(
          """
          hold what is shown of the wire against a file of assertions; a new file begins with \
          one of the chosen record
          """)
      )
    case .wireCheck: (.testing, said("check that the server keeps its contract; it reads only"))
    case .wireKeepEvent: (.testing, said("keep the event as a file of events/, for another time"))
    case .accept: (.deciding, said("yes, take it"))
    case .complete: (.deciding, said("complete, or the next choice"))
    }
  }
}
