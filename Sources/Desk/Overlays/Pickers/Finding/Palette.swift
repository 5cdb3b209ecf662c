package import ChatModel
import Foundation
import Sentences

/// Every command by name, with its key; some take a word.
package struct Palette: PickerOverlay {
  package internal(set) var picker: Picker<Choice>

  /// What a row of the palette does.
  package enum Choice: Hashable, Sendable {
    case command(Command)
    case view(NumberedView)
    case status(ConversationStatus)
    case theme(String)

    fileprivate var isHarmless: Bool {
      switch self {
      case .command(let command): command.isHarmless
      case .view, .theme: true
      case .status: false
      }
    }
  }

  mutating func accept(on desk: inout DeskState, now: Date) -> OverlayOutcome {
    guard let selected = picker.selected else {
      desk.hint(
        said("No command has that name; \(desk.key(.cancel, in: .picker)) leaves."), now: now)
      return .stays
    }
    // A harmless command that stands there whole is meant: `:q`.
    let isMeant = picker.query.text == selected.label && selected.choice.isHarmless
    guard isMeant || !desk.isTooSoon(for: "“\(selected.label)”", now: now) else { return .stays }
    desk.dropOverlay()
    switch selected.choice {
    case .command(let command): desk.perform(command, now: now)
    case .view(let view): desk.callUp(view, now: now)
    case .theme(let name): desk.setTheme(name, now: now)
    case .status(let status):
      guard let summary = desk.statusTarget(now: now) else { return .settled }
      desk.setStatus(status, of: summary.id, now: now)
    }
    return .settled
  }
}

extension Command {
  /// It only shows something, asks anew, or leaves: it changes nothing at the server.
  var isHarmless: Bool {
    switch self {
    case .help, .log, .outbox, .theme, .details, .refresh, .reconnect, .signIn, .faults, .record,
      .wireCheck, .suspend, .quit:
      true
    default: identityNumber != nil
    }
  }
}

extension DeskState {
  mutating func openPalette() {
    open(Palette(picker: Picker(title: said("COMMAND"), items: paletteItems)))
  }

  private var paletteItems: [Picker<Palette.Choice>.Item] {
    let context = keyContext
    let item = { (label: String, choice: Palette.Choice, command: Command, detail: String) in
      Picker.Item(
        choice, label: label, detail: detail,
        keys: configuration.keymap.keys(for: command, in: context) ?? "",
        alias: Self.alias(choice, command, detail))
    }
    var items = Command.named.compactMap { name, command -> Picker<Palette.Choice>.Item? in
      switch obstacle(to: command) {
      case .role?: nil
      case .moment(let reason)?: item(name, .command(command), command, reason)
      case nil: item(name, .command(command), command, command.sentence(in: context))
      }
    }
    if !isFarmer {
      for view in views {
        let detail = view.command?.sentence ?? said("show a view of views.toml")
        let label = "view \(name(of: view))"
        items.append(
          view.command.map { item(label, .view(view), $0, detail) }
            ?? Picker.Item(.view(view), label: label, detail: detail))
      }
      for status in ConversationStatus.defined {
        var detail = said("set the status") + (target.map { said(" for \(name(of: $0))") } ?? "")
        if case .moment(let reason)? = obstacle(to: .status) { detail = reason }
        if let target, conversations[target]?.conversation.status == status {
          detail = said("\(name(of: target)) is \(status.words) already")
        }
        items.append(item("status \(status.rawValue)", .status(status), .status, detail))
      }
    }
    for (index, identity) in identities.enumerated() {
      guard let command = Command(rawValue: "identity-\(index + 1)") else { break }
      items.append(
        item("identity \(identity.name)", .command(command), command, command.sentence))
    }
    for theme in themes {
      items.append(item("theme \(theme.name)", .theme(theme.name), .theme, theme.detail))
    }
    return items
  }

  /// The names of commands are English words: where another language is spoken, what a command does
  /// finds it, too.
  private static func alias(
    _ choice: Palette.Choice, _ command: Command, _ detail: String
  ) -> String {
    guard !Language.isEnglish else { return "" }
    let word =
      switch choice {
      case .status(let status): status.words
      case .view(let view): view.label
      case .command, .theme: command.sentence
      }
    return [word, detail].joined(separator: " ")
  }

  /// Why a command would do nothing, or be refused by the server.
  private enum Obstacle {
    /// Others may do it, I never.
    case role
    /// Not now: the reason in a few words.
    case moment(String)
  }

  private func obstacle(to command: Command) -> Obstacle? {
    let summary = target.flatMap { conversations[$0] }
    let hasTurnedUp = timeline?.entries.contains(where: \.waitsForUser) == true
    switch command {
    case .reassign where !isAdmin, .status where isFarmer, .longestWaiting where isFarmer,
      .nextUnread where isFarmer, .contactSupport where !isFarmer:
      return .role
    case .reassign, .status:
      guard let summary else { return .moment(said("not now: no conversation is chosen")) }
      guard command == .status else { return nil }
      return statusProblem(of: summary).map { .moment(said("not now: \($0)")) }
    case .reply, .attach:
      guard let summary else {
        return isFarmer ? nil : .moment(said("not now: no conversation is chosen"))
      }
      guard writingProblem(in: summary) != nil else { return nil }
      let whose = summary.conversation.agent.value.map { personName($0, id: $0.id) }
      return .moment(
        whose.map { said("not yours to write in: \(name(of: summary)) is with \($0)") }
          ?? said("not yours to write in: \(name(of: summary)) has no agent"))
    case .retry, .editFailed, .dropFailed:
      return hasTurnedUp ? nil : .moment(said("not now: no message here has failed"))
    case .takeBack:
      return undo.last == nil ? .moment(said("not now: there is nothing to take back")) : nil
    case .wirePause, .wireThread, .wireConversation, .wireUnmask, .wireClear, .wireSave,
      .wireResend, .wireEmit, .wireAssert:
      return wire.isOpen ? nil : .moment(said("not now: the wire is closed"))
    case .copy, .openMedia, .saveMedia, .play:
      return target == nil ? .moment(said("not now: no conversation is open")) : nil
    default: return nil
    }
  }
}
