import ChatClient
import ChatConnection
import ChatModel
import ChatStorage
import Desk
import DeskViews
import Foundation
import Sentences
import TerminalIO

/// Runs the desk on the main thread: what happens becomes actions, actions become a state and
/// effects, the state is shown.
///
/// Only the loop's thread touches this object; everything else posts actions to its inbox.
final class DeskRunner {
  /// What the desk stands on. Everything that can fail has been made before the screen is touched.
  struct Parts {
    var files: DeskFiles
    var terminal: TerminalSession.Options
    /// At least one; the first one is shown.
    var identities: [IdentityParts]
    /// The wires of all of them.
    var wire: WireBook
    var events: EventFiles
    var clock = DeskClock()
  }

  /// What one identity stands on.
  struct IdentityParts {
    /// The profile's name.
    var name: String
    var configuration: DeskConfiguration
    /// Makes a client with a token; called again after a suspension.
    var makeClient: @Sendable (_ token: String) throws -> Client
    var tokens: TokenKeeper
    /// The server's sign-in call, for whose token has ended.
    var signIn: PasswordSignIn
    var cache: MediaCache
    var replies = ReplyFiles(folders: [])
    /// How notifications reach the person.
    var notifying = Notifying.terminal
    /// What the team shares; nil where it has no folder.
    var team: TeamFolder?
    /// What plays voice notes, as in the configuration.
    var player = "auto"
    /// What goes wrong on its link by intent.
    var faults = FaultControl()
    /// Who that is in a recording, and where recordings go.
    var identity: WireIdentity?
    var recordings: URL?
    /// As whom a server is tried.
    var trying: TrialRunner.Player?
  }

  private let surface: any Surface
  private let inbox: Inbox<AccountAction>
  private var running: [RunningIdentity]
  private var state: DeskAccounts
  private var reported: (account: AccountID, presented: Presented)?
  private var deadline: ContinuousClock.Instant?
  private var isLeaving = false
  private var afterPaint: [AccountEffect] = []
  private let watches: [FolderWatch]
  private let book: WireBook
  private let events: EventFiles
  /// What has come on the wire while its pane is open.
  private var feed: WireFeed?
  private var recorder: DeskRecorder
  private let trials = TrialRunner()
  private let clock: DeskClock
  private var steps = ClockSteps()
  private let clockWatch: ClockWatch

  init(_ parts: Parts, on surface: any Surface, inbox: Inbox<AccountAction>) {
    self.surface = surface
    self.inbox = inbox
    book = parts.wire
    recorder = DeskRecorder(parts.wire)
    events = parts.events
    clock = parts.clock
    for identity in parts.identities.compactMap(\.identity) { parts.wire.identify(identity) }
    // The step itself is seen at each turn; this one comes though nothing else does.
    clockWatch = ClockWatch { inbox.post(AccountAction(.deadline)) }
    state = DeskAccounts(
      parts.identities.map { ($0.name, $0.configuration) }, size: surface.size)
    let count = parts.identities.count
    let accounts = (0..<count).map { AccountID(index: $0) }
    watches = [
      parts.files.watchThemes { choices, notices in
        let told = accounts.map { AccountAction(.themesChanged(choices), to: $0) }
        inbox.post(contentsOf: told + notices.map { AccountAction(.report($0)) })
      },
      parts.files.watchViews { views, problems in
        // Each identity has the views; what is wrong with the file is said once.
        let told = accounts.map {
          AccountAction(.views(views, problems: $0.index == 0 ? problems : []), to: $0)
        }
        inbox.post(contentsOf: told)
      },
      parts.files.watchRoster { roster, problems in
        let told = accounts.map {
          AccountAction(.roster(roster, problems: $0.index == 0 ? problems : []), to: $0)
        }
        inbox.post(contentsOf: told)
      },
    ]
    running = parts.identities.enumerated().map { index, parts in
      RunningIdentity(parts, inbox: AccountInbox(inbox: inbox, account: AccountID(index: index)))
    }
  }

  /// The desk as lines.
  ///
  /// - Throws: `TerminalError` as a `Failure`, before anything was started.
  convenience init(onLines parts: Parts) throws(Failure) {
    let inbox = Inbox<AccountAction>(merge: AccountAction.merge)
    var parts = parts
    for index in parts.identities.indices { parts.identities[index].configuration.speakPlainly() }
    self.init(parts, on: try PlainSurface(inbox: inbox), inbox: inbox)
  }

