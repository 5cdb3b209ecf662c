import ArgumentParser
import ChatClient
import ChatModel
import Foundation
import JSON
import Sentences

struct SearchCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: "Find messages in the history on this computer, and notes.",
    discussion: """
      All words must occur; the last one may be the beginning of a word. "A phrase" stands in quotes, \
      yel* is a beginning. Filters: from:me|farmer|NAME in:NAME|ID before:DAY after:DAY \
      has:image|audio|video|file|link|phone. The server is not asked; `furrow sync` reads what is not \
      here yet.
      """)

  @Argument(help: "What to look for.") var words: [String]
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("At most so many.", valueName: "n"))
  var limit = 20
  @Option(
    help: ArgumentHelp("The next page, as the foot of one names it.", valueName: "page"))
  var before: String?
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func validate() throws {
    try Checked.number(limit, in: 1...10_000, "--limit")
    if let before, SearchCursor(text: before) == nil {
      throw ValidationError(said("--before takes what the foot of a page names, not “\(before)”."))
    }
  }

  func run(in context: Context) async throws {
    guard context.settings.keepsCache else {
      throw Failure(.usage, said("--no-cache keeps no history: there is nothing to search."))
    }
    let now = Date()
    let query: SearchQuery
    do {
      query = try SearchQuery(reading: Self.line(of: words), now: now, calendar: .current)
    } catch {
      throw Failure(.usage, error.sentence)
    }
    let account = try context.account(offline: true)
    let store = try await context.store(of: account)
    await Self.index(store)
    let request = SearchRequest(
      query, me: account.claims.userID, now: now, after: before.flatMap(SearchCursor.init(text:)),
      limit: limit)
    let page = try await store.search(request)
    let notes = try await before == nil ? notes(query, store, account, context, now: now) : []
    for result in SearchResult.merged(page.hits, notes) {
      switch result {
      case .message(let hit): context.output.result(hit.json, Listing.line(hit))
      case .note(let hit): context.output.result(hit.json, Listing.line(hit))
      }
    }
    for line in try await foot(of: page, notes, store) { context.output.note(line) }
    await store.close()
  }

  /// The notes that are found; they stand on the first page.
  private func notes(
    _ query: SearchQuery, _ store: any ChatStore, _ account: Account, _ context: Context, now: Date
  ) async throws -> [NoteHit] {
    let kept = try await KeptNotes.all(store, of: account, in: context)
    guard !kept.isEmpty else { return [] }
    let known = Dictionary(
      try await store.conversations().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return NoteIndex(kept).hits(query, now: now) { known[$0] ?? Conversation(id: $0) }
  }

  /// What one line would say. A shell takes the quotes off `from:"Lakshmi R."`; one argument with
  /// several fields is a line already.
  static func line(of words: [String]) -> String {
    words.map { word in
      guard !word.contains(Self.laterField), let colon = word.firstIndex(of: ":"),
        !word.contains("\""),
        ["from", "in", "before", "after"].contains(word[..<colon].lowercased()),
        word[colon...].contains(where: \.isWhitespace)
      else { return word }
      return "\(word[...colon])\"\(word[word.index(after: colon)...])\""
    }.joined(separator: " ")
  }

  private static var laterField: Regex<Substring> {
    /\s(?:from|in|before|after|has):/.ignoresCase()
  }

  /// Takes in what is not in the index yet, for two seconds at the most.
  private static func index(_ store: any HistoryQueries) async {
    let end = ContinuousClock.now + .seconds(2)
    // A disk that takes nothing leaves it as it is, and the foot says so.
    while ContinuousClock.now < end, (try? await store.indexMore()) == true {}
  }

  // MARK: The foot

  private func foot(
    of page: SearchPage, _ notes: [NoteHit], _ store: any ChatStore & HistoryQueries
  ) async throws -> [String] {
    var lines = page.remarks
    if page.hits.isEmpty, notes.isEmpty { lines.append(said("Nothing was found.")) }
    if let next = page.next { lines.append(said("There is more: --before \(next.text)")) }
    if let share = page.indexedShare {
      lines.append(
        said(
          """
          \(Int(share * 100)) % of the messages are indexed so far; this command and the desk \
          go on.
          """)
      )
    }
    let all = try await store.conversations()
    let reach = try await store.reach(of: all.map(\.id))
    lines.append(HistoryReach.summary(reach.values))
    var named: Set<ConversationID> = []
    for hit in page.hits where named.insert(hit.conversation.id).inserted && named.count <= 10 {
      guard let reach = reach[hit.conversation.id], reach != .whole else { continue }
      lines.append("  \(Listing.name(hit.conversation.farmer)): \(reach.words(Listing.local))")
    }
    return lines
  }
}

private func list(_ marks: [Range<Int>]) -> JSONValue {
  .array(marks.map { .array([.integer($0.lowerBound), .integer($0.upperBound)]) })
}

extension NoteHit {
  /// Not the server's: it says that it is a note.
  fileprivate var json: JSONValue {
    guard case .object(var object) = note.json else { return note.json }
    object["note"] = true
    object["conversationId"] = conversation.json
    object["marks"] = list(marks)
    return .object(object)
  }
}

extension SearchHit {
  fileprivate var json: JSONValue {
    guard case .object(var object) = message.json else { return message.json }
    object["conversationId"] = conversation.json
    object["marks"] = list(marks)
    object["fileMarks"] = list(fileMarks)
    return .object(object)
  }
}

extension Listing {
  fileprivate static func line(_ hit: NoteHit) -> String {
    let place = "\(word(hit.conversation.id.rawValue))  \(name(hit.conversation.farmer))"
    return
      "\(local(hit.note.writtenAt))  \(place)  \(word(hit.note.id.rawValue))  \(hit.note.title): "
      + word(SearchResult.note(hit).snippet(length: 90).text)
  }

  fileprivate static func line(_ hit: SearchHit) -> String {
    let time = hit.message.createdAt.map(local) ?? "-"
    let place = "\(word(hit.conversation.id.rawValue))  \(name(hit.conversation.farmer))"
    return "\(time)  \(place)  \(word(hit.message.id.rawValue))  \(name(hit.message.sender)): "
      + word(hit.snippet(length: 90).text)
  }
}
