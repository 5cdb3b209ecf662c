import ChatModel
import Foundation
import Testing
import TextGrid

@testable import Desk

/// Several identities behind one screen.
@Suite struct AccountsTests {
  private static let start = Date(timeIntervalSince1970: 1_760_000_000)
  private let first = AccountID(index: 0)
  private let second = AccountID(index: 1)

  /// Two identities of which each has its own conversation open.
  private struct Pair {
    var accounts: DeskAccounts
    var now = AccountsTests.start
    var effects: [AccountEffect] = []

    init(notifies: Bool = false, role: Role = .support) {
      let configuration = DeskConfiguration(notifies: notifies)
      accounts = DeskAccounts(
        [("work", configuration), ("staging", configuration)], size: Size(columns: 120, rows: 40))
      let bench = Bench()
      for (index, name) in ["sita", "ravi"].enumerated() {
        let me = Claims(userID: Bench.me, role: index == 1 ? role : .support)
        run(.client(.identified(me)), to: AccountID(index: index))
        run(.client(.conversations([bench.summary(name, waits: 5)])), to: AccountID(index: index))
      }
      effects = []
    }

    mutating func run(_ action: Action, to account: AccountID? = nil) {
      now += 1
      effects += accounts.handle([AccountAction(action, to: account)], now: now)
    }

    mutating func press(_ keys: Key...) { for key in keys { run(.key(key)) } }

    func said() -> String { accounts.shown.statusLine?.text ?? "" }
  }

  @Test func aKeyShowsTheOtherIdentityAndTheNextKeyIsIts() {
    var pair = Pair()
    pair.press(.control("x"), .character("2"))
    #expect(pair.accounts.current == second)
    #expect(pair.said() == "You are staging now.")
    #expect(Array(pair.accounts.shown.conversations.keys) == ["ravi"])
    pair.press(.control("x"), .character("1"))
    #expect(pair.accounts.current == first)
    #expect(Array(pair.accounts.shown.conversations.keys) == ["sita"])
  }

  @Test func anOverlayStaysWithItsIdentityWhileAnotherIsShown() {
    var pair = Pair()
    pair.press(.character(":"), .control("x"), .character("2"))
    #expect(pair.accounts.current == second)
    #expect(pair.accounts.shown.overlay == nil)
    pair.press(.control("x"), .character("1"))
    #expect((pair.accounts.shown.overlay as? Palette)?.picker.query.text == "")
  }

