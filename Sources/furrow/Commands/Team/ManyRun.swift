import ChatClient
import ChatModel
import Foundation
import Sentences
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
    let step = KeptChange(
      id: work.id, change: work.change, api: api, log: log, patience: patience)
    let before: Conversation
    do {
      before = try await step.look()
    } catch {
      return failed(error)
    }
    if before.isActive == false { return .failed(Failure(.notFound, said("It was deleted."))) }
    if let expected = work.expected, expected != before.owner, before.owner != nil {
      let who = before.agent.value.map { Listing.word($0.title) } ?? said("Nobody")
      return .failed(Failure(.checkFailed, said("\(who) has it meanwhile.")))
    }
    if work.change.isMet(by: before) { return .unchanged(before) }
    if isDry { return .changed(before: before) }
    switch await step.make(before: before) {
    case .done: return .changed(before: before)
    case .refused(let error):
      if case APIError.notSignedIn(let reason) = error { stop(reason.clause) }
      return .failed(Failure(error))
    case .unknown(let error):
      switch error {
      case .unreachable, .cancelled: stop(error.reason.clause)
      default: break
      }
      return .unknown(error.reason.clause)
    case .notAsked(let error): return failed(error)
    }
  }

  /// What was never asked of the server.
  private func failed(_ error: any Error) -> Outcome {
    switch error {
    case APIError.unreachable(let reason, _):
      stop(reason.clause)
      return .notTried(reason.clause)
    case APIError.notSignedIn(let reason):
      stop(reason.clause)
      return .failed(Failure(error))
    case is CancellationError, APIError.cancelled:
      stop(said("interrupted"))
      return .notTried(said("interrupted"))
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
