package import ChatModel
import Foundation

/// What `HistoryStore` keeps, as a value.
package struct MemoryHistory: Sendable {
  private var kept: [ConversationID: Conversation] = [:]
  private var histories: [ConversationID: Kept] = [:]
  private var places: [MessageID: ConversationID] = [:]
  /// As `HistoryStore` tells it.
  package private(set) var heldUnread: [ConversationID: Int] = [:]
  private var comparedAt: [ConversationID: Date] = [:]

  /// What is kept of one conversation.
  private struct Kept {
    var order = MessageOrder()
    var messages: [MessageID: Message] = [:]
    var runs: [HistoryRun] = []

    func place(_ id: MessageID) -> MessagePlace? { messages[id].map(MessagePlace.init) }

    /// Ascending.
    var placedRuns: [PlacedRun] {
      runs.compactMap { run in
        guard let oldest = place(run.oldest), let newest = place(run.newest), oldest <= newest
        else { return nil }
        return PlacedRun(oldest: oldest, newest: newest, reachesStart: run.reachesStart)
      }.sorted { $0.newest < $1.newest }
    }

    mutating func put(_ message: Message) {
      if let old = place(message.id) { order.remove(old) }
      messages[message.id] = message
      order.insert([MessagePlace(message)])
    }

    mutating func remove(_ id: MessageID) {
      guard let place = place(id) else { return }
      let index = order.partitionIndex { place <= $0 }
      let (before, after) = (index - 1, index + 1)
      runs = runs.compactMap { run in
        var run = run
        if run.oldest == id {
          guard run.newest != id, after < order.count else { return nil }
          run.oldest = order[after].id
        } else if run.newest == id {
          guard before >= 0 else { return nil }
          run.newest = order[before].id
        }
        return run
      }
      order.remove(place)
      messages[id] = nil
    }

    mutating func join(_ run: HistoryRun) {
      guard let oldest = place(run.oldest), let newest = place(run.newest), oldest <= newest
      else { return }
      let new = PlacedRun(oldest: oldest, newest: newest, reachesStart: run.reachesStart)
      var joined = new
      var others: [PlacedRun] = []
      for other in placedRuns where !new.outdates(other) {
        if joined.touches(other) { joined = joined.joined(to: other) } else { others.append(other) }
      }
      runs = (others + [joined]).map { run in
        HistoryRun(
          oldest: run.oldest.id, newest: run.newest.id, reachesStart: run.reachesStart)
      }
    }

    func slice(_ spot: HistorySpot, limit: Int) -> HistorySlice {
      guard let plan = SlicePlan(spot, limit: limit, in: placedRuns, place: place) else {
        return HistorySlice()
      }
      let low = order.partitionIndex { plan.run.oldest <= $0 }
      let high = order.partitionIndex { plan.run.newest < $0 }
      let before = order.partitionIndex { plan.pivot <= $0 }
      let after = order.partitionIndex { plan.includesPivot ? plan.pivot <= $0 : plan.pivot < $0 }
      let found =
        Array(order[min(low, before)..<before].suffix(plan.before))
        + order[after..<max(after, high)].prefix(plan.after)
      return plan.slice(
        found.compactMap { messages[$0.id] },
        hasBefore: { place in order.first.map { $0 < place } ?? false },
        hasAfter: { place in order.last.map { place < $0 } ?? false })
    }
  }

  package init() {}

  /// In the order of the ids.
  package var conversations: [Conversation] { kept.values.sorted { $0.id < $1.id } }

  package func conversations(first ids: [ConversationID], limit: Int) -> [Conversation] {
    var rest = kept
    let first = ids.compactMap { rest.removeValue(forKey: $0) }.prefix(max(0, limit))
    let latest = rest.values.sorted {
      ($1.updatedAt ?? .distantPast, $0.id) < ($0.updatedAt ?? .distantPast, $1.id)
    }
    return Array(first + latest.prefix(max(0, limit) - first.count))
  }

  package func newestMessages(
    _ id: ConversationID, limit: Int
  ) -> [Message] {
    guard let kept = histories[id] else { return [] }
    return kept.order.suffix(max(0, limit)).compactMap { kept.messages[$0.id] }
  }

  package func coverage(_ id: ConversationID) -> Coverage? {
    guard let comparedAt = comparedAt[id] else { return nil }
    let newest = histories[id]?.placedRuns.last
    return Coverage(
      oldest: newest?.oldest.id, newest: newest?.newest.id,
      reachesStart: newest?.reachesStart ?? false, comparedAt: comparedAt)
  }

  package func slice(_ id: ConversationID, _ spot: HistorySpot, limit: Int) -> HistorySlice {
    histories[id]?.slice(spot, limit: limit) ?? HistorySlice()
  }

  // MARK: Queries

  /// Looks at every message.
  package func search(_ request: SearchRequest) -> SearchPage {
    var hits: [SearchHit] = []
    for (id, history) in histories {
      let conversation = kept[id] ?? Conversation(id: id)
      for message in history.messages.values
      where request.query.isMet(by: message, in: conversation, me: request.me) {
        let texts = message.searchedTexts.map(SearchWords.words)
        let score = request.query.score(texts, date: message.time, now: request.now)
        let place = MessagePlace(message)
        guard request.after?.shown?.isBefore(score: score, place: place) ?? true else { continue }
        var message = message
        message.conversationID = id
        hits.append(SearchHit(message: message, conversation: conversation, score: score))
      }
    }
    hits.sort { a, b in
      a.score == b.score
        ? MessagePlace(b.message) < MessagePlace(a.message) : b.score < a.score
    }
    let page = hits.prefix(request.limit).map { $0.marked(by: request.query) }
    let next =
      hits.count > page.count
      ? page.last.map { SearchCursor(shown: $0.shown(bottom: 0), now: request.now) } : nil
    return SearchPage(hits: page, next: next)
  }

  package func places(_ request: SearchRequest, in id: ConversationID) -> [MessagePlace] {
    guard let history = histories[id] else { return [] }
    let conversation = kept[id] ?? Conversation(id: id)
    return history.order.filter { place in
      history.messages[place.id].map {
        request.query.isMet(by: $0, in: conversation, me: request.me)
      } ?? false
    }.suffix(request.limit)
  }

  package func reach(of id: ConversationID) -> HistoryReach {
    guard let history = histories[id], let oldest = history.order.first else { return .nothing }
    return HistoryReach(of: history.placedRuns, oldest: oldest)
  }

  /// Ascending.
  package func runs(_ id: ConversationID) -> [PlacedRun] { histories[id]?.placedRuns ?? [] }

  package func count(_ id: ConversationID, of run: PlacedRun) -> Int {
    guard let order = histories[id]?.order else { return 0 }
    return max(
      0, order.partitionIndex { run.newest < $0 } - order.partitionIndex { run.oldest <= $0 })
  }

  package func kept(of id: ConversationID, since place: MessagePlace) -> KeptHistory {
    guard let history = histories[id] else { return KeptHistory() }
    let first = history.order.partitionIndex { place < $0 }
    return KeptHistory(count: history.order.count - first, runs: history.placedRuns)
  }

  package func messages(
    _ id: ConversationID, after place: MessagePlace, limit: Int
  ) -> [Message] {
    guard let history = histories[id] else { return [] }
    return history.order[history.order.partitionIndex { place < $0 }...].prefix(max(0, limit))
      .compactMap { history.messages[$0.id] }
  }

  package mutating func apply(_ changes: [HistoryChange]) {
    for change in changes {
      switch change {
      case .conversation(let conversation):
        kept[conversation.id] = kept[conversation.id]?.merging(conversation) ?? conversation
      case .removeConversation(let id):
        kept[id] = nil
        heldUnread[id] = nil
        comparedAt[id] = nil
        let removed = histories.removeValue(forKey: id)
        for message in (removed?.messages ?? [:]).keys { places[message] = nil }
      case .message(let message, let id): put(message, in: id)
      case .removeMessage(let id):
        if let place = places.removeValue(forKey: id) { histories[place]?.remove(id) }
      case .read(let id, let date):
        guard let place = places[id], var message = histories[place]?.messages[id] else { continue }
        message.isRead = true
        message.readAt = message.readAt ?? date
        histories[place]?.put(message)
      case .coverage(let id, let coverage):
        comparedAt[id] = coverage.comparedAt
        if let run = coverage.run { histories[id, default: Kept()].join(run) }
      case .heldUnread(let id, let count):
        heldUnread[id] = count == 0 ? nil : count
      case .run(let id, let run): histories[id, default: Kept()].join(run)
      }
    }
  }

  private mutating func put(_ message: Message, in id: ConversationID) {
    let old = places[message.id]
    let known = old.flatMap { histories[$0]?.messages[message.id] }
    if let old, old != id { histories[old]?.remove(message.id) }
    histories[id, default: Kept()].put(known?.merging(message) ?? message)
    places[message.id] = id
  }
}
