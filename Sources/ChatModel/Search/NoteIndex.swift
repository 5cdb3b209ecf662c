package import Foundation

/// A note in which all words occur.
package struct NoteHit: Hashable, Sendable {
  package var note: ConversationNote
  /// What is known of its conversation; at least its id.
  package var conversation: Conversation
  package var score: Double
  /// Where the words stand in the text, in its clusters.
  package var marks: [Range<Int>]
}

/// The words of notes, by the rule that holds for messages. It is asked with the same query; what a note
/// does not have, a farmer or a file, finds none.
package struct NoteIndex: Hashable, Sendable {
  private struct Entry: Hashable, Sendable {
    var note: ConversationNote
    var words: [String]
  }

  /// So many of the best are answered.
  private static let most = 50

  private var entries: [NoteID: Entry] = [:]

  package init(_ notes: [ConversationNote] = []) { update(notes) }

  /// Takes in what is new, and lets go of what is gone.
  package mutating func update(_ notes: [ConversationNote]) {
    var new: [NoteID: Entry] = [:]
    for note in notes {
      if let old = entries[note.id], old.note == note {
        new[note.id] = old
      } else {
        new[note.id] = Entry(note: note, words: SearchWords.words(of: note.text))
      }
    }
    entries = new
  }

  /// The best hits, the best first.
  ///
  /// - Parameter conversation: what is known of one; at least its id.
  package func hits(
    _ query: SearchQuery, now: Date, conversation: (ConversationID) -> Conversation
  ) -> [NoteHit] {
    var hits: [NoteHit] = []
    for entry in entries.values where isMet(query, by: entry) {
      let place = conversation(entry.note.conversationID)
      guard query.places.isEmpty || query.places.contains(where: { $0.isPlace(place) }) else {
        continue
      }
      hits.append(
        NoteHit(
          note: entry.note, conversation: place,
          score: query.score([entry.words], date: entry.note.writtenAt, now: now), marks: []))
    }
    hits.sort { ($1.score, $0.note.id) < ($0.score, $1.note.id) }
    return hits.prefix(Self.most).map { hit in
      var hit = hit
      hit.marks = query.marks(in: hit.note.text)
      return hit
    }
  }

  /// All notes of a conversation in which the query is met, wherever it asks to look.
  package func notes(_ query: SearchQuery, in id: ConversationID) -> [ConversationNote] {
    entries.values.filter { $0.note.conversationID == id && isMet(query, by: $0) }.map(\.note)
  }

  private func isMet(_ query: SearchQuery, by entry: Entry) -> Bool {
    let note = entry.note
    return query.holds(note.writtenAt)
      && query.contents.isSubset(of: SearchQuery.Content.inText(note.text))
      && (query.senders.isEmpty || query.senders.contains { $0.isAuthor(of: note) })
      && query.isMet(by: [entry.words])
  }
}

extension SearchQuery.Sender {
  fileprivate func isAuthor(of note: ConversationNote) -> Bool {
    switch self {
    case .me: note.author == nil
    case .farmer: false
    case .named(let words):
      note.author.map { SearchQuery.Term.begin(words, in: SearchWords.words(of: $0)) } ?? false
    }
  }
}

/// What a search finds.
package enum SearchResult: Hashable, Sendable {
  case message(SearchHit)
  case note(NoteHit)

  package var conversation: Conversation {
    switch self {
    case .message(let hit): hit.conversation
    case .note(let hit): hit.conversation
    }
  }

  package func snippet(length: Int) -> Snippet {
    switch self {
    case .message(let hit): hit.snippet(length: length)
    case .note(let hit): Snippet(of: hit.note.text, marks: hit.marks, length: length)
    }
  }

  /// Both in one order; messages keep theirs.
  package static func merged(_ hits: [SearchHit], _ notes: [NoteHit]) -> [SearchResult] {
    var results: [SearchResult] = []
    var notes = notes[...]
    for hit in hits {
      while let note = notes.first, note.score > hit.score {
        results.append(.note(note))
        notes.removeFirst()
      }
      results.append(.message(hit))
    }
    return results + notes.map(SearchResult.note)
  }
}
