import ChatModel
import Foundation

/// Changes of many conversations, made or taken back, a few at a time. When the server wants to be left alone all of it
/// waits; after a call that did not get through the rest is not tried.
///
/// ```
/// waiting ─▶ under way ─▶ ended
///    ▲            │ held back
///    └────────────┘
/// ```
struct BulkChanges: Sendable {
  /// So many are asked for at once.
  static let mostAtOnce = 4

  struct Work: Hashable, Sendable {
    var request: Int
    var id: ConversationID
    var order: Order

    /// What the conversation is to become.
    var wanted: ManyChange {
      switch order {
      case .change(let change, _): change
      case .takeBack(let reversal): reversal.wanted
      }
    }
  }

  enum Order: Hashable, Sendable {
    /// With the conversation as the person saw it; nil where nobody knew it.
    case change(ManyChange, shown: Conversation?)
    case takeBack(Reversal)
  }

  private var waiting: [Work] = []
  private var underWay: [ConversationID: Work] = [:]

  mutating func add(_ work: [Work]) { waiting += work }

  var isIdle: Bool { waiting.isEmpty && underWay.isEmpty }

  /// The work on a conversation that is asked for at this moment.
  func work(on id: ConversationID) -> Work? { underWay[id] }

  /// What is to be asked for now. A conversation that is under way is not asked about twice.
  mutating func takeNext() -> [Work] {
    var next: [Work] = []
    var place = 0
    while underWay.count < Self.mostAtOnce, place < waiting.count {
      guard underWay[waiting[place].id] == nil else {
        place += 1
        continue
      }
      let work = waiting.remove(at: place)
      underWay[work.id] = work
      next.append(work)
    }
    return next
  }

  /// The server has answered about it.
  mutating func end(_ id: ConversationID) -> Work? { underWay.removeValue(forKey: id) }

  /// The server wants to be left alone: it is asked again, before the others.
  mutating func putBack(_ id: ConversationID) {
    if let work = underWay.removeValue(forKey: id) { waiting.insert(work, at: 0) }
  }

  /// The rest is not tried; what is under way is awaited.
  mutating func stop() -> [Work] {
    defer { waiting = [] }
    return waiting
  }
}
