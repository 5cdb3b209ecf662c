package import ChatModel
package import Foundation

/// The port for questions to the history on this computer that no part of the client asks: they stand
/// beside the engine, change nothing, and never wait for what it writes.
package protocol HistoryQueries: Sendable {
  /// One page of the messages that a query finds.
  func search(_ request: SearchRequest) async throws(StoreError) -> SearchPage
  /// Where in one conversation the query is met, ascending; the newest `request.limit` of them.
  func places(_ request: SearchRequest, in id: ConversationID) async throws(StoreError)
    -> [MessagePlace]
  /// How much is here of each of these conversations.
  func reach(of ids: [ConversationID]) async throws(StoreError) -> [ConversationID: HistoryReach]
  /// The runs of a conversation that are here, ascending.
  func runs(_ id: ConversationID) async throws(StoreError) -> [PlacedRun]
  /// How many messages of a run are here.
  func count(_ id: ConversationID, of run: PlacedRun) async throws(StoreError) -> Int
  /// What is here of a conversation, with and without gaps.
  func kept(of id: ConversationID, since: MessagePlace) async throws(StoreError) -> KeptHistory
  /// All that is here of a conversation behind a place, ascending, at most `limit`: over gaps, too.
  func messages(_ id: ConversationID, after place: MessagePlace, limit: Int)
    async throws(StoreError) -> [Message]
  /// Takes some more of what is here into what a search looks at, in a moment: answers whether there
  /// is still more.
  func indexMore() async throws(StoreError) -> Bool
}

/// What a disk has of a conversation.
package struct KeptHistory: Hashable, Sendable {
  /// How many messages stand behind the place that was asked for.
  package var count: Int
  /// Ascending; between the ends of one nothing is missing.
  package var runs: [PlacedRun]

  package init(count: Int = 0, runs: [PlacedRun] = []) {
    self.count = count
    self.runs = runs
  }

  /// Whether nothing is missing between two places of the conversation.
  package func joins(_ a: MessagePlace, _ b: MessagePlace) -> Bool {
    runs.contains { $0.contains(a) && $0.contains(b) }
  }

  /// Whether a place stands behind all that was compared with the server: what is there came live, one
  /// by one, and says nothing of what was sent in between.
  package func cameSince(_ place: MessagePlace) -> Bool {
    runs.last.map { $0.newest < place } ?? false
  }

  /// Whether nothing is missing between a moment and the first message that is here behind it.
  package func reaches(from date: Date, to first: MessagePlace) -> Bool {
    runs.contains { run in
      run.contains(first) && (run.reachesStart || run.oldest.time < date)
    }
  }
}

extension SearchQuery {
  /// Whether a message is one that this looks for, by a scan: what an index has to answer, too.
  ///
  /// - Parameter farmer: of its conversation
  package func isMet(
    by message: Message, in conversation: Conversation, me: UserID?
  ) -> Bool {
    holds(message.time) && contents.isSubset(of: message.searchedContents)
      && (senders.isEmpty || senders.contains { $0.isSender(of: message, conversation, me: me) })
      && (places.isEmpty || places.contains { $0.isPlace(conversation) })
      && isMet(by: message.searchedTexts.map(SearchWords.words))
  }
}

extension SearchQuery.Sender {
  fileprivate func isSender(of message: Message, _ place: Conversation, me: UserID?) -> Bool {
    switch self {
    case .me: me != nil && message.sender.id == me
    case .farmer: message.isFarmers(in: place.farmer.id)
    case .named(let words):
      SearchQuery.Term.begin(words, in: SearchWords.words(of: message.sender.value?.fullName ?? ""))
    }
  }
}

extension SearchHit {
  /// The same, with the places of the words.
  package func marked(by query: SearchQuery) -> SearchHit {
    var hit = self
    hit.marks = query.marks(in: message.content ?? "")
    hit.fileMarks = query.marks(in: message.media.value?.name ?? "")
    return hit
  }

  package func shown(bottom: Int64) -> SearchCursor.Shown {
    SearchCursor.Shown(bottom: bottom, score: score, place: MessagePlace(message))
  }
}

extension HistoryReach {
  /// - Parameters:
  ///   - runs: of one conversation, ascending
  ///   - oldest: of all that is here of it
  package init(of runs: [PlacedRun], oldest: MessagePlace) {
    guard let newest = runs.last else {
      self = .pieces(since: oldest.time)
      return
    }
    self =
      if newest.reachesStart {
        .whole
      } else if oldest < newest.oldest {
        .pieces(since: newest.oldest.time)
      } else {
        .since(newest.oldest.time)
      }
  }
}