  @Test func somethingNewForAnotherWaitsUntilAConfirmationHasBeenRead() {
    let bench = Bench()
    var pair = Pair()
    pair.run(.client(.statusSet("sita", from: .open, to: .resolved)), to: first)
    let confirmation = pair.said()
    #expect(confirmation.hasPrefix("Sita is now resolved."))
    pair.run(.client(.conversations([bench.summary("ravi", waits: 6, unread: 1)])), to: second)
    #expect(pair.said() == confirmation)
    #expect(
      pair.accounts.shown.log.entries.last?.text
        == "Something new for staging: Ctrl+X 2 goes there.")
    pair.run(.deadline)
    pair.run(.deadline)
    #expect(pair.said() == "Something new for staging: Ctrl+X 2 goes there.")
  }

  @Test func keysOfOneBatchFollowTheSwitch() {
    var pair = Pair()
    pair.now += 5
    let keys: [Key] = [.control("x"), .character("2"), .character("w")]
    _ = pair.accounts.handle(keys.map { AccountAction(.key($0)) }, now: pair.now)
    #expect(pair.accounts.desk(of: first).openID == nil)
    #expect(pair.accounts.desk(of: second).openID == "ravi")
  }

  @Test func whatOneWritesStaysItsOwn() {
    var pair = Pair()
    pair.press(.enter)
    pair.run(.typed("for sita"))
    pair.press(.control("x"), .character("2"))
    let drafts = pair.effects.filter {
      if case .client(.saveDraft("sita", let draft)) = $0.effect {
        draft.text == "for sita"
      } else {
        false
      }
    }
    #expect(drafts.map(\.account) == [first])
    #expect(pair.accounts.desk(of: second).composers.isEmpty)
    pair.effects = []
    pair.press(.control("x"), .character("1"), .enter)
    let sends = pair.effects.filter { if case .client(.send) = $0.effect { true } else { false } }
    #expect(sends.map(\.account) == [first])
  }

  @Test func whatIsNotShownIsNotSeen() {
    var pair = Pair()
    pair.press(.enter)
    pair.press(.control("x"), .character("2"))
    #expect(pair.accounts.desk(of: first).attendance.terminalFocus == .unfocused)
    #expect(pair.accounts.desk(of: second).attendance.terminalFocus == .focused)
  }

  @Test func aHiddenIdentityRingsByNameAndAFarmerWhomIPlayDoesNot() {
    let bench = Bench()
    var pair = Pair(notifies: true)
    pair.run(
      .client(.conversations([bench.summary("ravi", waits: 6, unread: 1, words: "help")])),
      to: second)
    #expect(pair.effects.map(\.effect).contains(.bell))
    #expect(pair.effects.map(\.effect).contains(.notify(title: "staging: Ravi", body: "help")))
    #expect(pair.said() == "Something new for staging: Ctrl+X 2 goes there.")
    #expect(pair.effects.map(\.effect).contains(.setTitle("(1) furrow")))
    #expect(pair.accounts.shown.identities.map(\.unread) == [0, 1])

    var played = Pair(notifies: true, role: .user)
    played.run(.client(.conversations([bench.summary("ravi", waits: 6, unread: 1)])), to: second)
    #expect(!played.effects.map(\.effect).contains(.bell))
  }

  @Test func aHiddenIdentityWhoseLinkIsDownIsMarked() {
    var pair = Pair()
    pair.run(.client(.link(.offline(reason: "no answer", retryAt: nil))), to: second)
    #expect(pair.accounts.shown.identities.map(\.isCutOff) == [false, true])
  }

  @Test func anIdentityAtAServerThatPeopleRelyOnIsMarked() {
    var pair = Pair()
    pair.run(.isProduction("Profile staging is marked production"), to: second)
    #expect(pair.accounts.shown.identities.map(\.isProduction) == [false, true])
  }

  @Test func whatGoesWrongForAHiddenIdentityIsSaidByName() {
    var pair = Pair()
    pair.run(.client(.notice(Notice(.warning, "Sita was not moved: no such agent."))), to: second)
    #expect(pair.said() == "staging: Sita was not moved: no such agent.")
    pair.run(.client(.notice(Notice(.info, "All is well."))), to: second)
    #expect(pair.said() == "staging: Sita was not moved: no such agent.", "news of its own log")
    pair.run(.client(.notice(Notice(.failure, "The disk is full."))), to: first)
    #expect(pair.said() == "The disk is full.")
    pair.press(.control("x"), .character("2"))
    #expect(pair.accounts.shown.log.entries.count { $0.severity == .warning } == 1)
  }

  @Test func eachIsWokenAtItsOwnTime() {
    var pair = Pair()
    let told = pair.accounts.handle([AccountAction(.deadline)], now: pair.now + 3600)
    let wakes = told.compactMap { if case .setDeadline(let date) = $0.effect { date } else { nil } }
    #expect(wakes.count == 1 && wakes[0] > pair.now + 3600)
  }

  @Test func theEndSavesEverybodysDraftsAndComesOnce() {
    var pair = Pair()
    pair.press(.enter)
    pair.press(.control("x"), .character("2"), .enter)
    pair.effects = pair.accounts.handle(
      [.typed("two"), .terminating].map { AccountAction($0) }, now: pair.now + 1)
    #expect(pair.effects.count { $0.effect == .quit } == 1)
    let saved = pair.effects.compactMap { effect -> String? in
      if case .client(.saveDraft(let id, _)) = effect.effect { id.rawValue } else { nil }
    }
    #expect(saved.contains("ravi"))
  }

  @Test func anIdentityThatIsNotThereIsNamed() {
    var pair = Pair()
    pair.press(.control("x"), .character("7"))
    #expect(pair.said() == "There are 2 identities here: Ctrl+X 1 to 2.")
    var bench = Bench()
    bench.seed()
    bench.run(.key(.control("x")))
    bench.run(.key(.character("2")))
    #expect(bench.state.outgoing.identity == 2)
  }
}
