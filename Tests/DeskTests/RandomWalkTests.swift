import ChatModel
import Foundation
import SplitMix
import Testing
import TextGrid

@testable import Desk

/// Whatever is pressed, clicked and heard, in any order: nothing traps and nothing contradicts
/// itself.
@Suite struct RandomWalkTests {
  @Test(arguments: [Role.support, .admin, .user])
  func theDeskStaysInOrderWhateverHappens(role: Role) {
    for seed in 1...6 as ClosedRange<UInt64> {
      var walk = Walk(seed: seed, role: role)
      for _ in 0..<700 {
        walk.step()
        if let fault = walk.fault {
          Issue.record("seed \(seed), \(role): \(fault)")
          return
        }
      }
    }
  }
}

private struct Walk {
  var bench: Bench
  var random: SplitMix64
  /// What was handed to the client and not answered.
  var requests: [Int] = []
  var sent: [String] = []

  static let ids = ["a", "b", "c", "d", "e", "f"]
  static let keys: [Key] =
    Keymap.Context.allCases.flatMap { Keymap.standard.ownBindings(of: $0).flatMap(\.keys) }
    + "abcxyz orwnq /\u{93F}क👩‍🌾".map { Key.character($0) }

  init(seed: UInt64, role: Role) {
    random = SplitMix64(seed: seed)
    bench = Bench(
      DeskConfiguration(
        themes: [ThemeChoice("dark"), ThemeChoice("light")],
        coach: seed % 2 == 0), role: role)
  }

  mutating func pick<T>(_ items: [T]) -> T { items[Int(random.next() % UInt64(items.count))] }

  mutating func step() {
    bench.wait(pick([0, 0.05, 0.2, 0.5, 3, 70]))
    let id = ConversationID(pick(Self.ids))
    switch random.next() % 16 {
    case 0...7: bench.run(.key(pick(Self.keys)))
    case 8: bench.run(.paste(pick(["one", "two\nlines\n", "\u{1B}[2J", "", "क\n\n"])))
    case 9: bench.run(.clicked(target(id)))
    case 10: bench.run(.wheel(target(id), lines: pick([-3, 3, 40])))
    case 11: paint()
    case 12: bench.run(pick([.focusLost, .focusGained, .resumed]))
    case 13: bench.wait(pick([0.3, 6]))
    default: bench.client(event(id))
    }
    for effect in bench.effects {
      if case .client(.send(_, let text, let files, let request)) = effect {
        requests.append(request)
        sent.append(text + files.joined())
      }
    }
    bench.effects = []
  }

  private mutating func paint() {
    var position = ScrollPosition.follow
    if let timeline = bench.state.timeline, !timeline.isEmpty, random.next() % 2 == 0,
      let item = timeline.item(at: Int(random.next() % UInt64(timeline.count)))
    {
      position = .anchored(item.id, line: 0)
    }
    bench.paint(["m1"], at: position, applied: pick([0, -5]), above: pick([0, 99]))
  }

  private mutating func target(_ id: ConversationID) -> HitTarget {
    pick([
      .listRow(id), .list, .arrivals, .item(.message("m2")), .media(.entry("e1")), .messages,
      .composer(offset: Int(random.next() % 50)), .details, .statusLine,
      .hint(pick(Command.allCases)),
      .overlayRow(Int(random.next() % 9)), .behindOverlay, .view(pick(NumberedView.all)), .header,
    ])
  }

