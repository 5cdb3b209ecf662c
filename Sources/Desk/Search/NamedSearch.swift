// Finding by a whole line, without keys: what was asked, and what has come of it.

package import ChatModel
import Foundation
import Sentences
import TextGrid

/// Words that were looked for in all conversations, or in one.
package struct NamedSearch: Hashable, Sendable {
  /// As it was typed, sanitized.
  package let text: String
  /// nil: in all conversations.
  package let conversationID: ConversationID?
  let query: SearchQuery
  /// The question to the disk that was asked last.
  fileprivate(set) var request: Int
  package fileprivate(set) var isAsking = true
  /// The best first; those of later pages behind.
  package fileprivate(set) var hits: [SearchResult] = []
  /// What is asked for goes on behind these.
  fileprivate var isFurther = false
  /// What was last answered about the question as a whole.
  package fileprivate(set) var page = SearchPage()
  /// Why the disk does not answer, in a sentence.
  package fileprivate(set) var problem: String?

  /// There are others behind these.
  package var hasMore: Bool { page.next != nil }
}

extension DeskState {
  /// So many hits are asked for at once.
  private static let hitsAtOnce = 20

  mutating func look(for text: String, in id: ConversationID?, now: Date) {
    var problem: String?
    namedSearch = nil
    guard var query = searchQuery(text, now: now, problem: &problem) else {
      return refuse(problem ?? said("There is nothing to look for."), now: now)
    }
    if let id { query.places = [.conversation(id)] }
    searches += 1
    namedSearch = NamedSearch(
      text: Sanitizer.oneLine(text), conversationID: id, query: query, request: searches)
    ask(query, after: nil, now: now)
  }

  /// The next hits of what was looked for last.
  mutating func lookFurther(now: Date) {
    guard let search = namedSearch, !search.isAsking, let next = search.page.next else { return }
    searches += 1
    namedSearch?.request = searches
    namedSearch?.isAsking = true
    namedSearch?.isFurther = true
    ask(search.query, after: next, now: now)
  }

  private mutating func ask(_ query: SearchQuery, after: SearchCursor?, now: Date) {
    let question = SearchRequest(
      query, me: me?.userID, now: now, after: after, limit: Self.hitsAtOnce)
    emit(.search(.everywhere(question), request: searches))
  }

  mutating func noteNamed(_ findings: SearchFindings, for request: Int, now: Date) {
    guard let search = namedSearch, search.request == request else { return }
    // The notes stand on the first page.
    let notes = search.isFurther ? [] : noteHits(search.query, now: now)
    namedSearch?.isAsking = false
    namedSearch?.hits += SearchResult.merged(findings.page.hits, notes)
    namedSearch?.page = findings.page
    namedSearch?.page.hits = []
  }

  mutating func noteNamedFailed(_ sentence: String, for request: Int) {
    guard namedSearch?.request == request else { return }
    namedSearch?.isAsking = false
    namedSearch?.problem = sentence
  }

  /// Shows a message of any conversation.
  mutating func show(_ message: MessageID, of id: ConversationID, now: Date) {
    guard conversations[id] != nil else {
      return refuse(said("That conversation is not in the list any more."), now: now)
    }
    open(id, now: now)
    showMessage(message)
  }
}
