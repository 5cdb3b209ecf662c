package import ChatModel
package import Foundation
import Sentences
import TextGrid

extension DeskState {
  package var openSummary: ConversationSummary? { openID.flatMap { conversations[$0] } }
  /// The composer of the open conversation.
  package var composer: Composer? {
    openID.map { composers[$0] ?? Composer() }
  }
  /// On the screen, somebody with the role `User` is a farmer: they see one conversation, theirs.
  package var isFarmer: Bool { me?.role == .user }
  package var isAdmin: Bool { me?.role == .admin }
  /// The open conversation is somebody else's: shown, never marked read, no typing told.
  package var isWatching: Bool { openSummary.map { !$0.isMine } ?? false }
  /// The open conversation is somebody else's, or looked at without a trace.
  package var isLeftAlone: Bool { isWatching || openID != nil && messages.leavesNoTrace }
  /// Entries of mine that the server does not have.
  package var outboxCount: Int { outbox.values.count { $0.isPending } }

  /// What the server's clock shows when ours shows `now`.
  package func serverTime(_ now: Date) -> Date { now.addingTimeInterval(clockSkew) }

  /// When an item of the timeline was written, by the server's clock.
  package func time(of item: TimelineItem) -> Date {
    switch item {
    case .message(let message), .removed(let message): message.time
    case .entry(let entry): serverTime(entry.createdAt)
    case .note(let note): serverTime(note.writtenAt)
    }
  }

  /// Who wrote a message, by the best that is known of them; nil where nobody is named.
  package func senderName(of message: Message, in conversation: Conversation?) -> String? {
    guard let id = message.sender.id else { return nil }
    let known = [conversation?.farmer.value, conversation?.agent.value].compactMap { $0 }
      .first { $0.id == id }
    return personName(known ?? message.sender.value, id: id)
  }

  /// How long a conversation has waited, in seconds, never negative; nil when nobody waits.
  package func waited(_ summary: ConversationSummary, now: Date) -> TimeInterval? {
    summary.wait.map { max(0, serverTime(now).timeIntervalSince($0.since)) }
  }

  /// How a wait is to be coloured.
  package func urgency(_ summary: ConversationSummary, now: Date) -> Urgency {
    waited(summary, now: now).map { urgency(ofWait: $0) } ?? .none
  }

  /// - Parameter waited: in seconds.
  package func urgency(ofWait waited: TimeInterval) -> Urgency {
    if waited >= configuration.waitLate { return .late }
    return waited >= configuration.waitWarn ? .warn : .waiting
  }

  /// The names of those who type in a conversation now, sanitized; the farmer's role when unnamed.
  package func typing(in id: ConversationID, now: Date) -> [String] {
    guard let typists = typists[id] else { return [] }
    return typists.filter { $0.value.until > now }.sorted { $0.key < $1.key }.map { user, typist in
      if let name = typist.name.map(Sanitizer.oneLine), !name.isEmpty { return name }
      return conversations[id].map { summary in
        summary.conversation.farmer.id == user
          ? self.name(of: summary) : personName(summary.conversation.agent.value, id: user)
      } ?? said("someone")
    }
  }

  /// The person this conversation is shown under: the farmer, or for a farmer the support agent.
  /// Sanitized, one line, never empty.
  package func name(of summary: ConversationSummary) -> String {
    if isFarmer {
      return summary.conversation.agent.value.map { personName($0, id: $0.id) } ?? said("Support")
    }
    guard let farmer = summary.conversation.farmer.value else { return said("a deleted farmer") }
    return personName(farmer, id: farmer.id)
  }

  /// The same by id. Of one that is gone what was known; else that it does not exist, once the list
  /// was compared, or its id alone.
  package func name(of id: ConversationID) -> String {
    if let summary = conversations[id] { return name(of: summary) }
    if let name = departed[id] { return name + said(" (gone)") }
    let number = Sanitizer.oneLine(id.rawValue)
    return list.isComplete
      ? said("a conversation that does not exist: \(number)")
      : said("conversation \(number)")
  }

