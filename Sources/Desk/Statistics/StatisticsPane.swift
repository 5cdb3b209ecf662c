package import ChatModel
import Foundation
import Sentences

/// The numbers of the whole desk.
package struct StatisticsPane: Hashable, Sendable {
  /// The last that have come.
  package internal(set) var numbers: Statistics?
  /// They were asked for and have not come.
  package internal(set) var isFetching = false
  /// The agent whose row keys act on; the first one while they are not there.
  package internal(set) var cursor: UserID?
  /// When they were last asked for.
  private var askedAt: Date?
  /// When they are asked for anew; nil while nobody looks.
  private var dueAt: Date?

  /// In seconds, as long as somebody is there.
  static let pace: TimeInterval = 60
  /// The server is not asked more often, in seconds, whatever is opened how often.
  static let shortestPace: TimeInterval = 30

  mutating func note(_ statistics: Statistics) {
    numbers = statistics
    isFetching = false
  }

  /// The clock was set.
  mutating func moveTimes(by seconds: TimeInterval) {
    askedAt?.addTimeInterval(seconds)
    dueAt?.addTimeInterval(seconds)
  }

  /// What a letter asked for was no part of what was meant.
  mutating func takeBackAsking(_ before: StatisticsPane) {
    (isFetching, askedAt, cursor) = (before.isFetching, before.askedAt, before.cursor)
  }

  /// The agents of the numbers, the busiest first.
  package var agents: [AgentStatistics] {
    (numbers?.perAgent ?? []).sorted {
      ($0.activeConversations ?? 0, $1.id) > ($1.activeConversations ?? 0, $0.id)
    }
  }

  /// The place of the cursor among those.
  package var cursorPlace: Int {
    cursor.flatMap { id in agents.firstIndex { $0.id == id } } ?? 0
  }
}

extension StatisticsPane: MainPaneComponent {
  static let number = 5
  static let name = "statistics"
  static let command = Command.viewStatistics

  static func appear(on desk: inout DeskState, now: Date) { ask(on: &desk, now: now) }

  static func handle(_ command: Command, on desk: inout DeskState, now: Date) -> Bool {
    guard desk.focus == .list else { return false }
    let count = desk.statistics.agents.count
    switch command {
    case .up: move(-1, on: &desk, now: now)
    case .down: move(1, on: &desk, now: now)
    case .pageUp, .halfPageUp: move(-10, on: &desk, now: now)
    case .pageDown, .halfPageDown: move(10, on: &desk, now: now)
    case .top: move(-count, on: &desk, now: now)
    case .bottom: move(count, on: &desk, now: now)
    case .open where count > 0:
      let agent = desk.statistics.agents[desk.statistics.cursorPlace].id
      desk.showChats(of: .agent(agent), now: now)
    case .open: desk.refuse("No agent is named here; \(key: .refresh) asks again.", now: now)
    case .filter: break
    default: return false
    }
    return true
  }

  /// The refresh of everything brings them, too.
  static func refresh(_ desk: inout DeskState, now: Date) {
    desk.statistics.isFetching = true
    desk.statistics.askedAt = now
  }

  static var hints: [(Command, String)] {
    [
      (.open, said("their chats")), (.refresh, said("ask again")),
      (.viewAll, said("conversations")),
    ]
  }

  static var sentences: [Command: String] {
    [.open: said("show the chats of the agent under the cursor")]
  }

  private static func move(_ steps: Int, on desk: inout DeskState, now: Date) {
    let agents = desk.statistics.agents
    guard !agents.isEmpty else { return desk.refuse(said("No agent is named here."), now: now) }
    let place = min(max(0, desk.statistics.cursorPlace + steps), agents.count - 1)
    desk.statistics.cursor = agents[place].id
  }

  /// Asks for the numbers, unless that was done a moment ago.
  static func ask(on desk: inout DeskState, now: Date) {
    if let asked = desk.statistics.askedAt, now >= asked,
      now.timeIntervalSince(asked) < shortestPace
    {
      return
    }
    desk.statistics.askedAt = now
    desk.statistics.isFetching = true
    desk.emit(.client(.fetchStatistics))
  }

  /// Keeps the numbers fresh as long as they are looked at.
  static func keepFresh(_ desk: inout DeskState, isShown: Bool, now: Date) {
    guard isShown else {
      desk.statistics.dueAt = nil
      return
    }
    guard desk.statistics.dueAt ?? now <= now, desk.isThere(now), case .online = desk.link,
      desk.signInNeeded == nil
    else { return }
    ask(on: &desk, now: now)
    desk.statistics.dueAt = now.addingTimeInterval(pace)
  }

  /// When they are asked for anew.
  static func deadline(on desk: DeskState, now: Date) -> Date? {
    desk.isThere(now) ? desk.statistics.dueAt : nil
  }
}
