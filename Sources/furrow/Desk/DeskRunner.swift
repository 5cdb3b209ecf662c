import ChatClient
import ChatModel
import Desk
import DeskViews
import Foundation
import TerminalIO

/// Runs the desk on the main thread: what happens becomes actions, actions become a state and
/// effects, the state is shown.
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
  private let surface: any Surface
  private let inbox: Inbox<Desk.Action>
  private let effects: EffectRunner
  private var client: ClientHandle
  private var state: DeskState
  private var reported: Presented?
  private var deadline: ContinuousClock.Instant?
  private var isLeaving = false

  init(_ parts: Parts, on surface: any Surface, inbox: Inbox<Desk.Action>) {
    self.parts = parts
    self.surface = surface
    self.inbox = inbox
    state = DeskState(configuration: parts.configuration, size: surface.size)
    client = ClientHandle(parts.makeClient, tokens: parts.tokens, inbox: inbox)
    effects = EffectRunner(inbox: inbox, cache: parts.cache)
  }

  /// - Throws: `TerminalError` as a `Failure`, before anything was started.
  convenience init(onTerminal parts: Parts) throws(Failure) {
    let inbox = Inbox<Desk.Action>()
    let surface = try TerminalSurface(themes: parts.themes, usesMouse: parts.usesMouse) { notice in
      inbox.post(.report(notice))
    }
    self.init(parts, on: surface, inbox: inbox)
  }

  func run() {
    client.start()
    surface.run(
      inbox: inbox, nextDeadline: { [self] in deadline }, handle: { [self] in handle($0) },
      show: { [self] in show() })
    client.stop()
    surface.close()
  }

  // MARK: In

  private func handle(_ turn: SurfaceTurn) -> EventLoop<Desk.Action>.Verdict {
    var actions = turn.actions
    if let due = deadline, due <= turn.now {
      deadline = nil
      actions.append(.deadline)
    }
    for effect in update(&state, actions, now: Date()) { perform(effect) }
    return isLeaving ? .stop : .proceed
  }

  // MARK: Out

  private func show() {
    let presented = surface.show(state, now: Date())
    // What is the same as last time is no news, except lines that were scrolled: they have to be taken
    // off the account each time.
    if presented != reported || presented.appliedLines != 0 {
      reported = presented
      inbox.post(.presented(presented))
    }
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .client(let command): client.perform(command)
    case .bell: surface.ringBell()
    case .notify(let title, let body): surface.notify(title: title, body: body)
    case .setTitle(let title): surface.setTitle(title)
    case .copy(let text): surface.copy(text)
    case .renewToken: client.renewToken()
    case .quit: isLeaving = true
    case .suspend: suspend()
    case .setDeadline(let date):
      // An instant that stands still: the loop compares it with the time of its batches.
      deadline = date.map { .now + .seconds(max(0, $0.timeIntervalSinceNow)) }
    case .openEditor(let text):
      noteEditor(surface.whileAway { ExternalEditor.edit(text) })
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

  private func noteEditor(_ outcome: ExternalEditor.Outcome) {
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
    surface.suspend()
    client = ClientHandle(parts.makeClient, tokens: parts.tokens, inbox: inbox)
    client.start()
    if let open = state.openID { client.perform(.open(open)) }
  }
}
