// Merges changes into the timeline: a page before, a page behind, or a few in between.

import ChatModel

extension Timeline {
  /// Applies a change; returns the messages that came behind everything known, in order.
  mutating func apply(_ update: TimelineUpdate) -> [Message] {
    if update.isReset {
      order = MessageOrder()
      messages = [:]
      removed = []
      senders = []
      tempIDs = []
    }
    let wasEmpty = order.isEmpty
    let last = order.last
    // A window that slides brings what was there before.
    let isAtNewest = extent.reachesNewest && update.extent.reachesNewest
    isEmptyBeforeFirstUpdate = false
    extent = update.extent
    letGo(of: update.dropped)
    var new: [MessagePlace] = []
    for message in update.messages {
      let place = MessagePlace(message)
      if let old = messages[message.id] {
        if old.time != message.time {
          order.remove(MessagePlace(old))
          new.append(place)
        }
      } else {
        new.append(place)
      }
      messages[message.id] = message
      if let sender = message.sender.id { senders.insert(sender) }
      removed.remove(message.id)
      if let tempID = message.tempID { tempIDs.insert(tempID) }
    }
    order.insert(new)
    for id in update.removed where messages[id] != nil { removed.insert(id) }
    guard !wasEmpty, isAtNewest, let last else { return [] }
    return new.filter { last < $0 }.sorted().compactMap { messages[$0.id] }
  }

  /// The window has slid past these, and with them past the places of removed ones beyond them.
  private mutating func letGo(of ids: [MessageID]) {
    guard !ids.isEmpty else { return }
    let dropped = ids.compactMap { messages[$0] }.map(MessagePlace.init).sorted()
    guard let first = dropped.first, let last = dropped.last else { return }
    var gone = Set(ids)
    let held = order.first { !gone.contains($0.id) && !removed.contains($0.id) }
    let isAtStart = held.map { last < $0 } ?? true
    for id in removed {
      guard let place = messages[id].map(MessagePlace.init) else { continue }
      if isAtStart ? place < last : first < place { gone.insert(id) }
    }
    order.remove(gone)
    for id in gone {
      if let tempID = messages.removeValue(forKey: id)?.tempID { tempIDs.remove(tempID) }
    }
    removed.subtract(gone)
  }
}
