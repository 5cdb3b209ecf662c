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
    var items = Self.plainCommands.map { id, command in item(id, command, command.sentence) }
    if isFarmer {
      items.append(item("contact", .contactSupport, Command.contactSupport.sentence))
    } else {
      for view in ListView.allCases {
        items.append(item("view \(view.name)", view.command, view.command.sentence))
      }
      for status in ConversationStatus.defined {
        let whom = target.map { " for \(name(of: $0))" } ?? ""
        items.append(item("status \(status.rawValue)", .status, "set the status\(whom)"))
      }
    }
    for theme in configuration.themes {
      items.append(item("theme \(theme.id)", .theme, theme.detail))
    }
    return items
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

  mutating func acceptPalette(_ picker: Picker, now: Date) {
    guard let id = picker.selected?.id else {
      hint("No command is called so; Esc leaves.", now: now)
      return
    }
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
    guard let target, conversations[target] != nil else {
      hint("There is no conversation to change.", now: now)
      return
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
