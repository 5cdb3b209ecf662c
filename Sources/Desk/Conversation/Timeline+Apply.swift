// Merges changes into the timeline: a page before, a page behind, or a few in between.

import ChatModel

extension Timeline {
  /// Applies a change; returns the messages that came behind everything known, in order.
  mutating func apply(_ update: TimelineUpdate) -> [Message] {
    if update.isReset {
      order = []
      messages = [:]
      removed = []
      tempIDs = []
    }
    let wasEmpty = order.isEmpty
    let last = order.last
    isEmptyBeforeFirstUpdate = false
    extent = update.extent
    var new: [Place] = []
    for message in update.messages {
      let place = Place(time: message.time, id: message.id)
      if let old = messages[message.id] {
        if old.time != message.time {
          remove(Place(time: old.time, id: old.id))
          new.append(place)
        }
      } else {
        new.append(place)
      }
      messages[message.id] = message
      removed.remove(message.id)
      if let tempID = message.tempID { tempIDs.insert(tempID) }
    }
    insert(new)
    for id in update.removed where messages[id] != nil { removed.insert(id) }
    guard !wasEmpty, let last else { return [] }
    return new.filter { last < $0 }.sorted().compactMap { messages[$0.id] }
  }

  private mutating func remove(_ place: Place) {
    let index = lowerBound(place)
    if index < order.count, order[index] == place { order.remove(at: index) }
  }

  private mutating func insert(_ places: [Place]) {
    guard !places.isEmpty else { return }
    let new = places.sorted()
    guard let first = order.first, let last = order.last else {
      order = new
      return
    }
    if last < new[0] {
      order.append(contentsOf: new)
    } else if new[new.count - 1] < first {
      order.insert(contentsOf: new, at: 0)
    } else if new.count <= 32 {
      for place in new { order.insert(place, at: lowerBound(place)) }
    } else {
      order = (order + new).sorted()
    }
  }
}
