import ChatClient
import ChatModel
import Foundation
import Synchronization

/// Changes many conversations, a few at a time: each is looked at first, changed, and answered for.
///
/// A server that wants to be left alone is, by all of them. What was not answered is read again and
/// never assumed. After a call that did not get through the rest is not tried.
final class ManyRun: Sendable {
  enum Change: Hashable, Sendable {
    case status(ConversationStatus)
    case agent(Participant)
  }

  struct Work: Hashable, Sendable {
    var id: ConversationID
    var change: Change
    /// Who has it, as it was planned; nil where whoever has it may lose it.
    var expected: Owner?
  }

  /// Who has a conversation.
  enum Owner: Hashable, Sendable {
    case nobody
    case agent(UserID)
  }

  enum Outcome: Hashable, Sendable {
    /// Would be changed, where nothing is to be changed yet; from what stands in `before`.
    case changed(before: Conversation?)
    /// It was so already.
    case unchanged(Conversation)
    case failed(Failure)
    case unknown(String)
    case notTried(String)
  }

  private let api: any ChatAPI
  private let log: AuditLog
  private let patience: Patience
  private let isDry: Bool
  private let waiting: Mutex<ArraySlice<Work>>
  private let stopped = Mutex<String?>(nil)
  private let tell: @Sendable (Work, Outcome) -> Void

  /// So many are asked about at once.
  private static let mostAtOnce = 4

  /// - Parameters:
  ///   - isDry: the server is asked what it holds, and nothing is changed.
  ///   - tell: called for each as it is known, from several tasks.
  init(
    _ work: [Work], _ api: any ChatAPI, _ log: AuditLog, _ patience: Patience, isDry: Bool,
    tell: @escaping @Sendable (Work, Outcome) -> Void
  ) {
    self.api = api
    self.log = log
    self.patience = patience
    self.isDry = isDry
    self.tell = tell
    waiting = Mutex(work[...])
  }

  /// The rest is not tried, for this reason.
  func stop(_ reason: String) { stopped.withLock { $0 = $0 ?? reason } }

  func run() async {
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<Self.mostAtOnce {
        group.addTask {
          while let work = self.waiting.withLock({ $0.popFirst() }) {
            let outcome =
              if let reason = self.stopped.withLock({ $0 }) {
                Outcome.notTried(reason)
              } else {
                await self.perform(work)
              }
            self.tell(work, outcome)
          }
        }
      }
    }
  }

  private func perform(_ work: Work) async -> Outcome {
    let before: Conversation
    do {
      before = try await patience { () async throws(APIError) in
        try await self.api.conversation(work.id)
      }
    } catch {
      return failed(work, error, isChange: false)
    }
    if before.isActive == false { return .failed(Failure(.notFound, "It was deleted.")) }
    if let expected = work.expected, expected != before.owner, before.owner != nil {
      let who = before.agent.value.map { Listing.word($0.title) } ?? "Nobody"
      return .failed(Failure(.checkFailed, "\(who) has it meanwhile."))
    }
    if work.change.isMet(by: before) { return .unchanged(before) }
    if isDry { return .changed(before: before) }
    let audited = work.change.audited(before)
    do {
      try await change(work)
      await log.note(work.id, farmer: before.farmer.value, audited, .done)
      return .changed(before: before)
    } catch {
      return await judge(work, before, audited, error)
    }
  }

  private func change(_ work: Work) async throws {
    try await patience { () async throws(APIError) in
      switch work.change {
      case .status(let status): _ = try await self.api.setStatus(work.id, to: status)
      case .agent(let agent): _ = try await self.api.reassign(work.id, to: agent.id)
      }
    }
  }

  /// What became of a change whose call failed.
  private func judge(
    _ work: Work, _ before: Conversation, _ audited: AuditEntry.Change, _ error: any Error
  ) async -> Outcome {
    guard let failure = error as? APIError else { return failed(work, error, isChange: true) }
    guard let answer = AuditEntry.Answer(failure) else {
      return failed(work, error, isChange: false)
    }
    guard case .unknown(let reason) = answer else {
      await log.note(work.id, farmer: before.farmer.value, audited, answer)
      return failed(work, error, isChange: true)
    }
    let found = try? await patience { () async throws(APIError) in
      try await self.api.conversation(work.id)
    }
    guard let found else {
      await log.note(work.id, farmer: before.farmer.value, audited, answer)
      if case .unreachable = failure { stop(reason) }
      return .unknown(reason)
    }
    let isDone = work.change.isMet(by: found)
    await log.note(
      work.id, farmer: before.farmer.value, audited, isDone ? .done : .refused(reason))
    return isDone ? .changed(before: before) : .failed(Failure(failure))
  }

  private func failed(_ work: Work, _ error: any Error, isChange: Bool) -> Outcome {
    switch error {
    case APIError.unreachable(let reason, _) where !isChange:
      stop(reason.clause)
      return .notTried(reason.clause)
    case APIError.notSignedIn(let reason):
      stop(reason.clause)
      return .failed(Failure(error))
    case is CancellationError, APIError.cancelled:
      stop("interrupted")
      return .notTried("interrupted")
    default: return .failed(Failure(error))
    }
  }
}

extension Conversation {
  /// nil where the server has not said.
  var owner: ManyRun.Owner? {
    switch agent {
    case .absent: nil
    case .none: .nobody
    case .known(let agent): .agent(agent.id)
    }
  }
}

extension ManyRun.Change {
  func isMet(by conversation: Conversation) -> Bool {
    switch self {
    case .status(let status): conversation.status == status
    case .agent(let agent): conversation.agent.id == agent.id
    }
  }

  func audited(_ before: Conversation?) -> AuditEntry.Change {
    switch self {
    case .status(let status): .status(from: before?.status, to: status)
    case .agent(let agent):
      .agent(
        from: before?.agent.value.map { AuditEntry.Person($0) }, to: AuditEntry.Person(agent))
    }
  }
}
