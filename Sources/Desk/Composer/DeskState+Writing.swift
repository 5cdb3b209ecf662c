// Whether the open conversation takes a message of mine: said before a letter is typed.

import ChatModel
import Sentences

extension DeskState {
  /// Why it takes none, in a clause; nil where it does.
  ///
  /// The server refuses whoever is neither the farmer nor the assigned agent. It makes an exception
  /// for admins, unless it has refused them its room (row 2 of docs/protocol.md). Who may write does
  /// not depend on the link: what is written while it is down goes later.
  package var writingProblem: String? { openSummary.flatMap { writingProblem(in: $0) } }

  /// The same of any conversation. Of one that is not open nobody knows that an admin is kept out.
  func writingProblem(in summary: ConversationSummary) -> String? {
    if let problem = hiddenProblem(of: summary) { return problem }
    guard !summary.isMine, !isFarmer else { return nil }
    if isAdmin {
      guard summary.id == openID, timeline?.extent.isKeptOut == true else { return nil }
      return said("\(chat(of: summary)): \(wayToTakeOver), then you can write")
    }
    guard let agent = agentName(of: summary) else {
      return said("\(chat(of: summary)): an admin has to give it to you first")
    }
    return said("\(chat(of: summary)): only \(agent) or an admin can write")
  }

  /// Whose the open conversation is, where I may write although it is not mine.
  package var writingRemark: String? {
    guard let summary = openSummary, !summary.isMine, isAdmin, writingProblem == nil else {
      return nil
    }
    return said("\(chat(of: summary)): you write as an admin; \(wayToTakeOver)")
  }

  /// Why the status of a conversation cannot be changed, in a clause; nil where it can, or nobody
  /// knows yet.
  func statusProblem(of summary: ConversationSummary) -> String? {
    guard !isAdmin, !summary.isMine, summary.id == openID, timeline?.extent.isForbidden == true
    else { return nil }
    let who = agentName(of: summary).map { said("\($0) or an admin") } ?? said("an admin")
    return said("\(chat(of: summary)): only \(who) changes its status")
  }

  /// Why the server does not show the open conversation, in a sentence; nil where it does.
  package var viewingProblem: String? {
    guard let summary = openSummary, timeline?.extent.isForbidden == true else { return nil }
    let who = agentName(of: summary).map { said("\($0) and admins") } ?? said("admins")
    return said("\(chat(of: summary)): the server shows it only to \(who).")
  }

  /// Where one writes, a letter would be text.
  private var wayToTakeOver: String {
    focus == .composer
      ? said("\(key(.reassign, in: .composer)) gives it to you")
      : said("\(key(.takeOver, in: .messages)) takes it over")
  }

  /// What is watched without a trace is not written to.
  private func hiddenProblem(of summary: ConversationSummary) -> String? {
    guard summary.id == openID, messages.leavesNoTrace else { return nil }
    let way =
      summary.isMine
      ? said("\(key(.reply, in: .messages)) opens it")
      : isAdmin
        ? said("\(key(.takeOver, in: .messages)) takes it over")
        : said("\(key(.open, in: .list)) opens it")
    return said("\(chat(of: summary)) is watched without a trace: \(way)")
  }

  /// "Kiran's chat".
  private func chat(of summary: ConversationSummary) -> String {
    agentName(of: summary).map { said("\($0)'s chat") } ?? said("Nobody's chat")
  }

  private func agentName(of summary: ConversationSummary) -> String? {
    summary.conversation.agent.value.map { personName($0, id: $0.id) }
  }
}
