package import ChatModel
package import Faults
package import Foundation
import Sentences

/// What the desk is told before it starts.
package struct DeskConfiguration: Hashable, Sendable {
  /// Waits from here on are shown as long, and as too long; in seconds.
  package var waitWarn: TimeInterval
  package var waitLate: TimeInterval
  package var theme: String
  /// For the theme picker.
  package var themes: [ThemeChoice]
  /// Rings when a message for me comes that is not on the screen of a person who is there.
  package var bell: Bool
  /// The same as a desktop notification.
  package var notifies: Bool
  package var setsTitle: Bool
  /// When nothing rings.
  package var quietHours: QuietHours?
  /// Who waits too long and was not seen is told again after so long, in seconds; nil: never told.
  package var alertsAgain: TimeInterval?
  /// What waits to be sent outlives the desk; not so with `--no-cache`.
  package var keepsOutbox = true
  /// Why pictures, files and links cannot be opened here, as a clause ("there is no desktop here");
  /// nil where they can.
  package var openerProblem: String?
  /// The same of voice notes, which are played in place.
  package var playerProblem: String?
  /// The same of videos.
  package var filmProblem: String?
  /// How pictures are drawn; nil: they are not, for the reason below.
  package var pictures: PictureSymbols?
  /// Why no picture is drawn here, as a clause ("there is no furrow-picture beside furrow").
  package var picturesProblem = said("picture is off in the configuration")
  /// Text typed where letters are commands is told from commands.
  package var guardsTyping = true
  /// What was sent stays here so long, in seconds, so that it can be taken back; 0: it goes at once.
  package var sendHold: TimeInterval = 0
  /// By which dictionary replies are checked, where nobody has chosen another.
  package var spelling = SpellingChoice.auto
  /// The first minute of the demo, with its coach.
  package var coach: Bool
  /// My name, where it is known before the server has told any.
  package var ownName: String?
  /// The team has a folder: notes reach the colleagues.
  package var sharesNotes = false
  /// What the ids of notes begin with: no other desk has the same.
  package var notePrefix = "note"
  /// Those of views.toml.
  package var savedViews: [SavedView] = []
  /// What goes wrong on the own link from the start.
  package var faults = FaultPlan()
  /// That of roster.toml.
  package var roster = Roster()
  /// The name of the profile; it stands on the wire.
  package var profile = ""
  /// Of the server, as `https://host:port`, for commands that are copied.
  package var origin = ""
  /// The same as `--url` takes it, with a prefix where there is one.
  package var server = ""
  /// That people rely on the server, in a clause: nothing is sent there by hand, nothing replayed, and
  /// nothing goes wrong by intent. nil where nothing says so.
  package var production: String?
  /// What false phone numbers on the wire come from; no other desk has the same.
  package var wireSeed: UInt64 = 1
  /// The keys in force.
  package var keymap: Keymap
  /// What letters of other scripts stand for where letters are commands.
  package var langmap = Langmap()
  /// What commands are called where they are reached by words and not by keys; sentences name these.
  package var commandWords: [Command: String] = [:]
  /// Names of keys and actions in keys.toml that nobody knows; told once at the start.
  package var keymapProblems: [String]
  /// What else is to be told at the start, in sentences.
  package var remarks: [String] = []
  /// "13:04" in the zone of the person; how times stand in sentences.
  package var timeZone: TimeZone

  package init(
    waitWarn: TimeInterval = 10 * 60, waitLate: TimeInterval = 30 * 60, theme: String = "auto",
    themes: [ThemeChoice] = [], bell: Bool = true, notifies: Bool = false, setsTitle: Bool = true,
    coach: Bool = false, keymap: Keymap = .standard, keymapProblems: [String] = [],
    timeZone: TimeZone = .gmt
  ) {
    self.waitWarn = waitWarn
    self.waitLate = waitLate
    self.theme = theme
    self.themes = themes
    self.bell = bell
    self.notifies = notifies
    self.setsTitle = setsTitle
    self.coach = coach
    self.keymap = keymap
    self.keymapProblems = keymapProblems
    self.timeZone = timeZone
  }
}
