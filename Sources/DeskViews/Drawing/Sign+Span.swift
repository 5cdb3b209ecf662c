// The look of each sign.

import Desk

extension Sign {
  var role: ThemeRole {
    switch self {
    case .cursor, .open, .marked, .coach: .focus
    case .tooLong: .waitLate
    case .atLeast: .wait
    case .resolved, .closed, .snoozed, .cut: .dim
    case .markedUnread: .badge
    case .draft: .draft
    case .typing: .typing
    case .online: .presence
    case .offline: .dim
    case .away: .warning
    case .mine: .mine
    case .note: .note
    case .queued: .queued
    case .handedOver: .handedOver
    case .delivered: .delivered
    case .read: .read
    case .unsure: .unsure
    case .failed: .failed
    case .live: .linkLive
    case .connecting: .linkConnecting
    case .warning: .warning
    case .prompt, .file, .textAbove, .textBelow: .prompt
    case .below: .newMessages
    case .wireOut: .mine
    case .wireIn: .info
    }
  }

  var span: Span { Span(glyph, role) }
}

extension Sign {
  /// Between what was and what is to be.
  static var change: String { " \(wireOut.glyph) " }
}
