import ChatModel
import Foundation
import TextGrid

// Status and agent: chosen in a menu or a picker, and confirmed by name.

extension DeskState {
  // MARK: Status

  mutating func openStatusMenu(now: Date) {
    guard me?.role.isStaff == true else {
      refuse("Only support changes a status.", now: now)
      return
    }
    guard let target, let summary = conversations[target] else {
      refuse("There is no conversation to change.", now: now)
      return
    }
    if let problem = statusProblem(of: summary) {
      return refuse(problem + ".", about: target, now: now)
    }
    let current = summary.conversation.status
    let item = { (key: String, label: String, status: ConversationStatus, goesOn: Bool) in
      StatusMenu.Item(
        key: key, label: label, status: status, goesOn: goesOn,
        isCurrent: status == current && !goesOn)
    }
    let items = [
      item("o", "open", .open, false), item("w", "waiting", .waiting, false),
      item("r", "resolved", .resolved, false), item("c", "closed", .closed, false),
      item("n", "resolved, and on to the next", .resolved, true),
    ]
    overlay = .statusMenu(
      StatusMenu(
        conversationID: target, items: items, selection: items.firstIndex(where: \.isCurrent) ?? 0
      ))
  }

  mutating func chooseStatus(by key: Key, in menu: StatusMenu, now: Date) {
    guard let typed = key.typed, let item = menu.items.first(where: { $0.key == String(typed) })
    else {
      hint("\(key) is not in this menu; \(self.key(.cancel, in: .menu)) leaves it.", now: now)
      return
    }
    choose(item, in: menu, now: now)
  }

  mutating func choose(_ item: StatusMenu.Item, in menu: StatusMenu, now: Date) {
    overlay = nil
    let id = menu.conversationID
    if conversations[id]?.conversation.status == item.status, !item.goesOn {
      return refuse("\(name(of: id)) is \(item.status.rawValue) already.", now: now)
    }
    hint("\(name(of: id)): \(item.status.rawValue)…", now: now)
    emit(.client(.setStatus(id, item.status)))
    if item.goesOn { openLongestWaiting(now: now) }
  }

  mutating func noteStatus(
    _ id: ConversationID, from: ConversationStatus?, to: ConversationStatus, now: Date
  ) {
    var text = "\(name(of: id)) is now \(Sanitizer.oneLine(to.rawValue))."
    if let from, from != to {
      noteReversible(id, .status(from: from, to: to))
      text += "  \(key(.takeBack, in: .list)) takes it back"
    }
    confirm(text, about: id, now: now)
  }

  // MARK: Agent

  mutating func openReassign(now: Date) {
    guard isAdmin else {
      refuse("Only an admin gives a conversation to somebody else.", now: now)
      return
    }
    guard let target, let summary = conversations[target] else {
      refuse("There is no conversation to give away.", now: now)
      return
    }
    overlay = .reassign(
      target,
      Picker(
        title: givingTitle(summary), items: agentItems(for: summary),
        takesAnyText: true))
    // Who is there and how loaded may have changed.
    emit(.client(.fetchStatistics))
  }

  /// What nobody had before cannot be given back: that is said before it is done.
  private func givingTitle(_ summary: ConversationSummary) -> String {
    let isGivenBack = summary.conversation.agent.id != nil
    return "GIVE \(name(of: summary)) TO" + (isGivenBack ? "" : "  (nobody has it: for good)")
  }

  func agentItems(for summary: ConversationSummary) -> [Picker.Item] {
    agents.sorted { a, b in
      let (first, second) = (a.activeConversations ?? .max, b.activeConversations ?? .max)
      return first == second ? a.id < b.id : first < second
    }.map { agent in
      let isCurrent = summary.conversation.agent.id == agent.id
      var detail = agent.activeConversations.map { "\($0) active" } ?? "load unknown"
      if isOnline(agent.participant) == true { detail = "• " + detail }
      if isCurrent { detail += ", has it now" }
      return Picker.Item(
        id: agent.id.rawValue, label: personName(agent.participant, id: agent.id), detail: detail)
    }
  }

  mutating func refreshReassignPicker() {
    guard case .reassign(let id, var picker)? = overlay, let summary = conversations[id] else {
      return
    }
    picker.replace(agentItems(for: summary))
    overlay = .reassign(id, picker)
  }

  mutating func reassign(_ id: ConversationID, to agent: UserID, now: Date) {
    let known = agents.first { $0.id == agent }
    emit(.client(.reassign(id, to: agent)))
    hint("\(name(of: id)) goes to \(personName(known?.participant, id: agent))…", now: now)
  }

  mutating func noteAgent(
    _ id: ConversationID, from: Participant?, to: Participant, now: Date
  ) {
    var text = "\(name(of: id)) now belongs to \(personName(to, id: to.id))."
    if let from, from.id != to.id {
      noteReversible(id, .agent(from: from, to: to))
      text += "  \(key(.takeBack, in: .list)) takes it back"
    }
    confirm(text, about: id, now: now)
  }
}
