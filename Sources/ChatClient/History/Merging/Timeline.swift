import ChatModel
import Foundation

/// A run of messages of one conversation without a gap, in order: a window over its history.
///
/// A message is there once, whatever the number and order of its copies: its id decides (row 3).
struct Timeline: Sendable {
  private var order = MessageOrder()
  private var known: [MessageID: Message] = [:]
  /// Messages that carry no date of the server: where they stand is a guess.
  private(set) var undated: Set<MessageID> = []
  private var mark = CopyMark()
  /// How many places were looked at or moved, so that a test can hold the work against the window.
  private(set) var visits = 0

  /// How often it was copied before it was changed. What is changed where it stands never is.
  var copies: Int { mark.copies }
  var count: Int { order.count }
  var isEmpty: Bool { order.isEmpty }
  var oldest: Message? { order.first.flatMap { known[$0.id] } }
  var newest: Message? { order.last.flatMap { known[$0.id] } }
  /// All messages, ascending.
  var messages: [Message] { order.compactMap { known[$0.id] } }

  subscript(id: MessageID) -> Message? { known[id] }

  func contains(_ id: MessageID) -> Bool { known[id] != nil }

  /// The oldest message whose id is like that.
  mutating func first(where isWanted: (MessageID) -> Bool) -> Message? {
    let index = order.firstIndex { isWanted($0.id) }
    visits += index.map { $0 + 1 } ?? order.count
    return index.flatMap { known[order[$0].id] }
  }

  /// At most `limit` messages directly behind or before that place, ascending.
  func messages(after place: MessagePlace, limit: Int) -> [Message] {
    let start = order.partitionIndex { place < $0 }
    return order[start...].prefix(limit).compactMap { known[$0.id] }
  }

  /// Messages from the newest backwards, without building the whole list.
  var newestFirst: some Sequence<Message> { order.reversed().lazy.compactMap { known[$0.id] } }

  /// Merges a batch; answers with what is new or changed, ascending.
  mutating func merge(_ batch: some Sequence<Message>) -> [Message] {
    mark.willChange()
    var changed: Set<MessageID> = []
    var fresh: [MessagePlace] = []
    var moved: Set<MessageID> = []
    for message in batch {
      guard let old = known[message.id] else {
        known[message.id] = message
        if message.createdAt == nil { undated.insert(message.id) }
        fresh.append(MessagePlace(message))
        changed.insert(message.id)
        continue
      }
      let merged = old.merging(message)
      guard merged != old else { continue }
      known[message.id] = merged
      if merged.createdAt != nil { undated.remove(message.id) }
      changed.insert(message.id)
      if merged.time != old.time { moved.insert(message.id) }
    }
    visits += changed.count
    guard !changed.isEmpty else { return [] }
    place(fresh, moving: moved)
    return changed.compactMap { known[$0] }.sorted()
  }

  /// Changes one message in place; nil when it is unknown or nothing changed.
  mutating func change(_ id: MessageID, _ change: (inout Message) -> Void) -> Message? {
    guard let old = known[id] else { return nil }
    var new = old
    change(&new)
    guard new != old else { return nil }
    mark.willChange()
    known[id] = new
    if new.createdAt != nil { undated.remove(id) }
    if new.time != old.time { place([], moving: [id]) }
    return new
  }

  mutating func remove(_ ids: Set<MessageID>) {
    guard !ids.isEmpty else { return }
    mark.willChange()
    order.remove(ids)
    forget(ids)
  }

  /// Lets the oldest go beyond so many; answers with their ids.
  mutating func keepNewest(_ count: Int) -> [MessageID] {
    guard order.count > count else { return [] }
    mark.willChange()
    visits += order.count
    let gone = order.removeFirst(order.count - count).map(\.id)
    forget(gone)
    return gone
  }

  /// Lets the newest go beyond so many; answers with their ids.
  mutating func keepOldest(_ count: Int) -> [MessageID] {
    guard order.count > count else { return [] }
    mark.willChange()
    visits += order.count
    let gone = order.removeLast(order.count - count).map(\.id)
    forget(gone)
    return gone
  }

  private mutating func forget(_ ids: some Sequence<MessageID>) {
    for id in ids { known[id] = nil }
    undated.subtract(ids)
  }

  private mutating func place(_ fresh: [MessagePlace], moving moved: Set<MessageID>) {
    if let first = fresh.min(), let last = order.last, first < last {
      visits += order.count - order.partitionIndex { first < $0 }
    }
    guard !moved.isEmpty else { return order.insert(fresh) }
    order.remove(moved)
    order.insert(
      fresh.filter { !moved.contains($0.id) }
        + moved.compactMap { known[$0].map(MessagePlace.init) })
  }
}

/// Goes along with a value and tells how often that was copied before it was changed: two values that
/// share one have shared all the rest until now.
private struct CopyMark: Sendable {
  private final class Token: Sendable {
    let copies: Int
    init(copies: Int) { self.copies = copies }
  }

  private var token = Token(copies: 0)

  var copies: Int { token.copies }

  mutating func willChange() {
    if !isKnownUniquelyReferenced(&token) { token = Token(copies: token.copies + 1) }
  }
}
