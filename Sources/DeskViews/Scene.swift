// What is being drawn: a state, at a time, in a layout. Each view is an extension of its own.

import ChatModel
import Desk
import Foundation
import Sentences
import TextGrid

/// A class, because a state is expensive to copy: each view and each block of messages holds on to it.
final class Scene {
  let state: DeskState
  let now: Date
  let layout: DeskLayout
  let composer: ComposerLines?
  let clock: WallClock
  let keys: KeyNames
  init(
    state: DeskState, now: Date, layout: DeskLayout, composer: ComposerLines?, clock: WallClock,
    keys: KeyNames
  ) {
    self.state = state
    self.now = now
    self.layout = layout
    self.composer = composer
    self.clock = clock
    self.keys = keys
  }

  /// Which conversations have messages that wait to be sent.
  private(set) lazy var outboxMarks = state.outboxMarks

  private(set) lazy var openSummary = state.openSummary

  /// The other conversations of the person of the open one.
  private(set) lazy var earlier = state.earlierConversations

  /// The day, by the server's clock: names of days and dates change with it.
  private(set) lazy var today = clock.day(serverNow)

  /// The server's clock, by which messages are dated.
  var serverNow: Date { state.serverTime(now) }

  /// Whether a pane gets the keys.
  func hasFocus(_ pane: Focus) -> Bool { state.overlay == nil && state.focus == pane }

  /// The name of a pane: in capitals where the focus is.
  func title(_ name: String, _ pane: Focus) -> Span {
    state.focus == pane ? Span(name.uppercased(), .focus) : Span(name.lowercased(), .paneTitle)
  }

  /// My own name, as far as anyone has told it; never empty.
  private(set) lazy var myName = findMyName()

  private func findMyName() -> String {
    guard let me = state.me else { return said("not signed in") }
    if let name = state.ownName { return name }
    if let mailbox = me.email?.split(separator: "@").first {
      return Sanitizer.oneLine(String(mailbox))
    }
    return state.personName(Participant(id: me.userID, phone: me.phone), id: me.userID)
  }

  /// What a role is called on the screen.
  static func roleName(_ role: Role) -> String {
    role == .user ? said("Farmer") : Sanitizer.oneLine(role.words)
  }

  static func urgencyRole(_ urgency: Urgency) -> ThemeRole {
    switch urgency {
    case .none, .waiting: .wait
    case .warn: .waitWarn
    case .late: .waitLate
    }
  }

  /// The wait of a conversation in words, ` ≥12m` with the sign of what is not known in full.
  func waitText(_ summary: ConversationSummary) -> String? {
    guard let waited = state.waited(summary, now: now), let wait = summary.wait else { return nil }
    return (wait.isExact ? "" : Sign.atLeast.glyph) + WallClock.brief(waited)
  }
}

extension DeskState {
  /// A person's first name, else the whole of it. Sanitized, never empty.
  func firstName(of person: Participant) -> String {
    let first = person.firstName.map { Excerpt.oneLine($0, scalars: 60) } ?? ""
    return first.isEmpty ? personName(person, id: person.id) : first
  }
}

/// Foreign text made fit for a single row, without reading more of it than a row can show.
enum Excerpt {
  /// A status in the words of the language, also one that is not known here.
  static func status(_ status: ConversationStatus) -> String { oneLine(status.words, scalars: 40) }

  /// Where there is little room.
  static func shortStatus(_ status: ConversationStatus) -> String {
    status == .waiting
      ? said("waiting", of: "status, where there is little room") : self.status(status)
  }

  static func oneLine(_ text: String, scalars: Int = 600) -> String {
    guard text.utf8.count > scalars else { return Sanitizer.oneLine(text) }
    return Sanitizer.oneLine(String(String.UnicodeScalarView(text.unicodeScalars.prefix(scalars))))
  }
}
