import ChatModel
import Foundation

/// Histories that are read back to a date, to look for sends that are not confirmed.
struct SendComparisons: Sendable {
  private var underWay: [ConversationID: Comparison] = [:]

  private struct Comparison: Sendable {
    var pages: PagesUnderWay
    /// When its first page was asked for: what had settled by then is decided.
    var askedAt: TimeInterval
  }

  func isUnderWay(_ id: ConversationID) -> Bool { underWay[id] != nil }

  /// - Parameter total: how many messages there are, as the server last said
  mutating func begin(
    _ id: ConversationID, since date: Date, total: Int?, _ paging: Paging, at now: TimeInterval
  ) -> [History.Fact] {
    let pager = HistoryPager(
      .since(date), order: paging.order, knownCount: 0, total: total, pageSize: paging.size)
    guard case .fetch(let page) = pager.start else { return [] }
    underWay[id] = Comparison(pages: PagesUnderWay(pager: pager), askedAt: now)
    return [.fetches(HistoryFetch(reader: .comparison, id: id, page: page))]
  }

  mutating func asked(_ id: ConversationID, by request: RequestID?) {
    underWay[id]?.pages.awaited = request
    if request == nil { underWay[id] = nil }
  }

  func awaits(_ id: ConversationID, by request: RequestID) -> Bool {
    underWay[id]?.pages.awaited == request
  }

  mutating func handlePage(
    _ page: Page<Message>, number: Int, of id: ConversationID, paging: inout Paging
  ) -> [History.Fact] {
    switch underWay[id]?.pages.handlePage(page, number: number, paging: &paging) {
    case .fetch(let next)?: return [.fetches(HistoryFetch(reader: .comparison, id: id, page: next))]
    case .done(let findings)?:
      guard let askedAt = underWay.removeValue(forKey: id)?.askedAt else { return [] }
      return [.ownMessages(findings.messages, id), .found(id, findings, askedAt: askedAt)]
    case nil: return []
    }
  }

  mutating func failed(_ id: ConversationID) { underWay[id] = nil }
}