  /// Whose a file of a conversation is: the name it is shown under, or who sent it there.
  ///
  /// - Parameter message: that has it, where it is at hand.
  package func origin(of media: Media, in id: ConversationID, _ message: Message? = nil) -> String {
    let shown = timeline.flatMap { $0.conversationID == id ? $0 : nil }
    let message = message ?? shown?.messages.values.first { $0.media.value?.id == media.id }
    let name = name(of: id)
    guard let sender = message?.sender.id else { return name }
    if sender == me?.userID { return said("you, to \(name)") }
    let conversation = conversations[id]?.conversation
    let other = isFarmer ? conversation?.agent.id : conversation?.farmer.id
    guard sender != other, let message, let known = senderName(of: message, in: conversation) else {
      return name
    }
    return said("\(known), to \(name)")
  }

  /// A person's name, else the phone, the address or the end of the id. Sanitized, never empty.
  package func personName(_ person: Participant?, id: UserID) -> String {
    let known = person?.fullName ?? person?.phone ?? person?.email ?? ""
    let clean = Sanitizer.oneLine(known)
    return clean.isEmpty ? "‹" + Sanitizer.oneLine(String(id.rawValue.suffix(6))) + "›" : clean
  }

  /// Who wrote a message that was found: "you", or a name. Sanitized.
  package func speaker(of hit: SearchHit) -> String {
    guard let id = hit.message.sender.id else { return said("somebody") }
    return id == me?.userID ? said("you") : personName(hit.message.sender.value, id: id)
  }

  /// My own name, as far as anyone has told it: the list of agents, a conversation, a message of
  /// mine, the token, the configuration. Sanitized, never empty.
  package var ownName: String? {
    guard let me else { return nil }
    let told = agents.first { $0.id == me.userID }?.participant.fullName ?? seenName
    let name = Sanitizer.oneLine(told ?? me.name ?? configuration.ownName ?? "")
    return name.isEmpty ? nil : name
  }

  /// Somebody is named who may be me.
  mutating func noteOwnName(_ person: Referenced<Participant>) {
    guard let me, person.id == me.userID, let name = person.value?.fullName else { return }
    seenName = name
  }

  /// Whether a farmer or agent is there, as far as anyone said last; nobody says it while the link is
  /// down.
  package func isOnline(_ person: Participant) -> Bool? {
    guard case .online = link else { return nil }
    return presence[person.id]?.isOnline ?? person.isOnline
  }

  /// Whether something unsent is written for a conversation.
  package func hasDraft(_ id: ConversationID) -> Bool {
    composers[id].map { !$0.isEmpty } ?? false
  }

  /// The link's reason and the whole seconds to its next attempt; nil while none is planned.
  package func secondsToRetry(now: Date) -> Int? {
    guard case .offline(_, let retryAt?) = link else { return nil }
    let seconds = retryAt.timeIntervalSince(now).rounded(.up)
    return Int(exactly: max(0, seconds))
  }

  /// The minutes of sign-in that are left, in its last half hour; nil before.
  package func signInMinutesLeft(now: Date) -> Int? {
    guard let expiry = me?.expiresAt else { return nil }
    let left = expiry.timeIntervalSince(serverTime(now))
    guard left <= 30 * 60 else { return nil }
    return Int(exactly: max(0, (left / 60).rounded(.up)))
  }

  /// How one of my messages stands; nil when it is somebody else's.
  package func delivery(of message: Message, in summary: ConversationSummary) -> Delivery? {
    guard let me, message.sender.id == me.userID else { return nil }
    return message.isRead ? .read : .sent
  }
}

/// How a wait is to be coloured.
package enum Urgency: Hashable, Sendable, Comparable {
  case none, waiting, warn, late
}
