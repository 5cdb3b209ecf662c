// Settles the list after a batch of changes: counts, order, cursor. No row moves under a cursor
// that was moved a moment ago; what would move is counted and folded in later.

package import ChatModel
package import Foundation
import Sentences

extension DeskState {
  mutating func settleList(now: Date) {
    if list.ranking.needsRebuild || (list.ranking.isMostlyDirty && !isListCalm(now)) {
      rankAll(now: now)
    } else if !list.ranking.dirty.isEmpty {
      rankDirty(now: now)
    } else if !list.isBehind {
      return
    }
    if isListCalm(now) { return }
    foldIn()
  }

  /// Whether the rows must stay where they are.
  func isListCalm(_ now: Date) -> Bool {
    guard focus == .list, let moved = list.cursorMovedAt else { return false }
    return now < moved.addingTimeInterval(ListPane.cursorCalm)
  }

  mutating func foldIn() { list.foldIn(openID: openID) }

  /// The same when it is asked for.
  mutating func foldInArrivals(now: Date) {
    if !list.isBehind { refuse(said("Nothing has arrived that is not in the list."), now: now) }
    foldIn()
  }

  private mutating func rankAll(now: Date) {
    list.ranking.needsRebuild = false
    for id in list.ranking.dirty { list.ranking.searchTexts[id] = nil }
    list.ranking.dirty = []
    var standings: [ConversationID: Ranking.Standing] = [:]
    list.counts = [:]
    list.savedCounts = [:]
    list.unreadTotal = 0
    var ranks: [Ranking.Rank] = []
    let filter = filterWords
    if filter.words.isEmpty { list.ranking.searchTexts = [:] }
    for summary in conversations.values {
      let standing = standing(of: summary, now: now)
      standings[summary.id] = standing
      count(standing, 1)
      list.unreadTotal += standing.unread
      if shows(summary, standing, filter, now: now) { ranks.append(rank(of: summary)) }
    }
    list.ranking.replace(with: standings)
    list.ranking.replace(with: ranks)
    countElsewhere(filter, now: now)
    findLongestWaiting()
    list.isBehind = true
    list.heldBack = []
  }

  private mutating func rankDirty(now: Date) {
    // The order decides between equal waits.
    let dirty = list.ranking.dirty.sorted()
    list.ranking.dirty = []
    let filter = filterWords
    for id in dirty {
      list.ranking.searchTexts[id] = nil
      let old = list.ranking.standings[id]
      let summary = conversations[id]
      let new = summary.map { standing(of: $0, now: now) }
      if old != new {
        if let old { count(old, -1) }
        if let new { count(new, 1) }
        list.unreadTotal += (new?.unread ?? 0) - (old?.unread ?? 0)
        list.ranking.note(new, of: id)
      }
      var rank: Ranking.Rank?
      if let summary, let new, shows(summary, new, filter, now: now) {
        rank = self.rank(of: summary)
      }
      guard list.ranking.ranks[id] != rank else { continue }
      list.isBehind = true
      if list.ranking.place(id, at: rank) {
        list.heldBack.insert(id)
      } else if rank == nil {
        list.heldBack.remove(id)
      }
    }
    countElsewhere(filter, now: now)
    findLongestWaiting()
    // What the server no longer shows cannot stay on the screen, calm or not.
    let gone = Set(dirty.filter { conversations[$0] == nil })
    if !gone.isEmpty { list.dropRows(where: gone.contains) }
  }

  /// The first row of the view of the waiting, in whatever view one is.
  private mutating func findLongestWaiting() {
    list.longestWaiting = longestWaiting(besides: nil) { _ in true }
  }

  /// Whom to turn to next: who waits longest of the rows of the view in force, else of my own. An
  /// admin, who may write to all, goes on to everybody else.
  func nextWaiting(besides id: ConversationID?) -> ConversationID? {
    let views = (showsList ? [shownView] : []) + [Ranking.Views(.mine)]
    for view in views {
      if let found = longestWaiting(besides: id, where: { $0.views.contains(view) }) {
        return found
      }
    }
    return isAdmin ? longestWaiting(besides: id) { _ in true } : nil
  }

  private func longestWaiting(
    besides id: ConversationID?, where isWanted: (Ranking.Standing) -> Bool
  ) -> ConversationID? {
    let standings = list.ranking.standings
    return list.ranking.waiting.first { other in
      other != id && standings[other].map(isWanted) ?? false
    }
  }

