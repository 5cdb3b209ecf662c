import ChatModel
package import Foundation
import Sentences
package import TextGrid

/// The desks of all identities behind one screen: each has its own state, and shares nothing with
/// the others but the screen, the keyboard, the window's title and the end.
///
///     terminal ─▶ the shown one        client, effects ─▶ whose they are
///     Ctrl+X 1–9: another is shown; the one before keeps its place and its drafts
///
/// One identity is the ordinary case: every batch goes to it whole.
package struct DeskAccounts: Sendable {
  private var desks: [DeskState]
  private var identities: [Identity]
  private var deadlines: [Date?]
  private var toldDeadline: Date?
  private var toldTitle: String?
  private var terminalHasFocus = true
  private var effects: [AccountEffect] = []
  package private(set) var current = AccountID(index: 0)

  /// - Parameter identities: at least one; the first one is shown.
  package init(_ identities: [(name: String, configuration: DeskConfiguration)], size: Size) {
    precondition(!identities.isEmpty, "a desk belongs to somebody")
    desks = identities.map { DeskState(configuration: $0.configuration, size: size) }
    self.identities = identities.map { Identity(name: Sanitizer.oneLine($0.name)) }
    deadlines = identities.map { _ in nil }
    guard isShared else { return }
    for index in desks.indices.dropFirst() { desks[index].attendance.terminalFocus = .unfocused }
    tellIdentities()
  }

  /// What is to be drawn.
  package var shown: DeskState { desks[current.index] }

  /// The desk of one identity.
  package func desk(of account: AccountID) -> DeskState { desks[account.index] }

  private var isShared: Bool { desks.count > 1 }

  // MARK: One step

  /// Takes what happened since the last paint, and gives back work as values.
  package mutating func handle(_ actions: [AccountAction], now: Date) -> [AccountEffect] {
    effects = []
    guard isShared else {
      run(actions.map(\.action), on: current, now: now)
      return effects
    }
    var batch: [Action] = []
    var owner = current
    for action in actions {
      let account = action.account ?? current
      // A key may bring another desk to the screen: the next one is that desk's.
      if account != owner || action.account == nil {
        run(batch, on: owner, now: now)
        batch = []
        owner = action.account ?? current
      }
      switch action.action {
      case .resized, .resumed, .terminating, .clockSet:
        for account in accounts where account != owner {
          run([action.action], on: account, now: now)
        }
      case .focusGained: terminalHasFocus = true
      case .focusLost: terminalHasFocus = false
      case .deadline:
        let due = due(now)
        for account in due where account != owner { run([.deadline], on: account, now: now) }
        if !due.contains(owner) { continue }
      default: break
      }
      batch.append(action.action)
    }
    run(batch, on: owner, now: now)
    settle(now: now)
    return effects
  }

  private var accounts: [AccountID] { desks.indices.map(AccountID.init(index:)) }

  /// Whose time has come; the timer may be early by a hair, so that the first one is always due.
  private func due(_ now: Date) -> [AccountID] {
    guard let first = deadlines.compactMap({ $0 }).min() else { return [] }
    return accounts.filter { account in
      deadlines[account.index].map { $0 <= max(now, first) } ?? false
    }
  }

  private mutating func run(_ actions: [Action], on account: AccountID, now: Date) {
    guard !actions.isEmpty else { return }
    if actions.contains(where: \.renewsDeadline) {
      deadlines[account.index] = nil
      toldDeadline = nil
    }
    let logged = desks[account.index].log.count
    for effect in update(&desks[account.index], actions, now: now) {
      perform(effect, of: account, now: now)
    }
    if account != current { tellTrouble(of: account, since: logged, now: now) }
    if let number = desks[account.index].outgoing.identity {
      desks[account.index].outgoing.identity = nil
      show(number, now: now)
    }
  }

  /// What went wrong for who is not shown is said by who is, and named; the last of it where it is
  /// much.
  private mutating func tellTrouble(of account: AccountID, since logged: Int, now: Date) {
    let log = desks[account.index].log
    let news = log.entries.suffix(max(0, log.count - logged))
    guard
      let worst = news.last(where: { $0.severity == .failure })
        ?? news.last(where: { $0.severity == .warning })
    else { return }
    let name = identities[account.index].name
    desks[current.index].say(worst.severity, "\(name): \(worst.text)", now: now)
  }

  // MARK: What they share

  private mutating func perform(_ effect: Effect, of account: AccountID, now: Date) {
    switch effect {
    case _ where !isShared: put(effect, account)
    case .setTitle: break
    case .setDeadline(let date): deadlines[account.index] = date
    case .quit where effects.contains { $0.effect == .quit }: break
    case .quit, .suspend:
      for other in accounts where other != account { saveDrafts(of: other, now: now) }
      put(effect, account)
    case .bell, .notify: ring(effect, of: account, now: now)
    default: put(effect, account)
    }
  }

  private mutating func put(_ effect: Effect, _ account: AccountID) {
    effects.append(AccountEffect(account: account, effect: effect))
  }

  /// A farmer whom I play does not ring; who is not shown is named on the one that is.
  private mutating func ring(_ effect: Effect, of account: AccountID, now: Date) {
    let identity = identities[account.index]
    guard !desks[account.index].isFarmer else { return }
    if case .notify(let title, let body) = effect {
      return put(.notify(title: "\(identity.name): \(title)", body: body), account)
    }
    put(.bell, account)
    guard account != current else { return }
    desks[current.index].sayNew(for: identity.name, number: account.index + 1, now: now)
  }

  private mutating func saveDrafts(of account: AccountID, now: Date) {
    desks[account.index].saveAllDrafts(now: now)
    for effect in update(&desks[account.index], EmptyCollection(), now: now) {
      if effect != .quit { perform(effect, of: account, now: now) }
    }
  }

  private mutating func show(_ number: Int, now: Date) {
    guard isShared else {
      return desks[0].hint(
        said("There is one identity here; furrow chat --profile a --profile b opens two."), now: now
      )
    }
    guard desks.indices.contains(number - 1) else {
      return desks[current.index].hint(
        said("There are \(desks.count) identities here: Ctrl+X 1 to \(desks.count)."), now: now)
    }
    let next = AccountID(index: number - 1)
    guard next != current else {
      return desks[current.index].hint(
        said("\(identities[current.index].name) is shown already."), now: now)
    }
    desks[current.index].stopPlaying()
    saveDrafts(of: current, now: now)
    let before = current
    current = next
    // There is one wire, and it is on the screen.
    var old = desks[before.index]
    desks[next.index].takeWire(from: &old)
    desks[before.index] = old
    // What is not on the screen is not seen, and nobody sits before it.
    run([.focusLost], on: before, now: now)
    if terminalHasFocus { run([.focusGained], on: next, now: now) }
    desks[next.index].hint(said("You are \(identities[next.index].name) now."), now: now)
  }

  // MARK: What follows from a batch as a whole

  private mutating func settle(now: Date) {
    tellIdentities()
    let deadline = deadlines.compactMap { $0 }.min()
    if deadline != toldDeadline {
      toldDeadline = deadline
      put(.setDeadline(deadline), current)
    }
    guard desks[0].configuration.setsTitle else { return }
    let unread = identities.reduce(0) { $0 + $1.unread }
    let title = DeskState.title(unread: unread)
    if title != toldTitle {
      toldTitle = title
      put(.setTitle(title), current)
    }
  }

  private mutating func tellIdentities() {
    for account in accounts {
      identities[account.index].unread = desks[account.index].list.counts[.unread] ?? 0
      identities[account.index].isShown = account == current
      identities[account.index].isCutOff = desks[account.index].isCutOff
      identities[account.index].isProduction =
        desks[account.index].configuration.production != nil
      if desks[current.index].wire.isOpen {
        identities[account.index].who = desks[account.index].who
        identities[account.index].link = desks[account.index].linkWord
      }
    }
    desks[current.index].note(identities)
  }
}

extension DeskState {
  fileprivate mutating func takeWire(from other: inout DeskState) {
    swap(&wire, &other.wire)
    if other.focus == .wire { other.focus = other.isFarmer ? .messages : .list }
    if wire.isOpen { focus = .wire }
  }

  fileprivate var who: String {
    guard let me else { return "" }
    let role = Sanitizer.oneLine(me.role.rawValue)
    return ownName.map { "\(Sanitizer.oneLine($0)) (\(role))" } ?? role
  }

  fileprivate var linkWord: String {
    if signInNeeded != nil { return said("sign-in needed") }
    return switch link {
    case .connecting: said("connecting")
    case .online(.websocket): said("live ws")
    case .online(.polling): said("live polling")
    case .offline: said("offline")
    case .refused: said("refused")
    case .sentAway: said("sent away")
    }
  }

  fileprivate var isCutOff: Bool {
    switch link {
    case .connecting, .online: signInNeeded != nil
    case .offline, .refused, .sentAway: true
    }
  }
}
