package import ChatModel
import Foundation

/// Since when a farmer waits: from the first message that nobody has answered, by the direction of
/// messages and the server's clock. A conversation that is resolved or closed waits only from a
/// message that is newer than all that was known when that was first seen.
///
/// Before the history is known the wait is a bound, which nothing but an answer lowers.
package struct WaitClock: Hashable, Sendable {
  /// The newest message seen, from whomever.
  private var newest: MessagePlace?
  /// The newest message of an agent.
  private var answered: MessagePlace?
  /// The farmer's messages since the last answer, ascending.
  private var asked: [MessagePlace] = []
  /// Nothing unknown lies between the last answer and the newest message.
  private var isJoined = false
  private var settled: KeptWait.Settled?

  private static let most = 200

  /// Who wrote a message.
  enum Direction: Hashable, Sendable { case farmer, staff }

  /// nil when the sender is not known.
  static func direction(of message: Message, in conversation: Conversation) -> Direction? {
    if let sender = message.sender.id, let farmer = conversation.farmer.id {
      return sender == farmer ? .farmer : .staff
    }
    switch message.sender.value?.role {
    case .user?: return .farmer
    case .support?, .admin?: return .staff
    default: return nil
    }
  }

  var wait: Wait? {
    let since = settled == nil ? asked.first : askedAgain
    return since.map { Wait(since: $0.time, isExact: isJoined) }
  }

  /// The farmer's first message after the conversation was seen to be settled.
  private var askedAgain: MessagePlace? {
    guard let settled else { return nil }
    guard let mark = settled.newest else { return asked.first }
    return asked.first { $0 > mark }
  }

  /// How long somebody waits in a conversation as a list gives it, by what this computer has kept of it:
  /// the same as a desk shows once it has read that list.
  package static func wait(in conversation: Conversation, kept: KeptWait?) -> Wait? {
    var clock = WaitClock()
    if let kept { clock.restore(kept) }
    if let message = conversation.lastMessage.value, message.createdAt != nil,
      let direction = direction(of: message, in: conversation)
    {
      clock.listed(message, direction)
    }
    clock.see(conversation.status, updatedAt: conversation.updatedAt)
    return clock.wait
  }

  // MARK: What the disk keeps

  var kept: KeptWait {
    var settled = settled
    settled?.again = askedAgain
    let since = asked.first
    return KeptWait(since: since, isExact: since != nil && isJoined, settled: settled)
  }

  /// Takes up what an earlier process knew; nothing but live messages may have come before.
  mutating func restore(_ kept: KeptWait) {
    if asked.isEmpty, answered == nil { isJoined = kept.isExact }
    settled = settled ?? kept.settled
    for place in [kept.since, kept.settled?.again].compactMap({ $0 }) {
      if let answered, place < answered { continue }
      insert(place)
    }
    newest = [newest, asked.last, kept.settled?.newest].compactMap { $0 }.max()
  }

  // MARK: What is heard

  /// The conversation has this status; `updatedAt` stands for its newest message where none is known.
  mutating func see(_ status: ConversationStatus?, updatedAt: Date?) {
    switch status {
    case .resolved?, .closed?:
      guard let status, settled?.status != status else { return }
      // What was said in the very moment of the change is older than it.
      let change = updatedAt.map { MessagePlace(time: $0.addingTimeInterval(0.001), id: "") }
      settled = KeptWait.Settled(status: status, newest: newest ?? change)
    case .open?, .waiting?, .other?: settled = nil
    case nil: break
    }
  }

  /// A message came over the live link, which loses none while it is up.
  mutating func heard(_ message: Message, _ direction: Direction) {
    let place = MessagePlace(message)
    defer { newest = newest.map { max($0, place) } ?? place }
    switch direction {
    case .staff:
      if newest.map({ $0 < place }) ?? true { isJoined = true }
      answered = answered.map { max($0, place) } ?? place
      asked.removeAll { $0 < place }
    case .farmer:
      if let answered, place < answered { return }
      insert(place)
    }
  }

  /// A list names this as the last message; what lies between it and what is known is not known,
  /// unless it is our own list, from the disk.
  mutating func listed(_ message: Message, _ direction: Direction, isOurs: Bool = false) {
    let place = MessagePlace(message)
    if let newest, place <= newest { return }
    newest = place
    switch direction {
    case .staff:
      answered = place
      asked = []
      isJoined = true
    case .farmer:
      if asked.isEmpty || !isOurs { isJoined = false }
      // An answer may lie between; but nobody has said so.
      insert(place)
    }
  }

  /// A gapless run of messages up to the newest is known, given newest first.
  mutating func learned(
    newestFirst messages: some Sequence<Message>, in conversation: Conversation, reachesStart: Bool
  ) {
    var run: [MessagePlace] = []
    var answer: MessagePlace?
    var last: MessagePlace?
    for message in messages {
      guard let direction = Self.direction(of: message, in: conversation) else { continue }
      last = last ?? MessagePlace(message)
      if direction == .staff {
        answer = MessagePlace(message)
        break
      }
      run.append(MessagePlace(message))
    }
    if let newest, let last, last < newest { return }
    if answer != nil || reachesStart {
      asked = run.reversed()
      isJoined = true
    } else if let oldest = run.last {
      // What was known to be exact is so still, where the run goes back to it.
      isJoined = isJoined && newest.map { oldest <= $0 } ?? false
      asked = asked.filter { $0 < oldest } + run.reversed()
    }
    newest = last ?? newest
    answered = answer ?? answered
    shorten()
  }

  /// The server has these no more.
  mutating func removed(_ ids: Set<MessageID>) {
    guard !ids.isEmpty else { return }
    asked.removeAll { ids.contains($0.id) }
    if let place = answered, ids.contains(place.id) {
      answered = nil
      isJoined = false
    }
    if let place = newest, ids.contains(place.id) {
      newest = [answered, asked.last].compactMap { $0 }.max()
    }
  }

  private mutating func insert(_ place: MessagePlace) {
    let index = asked.lowerBound(place)
    if index < asked.count, asked[index] == place { return }
    asked.insert(place, at: index)
    shorten()
  }

  /// The first decides; the newest matter when a late answer turns up between them.
  private mutating func shorten() {
    guard asked.count > Self.most else { return }
    let newest = asked.suffix(Self.most / 2)
    let first = [asked.first, askedAgain].compactMap { $0 }.filter {
      $0 < newest[newest.startIndex]
    }
    asked = (first.count == 2 && first[0] == first[1] ? [first[0]] : first) + newest
  }
}
