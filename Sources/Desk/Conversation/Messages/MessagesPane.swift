import ChatModel
import Foundation

/// Where the message pane stands, said so that nothing jumps when messages come above or below.
package enum ScrollPosition: Hashable, Sendable {
  /// At the end, and stays there.
  case follow
  /// This line of the item is the pane's topmost line: 0 is the first of the message itself, what
  /// leads up to it (the day, who speaks) counts backwards from -1, so that a place stays what it is
  /// when older messages come. Lines that do not exist stand for the nearest that does.
  case anchored(TimelineItem.ID, line: Int)
}

/// The open conversation's messages: where they are scrolled to and which is chosen.
package struct MessagesPane: Hashable, Sendable {
  package internal(set) var selection: TimelineItem.ID?
  package internal(set) var position: ScrollPosition
  /// Lines to scroll from `position` (negative towards the start) that no paint has worked off yet.
  /// The layout applies them, stops at the ends and reports what it did in ``Presented``.
  package internal(set) var pendingLines: Int
  /// The layout moves as little as needed for the selection to be seen, and reports where it stands.
  package internal(set) var revealsSelection: Bool
  /// Messages that came while the pane was not at the end.
  package internal(set) var newBelow: Int
  /// The conversation is watched over REST alone: nothing is joined, marked read or told.
  package internal(set) var leavesNoTrace = false
  /// It was, until the open conversation was taken over.
  var wasWatched = false
  /// Marked, to be copied or quoted together.
  var marks: Set<TimelineItem.ID> = []
  /// Where a range begins, whose other end is the chosen message.
  var rangeFrom: TimelineItem.ID?
  /// The window is on its way to the newest message.
  var seeksEnd = false
  /// What the window is on its way to, to be chosen there.
  var sought: TimelineItem.ID?
  /// The beginning of the day that is jumped to.
  var soughtDay: Date?
  /// What stands where a day was gone to.
  var dayLanding: MessageID?
  var reading = Reading()

  init() {
    position = .follow
    pendingLines = 0
    revealsSelection = false
    newBelow = 0
  }

  mutating func scroll(lines: Int) {
    reading.hasMoved = true
    // At the end there is nothing further down.
    if position == .follow, pendingLines + lines > 0 {
      pendingLines = 0
      return
    }
    selection = nil
    seeksEnd = false
    revealsSelection = false
    pendingLines += lines
  }

  var hasMarks: Bool { !marks.isEmpty || rangeFrom != nil }

  /// Chooses what is there, and shows it.
  mutating func select(_ id: TimelineItem.ID) {
    sought = nil
    soughtDay = nil
    selection = id
    revealsSelection = true
  }

  mutating func followEnd() {
    reading.hasMoved = true
    selection = nil
    seeksEnd = false
    position = .follow
    pendingLines = 0
    newBelow = 0
  }
}

/// What is known of the reading of the open conversation.
struct Reading: Hashable, Sendable {
  /// Messages that were reported as seen.
  var seen: Set<MessageID> = []
  /// What the last paint showed; judged again when the person comes back.
  var visible: [MessageID] = []
  /// How many messages were unread when it was opened, until the divider has its place.
  var unread: Int?
  /// The person has moved: the pane stays where they want it.
  var hasMoved = false
  /// It was left further up, and stands there again once that has come.
  var isToReturn = false
  /// The newest unread message was seen, and the client was told so.
  var isAllReadTold = false
  /// The oldest message when older ones were last asked for: they are not asked for twice.
  var askedBefore: MessageID?
  /// The same of the newest one and newer ones.
  var askedAfter: MessageID?
  /// The window was asked to stay, whatever comes.
  var isHeld = false
}
