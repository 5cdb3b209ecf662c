import ChatModel
import Foundation
import Sentences

/// What the disk gives and keeps, and whom it concerns.
extension SyncEngine {
  var isLoaded: Bool { disk.isLoaded }
  var leads: Bool { disk.lead.leads }

  mutating func save(_ write: DiskWrite) {
    let id = nextRequestID()
    disk.began(write, as: id)
    put(.store(write.call, id))
  }

  mutating func apply(_ facts: [Disk.Fact]) {
    for fact in facts {
      switch fact {
      case .wants(let write): save(write)
      case .wantsEntries(let ids): saveAgain(ids)
      case .wantsWaits(let ids): save(.waits(conversations.waits(of: Set(ids))))
      case .retryWasAsked: store(.outbox, for: .readOutbox)
      case .departureEnded(let entry, let answer): handleDeparture(entry, answer)
      case .dropped(let ids): tell(.outboxDropped(ids))
      case .missing(let ids): apply(delivery.handleMissing(ids))
      case .draft(let id, let draft): tell(.draft(id, draft))
      case .local(let changes): tell(.local(changes))
      case .draftKept(let id, let isKept): tell(.draftKept(id, isKept))
      case .broke(let error, let id):
        notice(
          .failure, said("This computer does not keep what is shown: \(error.reason.clause)."),
          about: id)
      case .mended: notice(.info, said("This computer keeps what is shown again."))
      case .cannotDepart(let error, let id):
        notice(.failure, said("Messages wait: \(error.reason.clause)."), about: id)
      }
    }
  }

  private mutating func saveAgain(_ ids: [OutboxID]) {
    let entries = delivery.writable(ids)
    if !entries.isEmpty { save(.entries(entries)) }
  }

  // MARK: The beginning

  /// So many conversations are enough for the first look at the list.
  static let firstScreen = 100

  /// What the list shows first, while all of it is read.
  mutating func handleLoadedFirst(_ answer: StoreAnswer) {
    guard case .loadedFirst(let first, let waits, let heldUnread) = answer else { return }
    conversations.restore(waits: waits, heldUnread: heldUnread)
    for conversation in first { upsert(conversation, from: .disk) }
    loadedFirst = Set(first.map(\.id))
  }

  mutating func handleLoaded(_ answer: StoreAnswer) {
    disk.loaded(at: now.uptime)
    switch answer {
    case .loaded(
      let known, let entries, let kept, let waits, let used, let heldUnread, let local,
      let problem):
      if !used.isEmpty { tell(.used(used)) }
      // Those may have changed since.
      let first = loadedFirst
      loadedFirst = []
      conversations.restore(
        waits: waits.filter { !first.contains($0.key) },
        heldUnread: heldUnread.filter { !first.contains($0.key) })
      conversations.reserve(known.count)
      for conversation in known where !first.contains(conversation.id) {
        upsert(conversation, from: .disk)
      }
      if !known.isEmpty { conversations.watchHandoffs() }
      tell(.listFreshness(isComplete: false, at: nil))
      tell(.outboxKept(entries.filter(\.isPending).map(\.id)))
      apply(delivery.restore(entries))
      let sent = kept.filter { isSent($1, to: $0) }.keys
      for id in sent.sorted() { save(.draft(id, nil)) }
      apply(disk.adopt(kept.filter { !sent.contains($0.key) }))
      apply(disk.adopt(local))
      noteKept(local.agents)
      outboxWasRead()
      if let problem { cannotRead(problem) }
    case .failed(let error):
      cannotRead(error)
      disk.lead.outboxWasUnreadable(at: now.uptime)
    default: break
    }
    takeOver()
    for id in history.openIDs {
      if conversations.isShown(id) { tellAllRead(id) } else { fetchUnknown(id) }
    }
    list.hurry(at: now.uptime)
  }

  /// The team, as an earlier process knew it.
  private mutating func noteKept(_ agents: [Participant]) {
    let known = me?.role.isStaff == true ? agents.compactMap { conversations.learn($0) } : []
    if !known.isEmpty { tell(.agents(known)) }
    for agent in conversations.knownAgents { apply(disk.keep(agent, at: now.uptime)) }
  }

  private mutating func cannotRead(_ problem: StoreError) {
    notice(.failure, said("What this computer keeps cannot be read: \(problem.reason.clause)."))
  }

  /// The process ended between keeping a message and emptying the reply that it was written in.
  private func isSent(_ draft: Draft, to id: ConversationID) -> Bool {
    draft.attachments.isEmpty && delivery.holds(draft.text, in: id, editedAt: draft.editedAt)
  }

  // MARK: Other processes of this account

  mutating func handleLeadResult(_ answer: StoreAnswer) {
    let isGranted = answer == .leads(true)
    let followed = disk.lead.follows
    let readsOutbox = disk.lead.handleAnswer(isGranted: isGranted, at: now.uptime)
    if disk.lead.follows, !followed { tell(.follows) }
    if readsOutbox, isLoaded { store(.outbox, for: .readOutbox) }
  }

  mutating func handleOutboxRead(_ answer: StoreAnswer) {
    guard case .outbox(let entries) = answer else {
      return disk.lead.outboxWasUnreadable(at: now.uptime)
    }
    apply(
      delivery.adopt(
        entries, leads: leads, at: now.uptime, isDropping: disk.isDropping,
        isNewer: disk.isWriting))
    outboxWasRead()
    takeOver()
  }

  mutating func follow(_ change: StoreChange) {
    switch change {
    case .outbox, .drafts:
      // A process that was stopped may have missed the other ring.
      store(.outbox, for: .readOutbox)
      store(.drafts, for: .readDrafts)
    case .local: store(.local, for: .readLocal)
    case .leaderLeft: if !leads { store(.lead, for: .lead) }
    }
  }

  private mutating func outboxWasRead() {
    let led = leads
    disk.lead.outboxWasRead()
    if leads, !led { tell(.leads) }
  }

  private mutating func takeOver() {
    if leads, isLoaded { apply(delivery.takeOver(at: now.uptime)) }
  }
}
