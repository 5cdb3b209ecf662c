import ChatClient
import ChatModel

/// One change of one conversation, as it is asked for, kept with what was before.
struct SingleChange {
  private let id: ConversationID
  private let change: ManyRun.Change
  private let api: any ChatAPI
  private let log: AuditLog

  init(_ id: ConversationID, _ change: ManyRun.Change, _ api: any ChatAPI, _ log: AuditLog) {
    self.id = id
    self.change = change
    self.api = api
    self.log = log
  }

  /// The conversation as it now is, where the server says so.
  func perform() async throws(APIError) -> Conversation? {
    // What was before is for the log alone: the change does not hang on it.
    let before = try? await api.conversation(id)
    let audited = change.audited(before)
    do throws(APIError) {
      let after =
        switch change {
        case .status(let status): try await api.setStatus(id, to: status)
        case .agent(let agent): try await api.reassign(id, to: agent.id)
        }
      await log.note(id, farmer: before?.farmer.value, audited, .done)
      return after
    } catch {
      if let answer = AuditEntry.Answer(error) {
        await log.note(id, farmer: before?.farmer.value, audited, answer)
      }
      throw error
    }
  }
}
