package import ChatModel
import Foundation
import Sentences
import TextGrid

/// The four statuses, each on its letter.
package struct StatusMenu: OverlayComponent {
  package let conversationID: ConversationID
  /// All that are to be set, where they are several.
  package private(set) var many: [ConversationID] = []
  package let items: [Item]
  package private(set) var selection: Int

  package struct Item: Hashable, Sendable {
    package let letter: Character
    package let label: String
    package let status: ConversationStatus
    /// Opens the longest waiting conversation afterwards.
    package let goesOn: Bool
    /// What the conversation's status is now.
    package let isCurrent: Bool
  }

  init(for id: ConversationID, in current: ConversationStatus?, goesOn: Bool = true) {
    conversationID = id
    let item = { (letter: Character, label: String, status: ConversationStatus, goesOn: Bool) in
      Item(
        letter: letter, label: label, status: status, goesOn: goesOn,
        isCurrent: status == current && !goesOn)
    }
    items =
      [
        item("o", ConversationStatus.open.words, .open, false),
        item("w", ConversationStatus.waiting.words, .waiting, false),
        item("r", ConversationStatus.resolved.words, .resolved, false),
        item("c", ConversationStatus.closed.words, .closed, false),
      ] + (goesOn ? [item("n", said("resolved, and on to the next"), .resolved, true)] : [])
    selection = items.firstIndex(where: \.isCurrent) ?? 0
  }

  init(forMany ids: [ConversationID], first: ConversationID) {
    self.init(for: first, in: nil, goesOn: false)
    many = ids
  }

  var keyContext: Keymap.Context { .menu }
  var takesWheel: Bool { false }
  var letters: [Character]? { items.map(\.letter) }

  func hints(on desk: DeskState) -> [(Command, String)] {
    [(.accept, said("choose")), (.cancel, said("close"))]
  }

  mutating func handle(_ command: Command, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    switch command {
    case .up: selection = max(0, selection - 1)
    case .down: selection = min(items.count - 1, selection + 1)
    case .accept: return choose(items[selection], on: &desk, now: now)
    default: return .left
    }
    return .stays
  }

  mutating func click(row: Int, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    guard items.indices.contains(row) else { return .stays }
    return choose(items[row], on: &desk, now: now)
  }

  mutating func choose(by key: Key, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    guard let item = items.first(where: { $0.letter == key.typed }) else {
      desk.hint(
        said("\(key) is not in this menu; \(desk.key(.cancel, in: .menu)) leaves it."), now: now)
      return .stays
    }
    return choose(item, on: &desk, now: now)
  }

  private func choose(_ item: Item, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    desk.dropOverlay()
    if !many.isEmpty {
      desk.askForMany(many, .status(item.status), now: now)
    } else if item.goesOn {
      desk.resolveAndGoOn(conversationID, now: now)
    } else {
      desk.setStatus(item.status, of: conversationID, now: now)
    }
    return .settled
  }
}

extension DeskState {
  mutating func openStatusMenu(now: Date) {
    let marked = marked
    if let first = marked.first, me?.role.isStaff == true {
      return open(StatusMenu(forMany: marked, first: first))
    }
    guard let summary = statusTarget(now: now) else { return }
    open(StatusMenu(for: summary.id, in: summary.conversation.status))
  }
}
