package import ChatModel
import Foundation
import Sentences

/// Finding in all conversations, as far as they are on this computer: a line of words and filters, and
/// the hits, the best of the newest first.
package struct SearchOverlay: OverlayComponent {
  package internal(set) var text = TextEditor()
  package private(set) var hits: [SearchResult] = []
  /// A place in `hits`.
  package private(set) var selection = 0
  /// Why what is typed is nothing to search for, in a sentence.
  package private(set) var problem: String?
  /// The disk has not answered what was asked last.
  package private(set) var isAsking = false
  /// What was last answered about the question as a whole.
  package private(set) var page: SearchPage?
  package private(set) var reach: [ConversationID: HistoryReach] = [:]
  /// What is asked or answered.
  private var query: SearchQuery?
  private var request = 0
  /// The text has changed since.
  private var wantsAsking = false
  private var wantsMore = false

  init() {}

  var keyContext: Keymap.Context { .picker }

  func hints(on desk: DeskState) -> [(Command, String)] {
    [(.accept, said("go there")), (.cancel, said("close"))]
  }

  mutating func handle(_ command: Command, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    let page = max(1, desk.metrics.overlayRows / 2 - 1)
    switch command {
    case .up: move(-1)
    case .down, .complete: move(1)
    case .pageUp: move(-page)
    case .pageDown: move(page)
    case .accept: return accept(on: &desk, now: now)
    default: return handleInField(command, on: &desk)
    }
    return .stays
  }

  mutating func edit(on desk: inout DeskState, _ change: (inout TextEditor) -> Void) {
    let old = text.text
    change(&text)
    if text.text != old { wantsAsking = true }
  }

  mutating func click(row: Int, on desk: inout DeskState, now: Date) -> OverlayOutcome {
    guard hits.indices.contains(row) else { return .stays }
    selection = row
    return accept(on: &desk, now: now)
  }

  private mutating func move(_ steps: Int) {
    guard !hits.isEmpty else { return }
    let wanted = selection + steps
    selection = min(max(0, wanted), hits.count - 1)
    if wanted >= hits.count - 1, page?.next != nil { wantsMore = true }
  }

  private mutating func accept(on desk: inout DeskState, now: Date) -> OverlayOutcome {
    guard hits.indices.contains(selection), let query, !wantsAsking else {
      let words =
        isAsking || wantsAsking
        ? said("Still looking.") : said("Nothing was found, so there is nothing to show.")
      desk.hint(problem ?? words, now: now)
      return .stays
    }
    let hit = hits[selection]
    guard desk.conversations[hit.conversation.id] != nil else {
      desk.hint(said("That conversation is not in the list any more."), now: now)
      return .stays
    }
    let thing = if case .note = hit { said("note on") } else { said("message of") }
    let whom = said("the \(thing) the chat with \(desk.name(of: hit.conversation.id))")
    guard !desk.isTooSoon(for: whom, isHarmless: true, now: now) else { return .stays }
    desk.dropOverlay()
    desk.open(hit.conversation.id, keepingFocus: true, now: now)
    let item: TimelineItem.ID
    switch hit {
    case .message(let hit):
      item = .message(hit.message.id)
      desk.showMessage(hit.message.id)
    case .note(let hit):
      item = .note(hit.note.id)
      desk.showNote(hit.note.id, from: desk.serverTime(hit.note.writtenAt))
    }
    desk.look(for: query, text: text.text, in: hit.conversation.id, showing: item, now: now)
    return .settled
  }

  // MARK: Asking

  /// Asks what the keys of this batch have led to.
  fileprivate mutating func settle(_ desk: inout DeskState, now: Date) {
    if wantsAsking {
      (wantsAsking, wantsMore) = (false, false)
      if text.text.allSatisfy(\.isWhitespace) {
        self = SearchOverlay()
        return
      }
      query = desk.searchQuery(text.text, now: now, problem: &problem)
      guard let query else {
        (hits, page, selection, isAsking, request) = ([], nil, 0, false, 0)
        return
      }
      ask(query, after: nil, &desk, now: now)
    } else if wantsMore, !isAsking, let query, let next = page?.next {
      wantsMore = false
      ask(query, after: next, &desk, now: now)
    }
  }

  private mutating func ask(
    _ query: SearchQuery, after: SearchCursor?, _ desk: inout DeskState, now: Date
  ) {
    desk.searches += 1
    request = desk.searches
    isAsking = true
    let question = SearchRequest(query, me: desk.me?.userID, now: now, after: after, limit: 40)
    desk.emit(.search(.everywhere(question), request: request))
    if after == nil { page?.next = nil }
  }

  /// The question that this answers, where it was asked anew; its notes stand on the first page.
  fileprivate func firstQuery(of request: Int) -> SearchQuery? {
    request == self.request && isAsking && page?.next == nil ? query : nil
  }

  fileprivate mutating func note(
    _ findings: SearchFindings, _ notes: [NoteHit], for request: Int
  ) {
    guard request == self.request, isAsking else { return }
    isAsking = false
    // What was asked for at the end of a page goes on with it.
    if page?.next == nil { (hits, selection, reach) = ([], 0, [:]) }
    hits += SearchResult.merged(findings.page.hits, notes)
    page = findings.page
    page?.hits = []
    reach.merge(findings.reach) { $1 }
  }

  fileprivate mutating func fail(_ reason: String, for request: Int) {
    guard request == self.request else { return }
    isAsking = false
    problem = reason
  }
}

extension DeskState {
  mutating func startSearch() { open(SearchOverlay()) }

  mutating func settleSearch(now: Date) {
    guard var overlay = topmost?.component as? SearchOverlay else { return }
    overlay.settle(&self, now: now)
    topmost = AnyOverlay(overlay)
  }

  mutating func note(_ findings: SearchFindings, for request: Int, now: Date) {
    let query = (topmost?.component as? SearchOverlay)?.firstQuery(of: request)
    let notes = query.map { noteHits($0, now: now) } ?? []
    changeOverlay(SearchOverlay.self) { $0.note(findings, notes, for: request) }
    noteNamed(findings, for: request, now: now)
  }

  mutating func noteSearchFailed(_ reason: String, for request: Int, now: Date) {
    let sentence = said("The history cannot be searched: \(reason).")
    if find?.request == request {
      find = nil
      say(.failure, sentence, now: now)
    }
    changeOverlay(SearchOverlay.self) { $0.fail(sentence, for: request) }
    noteNamedFailed(sentence, for: request)
  }
}
