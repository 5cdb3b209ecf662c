// What a theme gives looks to: every kind of thing the desk draws, by its meaning.

/// A role of the desk, named in theme files by its raw value.
package enum ThemeRole: String, Hashable, Sendable, CaseIterable {
  // Surfaces: what lies below the text. Their foreground, if any, replaces that of what they carry.
  case base
  case statusLine = "status-line"
  case selectedRow = "selected-row"
  /// The row under the cursor of a pane without the focus.
  case markedRow = "marked-row"
  case overlay
  case overlaySelected = "overlay-selected"

  // Chrome.
  case paneTitle = "pane-title"
  case focus
  case divider
  case dim
  case hint
  case key
  case coach

  // People and what they say.
  case text
  case nameMine = "name-mine"
  case nameTheirs = "name-theirs"
  case time
  case day
  case media
  case removed
  case match
  case newMessages = "new-messages"
  case typing
  case presence
  case note

  // Who waits.
  case wait
  case waitWarn = "wait-warn"
  case waitLate = "wait-late"
  case badge
  case draft

  // Delivery.
  case queued
  case handedOver = "handed-over"
  case delivered
  case read
  case unsure
  case failed

  // The link.
  case linkLive = "link-live"
  case linkConnecting = "link-connecting"
  case linkDown = "link-down"

  // Writing.
  case input
  case prompt
  case recipient
  case progress

  // News.
  case info
  case warning
  case failure

  // What lies behind an overlay.
  case backdrop

  /// What a role has to reach on the surfaces it appears on.
  package enum Duty: Hashable, Sendable {
    /// Read as words: 4.5:1.
    case text
    /// Recognised by its shape: 3:1.
    case mark
    /// Neither: lines between panes, surfaces, what is meant to recede.
    case decoration
  }

  package var duty: Duty {
    switch self {
    case .base, .statusLine, .selectedRow, .markedRow, .overlay, .overlaySelected, .divider,
      .backdrop:
      .decoration
    case .presence, .queued, .handedOver, .delivered, .read, .unsure, .prompt, .progress:
      .mark
    default: .text
    }
  }

  package var isSurface: Bool {
    switch self {
    case .base, .statusLine, .selectedRow, .markedRow, .overlay, .overlaySelected: true
    default: false
    }
  }
}
