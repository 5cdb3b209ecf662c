import Foundation

/// What goes out, and what of it the runner was last told.
struct Outgoing: Hashable, Sendable {
  /// Work of the update that is under way.
  private(set) var effects: [Effect] = []
  /// Where effects of the letter under way gather; nil while they go out at once.
  var diverted: [Effect]?
  /// The number, from 1, of the identity that is to be shown, for whoever has all of them.
  var identity: Int?
  private var title: String?
  private var deadline: Date?

  mutating func emit(_ effect: Effect) {
    // However much comes at once, it rings once.
    if effect == .bell, effects.contains(.bell) { return }
    if diverted != nil, effect.waits {
      diverted?.append(effect)
      return
    }
    effects.append(effect)
  }

  /// Goes out at once, even while a letter waits.
  mutating func emitAtOnce(_ effect: Effect) { effects.append(effect) }

  mutating func tell(title new: String) {
    guard new != title else { return }
    title = new
    emit(.setTitle(new))
  }

  mutating func tell(deadline new: Date?) {
    guard new != deadline else { return }
    deadline = new
    emit(.setDeadline(new))
  }

  /// Whether nothing has become due since the last update.
  func isBeforeDeadline(_ now: Date) -> Bool { deadline.map { now < $0 } ?? true }

  /// The runner has kept the deadline, and keeps none now.
  mutating func noteDeadlinePassed() { deadline = nil }

  /// Everything that the update has asked for.
  mutating func take() -> [Effect] {
    defer { effects = [] }
    return effects
  }
}
