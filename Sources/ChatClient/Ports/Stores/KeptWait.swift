package import ChatModel

/// What this computer remembers of a farmer's wait, because no server says it again.
package struct KeptWait: Hashable, Sendable {
  /// The farmer's first message that is not known to be answered.
  package var since: MessagePlace?
  /// Nothing unknown lies between the answer before it and what followed.
  package var isExact: Bool
  /// Of a conversation that is resolved or closed.
  package var settled: Settled?

  package struct Settled: Hashable, Sendable {
    package var status: ConversationStatus
    /// The newest message known when this computer first saw that status; nil: there was none.
    package var newest: MessagePlace?
    /// The farmer's first message after that one.
    package var again: MessagePlace?

    package init(
      status: ConversationStatus, newest: MessagePlace? = nil, again: MessagePlace? = nil
    ) {
      self.status = status
      self.newest = newest
      self.again = again
    }
  }

  package init(since: MessagePlace? = nil, isExact: Bool = false, settled: Settled? = nil) {
    self.since = since
    self.isExact = isExact
    self.settled = settled
  }

  /// There is nothing to remember.
  package var isEmpty: Bool { since == nil && settled == nil }

  /// What the disk is to hold after `self`, where another process of this computer may have written
  /// `old`: a bound does not fall, and the first sight of a status stays the first.
  package func over(_ old: KeptWait?) -> KeptWait {
    guard let old else { return self }
    var new = self
    if !isExact, let since, let known = old.since, known < since { new.since = known }
    if let mine = settled, let other = old.settled, mine.status == other.status {
      new.settled?.newest = Self.earlier(mine.newest, other.newest)
      if let again = other.again { new.settled?.again = min(again, mine.again ?? again) }
    }
    return new
  }

  /// The conversations in which somebody waits, the longest wait first.
  package static func longest(of waits: [ConversationID: KeptWait], limit: Int) -> [ConversationID]
  {
    let waiting = waits.compactMap { id, wait in
      wait.settled == nil ? wait.since.map { (since: $0.time, id: id) } : nil
    }
    return waiting.sorted { ($0.since, $0.id) < ($1.since, $1.id) }.prefix(limit).map(\.id)
  }

  private static func earlier(_ a: MessagePlace?, _ b: MessagePlace?) -> MessagePlace? {
    guard let a, let b else { return nil }
    return min(a, b)
  }
}
