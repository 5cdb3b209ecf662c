package import ChatModel
import Foundation
import Sentences
import TextGrid

/// Whom to give conversations: me first, then the least loaded agent, or any id.
package struct AgentPicker: PickerOverlay {
  /// In the order of the rows; one, or all that are marked.
  package let ids: [ConversationID]
  package internal(set) var picker: Picker<UserID>

  mutating func accept(on desk: inout DeskState, now: Date) -> OverlayOutcome {
    let typed = picker.typedChoice
    guard let label = picker.selected?.label ?? typed,
      let agent = picker.selected?.choice ?? typed.map({ UserID($0) })
    else {
      desk.hint(
        said(
          """
          No agent is called so; an agent's id works too, as their own `furrow whoami` shows it.
          """), now: now)
      return .stays
    }
    guard !desk.isTooSoon(for: label, now: now) else { return .stays }
    desk.dropOverlay()
    if ids.count == 1, let id = ids.first, desk.marked.isEmpty {
      desk.reassign(id, to: agent, now: now)
    } else {
      desk.askForMany(ids, .agent(agent), now: now)
    }
    return .settled
  }
}

extension DeskState {
  /// Why no other gives a conversation away, and what one can do instead.
  package var onlyAdminsGive: String {
    guard configuration.sharesNotes else {
      return said("Only an admin gives a conversation to somebody else: ask one.")
    }
    let note = key(.note, in: .list)
    return
      said(
        """
        Only an admin gives a conversation to somebody else: ask, or leave a note (\(note)).
        """)
  }

  mutating func openAgentPicker(now: Date) {
    guard isAdmin else {
      refuse(onlyAdminsGive, now: now)
      return
    }
    let ids = targets.filter { conversations[$0] != nil }
    guard let first = ids.first else {
      refuse(said("There is no conversation to give away."), now: now)
      return
    }
    open(
      AgentPicker(
        ids: ids,
        picker: Picker(
          title: givingTitle(ids), items: agentItems(for: ids, now: now), takesAnyText: true)))
    // Who is there and how loaded may have changed, and who has it.
    StatisticsPane.ask(on: &self, now: now)
    if ids.count == 1 { emit(.client(.lookAt(first))) }
  }

  /// What nobody had before cannot be given back: that is said before it is done.
  private func givingTitle(_ ids: [ConversationID]) -> String {
    let summaries = ids.compactMap { conversations[$0] }
    let withNobody = summaries.count { $0.conversation.agent.id == nil }
    guard summaries.count > 1, let first = summaries.first else {
      let whom = ids.first.map { name(of: $0) } ?? ""
      return said("GIVE \(whom) TO") + (withNobody == 0 ? "" : said("  (nobody has it: for good)"))
    }
    let agents = Set(summaries.map(\.conversation.agent.id))
    let whose =
      agents.count == 1 ? first.conversation.agent.id.map { said(" OF \(agentName($0))") } : nil
    let forGood = withNobody == 0 ? "" : said("  (nobody has \(withNobody): for good)")
    return said("MOVE \(ids.count) CHATS\(whose ?? "") TO") + forGood
  }

  /// The least loaded agent first; those of whom no load is known last.
  package var agentsByLoad: [Agent] {
    agents.sorted { a, b in
      let (first, second) = (a.activeConversations ?? .max, b.activeConversations ?? .max)
      return first == second ? a.id < b.id : first < second
    }
  }

  /// I first, who is there before who is away, of those the least loaded; whom only roster.toml names,
  /// too.
  private func agentItems(for ids: [ConversationID], now: Date) -> [Picker<UserID>.Item] {
    let owners = Set(ids.map { conversations[$0]?.conversation.agent.id })
    let current = owners.count == 1 ? owners.first ?? nil : nil
    let team = team(now: now)
    let known = Dictionary(agents.map { ($0.id, $0) }) { first, _ in first }
    let rows = team.members.map { member in
      AgentRow(member: member, known: known[member.id], isCounted: list.isComplete)
    }
    let others = rows.filter { $0.id != me?.userID || $0.id == current }.sorted { a, b in
      if a.isAvailable != b.isAvailable { return a.isAvailable }
      let (first, second) = (a.active ?? .max, b.active ?? .max)
      return first == second ? a.id < b.id : first < second
    }
    let own = current == me?.userID ? nil : ownItem(rows.first { $0.id == me?.userID })
    return [own].compactMap(\.self)
      + others.map { row in
        var detail = row.load
        if isOnline(row.person) == true { detail = "• " + detail }
        if let absence = absence(of: row.member, now: now) {
          detail += ", " + absence
        }
        if row.id == current { detail += said(", has it now") }
        return Picker.Item(
          row.id, label: agentName(row.person), detail: detail, id: row.id.rawValue)
      }
  }

  /// Row 24 of docs/protocol.md: a conversation can go to an admin, too.
  private func ownItem(_ known: AgentRow?) -> Picker<UserID>.Item? {
    guard let me else { return nil }
    let person = Participant(id: me.userID, firstName: ownName, email: me.email)
    return Picker.Item(
      me.userID, label: personName(known?.person ?? person, id: me.userID),
      detail: said("you") + (known?.active.map { said(", \($0) active") } ?? ""),
      alias: "you", id: me.userID.rawValue)
  }

  /// The agents have changed while one is being chosen.
  mutating func refreshAgentPicker(now: Date) {
    guard let open = overlay as? AgentPicker else { return }
    let items = agentItems(for: open.ids, now: now)
    changeOverlay(AgentPicker.self) { $0.picker.replace(items) }
  }

  mutating func reassign(_ id: ConversationID, to agent: UserID, now: Date) {
    let whom = agentName(agent)
    guard !lacksSignIn(for: said("given to \(whom)"), id, now: now) else { return }
    emit(.client(.reassign(id, to: agent)))
    hint(said("\(name(of: id)) goes to \(whom)…"), now: now)
  }
}

/// An agent as the picker shows them.
private struct AgentRow {
  let id: UserID
  let person: Participant
  let member: TeamMember
  /// What they have that goes on; nil where nobody knows.
  let active: Int?
  let isAvailable: Bool

  /// - Parameter isCounted: every conversation is known here; else the server's number counts.
  init(member: TeamMember, known: Agent?, isCounted: Bool) {
    id = member.id
    person = known?.participant ?? member.participant
    self.member = member
    active = isCounted ? member.load.active : known?.activeConversations
    isAvailable = member.availability.isAvailable
  }

  var load: String { active.map { said("\($0) active") } ?? said("load unknown") }
}
