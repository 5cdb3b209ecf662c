import ChatModel
import Foundation

/// What is known of each conversation, and how an answer changes it.
extension SyncEngine {
  /// Where a conversation was heard of.
  enum Source: Hashable, Sendable {
    case disk
    /// Live changes after `sequence` may be missing in it.
    case list(mine: Bool, sequence: Int)
    case single(sequence: Int)
    /// The answer to a change of its status or agent.
    case change(sequence: Int)
  }

  func isMine(_ record: ConversationRecord) -> Bool {
    guard let me else { return false }
    switch me.role {
    case .user:
      return record.conversation.farmer.id.map { $0 == me.userID } ?? record.isListedMine
    case .support, .admin, .other:
      if case .absent = record.conversation.agent {
        // Row 25: a Support agent's own list holds what is assigned to them.
        return me.role == .support && record.isListedMine
      }
      return record.conversation.agent.id == me.userID
    }
  }

  func isMine(_ id: ConversationID) -> Bool { records[id].map { isMine($0) } ?? false }

  func summary(_ record: ConversationRecord) -> ConversationSummary {
    ConversationSummary(
      conversation: record.conversation, isMine: isMine(record), unread: record.unread,
      wait: record.clock.wait)
  }

  /// As the disk keeps it: what was read since the server counted is not shown as unread offline.
  func kept(_ record: ConversationRecord) -> Conversation {
    var conversation = record.conversation
    if let me, conversation.unread(of: me.userID) != record.unread {
      conversation.unreadCount = (conversation.unreadCount ?? [:])
        .merging([me.userID: record.unread]) { $1 }
    }
    return conversation
  }

  /// Tells the disk what became of waits.
  mutating func keepWaits(of ids: Set<ConversationID>) {
    let changed = ids.filter { id in
      records[id].map { $0.isShown && $0.clock.kept != $0.keptWait } ?? false
    }
    if !changed.isEmpty { saveWaits(of: changed) }
  }

  mutating func saveWaits(of ids: Set<ConversationID>) {
    var waits: [ConversationID: KeptWait] = [:]
    for id in ids {
      waits[id] = records[id]?.clock.kept ?? KeptWait()
      records[id]?.keptWait = waits[id] ?? KeptWait()
    }
    save(.waits(waits))
  }

  /// Makes a conversation known, or brings it up to date. Answers whether anything changed.
  @discardableResult
  mutating func absorb(_ new: Conversation, from source: Source) -> Bool {
    let old = records[new.id]
    var record = old ?? ConversationRecord(conversation: Conversation(id: new.id))
    let isStale: Bool
    switch source {
    case .disk: isStale = false
    case .list(let mine, let sequence):
      isStale = record.touched > sequence
      if mine { record.isListedMine = true }
    case .single(let sequence), .change(let sequence): isStale = record.touched > sequence
    }
    var incoming = new
    if isOverruled(source, record) {
      incoming.status = nil
      incoming.agent = .absent
    }
    incoming.lastMessage = lastMessage(of: new, over: record, isStale: isStale)
    if isStale, let known = record.conversation.updatedAt {
      incoming.updatedAt = new.updatedAt.map { max($0, known) } ?? known
    }
    let before = summary(record)
    let previousAgent = record.conversation.agent.value
    record.conversation = record.conversation.merging(incoming)
    if !isStale, let me {
      if new.unreadCount != nil || old?.isShown != true {
        record.unread = record.conversation.unread(of: me.userID)
        if record.unread == 0 { allReadIsProven(new.id) }
      }
    }
    if old?.isShown != true, let kept = keptWaits.removeValue(forKey: new.id) {
      record.clock.restore(kept)
      record.keptWait = kept
    }
    if let message = record.conversation.lastMessage.value, message.createdAt != nil,
      let direction = WaitClock.direction(of: message, in: record.conversation)
    {
      record.clock.listed(message, direction, isOurs: source == .disk)
    }
    record.clock.see(record.conversation.status, updatedAt: record.conversation.updatedAt)
    record.isShown = true
    record.isFetching = false
    records[new.id] = record
    meet(record.conversation)
    let after = summary(record)
    let changed = old?.isShown != true || after != before
    if before.isMine, !after.isMine { handedAway(new.id) }
    guard changed else { return false }
    noteConversation(new.id)
    if case .disk = source { return true }
    if let role = me?.role, role.isStaff {
      announce(
        handoffs.compare(
          new.id, wasMine: old?.isShown == true ? before.isMine : nil, isMine: after.isMine,
          from: previousAgent, to: record.conversation.agent.value))
    }
    lastMessageMoved(new.id, before: before, after: after)
    return true
  }

