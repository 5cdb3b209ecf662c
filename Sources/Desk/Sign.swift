// The signs on the screen that stand for something, in one table: the views draw from it, and the
// help ends with it, so that none is on the screen that is not explained.

import Sentences

/// A sign of one or two columns.
package enum Sign: Hashable, Sendable, CaseIterable {
  // Rows of the list, from the left.
  case cursor
  case open
  case tooLong
  case atLeast
  case resolved
  case closed
  case snoozed
  case marked
  case markedUnread
  case draft
  case typing
  case online
  case offline
  case away

  // Before messages of mine.
  case mine
  case note
  case queued
  case handedOver
  case delivered
  case read
  case unsure
  case failed

  // The rest of the desk.
  case live
  case connecting
  case warning
  case coach
  case prompt
  case file
  case below
  case textAbove
  case textBelow
  case cut
  case wireOut
  case wireIn

  package var glyph: String {
    switch self {
    case .cursor: ">"
    case .open: "="
    case .tooLong, .warning: "!"
    case .atLeast: "≥"
    case .resolved: "R"
    case .closed: "C"
    case .snoozed: "z"
    case .marked: "*"
    case .markedUnread: "U"
    case .draft: "d"
    case .typing: "t"
    case .online: "•"
    case .offline: "·"
    case .away: "a"
    case .mine: "▌"
    case .note: "▒"
    case .queued, .cut: "…"
    case .handedOver, .textAbove: "↑"
    case .textBelow: "↓"
    case .delivered: "✓"
    case .read: "✓✓"
    case .unsure: "?"
    case .failed: "✗"
    case .live: "●"
    case .connecting: "◌"
    case .coach: "»"
    case .prompt: "›"
    case .file: "+"
    case .below: "▼"
    case .wireOut: "→"
    case .wireIn: "←"
    }
  }

  /// What it stands for; a clause.
  package var meaning: String {
    switch self {
    case .cursor: said("the row that keys act on")
    case .open: said("the open conversation")
    case .tooLong: said("waits too long")
    case .atLeast: said("waits at least so long: what was before is not known here")
    case .resolved: said("resolved, nobody waits")
    case .closed: said("closed, nobody waits")
    case .snoozed: said("snoozed: for so long, else until they write")
    case .marked: said("marked, for many at once: a row, a message")
    case .markedUnread: said("marked as unread by hand")
    case .draft: said("a reply was begun")
    case .typing: said("is typing now")
    case .online: said("is there; on another identity: unread")
    case .offline: said("an agent who is not there")
    case .away:
      said(
        """
        an agent who is given nothing: absent by roster.toml, or offline and silent for 15 \
        minutes
        """)
    case .mine: said("a message of mine")
    case .note: said("a note of mine, on this computer alone, never sent")
    case .queued: said("kept on this disk, waits to be sent")
    case .handedOver: said("handed over, not confirmed yet")
    case .delivered: said("the server has it")
    case .read: said("read")
    case .unsure: said("unsure whether it arrived: being checked")
    case .failed: said("failed, or not connected")
    case .live: said("connected, events come as they happen")
    case .connecting: said("connecting")
    case .warning: said("a warning")
    case .coach: said("the demo's coach")
    case .prompt: said("here one writes")
    case .file: said("a file that goes with the reply")
    case .below: said("new messages below")
    case .textAbove: said("the reply goes on above")
    case .textBelow: said("the reply goes on below")
    case .cut: said("cut short")
    case .wireOut: said("to the server")
    case .wireIn: said("from the server")
    }
  }

  /// Under which heading of the help it stands.
  var section: Section {
    switch self {
    case .cursor, .open, .tooLong, .atLeast, .resolved, .closed, .snoozed, .marked, .markedUnread,
      .draft, .typing, .online, .offline, .away:
      .list
    case .mine, .note, .queued, .handedOver, .delivered, .read, .unsure, .failed: .messages
    case .live, .connecting, .warning, .coach, .prompt, .file, .below, .textAbove, .textBelow,
      .cut, .wireOut, .wireIn:
      .desk
    }
  }

  enum Section: CaseIterable {
    case list, messages, desk

    /// The heading of the help.
    var title: String {
      switch self {
      case .list: said("Signs in the list")
      case .messages: said("Signs before messages")
      case .desk: said("Other signs")
      }
    }
  }
}
