import ChatModel
package import Foundation

/// The order in which conversations want to stand, kept up to date change by change: a change costs
/// a search and a move of small values, whatever the number of conversations.
struct Ranking: Hashable, Sendable {
  /// Who waits, longest first; then what goes on, latest first; then what is settled.
  struct Rank: Hashable, Sendable, Comparable {
    var group: Int
    var time: TimeInterval
    var id: ConversationID

    static func < (a: Self, b: Self) -> Bool {
      if a.group != b.group { return a.group < b.group }
      if a.time != b.time { return a.time < b.time }
      return a.id < b.id
    }
  }

  /// The views a conversation belongs to, a bit each.
  struct Views: OptionSet, Hashable, Sendable {
    let rawValue: Int

    init(rawValue: Int) { self.rawValue = rawValue }
    init(_ view: ListView) { rawValue = 1 << view.rawValue }
    /// A view of views.toml.
    init(saved place: Int) { rawValue = 1 << (16 + place) }
  }

  /// What is known of a conversation that the order or the counts depend on.
  struct Standing: Hashable, Sendable {
    var views: Views
    var unread: Int
    var since: Date?

    var waits: Bool { views.contains(.init(.waiting)) }
  }

  private var order = SortedArray<Rank>()
  /// How the order has changed since somebody last took over its changes.
  private var changes = Changes.everything
  private(set) var ranks: [ConversationID: Rank] = [:]
  private(set) var standings: [ConversationID: Standing] = [:]
  /// Those who wait, longest first.
  private var waits = SortedArray<Rank>()
  /// What the filter looks through, in lower case; made when it is first needed.
  var searchTexts: [ConversationID: [UInt8]] = [:]
  /// Conversations that changed since the last time the list was settled.
  var dirty: Set<ConversationID> = []
  /// The view, the filter or my role changed: everything is to be looked at again.
  var needsRebuild = true
  /// When it was looked at last which ages the views of views.toml ask for.
  var agesLookedAt: Date?

  var sorted: [Rank] { order.elements }

  /// So much has changed that sorting all of it anew costs less than moving one after another.
  var isMostlyDirty: Bool { dirty.count > 64 && dirty.count > sorted.count / 4 }

  var waiting: some Sequence<ConversationID> { waits.elements.lazy.map(\.id) }

  mutating func replace(with standings: [ConversationID: Standing]) {
    self.standings = standings
    waits = SortedArray(sorting: standings.compactMap { Self.wait(of: $0, $1) })
  }

  mutating func note(_ standing: Standing?, of id: ConversationID) {
    let new = standing.flatMap { Self.wait(of: id, $0) }
    let old = standings[id].flatMap { Self.wait(of: id, $0) }
    standings[id] = standing
    guard old != new else { return }
    if let old { waits.remove(old) }
    if let new { waits.insert(new) }
  }

  private static func wait(of id: ConversationID, _ standing: Standing) -> Rank? {
    guard standing.waits else { return nil }
    let since = standing.since ?? .distantFuture
    return Rank(group: 0, time: since.timeIntervalSinceReferenceDate, id: id)
  }

  /// What leads from one order to another.
  enum Changes: Hashable, Sendable {
    case steps([Step])
    case everything

    enum Step: Hashable, Sendable {
      case out(at: Int)
      case `in`(ConversationID, at: Int)
    }

    /// With more than this it costs less to take over everything.
    fileprivate static let mostSteps = 64
  }

  /// What has changed since the last time; from now on changes count from here.
  mutating func takeChanges() -> Changes {
    defer { changes = .steps([]) }
    return changes
  }

  /// The rows were changed by themselves: the next time everything is taken over.
  mutating func noteOtherOrder() { changes = .everything }

  private mutating func note(_ step: Changes.Step) {
    guard case .steps(var steps) = changes else { return }
    changes = .everything
    guard steps.count < Changes.mostSteps else { return }
    steps.append(step)
    changes = .steps(steps)
  }

  /// Puts a conversation where its rank says, or out with nil. Returns whether it came or moved up.
  mutating func place(_ id: ConversationID, at rank: Rank?) -> Bool {
    let old = ranks[id]
    guard old != rank else { return false }
    if let old, let place = order.remove(old) { note(.out(at: place)) }
    ranks[id] = rank
    guard let rank else { return false }
    note(.in(id, at: order.insert(rank)))
    return old.map { rank < $0 } ?? true
  }

  mutating func replace(with ranks: [Rank]) {
    order = SortedArray(sorting: ranks)
    changes = .everything
    self.ranks = Dictionary(ranks.map { ($0.id, $0) }) { first, _ in first }
  }
}

extension ConversationSummary {
  var rank: Ranking.Rank {
    if let wait {
      return Ranking.Rank(group: 0, time: wait.since.timeIntervalSinceReferenceDate, id: id)
    }
    return Ranking.Rank(
      group: isSettled ? 2 : 1, time: -lastActivity.timeIntervalSinceReferenceDate, id: id)
  }

  /// Resolved or closed.
  package var isSettled: Bool {
    conversation.status == .resolved || conversation.status == .closed
  }

  /// When something was last said, else when the record last changed.
  package var lastActivity: Date {
    conversation.lastMessage.value?.createdAt ?? conversation.updatedAt ?? conversation.createdAt
      ?? .distantPast
  }
}
