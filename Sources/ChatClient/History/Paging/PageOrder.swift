import ChatModel
import Foundation

/// In which order a server numbers the pages of a history (row 11), judged by timestamps alone.
enum PageOrder: Hashable, Sendable {
  case unknown
  case newestFirst
  case oldestFirst

  /// What two neighbouring pages say; `.unknown` when their times say nothing.
  static func judge(first: [Message], second: [Message]) -> PageOrder {
    guard let firstEnd = first.compactMap(\.createdAt).max(),
      let secondEnd = second.compactMap(\.createdAt).max()
    else { return .unknown }
    if secondEnd == firstEnd { return .unknown }
    return secondEnd > firstEnd ? .oldestFirst : .newestFirst
  }
}