  /// - Throws: `TerminalError` as a `Failure`, before anything was started.
  convenience init(onTerminal parts: Parts) throws(Failure) {
    let inbox = Inbox<AccountAction>(merge: AccountAction.merge)
    let surface = try TerminalSurface(themes: parts.files.themes, options: parts.terminal) {
      notice in
      inbox.post(AccountAction(.report(notice)))
    }
    self.init(parts, on: surface, inbox: inbox)
  }

  /// On the whole screen, or as lines where that is wanted.
  ///
  /// - Throws: `TerminalError` as a `Failure`, before anything was started.
  convenience init(_ parts: Parts, asLines: Bool) throws(Failure) {
    if asLines { try self.init(onLines: parts) } else { try self.init(onTerminal: parts) }
  }

  func run() {
    _ = steps.step(clock)
    for identity in running {
      identity.client.start()
      findProduction(for: identity)
    }
    surface.run(
      inbox: inbox, nextDeadline: { [self] in deadline }, handle: { [self] in handle($0) },
      show: { [self] in show() })
    endEffects()
    for identity in running { identity.client.stop() }
    surface.close()
    for identity in running { identity.team?.finish() }
    recorder.end()
    trials.end()
  }

  /// Names are looked up beside the start, which would wait for them.
  private func findProduction(for identity: RunningIdentity) {
    guard let settings = identity.parts.trying?.settings else { return }
    let inbox = identity.inbox
    Thread.detachNewThread {
      guard let clause = settings.productionClause() else { return }
      inbox.post(.isProduction(clause))
    }
  }

  // MARK: In

  private func handle(_ turn: SurfaceTurn) -> EventLoop<AccountAction>.Verdict {
    var actions = turn.actions
    if let step = steps.step(clock) { actions.insert(AccountAction(.clockSet(by: step)), at: 0) }
    if let due = deadline, due <= turn.now {
      deadline = nil
      actions.append(AccountAction(.deadline))
    }
    let effects = state.handle(actions, now: clock.date())
    // What only the client has to do waits for the paint: a key is seen first.
    if effects.allSatisfy(\.effect.mayFollowPaint) {
      afterPaint = effects
    } else {
      perform(effects)
    }
    return isLeaving ? .stop : .proceed
  }

  // MARK: Out

  /// Shows the state, and takes at once what of it was seen: no key may come between. What follows
  /// from that is shown too.
  private func show() {
    for _ in 0..<Self.mostShown {
      let account = state.current
      let presented = surface.show(state.shown, now: clock.date())
      perform(afterPaint)
      afterPaint = []
      // What is the same as last time is no news, except lines that were scrolled: they have to be
      // taken off the account each time.
      guard
        reported?.account != account || presented != reported?.presented
          || presented.appliedLines != 0
      else { return }
      reported = (account, presented)
      perform(
        state.handle([AccountAction(.presented(presented), to: account)], now: clock.date()))
    }
  }

  /// A frame whose news change what is shown is followed by another one, but not without end.
  private static let mostShown = 4

  private func perform(_ effects: [AccountEffect]) {
    for wanted in effects { perform(wanted.effect, for: running[wanted.account.index]) }
  }

