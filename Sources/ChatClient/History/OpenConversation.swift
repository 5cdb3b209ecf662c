import ChatModel
import Foundation

/// A conversation that is on the screen.
struct OpenConversation: Sendable {
  var timeline = Timeline()
  /// Messages that may lie behind a gap, until the newest page has been compared.
  var apart: Set<MessageID> = []
  /// Nothing is missing up to the newest, and events keep it so.
  var isInStep = false
  /// The person has seen the newest unread message, and the server was not told yet.
  var needsMarkAllRead = false
  var walk: HistoryWalk?
  /// The page that the walk waits for: an answer to a walk that was given up proves nothing here.
  var pageAwaited: RequestID?
  var wantsOlder = false
  /// A comparison is wanted as soon as the walk under way has ended.
  var wantsCompare = false
  /// What the disk was last asked for and has not given.
  var reading: RequestID?
  var coverage: Coverage?
  /// The disk holds older messages that belong to the timeline.
  var storeHasOlder = false
  var reachesStart = false
  /// As the server last said.
  var total: Int?
  var problem: String?
  /// The problem is that the server does not show it to me.
  var isForbidden = false
  /// In step with the server since it was opened.
  var isCompared = false
  var schedule: RefreshSchedule
  var toldExtent: TimelineExtent?
  /// Everything up to here was marked read together.
  var readThrough: Timeline.Place?
  /// False from marking everything read until the server is known to have heard it.
  var isAllReadProven = true
  var early = EarlyReading()
  /// Messages whose having been seen was told to the link.
  var reported: Set<MessageID> = []

  init(schedule: RefreshSchedule) { self.schedule = schedule }

  var isReadingStore: Bool { reading != nil }

  /// It is older than what is joined to the newest, and others may lie between: it comes back with
  /// its page.
  func isBeforeRun(_ message: Message) -> Bool {
    guard message.createdAt != nil, !reachesStart || storeHasOlder else { return false }
    let oldest = timeline.messages.first { !apart.contains($0.id) }
    return oldest.map { message < $0 } ?? false
  }

  func extent(isInside: Bool, isSignedIn: Bool) -> TimelineExtent {
    let freshness: TimelineExtent.Freshness =
      if !isCompared {
        .cached(coverage?.comparedAt)
      } else if isInside {
        .live
      } else if !isSignedIn {
        // Nothing is asked of the server.
        .cached(coverage?.comparedAt)
      } else {
        .polled
      }
    var extent = TimelineExtent(
      reachesStart: reachesStart && !storeHasOlder,
      isLoading: isReadingStore || wantsOlder || (walk != nil && !isCompared),
      problem: problem, freshness: freshness)
    extent.isForbidden = isForbidden
    return extent
  }
}

/// A comparison of entries in doubt with the history.
struct HistoryCheck: Sendable {
  var walk: HistoryWalk
  var awaited: RequestID?
  /// When its first page was asked for: what had settled by then is decided.
  var askedAt: TimeInterval
}
