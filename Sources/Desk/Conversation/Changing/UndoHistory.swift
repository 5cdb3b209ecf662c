import ChatModel

/// The changes of this run that can be taken back, one after the other, the last one first. What
/// was taken back, or refused, is gone from here: nothing is ever done anew.
struct UndoHistory: Hashable, Sendable {
  enum Step: Hashable, Sendable {
    case server(Reversal)
    /// A reply was discarded.
    case draft(ConversationID, Draft)
    /// Something that only this computer knows.
    case local(LocalStep)
    /// Many conversations that were changed at once.
    case many([Reversal])
  }

  /// Older steps are forgotten.
  static let capacity = 100

  private var steps: [Step] = []
  /// How many were ever noted.
  private(set) var noted = 0
  /// What the client is at work on.
  var underWay: Reversal?

  mutating func note(_ step: Step) {
    noted += 1
    steps.append(step)
    if steps.count > Self.capacity { steps.removeFirst() }
  }

  var last: Step? { steps.last }

  /// The server has to be asked to take the last step back.
  var isLastAtServer: Bool {
    switch steps.last {
    case .server?, .many?: true
    case .draft?, .local?, nil: false
    }
  }

  /// It was not done after all.
  mutating func forget(_ step: Step) {
    if let place = steps.lastIndex(of: step) { steps.remove(at: place) }
  }

  mutating func takeLast() -> Step? { steps.popLast() }

  /// A step was taken, and nothing done.
  mutating func giveBack(_ step: Step) {
    underWay = nil
    note(step)
  }
}
