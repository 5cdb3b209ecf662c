// Merges changes into the timeline: a page before, a page behind, or a few in between.

import ChatModel

extension Timeline {
  /// Applies a change; returns the messages that came behind everything known, in order.
  mutating func apply(_ update: TimelineUpdate) -> [Message] {
    if update.isReset {
      order = MessageOrder()
      messages = [:]
      removed = []
      tempIDs = []
    }
    let wasEmpty = order.isEmpty
    let last = order.last
    isEmptyBeforeFirstUpdate = false
    extent = update.extent
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
      removed.remove(message.id)
      if let tempID = message.tempID { tempIDs.insert(tempID) }
    }
    order.insert(new)
    for id in update.removed where messages[id] != nil { removed.insert(id) }
    guard !wasEmpty, let last else { return [] }
    return new.filter { last < $0 }.sorted().compactMap { messages[$0.id] }
  }
}
