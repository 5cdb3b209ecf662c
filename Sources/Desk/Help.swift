// The help, made from the keymap and the table of commands: what is in force, where one is.

extension Keymap {
  /// All keys of a part of the desk, grouped, each command once with every key it has.
  package func help(for context: Context) -> [HelpLine] {
    var keys: [Command: [String]] = [:]
    var order: [Command] = []
    for binding in bindings(in: context) {
      if keys[binding.command] == nil { order.append(binding.command) }
      keys[binding.command, default: []].append(binding.description)
    }
    var lines: [HelpLine] = []
    for section in Command.Section.allCases {
      let commands = order.filter { $0.section == section }
      guard !commands.isEmpty else { continue }
      lines.append(.heading(section.rawValue))
      for command in commands {
        lines.append(
          .key(
            keys: (keys[command] ?? []).joined(separator: "  "), does: command.sentence))
      }
    }
    return lines
  }
}

extension Keymap.Context {
  /// How the part is called in the help.
  package var title: String {
    switch self {
    case .list: "the list"
    case .messages: "the messages"
    case .details: "the details"
    case .composer: "the composer"
    case .panes: "every pane"
    case .text: "every text"
    case .desk: "the whole desk"
    case .filter: "the filter"
    case .picker: "a picker"
    case .prompt: "a prompt"
    case .menu: "a menu"
    case .pager: "a longer text"
    case .confirm: "a question"
    }
  }
}
