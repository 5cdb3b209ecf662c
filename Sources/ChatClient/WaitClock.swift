import ChatModel
import Foundation

/// Since when a farmer waits: from the first message that nobody has answered, by the direction of
/// messages and the server's clock, whatever the status says.
struct WaitClock: Hashable, Sendable {
  /// The newest message seen, from whomever.
  private var newest: Timeline.Place?
  /// The newest message of an agent.
  private var answered: Timeline.Place?
  /// The farmer's messages since the last answer, ascending.
  private var asked: [Timeline.Place] = []
  /// Nothing unknown lies between the last answer and the newest message.
  private var isJoined = false

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

  var wait: Wait? { asked.first.map { Wait(since: $0.time, isExact: isJoined) } }

  /// A message came over the live link, which loses none while it is up.
  mutating func heard(_ message: Message, _ direction: Direction) {
    let place = Timeline.Place(message)
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

  /// A list names this as the last message; what lies between it and what is known is not known.
  mutating func listed(_ message: Message, _ direction: Direction) {
    let place = Timeline.Place(message)
    if let newest, place <= newest { return }
    newest = place
    switch direction {
    case .staff:
      answered = place
      asked = []
      isJoined = true
    case .farmer:
      asked = [place]
      isJoined = false
    }
  }

  /// A gapless run of messages up to the newest is known, given newest first.
  mutating func learned(
    newestFirst messages: some Sequence<Message>, in conversation: Conversation, reachesStart: Bool
  ) {
    var run: [Timeline.Place] = []
    var answer: Timeline.Place?
    var last: Timeline.Place?
    for message in messages {
      guard let direction = Self.direction(of: message, in: conversation) else { continue }
      last = last ?? Timeline.Place(message)
      if direction == .staff {
        answer = Timeline.Place(message)
        break
      }
      run.append(Timeline.Place(message))
    }
    if let newest, let last, last < newest { return }
    newest = last ?? newest
    answered = answer ?? answered
    asked = run.reversed()
    isJoined = answer != nil || reachesStart
    shorten()
  }

  private mutating func insert(_ place: Timeline.Place) {
    let index = asked.partition(before: place)
    if index < asked.count, asked[index] == place { return }
    asked.insert(place, at: index)
    shorten()
  }

  /// The first decides; the newest matter when a late answer turns up between them.
  private mutating func shorten() {
    if asked.count > Self.most { asked.removeSubrange(1..<(asked.count - Self.most / 2)) }
  }
}