  /// Who of the view of the waiting is not open, longest first.
  package func waitingNext(_ most: Int) -> [ConversationID] {
    Array(list.ranking.waiting.lazy.filter { $0 != openID }.prefix(max(0, most)))
  }

  private mutating func count(_ standing: Ranking.Standing, _ change: Int) {
    for view in ListView.allCases where standing.views.contains(.init(view)) {
      list.counts[view, default: 0] += change
    }
    for place in savedViews.indices where standing.views.contains(.init(saved: place)) {
      list.savedCounts[place, default: 0] += change
    }
  }

  private mutating func standing(
    of summary: ConversationSummary, now: Date
  ) -> Ranking.Standing {
    var views: Ranking.Views = [.init(.all)]
    let isUnassigned = summary.conversation.agent == .none
    if summary.isMine { views.insert(.init(.mine)) }
    if isUnassigned { views.insert(.init(.unassigned)) }
    if summary.unread > 0 && summary.isMine || local.isMarkedUnread(summary.id) {
      views.insert(.init(.unread))
    }
    let concernsMe = summary.isMine || isAdmin || isUnassigned
    if summary.wait != nil, concernsMe, local.snooze(of: summary.id) == nil {
      views.insert(.init(.waiting))
    }
    for (place, view) in savedViews.enumerated() where holds(view, summary, now: now) {
      views.insert(.init(saved: place))
    }
    return Ranking.Standing(
      views: views, unread: summary.isMine ? summary.unread : 0, since: summary.wait?.since)
  }

  /// Who is snoozed does not wait.
  func rank(of summary: ConversationSummary) -> Ranking.Rank {
    var summary = summary
    if local.snooze(of: summary.id) != nil { summary.wait = nil }
    let age = summary.lastActivity.timeIntervalSinceReferenceDate
    switch shownSaved?.sort {
    case .waiting?, nil: return summary.rank
    case .newest?: return Ranking.Rank(group: 0, time: -age, id: summary.id)
    case .oldest?: return Ranking.Rank(group: 0, time: age, id: summary.id)
    }
  }

  private var shownView: Ranking.Views {
    list.saved.map { .init(saved: $0) } ?? .init(list.view)
  }

  private mutating func shows(
    _ summary: ConversationSummary, _ standing: Ranking.Standing, _ filter: FilterWords, now: Date
  ) -> Bool {
    showsList && standing.views.contains(shownView) && finds(filter, summary, now: now)
  }

  /// When the first of the waits on the screen shows another number.
  func waitDeadline(now: Date) -> Date? {
    let rows = list.order[list.window(rows: metrics.listRows)]
    let shown = Set(rows).union(metrics.next).union(
      [openID, list.longestWaiting].compactMap { $0 })
    return shown.compactMap { id in
      [
        conversations[id].flatMap { nextChange(ofWaitIn: $0, after: now) },
        nextChange(ofSnoozeOf: id, after: now),
      ].compactMap { $0 }.min()
    }.min()
  }

  /// When a wait next shows another number or another urgency; nil where nobody waits.
  package func nextChange(ofWaitIn summary: ConversationSummary, after now: Date) -> Date? {
    summary.wait.flatMap { nextChange(ofWaitSince: $0.since, after: now) }
  }

  /// The same of a wait since then, by the server's clock.
  package func nextChange(ofWaitSince since: Date, after now: Date) -> Date? {
    let waited = max(0, serverTime(now).timeIntervalSince(since))
    let unit = Self.shownUnit(of: waited)
    // A wait of 47 min 12 s shows 47 and changes in 48 s.
    let number = unit - waited.truncatingRemainder(dividingBy: unit)
    let urgency = [configuration.waitWarn - waited, configuration.waitLate - waited]
      .filter { $0 > 0 }.min()
    return now.addingTimeInterval(min(number, urgency ?? number))
  }

  /// What a length of time is counted in on the screen, in seconds: minutes, hours or days.
  static func shownUnit(of interval: TimeInterval) -> TimeInterval {
    interval < 3600 ? 60 : interval < 86_400 ? 3600 : 86_400
  }

  /// When the first of those who type in a conversation has stopped; nil while nobody types.
  package func nextChange(ofTypingIn id: ConversationID, after now: Date) -> Date? {
    typists[id]?.values.lazy.map(\.until).filter { $0 > now }.min()
  }
}
