import ChatModel
import Foundation

// The palette: every command by name, with its key; some take a word.

extension DeskState {
  mutating func openPalette() {
    overlay = .palette(Picker(title: "COMMAND", items: paletteItems))
  }

  private var paletteItems: [Picker.Item] {
    let context = keyContext
    let item = { (id: String, command: Command, detail: String) in
      Picker.Item(
        id: id, label: id, detail: detail,
        keys: configuration.keymap.keys(for: command, in: context) ?? "")
    }
    var items = Self.plainCommands.compactMap { id, command -> Picker.Item? in
      switch obstacle(to: command) {
      case .role?: nil
      case .moment(let reason)?: item(id, command, reason)
      case nil: item(id, command, command.sentence)
      }
    }
    if isFarmer {
      items.append(item("contact", .contactSupport, Command.contactSupport.sentence))
    } else {
      for view in ListView.allCases {
        items.append(item("view \(view.name)", view.command, view.command.sentence))
      }
      for status in ConversationStatus.defined {
        var detail = "set the status" + (target.map { " for \(name(of: $0))" } ?? "")
        if case .moment(let reason)? = obstacle(to: .status) { detail = reason }
        if let target, conversations[target]?.conversation.status == status {
          detail = "\(name(of: target)) is \(status.rawValue) already"
        }
        items.append(item("status \(status.rawValue)", .status, detail))
      }
    }
    for theme in configuration.themes {
      items.append(item("theme \(theme.id)", .theme, theme.detail))
    }
    return items
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
      .nextUnread where isFarmer:
      return .role
    case .reassign, .status:
      guard let summary else { return .moment("not now: no conversation is chosen") }
      guard command == .status else { return nil }
      return statusProblem(of: summary).map { .moment("not now: \($0)") }
    case .reply, .attach:
      guard let summary else {
        return isFarmer ? nil : .moment("not now: no conversation is chosen")
      }
      guard writingProblem(in: summary) != nil else { return nil }
      let whose = summary.conversation.agent.value.map { personName($0, id: $0.id) }
      return .moment(
        whose.map { "not yours to write in: \(name(of: summary)) is with \($0)" }
          ?? "not yours to write in: \(name(of: summary)) has no agent")
    case .retry, .editFailed, .dropFailed:
      return hasTurnedUp ? nil : .moment("not now: no message here has failed")
    case .takeBack:
      return memory.undo.last == nil ? .moment("not now: there is nothing to take back") : nil
    case .copy, .openMedia, .saveMedia, .play:
      return target == nil ? .moment("not now: no conversation is open") : nil
    default: return nil
    }
  }

  static let plainCommands: [(String, Command)] = [
    ("help", .help), ("log", .log), ("outbox", .outbox), ("refresh", .refresh),
    ("waiting", .longestWaiting), ("unread", .nextUnread), ("reply", .reply),
    ("attach", .attach), ("reassign", .reassign), ("theme", .theme), ("details", .details),
    ("retry", .retry), ("edit", .editFailed), ("drop", .dropFailed), ("copy", .copy),
    ("open", .openMedia), ("save", .saveMedia), ("play", .play), ("undo", .takeBack),
    ("reconnect", .reconnect), ("sign-in", .signIn), ("suspend", .suspend),
    ("quit", .quit), ("q", .quit),
  ]

  /// Commands that only show something, ask anew, or leave: they change nothing at the server.
  private static func isHarmless(_ id: String) -> Bool {
    [
      "help", "log", "outbox", "theme", "details", "refresh", "reconnect", "sign-in", "suspend",
      "quit", "q",
    ].contains(id)
      || id.hasPrefix("theme ") || id.hasPrefix("view ")
  }

  mutating func acceptPalette(_ picker: Picker, now: Date) {
    guard let id = picker.selected?.id else {
      hint("No command is called so; Esc leaves.", now: now)
      return
    }
    // A harmless command that stands there whole is meant: `:q`.
    let isMeant = picker.query.text == id && Self.isHarmless(id)
    guard isMeant || !isTooSoon(for: "“\(id)”", now: now) else { return }
    overlay = nil
    if id == "contact" {
      contactSupport(now: now)
    } else if let command = Self.plainCommands.first(where: { $0.0 == id })?.1 {
      perform(command, now: now)
    } else if let view = ListView.allCases.first(where: { id == "view \($0.name)" }) {
      show(view, now: now)
    } else if id.hasPrefix("theme ") {
      setTheme(String(id.dropFirst("theme ".count)), now: now)
    } else if id.hasPrefix("status ") {
      setStatus(ConversationStatus(rawValue: String(id.dropFirst("status ".count))), now: now)
    }
  }

  private mutating func setStatus(_ status: ConversationStatus, now: Date) {
    guard let target, let summary = conversations[target] else {
      hint("There is no conversation to change.", now: now)
      return
    }
    if let problem = statusProblem(of: summary) {
      return hint(problem + ".", about: target, now: now)
    }
    emit(.client(.setStatus(target, status)))
    hint("\(name(of: target)): \(status.rawValue)…", now: now)
  }
}

extension ListView {
  /// The command that shows this view.
  package var command: Command {
    switch self {
    case .mine: .viewMine
    case .waiting: .viewWaiting
    case .unread: .viewUnread
    case .all: .viewAll
    case .statistics: .viewStatistics
    case .unassigned: .viewUnassigned
    }
  }
}
