import Sentences
import TerminalIO

/// How the person is told of a message, of a handoff, and of who waits too long.
enum Notifying: Hashable, Sendable, CustomStringConvertible {
  case off
  case bell
  /// The bell, and a notification in the two forms that most terminals know.
  case terminal
  case form(NotificationForm)
  /// A shell command, to which title and text are given.
  case command(String)

  static var choices: String {
    said("bell, osc9, osc777, osc99, terminal, off, or \"command\" and what is to be run")
  }

  private static let names: [(String, Notifying)] = [
    ("off", .off), ("bell", .bell), ("terminal", .terminal), ("osc9", .form(.osc9)),
    ("osc777", .form(.osc777)), ("osc99", .form(.osc99)),
  ]

  init?(_ text: String) {
    if let named = Self.names.first(where: { $0.0 == text })?.1 {
      self = named
      return
    }
    guard text.hasPrefix("command ") else { return nil }
    let command = text.dropFirst("command ".count).trimmingPrefix(while: \.isWhitespace)
    guard !command.isEmpty else { return nil }
    self = .command(String(command))
  }

  var description: String {
    if case .command(let command) = self { return "command " + command }
    return Self.names.first { $0.1 == self }?.0 ?? "off"
  }

  var rings: Bool { self == .bell || self == .terminal }

  var notifies: Bool { self != .off && self != .bell }

  /// How the terminal is asked; nil: not at all.
  var form: NotificationForm? {
    switch self {
    case .terminal: .osc9And777
    case .form(let form): form
    case .off, .bell, .command: nil
    }
  }

  var command: String? {
    if case .command(let command) = self { command } else { nil }
  }
}
