import ChatClient
import ChatModel
import Foundation
import GRDB
import Sentences

/// Asking the index.
extension SearchTables {
  /// So many of the newest hits are a block, of which the best come first.
  private static let blockSize = 100
  /// So many blocks are looked through for one page, where what the index cannot tell is asked for.
  private static let mostBlocks = 40
  /// When more people or conversations than this have a name, they are looked for among the hits.
  private static let mostNames = 200

  /// A query as the index is asked it.
  private struct Plan {
    /// nil: the index's own words say nothing, and all messages are looked at.
    var match: String?
    var low: Int64
    var high: Int64
    /// Whose messages are wanted; nil: anybody's.
    var senders: Senders?
    /// The conversations; nil: all.
    var places: Set<Int64>?
    var remarks: [String] = []
    var findsNothing: Bool {
      senders.map { $0.ids.isEmpty && !$0.farmers } ?? false || places?.isEmpty ?? false
    }
  }

  private struct Senders {
    var ids: Set<String> = []
    var farmers = false

    func contains(_ sender: String?, isFarmer: Bool) -> Bool {
      (isFarmer && farmers) || sender.map(ids.contains) ?? false
    }
  }

  /// A message that may be a hit, looked at again.
  private struct Candidate {
    var place: MessagePlace
    var score: Double

    static func isBefore(_ a: Candidate, _ b: Candidate) -> Bool {
      a.score == b.score ? b.place < a.place : b.score < a.score
    }
  }

  /// A stretch of numbers, and what is met there.
  private struct Block {
    var top: Int64?
    var bottom: Int64
    var candidates: [Candidate]
  }

  static func page(_ request: SearchRequest, _ database: Database) throws -> SearchPage {
    let plan = try plan(request.query, me: request.me, database)
    let waiting = try waiting(database)
    var page = SearchPage(
      indexedShare: try share(besides: waiting.count, database), remarks: plan.remarks)
    guard !plan.findsNothing else { return page }
    let late = waiting.compactMap { met($0, request, plan) }
    var cursor = request.after ?? SearchCursor(now: request.now)
    var known: [ConversationID: Conversation] = [:]
    for _ in 0..<mostBlocks {
      let block = try block(at: cursor, plan, request, late, database)
      let room = request.limit - page.hits.count
      for candidate in block.candidates.prefix(room) {
        if let hit = try hit(candidate, request.query, &known, database) { page.hits.append(hit) }
      }
      if block.candidates.count > room {
        let last = block.candidates[room - 1]
        cursor.top = block.top
        cursor.shown = SearchCursor.Shown(
          bottom: block.bottom, score: last.score, place: last.place)
        page.next = cursor
        return page
      }
      guard block.bottom > plan.low else {
        page.next = nil
        return page
      }
      cursor = SearchCursor(top: block.bottom, now: request.now)
      page.next = cursor
      if page.hits.count == request.limit { return page }
    }
    return page
  }

  private static func block(
    at cursor: SearchCursor, _ plan: Plan, _ request: SearchRequest, _ late: [Candidate],
    _ database: Database
  ) throws -> Block {
    let top = min(cursor.top ?? .max, plan.high)
    let docs = try docs(
      plan, from: cursor.shown?.bottom ?? plan.low, below: top,
      limit: cursor.shown == nil ? blockSize : -1, database)
    let bottom =
      cursor.shown?.bottom
      ?? (docs.count < blockSize ? plan.low : docs.last ?? plan.low)
    var candidates = try docs.compactMap { try candidate($0, plan, request, database) }
    candidates += late.filter { bottom..<top ~= doc(at: $0.place.time) }
    if let shown = cursor.shown {
      candidates.removeAll { !shown.isBefore(score: $0.score, place: $0.place) }
    }
    candidates.sort(by: Candidate.isBefore)
    return Block(top: cursor.top, bottom: bottom, candidates: candidates)
  }

  static func places(
    _ request: SearchRequest, in id: ConversationID, _ database: Database
  ) throws -> [MessagePlace] {
    var query = request.query
    query.places = [.conversation(id)]
    let plan = try plan(query, me: request.me, database)
    guard !plan.findsNothing else { return [] }
    var places = try waiting(database).compactMap { met($0, request, plan)?.place }
    let wanted = places.count + request.limit
    var top = plan.high
    while places.count < wanted {
      let docs = try docs(plan, from: plan.low, below: top, limit: blockSize, database)
      places += try docs.compactMap { try candidate($0, plan, request, database)?.place }
      guard docs.count == blockSize, let last = docs.last else { break }
      top = last
    }
    return Array(places.sorted().suffix(request.limit))
  }

  // MARK: Planning

