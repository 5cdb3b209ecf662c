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
  case viewUnassigned = "view-no-agent"
  case filter
  case foldIn = "fold-in"
  // Acting
  case reply
  case attach
  case status
  case reassign
  case retry
  case editFailed = "edit-failed"
  case dropFailed = "drop-failed"
  case openMedia = "open-media"
  case openOrReply = "open-or-reply"
  case saveMedia = "save-media"
  case play
  case copy
  case takeBack = "take-back"
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
  case undo
  case transpose
  // In overlays and prompts
  case accept
  case complete
}
