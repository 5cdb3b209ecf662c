import ChatClient
import ChatModel
import Foundation
import Sentences

/// Reads conversations out of the history on this computer, a page at a time, and writes them down.
struct Exporter: Sendable {
  let store: any HistoryStore & HistoryQueries
  let form: any TranscriptForm
  var me: UserID?
  /// From this moment on; nil: from the start.
  var since: Date?
  /// Before this moment; nil: to the newest.
  var until: Date?
  /// Those of any conversation that go in, though they were never sent.
  var notes: [ConversationNote] = []

  /// Messages that are in memory at once.
  static let page = 500

  /// What became of it.
  struct Outcome: Hashable, Sendable {
    var messages = 0
    /// Some of what was asked for is not on this computer, or may be missing.
    var isIncomplete = false
  }

  /// - Parameters:
  ///   - progress: is told a fraction from 0 to 1
  ///   - write: takes the text, piece by piece
  func run(
    _ ids: [ConversationID], now: Date, progress: (Double) -> Void,
    write: (String) throws -> Void
  ) async throws -> Outcome {
    let known = Dictionary(
      try await store.conversations().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var kept: [(conversation: Conversation, history: KeptHistory)] = []
    for id in ids {
      let history = try await store.kept(of: id, since: start)
      guard known[id] != nil || history.count > 0 else {
        throw Failure(
          .notFound,
          said(
            """
            No conversation \(Listing.beginning(of: id.rawValue)) is on this computer; `furrow \
            conversations` lists those at the server.
            """))
      }
      kept.append((known[id] ?? Conversation(id: id), history))
    }
    let all = kept.reduce(0) { $0 + $1.history.count }
    let reach = try await store.reach(of: ids)
    var outcome = Outcome()
    try write(form.opening(TranscriptFacts(me: me, now: now, period: period)))
    for (index, (conversation, history)) in kept.enumerated() {
      try write(form.heading(conversation, isFirst: index == 0))
      let before = outcome.messages
      var live = 0
      let notes = wantedNotes(on: conversation.id)
      let gaps = try await body(of: conversation.id, history, notes) { text in
        try write(text)
      } count: { isLive in
        outcome.messages += 1
        if isLive { live += 1 }
        if outcome.messages.isMultiple(of: 100), all > 0 {
          progress(min(1, Double(outcome.messages) / Double(all)))
        }
      }
      let place = reach[conversation.id] ?? .nothing
      if gaps > 0 || live > 0 || place == .nothing { outcome.isIncomplete = true }
      try await write(
        form.foot(
          remarks(
            messages: outcome.messages - before, notes: notes.count, gaps: gaps, live: live,
            reach: place, compared: store.coverage(conversation.id)?.comparedAt), notes: notes))
    }
    try write(form.closing)
    return outcome
  }

  private var start: MessagePlace { MessagePlace(time: since ?? .distantPast, id: "") }

  private var period: String? {
    guard since != nil || until != nil else { return nil }
    let words = [
      since.map { said("from \(Listing.local($0))") },
      until.map { said("before \(Listing.local($0))") },
    ]
    return said("Only what was sent ")
      + words.compactMap { $0 }.joined(separator: said(" and ")).ended
  }

  private func wantedNotes(on id: ConversationID) -> [ConversationNote] {
    notes.filter { note in
      note.conversationID == id && (since.map { $0 <= note.writtenAt } ?? true)
        && (until.map { note.writtenAt < $0 } ?? true)
    }
    .sorted { ($0.writtenAt, $0.id) < ($1.writtenAt, $1.id) }
  }

  /// Answers in how many places something may be missing.
  ///
  /// - Parameter count: is called for each message, with whether it came since the server was asked.
  private func body(
    of id: ConversationID, _ history: KeptHistory, _ notes: [ConversationNote],
    write: (String) throws -> Void, count: (_ isLive: Bool) -> Void
  ) async throws -> Int {
    var gaps = 0
    var last: MessagePlace?
    var notes = notes[...]
    func writeNotes(before time: Date) throws {
      while let note = notes.first, note.writtenAt < time {
        try write(form.note(note))
        notes.removeFirst()
      }
    }
    while true {
      let messages = try await store.messages(id, after: last ?? start, limit: Self.page)
      for message in messages {
        try Task.checkCancellation()
        let place = MessagePlace(message)
        if let until, place.time >= until {
          try writeNotes(before: .distantFuture)
          return gaps
        }
        try writeNotes(before: place.time)
        let isLive = history.cameSince(place)
        let gap = gap(between: last, and: place, in: history)
        if gap != nil, !isLive { gaps += 1 }
        try write(form.message(message, gap: gap, isFirst: last == nil))
        count(isLive)
        last = place
      }
      guard messages.count == Self.page else {
        try writeNotes(before: .distantFuture)
        return gaps
      }
    }
  }

  /// What may be missing before a message. What came live since the last comparison is named once.
  private func gap(
    between last: MessagePlace?, and place: MessagePlace, in history: KeptHistory
  ) -> String? {
    if history.cameSince(place) {
      return last.map(history.cameSince) == true
        ? nil : said("What follows came since the server was last asked for all.")
    }
    guard let last else {
      return history.reaches(from: start.time, to: place)
        ? nil : said("What is older is not on this computer.")
    }
    return history.joins(last, place) ? nil : said("Messages may be missing here.")
  }

  private func remarks(
    messages: Int, notes: Int, gaps: Int, live: Int, reach: HistoryReach, compared: Date?
  ) -> [String] {
    var remarks = [
      said(
        messages, one: "1 message. Of this conversation \(reach.words(Listing.local)).",
        more: "\(messages) messages. Of this conversation \(reach.words(Listing.local)).")
    ]
    if live > 0, let compared {
      remarks.append(
        said(
          live,
          one: """
            That is what the server had \(Listing.local(compared)); 1 message came live since then.
            """,
          more: """
            That is what the server had \(Listing.local(compared)); \(live) messages came live since \
            then.
            """))
    }
    if notes > 0 {
      remarks.append(
        notes == 1
          ? said("A note is in it; it was never sent.")
          : said("\(notes) notes are in it; they were never sent."))
    }
    if gaps > 0 {
      remarks.append(
        said(
          gaps,
          one: """
            In 1 place of this export messages may be missing: `furrow sync` reads what is not here.
            """,
          more: """
            In \(gaps) places of this export messages may be missing: `furrow sync` reads what is \
            not here.
            """))
    }
    remarks.append(
      compared.map { said("Last compared with the server \(Listing.local($0)).") }
        ?? said("It was not compared with the server yet."))
    return remarks
  }
}
