import ChatModel
import Foundation

@testable import Desk
@testable import DeskViews

/// A person who types lines, and hears what is said.
struct Listener {
  var world: World
  var plain = PlainDesk()
  var effects: [Effect] = []

  init(_ world: World) {
    self.world = world
    self.world.state.composers = [:]
    self.world.state.configuration.commandWords = PlainWord.commandWords
  }

  /// What is said now.
  mutating func hear() -> [String] { plain.tell(world.state, now: World.now).lines }

  /// Types lines, and answers with what is said to them.
  mutating func type(_ lines: String...) -> [String] {
    let turn = plain.read(lines, world.state, now: World.now)
    effects += update(&world.state, turn.actions, now: World.now)
    return turn.lines + hear()
  }

  /// Something comes from elsewhere, and is heard.
  mutating func hear(_ action: Desk.Action) -> [String] {
    effects += update(&world.state, [action], now: World.now)
    return hear()
  }

  /// What changes something at the server.
  var changes: [ClientCommand] {
    commands.filter { command in
      switch command {
      case .send, .setStatus, .reassign, .drop, .retry: true
      default: false
      }
    }
  }

  var commands: [ClientCommand] {
    effects.compactMap { if case .client(let command) = $0 { command } else { nil } }
  }
}
