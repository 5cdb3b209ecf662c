import Desk
import Foundation
import TerminalIO
import TextGrid

@testable import furrow

/// A surface without a terminal: plays turns, keeps what was shown and what was asked of it.
final class BenchSurface: Surface {
  var size = Size(columns: 80, rows: 24)
  /// What the person does, turn by turn. What was posted meanwhile comes with the next turn.
  private var script: [[Desk.Action]]
  /// What could be seen of every state that is shown.
  var sight = Presented()
  private(set) var shown: [DeskState] = []
  /// What the runner was told, turn by turn.
  private(set) var turns: [[Desk.Action]] = []
  private(set) var asked: [String] = []
  /// The time of the turns.
  var instant: () -> ContinuousClock.Instant = { .now }
  /// Called before each turn, with its number.
  var beforeTurn: (Int) -> Void = { _ in }
  /// When the runner wanted to be woken, after each turn.
  private(set) var deadlines: [ContinuousClock.Instant?] = []

  init(_ script: [[Desk.Action]]) { self.script = script }

  func run(
    inbox: Inbox<AccountAction>, nextDeadline: () -> ContinuousClock.Instant?,
    handle: (SurfaceTurn) -> EventLoop<AccountAction>.Verdict, show: () -> Void
  ) {
    show()
    for (number, actions) in script.enumerated() {
      beforeTurn(number)
      let turn = SurfaceTurn(
        actions: actions.map { AccountAction($0) } + inbox.drain(), now: instant())
      turns.append(turn.actions.map(\.action))
      if handle(turn) == .stop { return }
      show()
      deadlines.append(nextDeadline())
    }
  }

  func show(_ state: consuming DeskState, now: Date) -> Presented {
    shown.append(state)
    return sight
  }

  func ringBell() { asked.append("bell") }
  func notify(title: String, body: String, as form: NotificationForm?) {
    asked.append("notify \(title)")
  }
  func setTitle(_ title: String) { asked.append("title \(title)") }
  func copy(_ text: String) { asked.append("copy \(text)") }
  func whileAway<Result>(_ body: () throws -> Result) rethrows -> Result { try body() }
  func suspend() { asked.append("suspend") }
  func close() { asked.append("close") }
}
