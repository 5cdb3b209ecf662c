import ChatModel
import Foundation

/// The messages of one conversation that are joined to its newest without a gap, in order.
///
/// A message is there once, whatever the number and order of its copies: its id decides (row 3).
struct Timeline: Sendable {
  private var order = MessageOrder()
  private var known: [MessageID: Message] = [:]
  /// Messages that carry no date of the server: where they stand is a guess.
  private(set) var undated: Set<MessageID> = []

  var count: Int { order.count }
  var isEmpty: Bool { order.isEmpty }
  var oldest: Message? { order.first.flatMap { known[$0.id] } }
  var newest: Message? { order.last.flatMap { known[$0.id] } }
  /// All messages, ascending.
  var messages: [Message] { order.compactMap { known[$0.id] } }

  subscript(id: MessageID) -> Message? { known[id] }

  func contains(_ id: MessageID) -> Bool { known[id] != nil }

  /// The oldest message whose id is like that.
  func first(where isWanted: (MessageID) -> Bool) -> Message? {
    order.first { isWanted($0.id) }.flatMap { known[$0.id] }
  }

  /// Messages from the newest backwards, without building the whole list.
  var newestFirst: some Sequence<Message> { order.reversed().lazy.compactMap { known[$0.id] } }

  /// Merges a batch; answers with what is new or changed, ascending.
  mutating func merge(_ batch: some Sequence<Message>) -> [Message] {
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
    known[id] = new
    if new.createdAt != nil { undated.remove(id) }
    if new.time != old.time { place([], moving: [id]) }
    return new
  }

  mutating func remove(_ ids: Set<MessageID>) {
    guard !ids.isEmpty else { return }
    for id in ids { known[id] = nil }
    undated.subtract(ids)
    order.remove(ids)
  }

  private mutating func place(_ fresh: [MessagePlace], moving moved: Set<MessageID>) {
    guard !moved.isEmpty else { return order.insert(fresh) }
    order.remove(moved)
    order.insert(
      fresh.filter { !moved.contains($0.id) }
        + moved.compactMap { known[$0].map(MessagePlace.init) })
  }
}