  /// Its status and agent were changed since this was asked for.
  private func isOverruled(_ source: Source, _ record: ConversationRecord) -> Bool {
    switch source {
    case .disk, .change: false
    case .list(_, let sequence), .single(let sequence): record.changed > sequence
    }
  }

  /// Takes the answer to a change of status or agent, which no answer asked for before overrules.
  mutating func absorb(changed conversation: Conversation, _ call: PendingCall) {
    absorb(conversation, from: .change(sequence: call.sequence))
    sequence += 1
    records[conversation.id]?.changed = sequence
  }

  /// An id alone never displaces a message whose words are known (row 10), nor does an answer that
  /// was on its way while a newer message came.
  private func lastMessage(
    of new: Conversation, over record: ConversationRecord, isStale: Bool
  ) -> Referenced<Message> {
    guard let known = record.conversation.lastMessage.value else { return new.lastMessage }
    switch new.lastMessage {
    case .known(let message) where message.id != known.id:
      if message.kind == .other("") || message.createdAt == nil { return .absent }
      return isStale && message < known ? .absent : new.lastMessage
    case .none: return isStale ? .absent : .none
    default: return new.lastMessage
    }
  }

  /// The list knows of a message that an open timeline does not: the link did not bring it.
  private mutating func lastMessageMoved(
    _ id: ConversationID, before: ConversationSummary, after: ConversationSummary
  ) {
    guard let message = after.conversation.lastMessage.value,
      message.id != before.conversation.lastMessage.id
    else { return }
    recognise([message], in: id)
    if !seenMessages.contains(message.id) { records[id]?.held = 0 }
    guard let conversation = open[id], !conversation.timeline.contains(message.id) else { return }
    open[id]?.schedule.hurry(at: now.uptime)
  }

  /// Learns the people of a conversation.
  private mutating func meet(_ conversation: Conversation) {
    for person in [conversation.farmer.value, conversation.agent.value] {
      if let person { tell(live.listed(person)) }
    }
    guard me?.role.isStaff == true else { return }
    if let agent = conversation.agent.value, let known = agents.seen(agent) {
      tell(.agents([known]))
    }
  }

  /// Gets a conversation that an event or a command named and no list did.
  mutating func fetchUnknown(_ id: ConversationID) {
    var record = records[id] ?? ConversationRecord(conversation: Conversation(id: id))
    guard !record.isShown, !record.isFetching else { return }
    record.isFetching = call(.conversation(id), for: .conversation(id)) != nil
    records[id] = record
  }

  mutating func takeConversation(_ answer: APIAnswer, _ id: ConversationID, _ call: PendingCall) {
    records[id]?.isFetching = false
    switch answer {
    case .conversation(let conversation) where conversation.isActive == false:
      forget(id, isDeleted: true, reason: "it was deleted")
    case .conversation(let conversation):
      absorb(conversation, from: .single(sequence: call.sequence))
      tellAllRead(id)
    case .failed(.notFound(let reason)): forget(id, isDeleted: true, reason: reason)
    case .failed(.notAllowed(let reason)): forget(id, isDeleted: false, reason: reason)
    default: break
    }
  }

  private mutating func forget(_ id: ConversationID, isDeleted: Bool, reason: String) {
    if isDeleted, open[id] != nil {
      live.roomIsGone(id)
    }
    if records[id]?.isShown == true {
      remove([id], areDeleted: isDeleted)
    } else {
      records[id] = nil
      // What an event brought of it is of no use to anybody.
      note(.removeConversation(id))
    }
    if open[id] != nil {
      notice(.failure, "This conversation cannot be shown: \(reason.clause).", about: id)
    }
  }

  /// Conversations that the server no longer shows me.
  mutating func remove(_ ids: [ConversationID], areDeleted: Bool = false) {
    guard !ids.isEmpty else { return }
    for id in ids {
      if let record = records[id], isMine(record), me?.role.isStaff == true, handoffs.isWatching {
        tell(areDeleted ? .deletedWhileMine(id) : .takenFromMe(id, to: nil))
      }
      if records[id]?.keptWait.isEmpty == false {
        save(.waits([id: KeptWait()]))
      }
      records[id] = nil
      note(.removeConversation(id))
    }
    tell(.conversationsRemoved(ids))
  }
}
