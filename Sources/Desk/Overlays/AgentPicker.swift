package import ChatModel
import Foundation

/// Whom to give a conversation: me first, then the least loaded agent, or any id.
package struct AgentPicker: PickerOverlay {
  package let conversationID: ConversationID
  package internal(set) var picker: Picker<UserID>

  mutating func accept(on desk: inout DeskState, now: Date) -> OverlayOutcome {
    let typed = picker.typedChoice
    guard let label = picker.selected?.label ?? typed,
      let agent = picker.selected?.choice ?? typed.map({ UserID($0) })
    else {
      desk.hint("No agent is called so; an agent's id works too.", now: now)
      return .stays
    }
    guard !desk.isTooSoon(for: label, now: now) else { return .stays }
    desk.dropOverlay()
    desk.reassign(conversationID, to: agent, now: now)
    return .settled
  }
}

extension DeskState {
  mutating func openAgentPicker(now: Date) {
    guard isAdmin else {
      refuse("Only an admin gives a conversation to somebody else.", now: now)
      return
    }
    guard let target, let summary = conversations[target] else {
      refuse("There is no conversation to give away.", now: now)
      return
    }
    open(
      AgentPicker(
        conversationID: target,
        picker: Picker(
          title: givingTitle(summary), items: agentItems(for: summary), takesAnyText: true)))
    // Who is there and how loaded may have changed, and who has it.
    emit(.client(.fetchStatistics))
    emit(.client(.lookAt(target)))
  }

  /// What nobody had before cannot be given back: that is said before it is done.
  private func givingTitle(_ summary: ConversationSummary) -> String {
    let isGivenBack = summary.conversation.agent.id != nil
    return "GIVE \(name(of: summary)) TO" + (isGivenBack ? "" : "  (nobody has it: for good)")
  }

  /// The least loaded agent first; those of whom no load is known last.
  package var agentsByLoad: [Agent] {
    agents.sorted { a, b in
      let (first, second) = (a.activeConversations ?? .max, b.activeConversations ?? .max)
      return first == second ? a.id < b.id : first < second
    }
  }

  private func agentItems(for summary: ConversationSummary) -> [Picker<UserID>.Item] {
    let current = summary.conversation.agent.id
    let others = agentsByLoad.filter { $0.id != me?.userID || $0.id == current }
    return (ownItem.map { $0.choice == current ? [] : [$0] } ?? [])
      + others.map { agent in
        var detail = load(of: agent)
        if isOnline(agent.participant) == true { detail = "• " + detail }
        if agent.id == current { detail += ", has it now" }
        return Picker.Item(
          agent.id, label: personName(agent.participant, id: agent.id), detail: detail,
          id: agent.id.rawValue)
      }
  }

  /// Row 24 of docs/protocol.md: a conversation can go to an admin, too.
  private var ownItem: Picker<UserID>.Item? {
    guard let me else { return nil }
    let known = agents.first { $0.id == me.userID }
    let person =
      known?.participant
      ?? Participant(id: me.userID, firstName: ownName, email: me.email)
    return Picker.Item(
      me.userID, label: personName(person, id: me.userID),
      detail: "you" + (known.map { ", " + load(of: $0) } ?? ""),
      alias: "you", id: me.userID.rawValue)
  }

  private func load(of agent: Agent) -> String {
    agent.activeConversations.map { "\($0) active" } ?? "load unknown"
  }

  /// The agents have changed while one is being chosen.
  mutating func refreshAgentPicker() {
    guard let open = overlay as? AgentPicker, let summary = conversations[open.conversationID]
    else { return }
    let items = agentItems(for: summary)
    changeOverlay(AgentPicker.self) { $0.picker.replace(items) }
  }

  mutating func reassign(_ id: ConversationID, to agent: UserID, now: Date) {
    let known = agents.first { $0.id == agent }
    let whom = personName(known?.participant, id: agent)
    guard !lacksSignIn(for: "given to \(whom)", id, now: now) else { return }
    emit(.client(.reassign(id, to: agent)))
    hint("\(name(of: id)) goes to \(whom)…", now: now)
  }
}
