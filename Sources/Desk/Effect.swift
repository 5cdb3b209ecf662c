package import ChatModel
package import Faults
package import Foundation

/// Work for whoever runs the desk, as a value. Nothing here has happened yet.
package enum Effect: Hashable, Sendable {
  case client(ClientCommand)
  case bell
  /// A desktop notification, through the terminal or a command; already sanitized.
  case notify(title: String, body: String)
  /// The terminal's title.
  case setTitle(String)
  /// Looks for a token newer than the refused one where that came from.
  case renewToken
  /// Asks the server for a token; ``Action/signedIn(_:)`` or ``Action/signInFailed(_:)`` answers.
  case signIn(email: String, password: String)
  case quit
  case suspend
  /// Fetches a file and gives it to the user's program for its kind.
  case openExternally(Media)
  /// Gives an address out of a message to the user's browser.
  case openAddress(String)
  /// Fetches a voice note and plays it in place, instead of what plays; answered by
  /// ``Action/playing(_:_:)``.
  case play(PlayWish)
  /// Asks something of what plays; nothing plays: nothing happens.
  case steerPlayer(PlayerOrder)
  case stopPlaying
  /// Fetches a video and gives it to a player of the user's.
  case playOutside(Media)
  /// Looks for a free path to save a file under; answered by ``Action/proposedPath(_:for:)``.
  case proposePath(Media)
  /// Fetches a file and saves it there. A file that is there already is kept unless it `replaces`
  /// it: that is answered by ``Action/pathIsTaken(_:by:)``.
  case save(Media, path: String, replaces: Bool)
  /// Looks for a free path for a file of that name, or for a folder with that many files; answered by
  /// ``Action/proposedExport(_:)``.
  case proposeExport(named: String, of: Int)
  /// Writes conversations down from the history on this computer, as the path's ending says. A file
  /// that is there is kept, and that is said. Answered by ``Action/exportEnded(request:)``.
  case export(ExportWish, request: Int)
  /// What is whole stays, and what is not is not written.
  case stopExport
  /// Gives text to the terminal's clipboard (OSC 52).
  case copy(String)
  /// Opens the external editor on the text; answered by ``Action/edited(_:)``.
  case openEditor(String)
  /// Fetches a picture, if it is not here, and draws it as cells; answered by
  /// ``Action/picture(_:_:)``.
  case drawPicture(PictureWish)
  /// Reads the files of the canned replies anew; answered by ``Action/replies(_:)``.
  case readReplies
  /// Looks for files whose path begins so; answered by ``Action/completions(prefix:_:)``.
  case completePath(String)
  /// Looks at files that are to be sent: at the first list in which all exist, else at the last;
  /// answered by ``Action/inspected(request:_:)`` with a verdict for each.
  case inspectFiles([[String]], request: Int)
  /// Asks the history on this computer, beside the client; a question of the same kind that is not
  /// answered yet is given up. Answered by ``Action/found(request:_:)`` and its neighbours.
  case search(SearchQuestion, request: Int)
  /// Tells the colleagues of a note of mine; of nil, that it is deleted.
  case shareNote(ConversationNote?, NoteID, as: String?)
  /// Looks for dictionaries; answered by ``Action/dictionaries(_:)``.
  case findDictionaries
  /// Looks words up in a dictionary; answered by ``Action/spelled(language:_:)``.
  case checkSpelling([String], language: String)
  /// Asks a dictionary what a word may have been meant to be; answered by
  /// ``Action/suggested(request:_:isRight:)``.
  case suggestSpelling(String, language: String, request: Int)
  /// Lets the own link go wrong by this plan from now on.
  case setFaults(FaultPlan)
  /// Writes the wires of all identities into a file of its own, or ends that; answered by
  /// ``Action/recording(_:)``.
  case toggleRecording
  /// Keeps the wires of all identities from now on, and says with ``Action/wireCame`` that something
  /// has come.
  case openWire
  case closeWire
  /// Answered by ``Action/wire(_:)``, unless the wire is closed.
  case fetchWire
  /// Writes records down as a recording. A file that is there is kept, and that is said.
  case saveWire(WireWish)
  /// Sends an event or makes a request; what becomes of it stands on the wire.
  case act(WireOrder)
  /// Tries a server or what came from it; answered by ``Action/trial(_:)``, the last time without
  /// `progress`.
  case runTrial(WireTrial)
  /// Reads a recording that is perhaps done again; answered by ``Action/unusableRecording(_:reason:)`` where
  /// it cannot be.
  case lookAtRecording(String)
  /// Ends what is being tried; it is answered all the same.
  case endTrial
  /// Reads the files of events anew; answered by ``Action/events(_:problems:)``.
  case readEvents
  /// Writes an event to a new file of that name among them, with this text.
  case keepEvent(named: String, String)
  /// Wakes the desk with ``Action/deadline`` at this time; replaces the earlier wish. nil: no need.
  case setDeadline(Date?)

  /// Whether nothing of it is seen at once: it may be done when the update has been painted.
  package var mayFollowPaint: Bool {
    switch self {
    case .client, .setDeadline: true
    default: false
    }
  }
}
