package import ChatModel
import Foundation

/// The numbers of the whole desk.
package struct StatisticsPane: Hashable, Sendable {
  /// The last that have come.
  package internal(set) var numbers: Statistics?
  /// They were asked for and have not come.
  package internal(set) var isFetching = false
  /// When they are asked for anew; nil while nobody looks.
  fileprivate var dueAt: Date?

  /// In seconds, as long as somebody is there.
  static let pace: TimeInterval = 60

  mutating func note(_ statistics: Statistics) {
    numbers = statistics
    isFetching = false
  }
}

extension StatisticsPane: MainPaneComponent {
  static let number = 5
  static let name = "statistics"
  static let command = Command.viewStatistics

  static func appear(on desk: inout DeskState) { fetch(on: &desk) }

  static func handle(_ command: Command, on desk: inout DeskState, now: Date) -> Bool {
    switch command {
    case .open:
      fetch(on: &desk)
      return true
    case .filter: return true
    default: return false
    }
  }

  static func refresh(_ desk: inout DeskState) { fetch(on: &desk) }

  static let hints: [(Command, String)] = [(.open, "ask again"), (.viewAll, "conversations")]

  /// Keeps the numbers fresh as long as they are looked at.
  static func settle(_ desk: inout DeskState, now: Date) {
    guard desk.main == .statistics else {
      desk.statistics.dueAt = nil
      return
    }
    guard let due = desk.statistics.dueAt else {
      // It was asked for when it was called up.
      desk.statistics.dueAt = now.addingTimeInterval(pace)
      return
    }
    guard due <= now, desk.isThere(now), case .online = desk.link, desk.signInNeeded == nil else {
      return
    }
    fetch(on: &desk)
    desk.statistics.dueAt = now.addingTimeInterval(pace)
  }

  static func nextDeadline(on desk: DeskState, now: Date) -> Date? {
    desk.isThere(now) ? desk.statistics.dueAt : nil
  }

  private static func fetch(on desk: inout DeskState) {
    desk.statistics.isFetching = true
    desk.emit(.client(.fetchStatistics))
  }
}
