// The keys that sentences name, as they are bound. Looking one up walks the keymap, so that the names
// are kept from paint to paint.

import Desk

struct KeyNames: Sendable {
  private var keymap: Keymap
  private var names: [Place: String] = [:]

  private struct Place: Hashable, Sendable {
    let command: Command
    let context: Keymap.Context
  }

  init(_ keymap: Keymap = .standard) { self.keymap = keymap }

  /// Forgets all names when another keymap is in force.
  mutating func use(_ keymap: Keymap) {
    // Both are nearly always the same storage, which costs nothing to compare.
    if keymap != self.keymap { self = KeyNames(keymap) }
    guard names.isEmpty else { return }
    for context in [Keymap.Context.list, .messages, .composer, .filter, .picture] {
      for command in Self.named {
        names[Place(command: command, context: context)] = keymap.keys(for: command, in: context)
      }
    }
  }

  /// The key of a command, or its name where it has none.
  func name(_ command: Command, in context: Keymap.Context) -> String {
    names[Place(command: command, context: context)] ?? ":\(command.rawValue)"
  }

  /// Every command that a view names.
  private static let named: [Command] = [
    .open, .reply, .longestWaiting, .viewAll, .foldIn, .refresh, .cancel, .openMedia, .saveMedia,
    .play, .copy, .retry, .editFailed, .dropFailed, .bottom, .pageUp, .pageDown, .interrupt,
    .deleteBack, .send, .seekBack, .seekForward, .signIn, .outbox, .accept, .log, .openOrReply,
    .takeBackSend, .viewTeam, .wire,
  ]
}
