import ChatClient
import ChatModel

/// One change of one conversation, asked for alone or among many: its calls, and its line in the audit log.
struct KeptChange: Sendable {
  let id: ConversationID
  let change: ManyRun.Change
  let api: any ChatAPI
  let log: AuditLog
  /// With a server that wants to be left alone; nil: that is an error like others.
  var patience: Patience?

  /// What became of it.
  enum Made {
    /// With the conversation as it now is, where the server says so.
    case done(Conversation?)
    case refused(any Error)
    /// No answer came, and none to a look after it either.
    case unknown(APIError)
    /// Nothing of it has reached the server.
    case notAsked(any Error)
  }

  func look() async throws -> Conversation {
    let ask = { @Sendable () async throws(APIError) in try await api.conversation(id) }
    return if let patience { try await patience(ask) } else { try await ask() }
  }

  /// Makes the call. What was not answered is read again and never assumed, nor asked for a second time
  /// before that.
  ///
  /// - Parameter before: the conversation as it was; nil: nobody knows.
  func make(before: Conversation?) async -> Made {
    do {
      let after = try await ask { () async throws(APIError) in
        switch change {
        case .status(let status): try await api.setStatus(id, to: status)
        case .agent(let agent): try await api.reassign(id, to: agent.id)
        }
      }
      await note(.done, before)
      return .done(after)
    } catch {
      guard let error = error as? APIError, let answer = AuditEntry.Answer(error) else {
        return .notAsked(error)
      }
      guard case .unknown(let reason) = answer else {
        await note(answer, before)
        return .refused(error)
      }
      guard let found = try? await look() else {
        await note(answer, before)
        return .unknown(error)
      }
      let isDone = change.isMet(by: found)
      await note(isDone ? .done : .refused(reason), before)
      if isDone { return .done(found) }
      if patience != nil, case .heldBack = error { return await make(before: found) }
      return .refused(error)
    }
  }

  private func note(_ answer: AuditEntry.Answer, _ before: Conversation?) async {
    await log.note(id, farmer: before?.farmer.value, change.audited(before), answer)
  }

  private func ask(
    _ ask: @Sendable () async throws(APIError) -> Conversation?
  ) async throws -> Conversation? {
    guard let patience else { return try await ask() }
    return try await patience(isChange: true, ask)
  }
}

extension KeptChange {
  /// Makes it as it is asked for. What is so already is neither asked for nor logged.
  ///
  /// - Parameter asksAnyway: it is asked for: whoever may not is to hear that.
  /// - Returns: the conversation as it now is, where the server says so, and whether it is known to have
  ///   been so before.
  /// - Throws: why it is not made, or not known to be.
  func makeAlone(
    asksAnyway: Bool = false
  ) async throws -> (conversation: Conversation?, wasSo: Bool) {
    let before = try? await look()
    let wasSo = before.map(change.isMet) ?? false
    if wasSo, !asksAnyway { return (before, true) }
    switch await make(before: before) {
    case .done(let after): return (after, wasSo)
    case .refused(let error), .notAsked(let error): throw error
    case .unknown(let error): throw error
    }
  }
}
