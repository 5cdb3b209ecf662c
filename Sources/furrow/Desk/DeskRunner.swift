import ChatClient
import ChatModel
import Desk
import DeskViews
import Foundation
import TerminalIO
import TextGrid

/// Runs the desk on the main thread: what happens becomes actions, actions become a state and
/// effects, the state becomes a frame.
///
/// Only the loop's thread touches this object; everything else posts actions to its inbox.
final class DeskRunner {
  /// What the desk stands on. Everything that can fail has been made before the screen is touched.
  struct Parts {
    var configuration: DeskConfiguration
    var themes: ThemeLibrary
    /// Makes a client with a token; called again after a suspension.
    var makeClient: @Sendable (_ token: String) throws -> Client
    var tokens: TokenKeeper
    var cache: MediaCache
    var usesMouse: Bool
  }

  private let parts: Parts
  private let terminal: TerminalSession
  private let inbox = Inbox<Desk.Action>()
  private let effects: EffectRunner
  private var client: ClientHandle
  private var state: DeskState
  private var renderer: DeskRenderer
  private var shown: Rendered?
  private var reported: Presented?
  private var deadline: ContinuousClock.Instant?
  private var isLeaving = false

  /// - Throws: `TerminalError` as a `Failure`, before anything was started.
  init(_ parts: Parts) throws(Failure) {
    self.parts = parts
    do {
      terminal = try TerminalSession(.init(mouse: parts.usesMouse))
    } catch {
      let status: ExitStatus = if case .noUTF8 = error { .badConfiguration } else { .usage }
      throw Failure(status, Failure.sentence(error.message))
    }
    state = DeskState(configuration: parts.configuration, size: terminal.size)
    renderer = DeskRenderer(
      theme: ThemeLibrary.fallback(depth: terminal.colorDepth, over: terminal.background),
      widths: terminal.widths)
    client = ClientHandle(parts.makeClient, tokens: parts.tokens, inbox: inbox)
    effects = EffectRunner(inbox: inbox, cache: parts.cache)
    useTheme()
  }

  func run() {
    client.start()
    EventLoop(terminal: terminal, inbox: inbox).run(
      nextDeadline: { [self] in deadline },
      handle: { [self] in handle($0) },
      frame: { [self] in frame() })
    client.stop()
    terminal.close()
  }

  // MARK: In

  private func handle(_ batch: EventBatch<Desk.Action>) -> EventLoop<Desk.Action>.Verdict {
    let now = Date()
    var actions = batch.terminal.compactMap(action)
    if batch.delay > .zero { actions.insert(.delayed(batch.delay / .seconds(1)), at: 0) }
    actions += batch.posted
    if let due = deadline, due <= batch.now {
      deadline = nil
      actions.append(.deadline)
    }
    for effect in update(&state, actions, now: now) { perform(effect) }
    return isLeaving ? .stop : .proceed
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

  private func frame() -> Frame? {
    if Look(name: state.theme, background: terminal.background) != look { useTheme() }
    let rendered = renderer.render(state, size: terminal.size, now: Date())
    shown = rendered
    // Processed after the frame is on the screen. What is the same as last time is no news, except
    // lines that were scrolled: they have to be taken off the account each time.
    if rendered.presented != reported || rendered.presented.appliedLines != 0 {
      reported = rendered.presented
      inbox.post(.presented(rendered.presented))
    }
    return rendered.frame
  }

  /// What the theme in force was made for.
  private struct Look: Hashable {
    var name: String
    var background: RGB?
  }
  private var look: Look?

  private func useTheme() {
    look = Look(name: state.theme, background: terminal.background)
    do {
      renderer.theme = try parts.themes.theme(
        named: state.theme, depth: terminal.colorDepth, over: terminal.background)
    } catch {
      renderer.theme = ThemeLibrary.fallback(
        depth: terminal.colorDepth, over: terminal.background)
      if complained.insert(state.theme).inserted {
        inbox.post(.report(Notice(.warning, "\(error). The default theme is used.")))
      }
    }
  }
  private var complained: Set<String> = []

  private func perform(_ effect: Effect) {
    switch effect {
    case .client(let command): client.perform(command)
    case .bell: terminal.ringBell()
    case .notify(let title, let body): terminal.notify(title: title, body: body)
    case .setTitle(let title): terminal.setTitle(title)
    case .copy(let text): terminal.copy(text)
    case .renewToken: client.renewToken()
    case .quit: isLeaving = true
    case .suspend: suspend()
    case .setDeadline(let date):
      // An instant that stands still: the loop compares it with the time of its batches.
      deadline = date.map { .now + .seconds(max(0, $0.timeIntervalSinceNow)) }
    case .openEditor(let text):
      take(terminal.whileAway { ExternalEditor.edit(text) })
    case .openExternally(let media): effects.open(media, with: client.api)
    case .play(let media): effects.play(media, with: client.api)
    case .inspectFiles(let readings, let request): effects.inspect(readings, request: request)
    case .proposePath(let media): effects.proposePath(for: media)
    case .save(let media, let path, let replaces):
      effects.save(media, to: path, replacing: replaces, with: client.api)
    case .openAddress(let address): effects.open(address: address)
    case .completePath(let prefix): effects.complete(prefix)
    }
  }

  private func take(_ outcome: ExternalEditor.Outcome) {
    switch outcome {
    case .text(let text): inbox.post(.edited(text))
    case .nothing: inbox.post(.edited(nil))
    case .left(let path):
      inbox.post(.edited(nil))
      inbox.post(
        .report(Notice(.warning, "The editor failed; what it had written is in \(path).")))
    }
  }

  /// Gives up the socket and the outbox before the shell gets the terminal: a stopped process
  /// cannot answer for them.
  private func suspend() {
    client.stop()
    terminal.suspend()
    client = ClientHandle(parts.makeClient, tokens: parts.tokens, inbox: inbox)
    client.start()
    if let open = state.openID { client.perform(.open(open)) }
  }
}
