package import ChatModel
import Foundation

/// The numbers of the whole desk.
package struct StatisticsPane: Hashable, Sendable {
  /// The last that have come.
  package internal(set) var numbers: Statistics?
  /// They were asked for and have not come.
  package internal(set) var isFetching = false

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

  private static func fetch(on desk: inout DeskState) {
    desk.statistics.isFetching = true
    desk.emit(.client(.fetchStatistics))
  }
}
