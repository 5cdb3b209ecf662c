import ChatModel

/// The newest messages of conversations that are not open, read before somebody opens them: one
/// conversation at a time.
struct CatchingUp: Sendable {
  /// The next one last.
  private var planned: [ConversationID] = []
  private var underWay: UnderWay?

  private struct UnderWay: Sendable {
    var id: ConversationID
    var pages: PagesUnderWay
    /// How many were unread when it began.
    var unread: Int
  }

  mutating func plan(_ ids: [ConversationID]) { planned = ids }

  /// Reads the next one; `lacking` says how many unread messages the disk lacks, if any.
  mutating func next(_ lacking: (ConversationID) -> Int?, _ paging: Paging) -> [History.Fact] {
    guard underWay == nil else { return [] }
    while let id = planned.popLast() {
      guard let unread = lacking(id) else { continue }
      let pager = HistoryPager(
        .newest(unread), order: paging.order, knownCount: 0, total: nil, pageSize: paging.size)
      guard case .fetch(let page) = pager.start else { continue }
      underWay = UnderWay(id: id, pages: PagesUnderWay(pager: pager), unread: unread)
      return [.fetches(HistoryFetch(reader: .catchUp, id: id, page: page))]
    }
    return []
  }

  mutating func asked(by request: RequestID?) {
    underWay?.pages.awaited = request
    if request == nil { underWay = nil }
  }

  func awaits(_ request: RequestID) -> Bool { underWay?.pages.awaited == request }

  mutating func handlePage(
    _ page: Page<Message>, number: Int, paging: inout Paging
  ) -> [History.Fact] {
    let step = underWay?.pages.handlePage(page, number: number, paging: &paging)
    guard let current = underWay else { return [] }
    switch step {
    case .fetch(let next)?:
      return [.fetches(HistoryFetch(reader: .catchUp, id: current.id, page: next))]
    case nil: return []
    case .done(let findings)?:
      underWay = nil
      let kept = findings.messages.map { History.Fact.keeps(.message($0, in: current.id)) }
      return kept + [
        .ownMessages(findings.messages, current.id),
        .caughtUp(current.id, unread: current.unread, findings),
      ]
    }
  }

  /// The next list plans anew.
  mutating func failed() {
    underWay = nil
    planned = []
  }
}
