import ChatModel
import Desk
import DeskViews
import Foundation
import TerminalIO
import TextGrid

/// The desk as lines: for a screen reader, a dumb terminal or a script.
final class PlainSurface: Surface {
  private let terminal: LineTerminal
  private var plain = PlainDesk()
  private var state: DeskState?
  private var presented = Presented()
  /// Lines that wait for what the last one asked for.
  private var waiting: [[String]] = []
  private var hasEnded = false
  /// When the input ended: what is on its way is waited for, but not for ever.
  private var endedAt: ContinuousClock.Instant?
  /// A prompt stands on the last row, and nothing behind it.
  private var prompt = ""
  /// What happened beside the state.
  private var news: [String] = []

  /// So long what was handed over is waited for after the last line.
  private static let patience = Duration.seconds(10)

  /// - Throws: `TerminalError` as a `Failure`.
  init(inbox: Inbox<AccountAction>) throws(Failure) {
    do {
      terminal = try LineTerminal(wake: inbox.descriptor)
    } catch {
      throw Failure(.usage, Failure.sentence(error.message))
    }
  }

  /// Lines are not cut to it.
  var size: Size { Size(columns: 80, rows: 24) }

  // MARK: In

  func run(
    inbox: Inbox<AccountAction>, nextDeadline: () -> ContinuousClock.Instant?,
    handle: (SurfaceTurn) -> EventLoop<AccountAction>.Verdict, show: () -> Void
  ) {
    show()
    while true {
      terminal.wait(for: inbox.descriptor, milliseconds: timeout(nextDeadline()))
      let events = terminal.takeEvents()
      let posted = inbox.drain()
      if !events.isEmpty { prompt = "" }
      var actions = events.flatMap(actions)
      if let next = nextLine() {
        actions += next
      } else if isOver {
        actions.append(.terminating)
      }
      let turn = SurfaceTurn(actions: actions.map { AccountAction($0) } + posted, now: .now)
      if turn.actions.isEmpty, nextDeadline().map({ $0 > turn.now }) ?? true {
        show()
        continue
      }
      if handle(turn) == .stop { return }
      show()
    }
  }

  private func actions(for event: LineEditor.Event) -> [Desk.Action] {
    switch event {
    case .lines(let lines): waiting.append(lines)
    case .interrupt(let hadText):
      guard let state else { return [] }
      let turn = plain.interrupt(hadText: hadText, state)
      news += turn.lines
      return turn.actions
    case .suspend: return [.perform(.suspend)]
    case .end:
      hasEnded = true
      endedAt = .now
    }
    return []
  }

  /// Takes the line whose turn it is; nil when none is taken.
  private func nextLine() -> [Desk.Action]? {
    guard let state, !waiting.isEmpty, !plain.mustWait(state, now: Date()) || isImpatient else {
      return nil
    }
    let turn = plain.read(waiting.removeFirst(), state, now: Date())
    news += turn.lines
    terminal.isSecret = plain.expects == .token
    return turn.actions
  }

  /// The input has ended, and what it asked for is done or takes too long.
  private var isOver: Bool {
    guard hasEnded, waiting.isEmpty, let state else { return false }
    return isImpatient
      || !(plain.mustWait(state, now: Date()) || isSending(state) || state.isAtWork)
  }

  private var isImpatient: Bool { endedAt.map { .now > $0 + Self.patience } ?? false }

  private func isSending(_ state: DeskState) -> Bool {
    guard case .online(_) = state.link else { return false }
    return state.outbox.values.contains { $0.isPending && !$0.waitsForUser }
  }

  /// Milliseconds; -1 for ever.
  private func timeout(_ deadline: ContinuousClock.Instant?) -> Int32 {
    if let state, !waiting.isEmpty, !plain.mustWait(state, now: Date()) { return 0 }
    // What was waited for is done, and perhaps nothing else comes.
    if isOver { return 0 }
    let end = endedAt.map { $0 + Self.patience }
    let held =
      waiting.isEmpty
      ? nil
      : plain.waitsUntil.map { until in
        ContinuousClock.now + .seconds(max(0, until.timeIntervalSinceNow))
      }
    guard let next = [deadline, end, held].compactMap({ $0 }).min() else { return -1 }
    let left = ContinuousClock.now.duration(to: next)
    return left <= .zero ? 0 : Int32(min(60_000, (left / .milliseconds(1)).rounded(.up)))
  }

  // MARK: Out

  func show(_ state: consuming DeskState, now: Date) -> Presented {
    let state = state
    self.state = state
    // What is new waits until the line that was begun is done.
    guard terminal.editor.isEmpty else { return presented }
    var lines = news
    news = []
    let (told, presented) = plain.tell(state, now: now)
    lines += told
    self.presented = presented
    terminal.isSecret = plain.expects == .token
    say(lines, before: terminal.isInteractive ? plain.prompt(state) : "")
    return presented
  }

  private func say(_ lines: [String], before next: String) {
    guard !lines.isEmpty || next != prompt else { return }
    let text = (prompt.isEmpty ? [] : [""]) + lines
    terminal.write(text.map { $0 + "\n" }.joined() + next)
    prompt = next
  }

  func ringBell() { if terminal.isInteractive { terminal.write("\u{7}") } }

  func notify(title: String, body: String, as form: NotificationForm?) {
    // What concerns the open conversation, or the desk itself, is said anyway.
    let isOpen = state?.openSummary.map { state?.name(of: $0) == title } ?? false
    if !isOpen, title != "furrow" { news.append(body.isEmpty ? title : "\(title): \(body)") }
  }

  func setTitle(_ title: String) {}
  func copy(_ text: String) { news.append(Sanitizer.oneLine(text)) }

  func whileAway<Result>(_ body: () throws -> Result) rethrows -> Result {
    try terminal.whileAway(body)
  }

  func suspend() { terminal.suspend() }
  func close() { terminal.close() }
}
