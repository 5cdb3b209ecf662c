import ChatModel
import Desk
import DeskViews
import Foundation
import Sentences
import TerminalIO
import TextGrid

/// The whole screen of a terminal, as a grid of cells.
final class TerminalSurface: Surface {
  private let terminal: TerminalSession
  private let themes: ThemeShelf
  private let report: (Notice) -> Void
  /// Made with the first theme that is wanted.
  private var renderer: DeskRenderer?
  private var shown: Rendered?
  private var look: Look?
  /// The themes of which it was said that they are broken.
  private var complained: Set<String> = []

  /// What the theme in force was made for.
  private struct Look: Hashable {
    var name: String
    var background: RGB?
    var widths: TextWidth
    /// Of the files of themes.
    var version: Int
  }

  /// - Parameter report: is told of a theme that cannot be used.
  /// - Throws: `TerminalError` as a `Failure`.
  init(
    themes: ThemeShelf, options: TerminalSession.Options, report: @escaping (Notice) -> Void
  ) throws(Failure) {
    do {
      terminal = try TerminalSession(options)
    } catch {
      let status: ExitStatus = if case .noUTF8 = error { .badConfiguration } else { .usage }
      throw Failure(status, Failure.sentence(error.message))
    }
    self.themes = themes
    self.report = report
  }

  var size: Size { terminal.size }

  // MARK: In

  func run(
    inbox: Inbox<AccountAction>, nextDeadline: () -> ContinuousClock.Instant?,
    handle: (SurfaceTurn) -> EventLoop<AccountAction>.Verdict, show: () -> Void
  ) {
    EventLoop(terminal: terminal, inbox: inbox).run(
      nextDeadline: nextDeadline, handle: { handle(turn($0)) }, show: show)
  }

  private func turn(_ batch: EventBatch<AccountAction>) -> SurfaceTurn {
    var actions = batch.terminal.compactMap(action).map { AccountAction($0) }
    if batch.delay > .zero {
      actions.insert(AccountAction(.delayed(batch.delay / .seconds(1))), at: 0)
    }
    return SurfaceTurn(actions: actions + batch.posted, now: batch.now)
  }

  private func action(of event: TerminalEvent) -> Desk.Action? {
    switch event {
    case .key(let key): .key(key)
    case .typed(let text): .typed(text)
    case .doubtfulEnter: .doubtfulEnter
    case .paste(let text): .paste(text)
    case .mouse(let mouse): action(of: mouse)
    case .resize(let size): .resized(size)
    case .focusGained: .focusGained
    case .focusLost: .focusLost
    case .resumed: .resumed
    case .interruption: .terminating
    // The next frame asks the terminal what it has learned.
    case .reply: nil
    }
  }

  private func action(of mouse: MouseEvent) -> Desk.Action? {
    guard let target = shown?.target(at: mouse.point) else { return nil }
    switch mouse.action {
    case .press(.left): return .clicked(target)
    case .wheelUp: return .wheel(target, lines: -3)
    case .wheelDown: return .wheel(target, lines: 3)
    case .press, .release, .drag: return nil
    }
  }

  // MARK: Out

  func show(_ state: consuming DeskState, now: Date) -> Presented {
    let pictures = terminal.pixels == nil ? [:] : state.pixelPictures
    var renderer = takeRenderer(for: state.theme)
    renderer.pixels = terminal.pixels
    let rendered = renderer.render(state, size: terminal.size, now: now)
    self.renderer = renderer
    terminal.present(rendered.frame, pictures: pictures)
    shown = rendered
    return rendered.presented
  }

  /// Moved out of its place, so that no memory of it is copied.
  private func takeRenderer(for name: String) -> DeskRenderer {
    let kept = renderer.take()
    let (library, version) = themes.current
    let new = Look(
      name: name, background: terminal.background, widths: terminal.widths,
      version: version)
    if let kept, new == look { return kept }
    look = new
    let theme = theme(named: name, of: library)
    guard var renderer = kept else {
      return DeskRenderer(theme: theme, widths: terminal.widths, colors: terminal.colorDepth)
    }
    renderer.theme = theme
    renderer.widths = terminal.widths
    return renderer
  }

  private func theme(named name: String, of library: ThemeLibrary) -> Theme {
    do {
      return try library.theme(
        named: name, depth: terminal.colorDepth, over: terminal.background)
    } catch {
      if complained.insert(name).inserted {
        report(Notice(.warning, said("\(error). The default theme is used.")))
      }
      return ThemeLibrary.fallback(depth: terminal.colorDepth, over: terminal.background)
    }
  }

  func ringBell() { terminal.ringBell() }
  func notify(title: String, body: String, as form: NotificationForm?) {
    if let form { terminal.notify(title: title, body: body, as: form) }
  }
  func setTitle(_ title: String) { terminal.setTitle(title) }
  func copy(_ text: String) { terminal.copy(text) }

  func whileAway<Result>(_ body: () throws -> Result) rethrows -> Result {
    try terminal.whileAway(body)
  }

  func suspend() { terminal.suspend() }
  func close() { terminal.close() }
}