  private static func plan(
    _ query: SearchQuery, me: UserID?, _ database: Database
  ) throws -> Plan {
    var plan = Plan(
      // A number may lie some way behind its time, never before it.
      low: query.after.map(doc) ?? 0, high: query.before.map { doc(at: $0) + 1 << 20 } ?? .max)
    var facts = query.contents.map(\.rawValue).sorted()
    if !query.senders.isEmpty {
      var senders = Senders()
      for sender in query.senders {
        switch sender {
        case .me: if let me { senders.ids.insert(me.rawValue) }
        case .farmer: senders.farmers = true
        case .named(let words):
          let named = try people(words, database)
          if named.isEmpty {
            plan.remarks.append(said("Nobody here is called “\(words.joined(separator: " "))”."))
          }
          senders.ids.formUnion(named)
        }
      }
      plan.senders = senders
      if senders.ids.count <= mostNames {
        let tokens = senders.ids.map(token(sender:)) + (senders.farmers ? [Facts.farmerToken] : [])
        facts.append("(\(tokens.sorted().joined(separator: " OR ")))")
      }
    }
    if !query.places.isEmpty {
      var places: Set<Int64> = []
      for place in query.places {
        let keys = try conversations(place, database)
        if keys.isEmpty, case .named(let name) = place {
          plan.remarks.append(said("No conversation here is called “\(name)”."))
        }
        places.formUnion(keys)
      }
      plan.places = places
      if places.count <= mostNames {
        let tokens = places.map(token(conversation:))
        facts.append("(\(tokens.sorted().joined(separator: " OR ")))")
      }
    }
    let words = query.terms.map { term in
      "\"\(term.words.joined(separator: " "))\"" + (term.isPrefix ? " *" : "")
    }
    var parts: [String] = []
    if !words.isEmpty { parts.append("({text file} : (\(words.joined(separator: " AND "))))") }
    if !facts.isEmpty { parts.append("(facts : (\(facts.joined(separator: " AND "))))") }
    plan.match = parts.isEmpty ? nil : parts.joined(separator: " AND ")
    return plan
  }

  private static func people(_ words: [String], _ database: Database) throws -> Set<String> {
    var found: Set<String> = []
    let rows = try Row.fetchCursor(
      database, sql: "SELECT id, name, first_name, last_name FROM person")
    while let row = try rows.next() {
      guard let id = row.text(0), isCalled(row, words) else { continue }
      found.insert(id)
    }
    return found
  }

  private static func conversations(
    _ place: SearchQuery.Place, _ database: Database
  ) throws -> Set<Int64> {
    let (id, words): (String, [String]) =
      switch place {
      case .conversation(let id): (id.rawValue, [])
      case .named(let name): (name, SearchWords.words(of: name))
      }
    let known = try database.cachedStatement(sql: "SELECT key FROM conversation WHERE id = ?")
    if let key = try Int64.fetchOne(known, arguments: [id.column]) { return [key] }
    guard !words.isEmpty else { return [] }
    var found: Set<Int64> = []
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT c.key, p.name, p.first_name, p.last_name FROM conversation c
        JOIN person p ON p.id = c.farmer
        """)
    while let row = try rows.next() {
      guard let key = row.integer(0), isCalled(row, words) else { continue }
      found.insert(Int64(key))
    }
    return found
  }

  /// By the three columns of a name that stand behind the first one.
  private static func isCalled(_ row: Row, _ words: [String]) -> Bool {
    let person = Participant(
      id: "", name: row.text(1), firstName: row.text(2), lastName: row.text(3))
    return SearchQuery.Term.begin(words, in: SearchWords.words(of: person.fullName ?? ""))
  }

  // MARK: Hits

  /// A block of numbers, descending.
  ///
  /// - Parameter limit: negative for no limit
  private static func docs(
    _ plan: Plan, from low: Int64, below top: Int64, limit: Int, _ database: Database
  ) throws -> [Int64] {
    guard let match = plan.match else {
      return try Int64.fetchAll(
        database.cachedStatement(
          sql: "SELECT doc FROM search WHERE doc >= ? AND doc < ? ORDER BY doc DESC LIMIT ?"),
        arguments: [low, top, limit])
    }
    return try Int64.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT rowid FROM words WHERE words MATCH ? AND rowid >= ? AND rowid < ?
          ORDER BY rowid DESC LIMIT ?
          """),
      arguments: [match, low, top, limit])
  }

  /// What the index names, looked at again: nil when it is none after all.
  private static func candidate(
    _ doc: Int64, _ plan: Plan, _ request: SearchRequest, _ database: Database
  ) throws -> Candidate? {
    return try entry(doc: doc, database).flatMap { met($0, request, plan) }
  }

  /// nil when it is not what is looked for.
  private static func met(_ entry: Entry, _ request: SearchRequest, _ plan: Plan) -> Candidate? {
    let query = request.query
    guard query.holds(entry.time),
      query.contents.allSatisfy({ entry.facts.contains(Facts($0)) }),
      plan.senders?.contains(entry.sender, isFarmer: entry.facts.contains(.farmer)) ?? true,
      plan.places?.contains(entry.conversation) ?? true
    else { return nil }
    let texts = query.terms.isEmpty ? [] : entry.words
    guard query.isMet(by: texts) else { return nil }
    return Candidate(
      place: MessagePlace(time: entry.time, id: entry.id),
      score: query.score(texts, date: entry.time, now: request.now))
  }

  private static func hit(
    _ candidate: Candidate, _ query: SearchQuery, _ known: inout [ConversationID: Conversation],
    _ database: Database
  ) throws -> SearchHit? {
    guard let message = try HistoryTables.message(database, candidate.place.id),
      let id = message.conversationID
    else { return nil }
    let conversation =
      try known[id] ?? HistoryTables.conversation(database, id) ?? Conversation(id: id)
    known[id] = conversation
    return SearchHit(message: message, conversation: conversation, score: candidate.score)
      .marked(by: query)
  }
}
