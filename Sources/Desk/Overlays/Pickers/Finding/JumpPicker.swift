package import ChatModel
import Foundation
import Sentences
import TextGrid

/// One list of all that one can go to: conversations by name and phone number, agents, views, commands.
package struct JumpPicker: PickerOverlay {
  package internal(set) var picker: Picker<Choice>

  package enum Choice: Hashable, Sendable {
    case conversation(ConversationID)
    case agent(UserID)
    case view(NumberedView)
    case command(Command)

    /// It goes there and changes nothing at the server.
    fileprivate var isHarmless: Bool {
      if case .command(let command) = self { command.isHarmless } else { true }
    }
  }

  func word(for command: Command) -> String? { command == .jump ? "list" : nil }

  mutating func accept(on desk: inout DeskState, now: Date) -> OverlayOutcome {
    guard let selected = picker.selected else {
      desk.hint(said("Nothing is called so."), now: now)
      return .stays
    }
    guard
      !desk.isTooSoon(
        for: "“\(selected.label)”", isHarmless: selected.choice.isHarmless, now: now)
    else { return .stays }
    desk.dropOverlay()
    switch selected.choice {
    case .conversation(let id): desk.jump(to: id, now: now)
    case .agent(let id): desk.showChats(of: .agent(id), now: now)
    case .view(let view): desk.show(view, now: now)
    case .command(let command): desk.perform(command, now: now)
    }
    return .settled
  }
}

extension DeskState {
  mutating func openJumpPicker() {
    open(JumpPicker(picker: Picker(title: said("GO TO"), items: jumpItems, isFuzzy: true)))
  }

  private var jumpItems: [Picker<JumpPicker.Choice>.Item] {
    var items: [Picker<JumpPicker.Choice>.Item] = []
    if !isFarmer {
      // As the list would show them: who waits longest is meant most often.
      let summaries = conversations.values.map { ($0, rank(of: $0)) }.sorted { $0.1 < $1.1 }
      for (summary, _) in summaries {
        let farmer = summary.conversation.farmer.value
        let agent = summary.conversation.agent.value.map { personName($0, id: $0.id) }
        let phone = farmer?.phone.map { String(Sanitizer.oneLine($0).prefix(24)) } ?? ""
        items.append(
          Picker.Item(
            .conversation(summary.id), label: String(name(of: summary).prefix(80)),
            detail: [summary.conversation.status?.words, agent].compactMap { $0 }
              .map { Sanitizer.oneLine(String($0.prefix(40))) }.joined(separator: " · "),
            alias: phone.filter(\.isNumber) + " " + (farmer?.email ?? "").prefix(60),
            id: summary.id.rawValue))
      }
      for agent in agents {
        let load = agent.activeConversations.map { said(", \($0) active") } ?? ""
        items.append(
          Picker.Item(
            .agent(agent.id), label: personName(agent.participant, id: agent.id),
            detail: said("agent\(load)"), id: agent.id.rawValue))
      }
      items += views.map { view in
        let command = view.command
        return Picker.Item(
          .view(view), label: said("view \(name(of: view))"),
          detail: command?.sentence ?? said("of views.toml"),
          keys: command.flatMap { configuration.keymap.keys(for: $0, in: .list) } ?? "")
      }
    }
    items += Command.named.map { name, command in
      Picker.Item(
        .command(command), label: name, detail: command.sentence,
        keys: configuration.keymap.keys(for: command, in: isFarmer ? .messages : .list) ?? "")
    }
    return items
  }

  /// Opens a conversation, and has it among the rows of the list where it is not.
  fileprivate mutating func jump(to id: ConversationID, now: Date) {
    guard conversations[id] != nil else {
      return refuse(said("\(name(of: id)) is no longer there."), now: now)
    }
    if !list.order.contains(id) {
      list.narrowing = nil
      list.ranking.needsRebuild = true
      show(.list(.all), now: now)
    }
    open(id, now: now)
  }
}
