import ChatModel

/// How a server numbers the pages of a history and how long they are, as far as pages have shown it.
struct Paging: Hashable, Sendable {
  var order = PageOrder.unknown
  var size = HistoryPager.limit

  mutating func learn(from pager: HistoryPager) {
    if pager.learned != .unknown { order = pager.learned }
    size = pager.pageSize
  }
}

/// A history that is being read page by page, whatever for: one page is awaited at a time.
struct PagesUnderWay: Sendable {
  var pager: HistoryPager
  var awaited: RequestID?

  init(pager: HistoryPager) { self.pager = pager }

  mutating func handlePage(
    _ page: Page<Message>, number: Int, known: Timeline = Timeline(),
    possiblyAfterGap: Set<MessageID> = [], paging: inout Paging
  ) -> HistoryPager.Step {
    let step = pager.handlePage(
      page, number: number, known: known, possiblyAfterGap: possiblyAfterGap)
    paging.learn(from: pager)
    return step
  }
}

/// A page of a history that is to be asked for.
struct HistoryFetch: Hashable, Sendable {
  enum Reader: Hashable, Sendable {
    /// A conversation on the screen.
    case open
    /// A window over it is wanted elsewhere.
    case search
    /// Sends that are not confirmed are looked for.
    case comparison
    /// Unread messages of a conversation that is not open.
    case catchUp
  }
  var reader: Reader
  var id: ConversationID
  /// From 1.
  var page: Int
}
