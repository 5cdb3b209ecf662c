package import ChatModel

/// What stands at a place of the screen, for the mouse. The layout reports these regions with the
/// frame; topmost wins.
package enum HitTarget: Hashable, Sendable {
  case listRow(ConversationID)
  /// Somebody who waits, beside the list.
  case waiting(ConversationID)
  /// An agent, or nobody.
  case teamRow(Whose)
  /// The team where no row is.
  case team
  /// The list where no row is.
  case list
  /// The number of a view in the list's title.
  case view(NumberedView)
  /// "+3 arrived, . folds in".
  case arrivals
  case item(TimelineItem.ID)
  /// The picture, voice note or video of a message.
  case media(TimelineItem.ID)
  /// The message pane where no message is.
  case messages
  /// A place in the composer's text, in UTF-8 bytes from its start.
  case composer(offset: Int)
  case details
  /// A record of the wire, by its number.
  case wireRow(Int)
  /// The wire where no record is.
  case wire
  /// The line with the link and the counts.
  case header
  case statusLine
  /// A key named in the line of hints.
  case hint(Command)
  /// A row of the overlay: an item of a picker, menu or palette.
  case overlayRow(Int)
  /// The overlay where no row is.
  case overlay
  /// What lies dimmed behind an overlay.
  case behindOverlay
}
