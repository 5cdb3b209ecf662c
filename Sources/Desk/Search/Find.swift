package import ChatModel

/// What is looked for in the open conversation, and where it stands there.
package struct Find: Hashable, Sendable {
  /// As it was typed, sanitized.
  package let text: String
  package let query: SearchQuery
  let conversationID: ConversationID
  /// The question to the disk that was asked last.
  let request: Int
  /// Ascending; nil until the disk has answered.
  var spots: [FindSpot]?
  /// The hit that is shown.
  var current: TimelineItem.ID?
}

/// A hit in the open conversation, and where it stands among the others.
struct FindSpot: Hashable, Sendable {
  let item: TimelineItem.ID
  let place: MessagePlace
}

/// A question to the history on this computer, answered by ``Action/found(request:_:)`` or
/// ``Action/foundPlaces(request:_:)``, or by ``Action/searchFailed(request:_:)``.
package enum SearchQuestion: Hashable, Sendable {
  case everywhere(SearchRequest)
  case places(SearchRequest, in: ConversationID)
}

/// What the history answered.
package struct SearchFindings: Hashable, Sendable {
  package var page: SearchPage
  /// How much is here of each conversation with a hit.
  package var reach: [ConversationID: HistoryReach]

  package init(page: SearchPage, reach: [ConversationID: HistoryReach] = [:]) {
    self.page = page
    self.reach = reach
  }
}
