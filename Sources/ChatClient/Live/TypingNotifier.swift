import ChatModel
import Foundation

/// Tells the server that I type: not with every key, and not for ever.
struct TypingNotifier: Sendable {
  private struct Writing: Sendable {
    var startedAt: TimeInterval
    var lastKeyAt: TimeInterval
  }

  private let startEvery: TimeInterval
  private let stopAfter: TimeInterval
  private var writing: [ConversationID: Writing] = [:]

  init(startEvery: TimeInterval, stopAfter: TimeInterval) {
    self.startEvery = startEvery
    self.stopAfter = stopAfter
  }

  var nextDeadline: TimeInterval? { writing.values.map { $0.lastKeyAt + stopAfter }.min() }

  /// A key came. Typing in one conversation ends it in the others.
  mutating func typed(_ id: ConversationID, at now: TimeInterval) -> [ClientEmission] {
    var emissions: [ClientEmission] = []
    for other in writing.keys.sorted() where other != id { emissions += stopped(other) }
    guard var current = writing[id] else {
      writing[id] = Writing(startedAt: now, lastKeyAt: now)
      return emissions + [.typingStart(id)]
    }
    current.lastKeyAt = now
    if now - current.startedAt >= startEvery {
      current.startedAt = now
      emissions.append(.typingStart(id))
    }
    writing[id] = current
    return emissions
  }

  /// The text was sent, emptied or left.
  mutating func stopped(_ id: ConversationID) -> [ClientEmission] {
    writing.removeValue(forKey: id) == nil ? [] : [.typingStop(id)]
  }

  mutating func stoppedEverywhere() -> [ClientEmission] {
    writing.keys.sorted().flatMap { stopped($0) }
  }

  mutating func tick(at now: TimeInterval) -> [ClientEmission] {
    let ended = writing.filter { $0.value.lastKeyAt + stopAfter <= now }.keys.sorted()
    return ended.flatMap { stopped($0) }
  }

  /// The link went down: the server forgets that I typed.
  mutating func forget() { writing.removeAll() }

  /// Nothing more is said of one conversation.
  mutating func forget(_ id: ConversationID) { writing[id] = nil }
}
