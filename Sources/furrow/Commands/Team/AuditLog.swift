import ChatClient
import ChatModel
import Foundation
import Sentences

/// Where commands keep their own changes at the server: with what the account keeps on this disk.
/// A disk that takes nothing stops no change; that it is not kept is said once.
actor AuditLog {
  private let account: Account
  private let output: Output
  private let store: (any ChatStore)?
  private var isBroken = false

  init(_ context: Context, _ account: Account) async {
    self.account = account
    output = context.output
    guard context.settings.keepsCache else {
      store = nil
      return
    }
    do throws(Failure) {
      store = try await context.store(of: account)
    } catch {
      store = nil
      isBroken = true
      output.warn(said("What is changed is not kept in the audit log: \(error.message)"))
    }
  }

  func note(
    _ id: ConversationID?, farmer: Participant? = nil, _ change: AuditEntry.Change,
    _ answer: AuditEntry.Answer
  ) async {
    let entry = AuditEntry(
      at: Date(), who: account.claims.userID, conversationID: id, farmer: farmer?.fullName,
      change: change, answer: answer, origin: .command)
    await keep(.audit(entry))
  }

  func sample(_ statistics: Statistics) async {
    await keep(.sample(StatisticsSample(statistics, at: Date())))
  }

  private func keep(_ record: TeamRecord) async {
    guard let store, !isBroken else { return }
    do {
      try await store.noteTeam([record])
    } catch {
      isBroken = true
      output.warn(said("What is changed is not kept in the audit log: \(error.reason.clause)."))
    }
  }

  /// Everybody whom this computer has seen as an agent.
  func agents() async -> [Participant] {
    guard let store else { return [] }
    let kept = (try? await store.localData().agents) ?? []
    let listed = ((try? await store.conversations()) ?? []).compactMap(\.agent.value)
    return listed + kept
  }

  /// Who is known here as a farmer.
  func farmer(_ id: UserID) async -> Participant? {
    guard let store else { return nil }
    return ((try? await store.conversations()) ?? []).lazy.compactMap(\.farmer.value)
      .first { $0.id == id }
  }

  /// Keeps who was seen as an agent, so that they are found by name the next time.
  func keep(_ agents: [Participant]) async {
    guard let store, let data = try? await store.localData() else { return }
    var known = Dictionary(data.agents.map { ($0.id, $0) }) { first, _ in first }
    var changed: Set<UserID> = []
    for agent in agents {
      let old = known[agent.id]
      let merged = (old?.merging(agent) ?? agent).withoutPresence
      guard merged != old, old != nil || known.count < LocalData.mostAgents else { continue }
      known[agent.id] = merged
      changed.insert(agent.id)
    }
    guard !changed.isEmpty else { return }
    _ = try? await store.saveLocal(
      changed.sorted().compactMap { id in
        known[id].map { LocalChange(.agent(id), .agent($0)) }
      })
  }

  /// What this computer remembers of the farmers' waits.
  func waits() async -> [ConversationID: KeptWait] {
    guard let store else { return [:] }
    return (try? await store.waits()) ?? [:]
  }

  /// The last messages of a conversation, as far as they are here.
  func lastMessages(in id: ConversationID) async -> [Message] {
    guard let store else { return [] }
    return (try? await store.newestMessages(id, limit: Self.read)) ?? []
  }

  /// So many messages are looked at for words and replies.
  private static let read = 30

  func close() async { await store?.close() }
}