  private mutating func event(_ id: ConversationID) -> ClientEvent {
    let number = random.next()
    let message = bench.message(
      "m\(number % 9)", from: pick(["farmer-a", "agent-meera", "x"]), ago: Double(number % 60))
    switch number % 14 {
    case 0, 1, 2:
      return .conversations([
        bench.summary(
          id.rawValue, waits: pick([nil, 3.3, 50]), isMine: pick([true, true, false]),
          unread: pick([0, 1, 4]), status: pick(ConversationStatus.defined))
      ])
    case 3: return .conversationsRemoved([id])
    case 4, 5:
      return .timeline(
        TimelineUpdate(
          conversationID: bench.state.openID ?? id, isReset: number % 7 == 0, messages: [message],
          removed: pick([[], ["m3"]]), extent: TimelineExtent(freshness: .live)))
    case 6:
      let state = pick([OutboxEntry.State.queued, .failed("no"), .sent("m4"), .uploading(0.5)])
      return .outbox([bench.entry("e\(number % 4)", to: id, "text", state)])
    case 7: return .outboxDropped(["e1"])
    case 8:
      guard let request = requests.popLast() else { return .clockSkew(5) }
      return number % 2 == 0
        ? .accepted(request: request, []) : .rejected(request: request, reason: "no\n")
    case 9: return .draft(id, pick([nil, Draft(text: "old", editedAt: bench.now)]))
    case 10:
      return .link(
        pick([.connecting, .offline(reason: "x", retryAt: bench.now + 4), .online(.polling)]))
    case 11: return .statusSet(id, from: .open, to: .closed)
    case 12: return .typing(id, "farmer-a", name: nil, until: bench.now + 6)
    default:
      return pick([
        .signInNeeded(reason: "x"),
        .identified(Claims(userID: Bench.me, role: bench.state.me?.role ?? .user)),
      ])
    }
  }

  /// What must never be.
  var fault: String? {
    let state = bench.state
    if let cursor = state.list.cursor, !state.list.order.contains(cursor),
      !state.list.order.isEmpty
    {
      return "the cursor is on no row"
    }
    if !state.list.isBehind, state.list.order != state.list.ranking.sorted.map(\.id) {
      return "the rows are in another order than their ranks"
    }
    if let open = state.openID.flatMap({ state.conversations[$0] }), !state.isFarmer,
      let farmer = open.conversation.farmer.id
    {
      let others = state.conversations.values.filter {
        $0.conversation.farmer.id == farmer && $0.id != open.id
      }
      if Set(state.earlierConversations.map(\.id)) != Set(others.map(\.id)) {
        return "the farmer has other conversations than are told"
      }
    }
    if Set(state.list.order).count != state.list.order.count { return "a row stands twice" }
    if state.list.order.contains(where: { state.conversations[$0] == nil }) {
      return "a row is of nobody"
    }
    let window = state.list.window(rows: 4)
    if !state.list.order.isEmpty, window.count != min(4, state.list.order.count) {
      return "the window is not full"
    }
    if state.openID != state.timeline?.conversationID { return "the timeline is another's" }
    if state.openID == nil, state.focus == .composer { return "writing to nobody" }
    if let id = state.openID, state.conversations[id] == nil { return "open without a record" }
    for (id, composer) in state.composers {
      let editor = composer.editor
      let place = editor.cursorIndex
      if place != editor.text.endIndex, !editor.text.indices.contains(place) {
        return "the cursor of \(id) is inside a cluster"
      }
    }
    if let timeline = state.timeline {
      for index in 0..<timeline.count {
        guard let item = timeline.item(at: index) else { return "item \(index) is missing" }
        if timeline.index(of: item.id) != index { return "item \(index) is found elsewhere" }
      }
      if case .anchored(let id, _) = state.messages.position, timeline.index(of: id) == nil {
        return "the pane is anchored to nothing"
      }
    }
    if let deadline = bench.deadline, deadline <= bench.now { return "a deadline is stale" }
    if let due = state.input.held?.due, due <= bench.now { return "a letter waits for too long" }
    if state.typists.values.contains(where: { $0.values.contains { $0.until <= bench.now } }) {
      return "somebody types for too long"
    }
    if let expiry = state.notices.deadline, expiry <= bench.now {
      return "the status line is out of date"
    }
    if sent.contains(where: \.isEmpty) { return "nothing was sent" }
    if state.statusLine?.text.unicodeScalars.contains(where: { $0.value < 0x20 }) == true {
      return "the status line holds control characters"
    }
    return nil
  }
}
