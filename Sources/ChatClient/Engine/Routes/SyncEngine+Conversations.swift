import ChatModel
import Foundation
import Sentences

/// What new records of conversations change, and whom that concerns.
extension SyncEngine {
  func isMine(_ id: ConversationID) -> Bool { conversations.isMine(id) }
  func name(_ id: ConversationID) -> String { conversations.name(id) }

  /// Answers whether anything changed.
  @discardableResult
  mutating func upsert(_ conversation: Conversation, from source: Conversations.Source) -> Bool {
    let (changed, facts) = conversations.upsert(conversation, from: source)
    for fact in facts {
      switch fact {
      case .everythingIsRead(let id): history.allReadIsProven(id)
      case .listed(let person): tell(live.listed(person))
      case .learned(let agent):
        // What the disk told is kept there already.
        if source == .disk { tell(.agents([agent])) } else { learned([agent]) }
      case .handedAway(let id): handedAway(id)
      case .changed(let id):
        if source == .disk { noteConversationOfDisk(id) } else { noteConversation(id) }
      case .announce(let event): announce(event)
      case .lastMessage(let message, let id): lastMessageMoved(message, in: id)
      }
    }
    return changed
  }

  /// Who can be given conversations is told, and kept for the days on which they have none.
  mutating func learned(_ agents: [Agent]) {
    tell(.agents(agents))
    for agent in agents { apply(disk.keep(agent.participant, at: now.uptime)) }
  }

  /// The list may know of a message that an open timeline does not: the link did not bring it.
  private mutating func lastMessageMoved(_ message: Message, in id: ConversationID) {
    recognise([message], in: id)
    if !history.wasSeen(message.id) {
      conversations.setCachedUnread(0, of: id)
      noteHeldUnread(id)
    }
    guard !history.timeline(id).contains(message.id) else { return }
    history.hurry(id, at: now.uptime)
  }

  /// Gets a conversation that an event or a command named and no list did.
  mutating func fetchUnknown(_ id: ConversationID) {
    guard conversations.wantsFetch(id) else { return }
    if call(.conversation(id), for: .conversation(id)) != nil { conversations.fetchBegan(id) }
  }

  mutating func handleConversation(
    _ answer: APIAnswer, _ id: ConversationID, _ call: PendingCall
  ) {
    conversations.fetchEnded(id)
    switch answer {
    case .conversation(let conversation) where conversation.isActive == false:
      forget(id, isDeleted: true, reason: said("it was deleted"))
    case .conversation(let conversation):
      upsert(conversation, from: .single(sequence: call.sequence))
      tellAllRead(id)
    case .failed(.notFound(let reason)): forget(id, isDeleted: true, reason: reason)
    case .failed(.notAllowed(let reason)): forget(id, isDeleted: false, reason: reason)
    default: break
    }
  }

  private mutating func forget(_ id: ConversationID, isDeleted: Bool, reason: String) {
    if isDeleted, history.isOpen(id) { live.roomIsGone(id) }
    if conversations.isShown(id) {
      remove([id], areDeleted: isDeleted)
    } else {
      conversations.forget(id)
      // What an event brought of it is of no use to anybody.
      note(.removeConversation(id))
    }
    if history.isOpen(id) {
      notice(.failure, said("This conversation cannot be shown: \(reason.clause)."), about: id)
    }
  }

  /// Conversations that the server no longer shows me.
  mutating func remove(_ ids: [ConversationID], areDeleted: Bool = false) {
    guard !ids.isEmpty else { return }
    for id in ids {
      let (events, hasKeptWait) = conversations.remove(id, isDeleted: areDeleted)
      tell(events)
      if hasKeptWait { save(.waits([id: KeptWait()])) }
      note(.removeConversation(id))
    }
    tell(.conversationsRemoved(ids))
  }

  mutating func keepWaits(of ids: Set<ConversationID>) {
    let waits = conversations.waitsToKeep(of: ids)
    if !waits.isEmpty { save(.waits(waits)) }
  }
}
