import ChatModel
import Foundation

/// What the client knows of one conversation, open or not.
struct ConversationRecord: Sendable {
  var conversation: Conversation
  /// Known from the server or the disk; false while an event alone spoke of it.
  var isShown = false
  /// The server named it in `GET /conversations`.
  var isListedMine = false
  var unread = 0 { didSet { cachedUnread = min(cachedUnread, unread) } }
  /// How many of those the disk is known to hold.
  var cachedUnread = 0
  /// What the disk was last told of that.
  var keptCachedUnread = 0
  var clock = WaitClock()
  /// What the disk was last told of the clock.
  var keptWait = KeptWait()
  /// The live change that concerned it last: an answer asked for before that does not overrule it.
  var lastLiveSequence = 0
  /// The same of a change of status or agent that the server answered.
  var lastChange = 0
  /// My newest messages here that the server has, so that a resemblance is not taken for another.
  private(set) var recentOwnMessages: [MessagePlace] = []
  /// `recentOwnMessages` holds what the disk knows, too.
  var isRecalled = false
  var isFetching = false

  private static let mostOwnMessages = 50

  init(conversation: Conversation) { self.conversation = conversation }

  func isMine(of me: Claims) -> Bool {
    switch me.role {
    case .user: return conversation.farmer.id.map { $0 == me.userID } ?? isListedMine
    case .support, .admin, .other:
      if case .absent = conversation.agent {
        // Row 25: a Support agent's own list holds what is assigned to them.
        return me.role == .support && isListedMine
      }
      return conversation.agent.id == me.userID
    }
  }

  /// What an earlier process knew of the wait.
  mutating func restore(_ wait: KeptWait) {
    clock.restore(wait)
    keptWait = wait
  }

  /// The same of how many unread messages the disk holds.
  mutating func restore(heldUnread held: Int) {
    cachedUnread = min(unread, held)
    keptCachedUnread = held
  }

  mutating func noteOwn(_ message: Message) {
    let place = MessagePlace(message)
    recentOwnMessages.removeAll { $0.id == message.id }
    recentOwnMessages.insert(place, at: recentOwnMessages.lowerBound(place))
    if recentOwnMessages.count > Self.mostOwnMessages { recentOwnMessages.removeFirst() }
  }

  /// Brings it up to date. A stale answer was asked for before the last live change; an overruled one
  /// before the last change of status or agent.
  mutating func merge(_ new: Conversation, isStale: Bool, isOverruled: Bool) {
    var incoming = new
    if isOverruled {
      incoming.status = nil
      incoming.agent = .absent
    }
    incoming.lastMessage = lastMessage(of: new, isStale: isStale)
    if isStale, let known = conversation.updatedAt {
      incoming.updatedAt = new.updatedAt.map { max($0, known) } ?? known
    }
    conversation = conversation.merging(incoming)
  }

  /// An id alone never displaces a message whose words are known (row 10), nor does an answer that
  /// was on its way while a newer message came.
  private func lastMessage(of new: Conversation, isStale: Bool) -> Referenced<Message> {
    guard let known = conversation.lastMessage.value else { return new.lastMessage }
    switch new.lastMessage {
    case .known(let message) where message.id != known.id:
      if message.kind == .other("") || message.createdAt == nil { return .absent }
      return isStale && message < known ? .absent : new.lastMessage
    case .none: return isStale ? .absent : .none
    default: return new.lastMessage
    }
  }

  /// The clock follows what a list or the disk (then it is ours) says of last message and status.
  mutating func updateClock(isOurs: Bool) {
    if let message = conversation.lastMessage.value, message.createdAt != nil,
      let direction = WaitClock.direction(of: message, in: conversation)
    {
      clock.listed(message, direction, isOurs: isOurs)
    }
    clock.see(conversation.status, updatedAt: conversation.updatedAt)
  }

  /// A message came, perhaps a copy of an older one.
  mutating func noteLast(_ message: Message) {
    let last = conversation.lastMessage.value
    if last?.id == message.id {
      conversation.lastMessage = conversation.lastMessage.merging(.known(message))
    } else if last.map({ $0 < message }) ?? true {
      conversation.lastMessage = .known(message)
    }
    if let known = conversation.updatedAt, let date = message.createdAt, known < date {
      conversation.updatedAt = date
    }
  }

  /// The history's newest message is this one, and it holds the removed ones no more.
  mutating func noteNewest(_ newest: Message, removed: Set<MessageID>) {
    let last = conversation.lastMessage.value
    // The place of one that carries no date is a guess.
    let isGuess = last?.createdAt == nil && newest.createdAt != nil
    if last?.id == newest.id {
      conversation.lastMessage = conversation.lastMessage.merging(.known(newest))
    } else if last.map({ $0 < newest || removed.contains($0.id) }) ?? true || isGuess {
      conversation.lastMessage = .known(newest)
    }
  }
}
