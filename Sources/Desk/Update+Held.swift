import ChatModel
import Foundation
import TextGrid

// A letter that comes at once after the one before may be a word typed in the wrong place. What it
// would do is held for a moment, and dropped when more letters follow.

extension DeskState {
  /// Letters closer together than this may belong to one word.
  static let doubt: TimeInterval = 0.25

  mutating func hold(_ choice: Memory.HeldChoice.Choice, now: Date) {
    memory.held = Memory.HeldChoice(choice: choice, due: now.addingTimeInterval(Self.doubt))
  }

  mutating func commitHeldChoice(ifDueAt now: Date) {
    guard let held = memory.held, now >= held.due else { return }
    memory.held = nil
    commit(held.choice, now: now)
  }

  /// Decides on a held choice before the next key acts; true when that key was part of a word.
  mutating func judgeHeldChoice(by key: Key, now: Date) -> Bool {
    guard let held = memory.held else { return false }
    memory.held = nil
    if now < held.due, key.typed?.isLetter == true {
      memory.burst.recognise(at: now)
      sayMisplaced(now: now)
      return true
    }
    commit(held.choice, now: now)
    return false
  }

  mutating func commit(_ choice: Memory.HeldChoice.Choice, now: Date) {
    switch choice {
    case .status(let id, let status, let goesOn):
      if conversations[id]?.conversation.status == status, !goesOn {
        hint("\(name(of: id)) is \(status.rawValue) already.", now: now)
        return
      }
      emit(.client(.setStatus(id, status)))
      if goesOn { openLongestWaiting(now: now) }
    case .quit: quit(now: now)
    }
  }
}
