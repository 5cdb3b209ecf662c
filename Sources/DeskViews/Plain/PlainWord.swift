// The commands of plain mode: what a line may begin with. The help is made from this table.

package import Desk
import Sentences

/// The first word of a line.
package enum PlainWord: String, Sendable, CaseIterable {
  case help
  case mine, waiting, unread, all, more
  case nobody, view
  case statistics, team
  case find, open, next, read, back, who
  case search, look, day
  case reply, canned, quote, draft, send, discard, attach
  case files, play, save, export
  case note, notes, snooze, mark, mute, latin
  case status, undo, give, watch, take, balance, empty
  case pick, many, stop
  case outbox, retry, edit, drop
  case refresh, reconnect, log, faults
  case contact
  case signIn = "sign-in"
  case quit

  /// How the line is written.
  package var usage: String {
    switch self {
    case .find: "find WORDS"
    case .view: "view [NAME]"
    case .search: "search WORDS"
    case .look: "look WORDS"
    case .day: "day DAY"
    case .quote: "quote [WORDS or NUMBER]"
    case .play: "play [NUMBER, back, on]"
    case .pick: "pick [NUMBERS, all, none]"
    case .many: "many [WHAT]"
    case .faults: "faults [FAULTS or off]"
    case .canned: "canned [NAME]"
    case .reply: "reply [WORDS]"
    case .note: "note [WORDS]"
    case .draft: "draft [WORDS]"
    case .export: "export [PATH]"
    case .snooze: "snooze [TIME, until they write, off]"
    case .edit: "edit [NUMBER]"
    case .open: "open NUMBER or NAME"
    case .read: "read [HOW MANY]"
    case .back: "back [HOW MANY]"
    case .attach: "attach FILE"
    case .save: "save NUMBER [PATH]"
    case .status: "status [open, waiting, resolved, closed, next]"
    case .give: "give [NUMBER or NAME]"
    case .watch: "watch [NUMBER or NAME]"
    case .empty: "empty [NUMBER or NAME]"
    case .retry: "retry [NUMBER]"
    case .drop: "drop [NUMBER]"
    default: rawValue
    }
  }

  /// Something may stand behind it in its line.
  var takesWords: Bool { usage != rawValue }

  /// What it does, in a clause.
  package var sentence: String {
    switch self {
    case .help: said("these lines")
    case .mine: said("my conversations, numbered")
    case .waiting: said("who waits for an answer, numbered")
    case .unread: said("what is unread, numbered")
    case .all: said("all conversations, numbered")
    case .more: said("the next of them, or of what was found")
    case .nobody: said("conversations without an agent, numbered")
    case .view: said("a view of views.toml, by name or by number")
    case .statistics: said("the numbers of the whole desk")
    case .team:
      said("who has how much, the longest wait first, numbered; a number lists their chats")
    case .find: said("conversations by name, phone, agent, status or words")
    case .open: said("open a conversation; a number alone does it too")
    case .next: said("open who waits longest")
    case .read: said("the newest messages once more, 10 or as many as you say")
    case .back: said("the messages before those, 10 or as many as you say")
    case .search:
      said(
        """
        messages and notes in all conversations, numbered; a number shows one where it stands
        """)
    case .look: said("the same in this conversation")
    case .day: said("the messages of a day and what follows: 2026-11-01, 1 Nov, monday, 3d")
    case .quote:
      said(
        """
        quote the newest message that has these words, or a number of look, else their newest \
        one, in what is written
        """)
    case .play:
      said(
        """
        play a voice note by its number of files, else the newest; again pauses it; back and \
        on: 5 seconds
        """)
    case .pick:
      said(
        """
        pick conversations by their numbers, 1 3-5, for many; alone it says which are picked
        """)
    case .many: said("do something to all that are picked, after a question; alone it says what")
    case .stop: said("stop what plays, what is written down, or a change of many")
    case .faults:
      said("let the own link go wrong by intent (testers): drop=10%,seed=7; off ends that")
    case .canned: said("put in a canned reply, by name or by number; send sends it")
    case .export:
      said("write the conversation down; the ending is the format: .txt .md .json .html")
    case .notes: said("the notes on it, numbered")
    case .snooze:
      said("out of the waiting until then: 2h, tomorrow 9:00, fri 9; numbered without a time")
    case .mark: said("mark as unread, on this computer; again takes the mark off")
    case .mute: said("let it ring no more, or again (asks)")
    case .latin: said("read the conversation in Latin letters, or again as it was written")
    case .edit: said("take one of them back into what is written")
    case .who: said("who this is: phone, e-mail, presence, typing, status")
    case .reply:
      said(
        """
        write one reply at a prompt; an empty line leaves it, a line that ends in \\ goes on; \
        with words: write these, and send sends them
        """)
    case .note: said("write a note on the conversation, at a prompt or at once; it is never sent")
    case .draft: said("read what is written and not sent, or write on without sending")
    case .send: said("send that")
    case .discard: said("throw that away; undo brings it back")
    case .attach: said("put a file to what is written; send sends it")
    case .files: said("pictures, sounds, files and links here, numbered; a number opens one")
    case .save: said("save one of them")
    case .status:
      said("set the status, by word or by number; next resolves and opens who waits next")
    case .undo:
      said("take back a message that still waits, else the last change, again the one before")
    case .give: said("give the conversation to an agent (admin)")
    case .watch:
      said("open one without a trace: nothing is joined, marked read or told, only polled")
    case .take: said("take the conversation over from its agent (admin, asks)")
    case .balance:
      said("propose the fewest moves that even out the team, each with its reason (admin)")
    case .empty: said("hand out all that an agent has, after a preview (admin)")
    case .outbox: said("what has not reached the server, numbered")
    case .retry: said("send one of them again")
    case .drop: said("drop one of them, or a note (asks)")
    case .refresh: said("bring everything up to date")
    case .reconnect: said("try the link again now")
    case .log: said("what was said lately")
    case .contact: said("ask for a conversation with support (farmer)")
    case .signIn: said("sign in again")
    case .quit: said("leave (asks if something waits here)")
    }
  }

  /// The commands of the desk that these lines stand for, and their names there.
  private static let meanings: [(PlainWord, Command)] = [
    (.help, .help), (.mine, .viewMine), (.waiting, .viewWaiting), (.unread, .viewUnread),
    (.all, .viewAll), (.nobody, .viewUnassigned), (.statistics, .viewStatistics),
    (.team, .viewTeam), (.find, .filter),
    (.open, .open), (.next, .longestWaiting), (.back, .pageUp), (.read, .bottom), (.who, .details),
    (.reply, .reply), (.note, .note), (.send, .send), (.attach, .attach), (.files, .openMedia),
    (.save, .saveMedia),
    (.status, .status), (.undo, .takeBack), (.give, .reassign),
    (.watch, .watch), (.take, .takeOver), (.balance, .balance), (.empty, .emptyAgent),
    (.outbox, .outbox),
    (.retry, .retry), (.drop, .dropFailed), (.refresh, .refresh), (.reconnect, .reconnect),
    (.log, .log), (.contact, .contactSupport), (.signIn, .signIn), (.quit, .quit),
    (.search, .findEverywhere), (.look, .find), (.canned, .replies), (.export, .export),
    (.snooze, .snooze), (.mark, .markUnread), (.mute, .mute), (.latin, .latin),
    (.edit, .editFailed), (.view, .viewSaved1), (.view, .viewSaved2), (.discard, .interrupt),
    (.undo, .undo), (.who, .copy),
    (.undo, .takeBackSend), (.day, .goToDate), (.quote, .quote), (.play, .play),
    (.play, .seekBack), (.play, .seekForward), (.pick, .mark), (.pick, .markRange),
    (.stop, .cancel), (.faults, .faults),
  ]

  /// What is typed without thinking, though others begin so, too.
  private static let shorthands: [String: PlainWord] = [
    "q": .quit, "b": .back, "t": .team, "wa": .waiting,
  ]

  /// What sentences of the desk call its commands in plain mode.
  package static let commandWords = Dictionary(meanings.map { ($0.1, $0.0.rawValue) }) { a, _ in a }

  enum Reading: Equatable {
    case word(PlainWord)
    /// Several begin so.
    case several([PlainWord])
    case none
  }

  /// Reads a word, or as much of it as tells it from the others; a colon before it is no part of it.
  static func reading(_ text: Substring) -> Reading {
    let word = text.drop { $0 == ":" }.lowercased()
    guard !word.isEmpty else { return .none }
    if let whole = PlainWord(rawValue: word) ?? shorthands[word] { return .word(whole) }
    if let (meant, _) = meanings.first(where: { $0.1.rawValue == word }) { return .word(meant) }
    let begun = allCases.filter { $0.rawValue.hasPrefix(word) }
    return begun.count == 1 ? .word(begun[0]) : begun.isEmpty ? .none : .several(begun)
  }
}