  private func perform(_ effect: Effect, for identity: RunningIdentity) {
    let client = identity.client
    let effects = identity.effects
    switch effect {
    case .client(let command): client.perform(command)
    case .bell: surface.ringBell()
    case .notify(let title, let body):
      let way = identity.parts.notifying
      surface.notify(title: title, body: body, as: way.form)
      if let command = way.command { effects.notify(title, body, by: command) }
    case .setTitle(let title): surface.setTitle(title)
    case .copy(let text): surface.copy(text)
    case .renewToken: client.renewToken()
    case .signIn(let email, let password):
      identity.parts.signIn.begin(email: email, password: password, for: identity.inbox)
    case .quit: isLeaving = true
    case .suspend: suspend()
    case .setDeadline(let date):
      // An instant that stands still: the loop compares it with the time of its batches.
      deadline = date.map {
        clock.instant() + .seconds(max(0, $0.timeIntervalSince(clock.date())))
      }
    case .openEditor(let text):
      noteEditor(surface.whileAway { ExternalEditor.edit(text) }, for: identity.inbox)
    case .openExternally(let media): effects.open(media, with: client.api)
    case .play(let wish): effects.play(wish, with: client.api)
    case .steerPlayer(let order): effects.sounds.steer(order)
    case .stopPlaying: effects.sounds.stop()
    case .playOutside(let media): effects.playOutside(media, with: client.api)
    case .drawPicture(let wish): effects.draw(wish, with: client.api)
    case .inspectFiles(let readings, let request): effects.inspect(readings, request: request)
    case .proposePath(let media): effects.proposePath(for: media)
    case .save(let media, let path, let replaces):
      effects.save(media, to: path, replacing: replaces, with: client.api)
    case .proposeExport(let name, let count): effects.proposeExport(named: name, of: count)
    case .export(let wish, let request):
      effects.export(wish, from: client.store, request: request)
    case .stopExport: effects.exports.stop()
    case .openAddress(let address): effects.open(address: address)
    case .search(let question, let request):
      identity.asker.ask(question, request, in: client.queries)
    case .readReplies: effects.readReplies()
    case .shareNote(let note, let id, let name): identity.team?.share(note, id, as: name)
    case .findDictionaries: effects.spelling.findDictionaries()
    case .checkSpelling(let words, let language): effects.spelling.check(words, language: language)
    case .suggestSpelling(let word, let language, let request):
      effects.spelling.suggest(for: word, language: language, request: request)
    case .setFaults(let plan): identity.parts.faults.use(plan)
    case .completePath(let prefix): effects.complete(prefix)
    case .toggleRecording: toggleRecording(for: identity)
    case .openWire: feed = WireFeed(book, inbox: inbox)
    case .closeWire: feed = nil
    case .fetchWire: if let news = feed?.take() { inbox.post(AccountAction(.wire(news))) }
    case .saveWire(let wish): effects.save(wish, players: running.compactMap(\.parts.trying))
    case .act(let order): act(order, by: client.hand, for: identity.inbox)
    case .runTrial(let trial): run(trial, for: identity)
    case .lookAtRecording(let path):
      effects.look(atRecording: path, players: running.compactMap(\.parts.trying))
    case .endTrial: trials.end()
    case .readEvents: effects.readEvents(events)
    case .keepEvent(let name, let text): effects.keepEvent(text, named: name, in: events)
    }
  }

  private func toggleRecording(for identity: RunningIdentity) {
    guard let turn = recorder.toggle(in: identity.parts.recordings) else { return }
    switch turn {
    case .began(let path):
      for identity in running { identity.effects.readLists(with: identity.client.api) }
      tell(recording: path)
    case .ended: tell(recording: nil)
    case .failed: break
    }
    identity.inbox.post(.report(turn.notice))
  }

  private func tell(recording path: String?) {
    inbox.post(
      contentsOf: running.indices.map {
        AccountAction(.recording(path), to: AccountID(index: $0))
      })
  }

  /// As all identities, the one that wants it first.
  private func run(_ trial: WireTrial, for identity: RunningIdentity) {
    let others = running.filter { $0.inbox.account != identity.inbox.account }
    let players = ([identity] + others).compactMap(\.parts.trying)
    guard !players.isEmpty else { return }
    trials.run(trial, as: players) { [inbox = identity.inbox] in inbox.post(.trial($0)) }
  }

  private func act(_ order: WireOrder, by hand: TestersHand?, for inbox: AccountInbox) {
    guard let hand else {
      return inbox.post(.report(Notice(.failure, said("Not signed in: nothing was sent."))))
    }
    hand.act(order) { inbox.post(.report(Notice(.warning, $0))) }
  }

  private func noteEditor(_ outcome: ExternalEditor.Outcome, for inbox: AccountInbox) {
    switch outcome {
    case .text(let text): inbox.post(.edited(text))
    case .nothing: inbox.post(.edited(nil))
    case .left(let path):
      inbox.post(.edited(nil))
      inbox.post(
        .report(Notice(.warning, said("The editor failed; what it had written is in \(path)."))))
    }
  }

  private func endEffects() {
    for identity in running {
      identity.effects.sounds.end()
      identity.effects.exports.end()
    }
  }

  /// Gives up the socket and the outbox before the shell gets the terminal: a stopped process
  /// cannot answer for them.
  private func suspend() {
    endEffects()
    for identity in running { identity.client.stop() }
    surface.suspend()
    for index in running.indices {
      running[index].renewClient()
      running[index].client.start()
      if let open = state.desk(of: AccountID(index: index)).openID {
        running[index].client.perform(.open(open))
      }
    }
  }
}
