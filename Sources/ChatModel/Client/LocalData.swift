// What only this computer knows of conversations, and no server says: notes, snoozes, marks, where one
// has read.

package import Foundation
import Sentences

package typealias NoteID = Identifier<ConversationNote>

/// A note of the person's own on a conversation. It is never sent.
package struct ConversationNote: Hashable, Sendable, Identifiable {
  /// More than this is no note, in bytes of UTF-8.
  package static let largest = 65_536

  package let id: NoteID
  package let conversationID: ConversationID
  package var text: String
  /// By the local clock.
  package let writtenAt: Date
  /// By the local clock: the later edit wins.
  package var editedAt: Date
  /// The colleague who wrote it, unsanitized; nil: I did.
  package var author: String?

  package init(
    id: NoteID, conversationID: ConversationID, text: String, writtenAt: Date,
    editedAt: Date? = nil
  ) {
    self.id = id
    self.conversationID = conversationID
    self.text = text
    self.writtenAt = writtenAt
    self.editedAt = editedAt ?? writtenAt
  }

  /// Why a text cannot be a note, in a sentence; nil where it can.
  package static func problem(with text: String) -> String? {
    let size = text.utf8.count
    guard size > largest else { return nil }
    return said(
      "A note holds \(FileSize.text(largest)) at most, and this is \(FileSize.text(size)).")
  }

  /// What is kept when this is written where another process may have written `old`: the later edit.
  ///
  /// - Parameter base: when the text that was edited here was written; nil for a new note.
  /// - Returns: the note, and the text of the edit that lost; nil where none did.
  package func over(_ old: ConversationNote?, base: Date?) -> (kept: Self, lost: String?) {
    guard let old, old.editedAt != base, old.text != text else { return (self, nil) }
    return old.editedAt > editedAt ? (old, text) : (self, old.text)
  }
}

/// A note that is being written.
package struct NoteDraft: Hashable, Sendable {
  package var text: String
  /// The note that it is to replace; nil for a new one.
  package var note: NoteID?

  package init(text: String, note: NoteID? = nil) {
    self.text = text
    self.note = note
  }

  /// With a text that would be lost behind it.
  package func adding(_ lost: String) -> NoteDraft {
    NoteDraft(text: text.isEmpty ? lost : text + "\n\n" + lost, note: note)
  }
}

/// A conversation that is put off.
package struct Snooze: Hashable, Sendable {
  /// By the local clock; nil: until the farmer writes.
  package var until: Date?
  /// By the local clock.
  package var since: Date
  /// The last message when it was put off: what the farmer writes after it ends it.
  package var lastMessage: MessageID?

  package init(until: Date?, since: Date, lastMessage: MessageID? = nil) {
    self.until = until
    self.since = since
    self.lastMessage = lastMessage
  }
}

/// Where somebody has stopped reading.
package struct KeptPosition: Hashable, Sendable {
  package var message: MessageID
  /// As the message pane counts the lines of an item.
  package var line: Int

  package init(message: MessageID, line: Int) {
    self.message = message
    self.line = line
  }
}

/// Which record it is.
package enum LocalKey: Hashable, Sendable {
  case note(NoteID)
  case noteDraft(ConversationID)
  case snooze(ConversationID)
  /// Marked as unread by hand.
  case unread(ConversationID)
  /// Nothing of it rings.
  case mute(ConversationID)
  case position(ConversationID)
  /// It is read in Latin letters.
  case latin(ConversationID)
  /// By which dictionary its replies are checked.
  case spelling(ConversationID)
  /// A word of the person's own, in lower case: it is right.
  case word(String)
  /// Somebody who can be given conversations.
  case agent(UserID)
}

extension LocalKey {
  /// Of which conversation it is; nil where the record alone tells.
  package var conversationID: ConversationID? {
    switch self {
    case .note, .word, .agent: nil
    case .noteDraft(let id), .snooze(let id), .unread(let id), .mute(let id), .position(let id),
      .latin(let id), .spelling(let id):
      id
    }
  }
}

package enum LocalRecord: Hashable, Sendable {
  case note(ConversationNote)
  case noteDraft(NoteDraft)
  case snooze(Snooze)
  /// Since when, by the local clock.
  case unread(Date)
  /// Since when, by the local clock.
  case mute(Date)
  case position(KeptPosition)
  case latin
  /// `auto`, `off` or the name of a dictionary.
  case spelling(String)
  case word
  /// As they were last seen, without their presence.
  case agent(Participant)
}

/// A record that is written anew; nil takes it away.
package struct LocalChange: Hashable, Sendable {
  package var key: LocalKey
  package var record: LocalRecord?
  /// Of a note: when the text that was edited was written.
  package var base: Date?

  package init(_ key: LocalKey, _ record: LocalRecord?, base: Date? = nil) {
    self.key = key
    self.record = record
    self.base = base
  }
}

/// All of it, as a value.
package struct LocalData: Hashable, Sendable {
  package private(set) var records: [LocalKey: LocalRecord] = [:]
  /// In the order in which they were written.
  private var notesByConversation: [ConversationID: [NoteID]] = [:]
  package private(set) var snoozed: [ConversationID: Snooze] = [:]

  package init(_ records: [LocalKey: LocalRecord] = [:]) {
    for (key, record) in records { set(key, record) }
  }

  package var isEmpty: Bool { records.isEmpty }

  /// Takes a record in, whatever was there.
  package mutating func set(_ key: LocalKey, _ record: LocalRecord?) {
    let old = records[key]
    guard old != record else { return }
    records[key] = record
    if case .snooze(let id) = key {
      snoozed[id] = if case .snooze(let snooze)? = record { snooze } else { nil }
    }
    guard case .note(let id) = key else { return }
    if case .note(let old)? = old {
      notesByConversation[old.conversationID]?.removeAll { $0 == id }
    }
    if case .note(let note)? = record {
      var notes = notesByConversation[note.conversationID] ?? []
      let place = notes.firstIndex { other in
        guard let other = self.note(other) else { return false }
        return (note.writtenAt, note.id) < (other.writtenAt, other.id)
      }
      notes.insert(id, at: place ?? notes.endIndex)
      notesByConversation[note.conversationID] = notes
    }
  }

  /// Writes a change over what is there, as `ConversationNote.over` says of notes.
  ///
  /// - Returns: what stands otherwise than the change wanted it.
  @discardableResult
  package mutating func apply(_ change: LocalChange) -> [LocalChange] {
    guard case .note(let new)? = change.record else {
      set(change.key, change.record)
      return []
    }
    let (kept, lost) = new.over(note(new.id), base: change.base)
    set(change.key, .note(kept))
    guard let lost else { return [] }
    let draft = (noteDraft(in: new.conversationID) ?? NoteDraft(text: "")).adding(lost)
    set(.noteDraft(new.conversationID), .noteDraft(draft))
    return [
      LocalChange(change.key, .note(kept)),
      LocalChange(.noteDraft(new.conversationID), .noteDraft(draft)),
    ]
  }

  /// What has to change for this to become `other`.
  package func changes(to other: LocalData) -> [LocalChange] {
    var changes = other.records.filter { records[$0.key] != $0.value }
      .map { LocalChange($0.key, $0.value) }
    for key in records.keys where other.records[key] == nil {
      changes.append(LocalChange(key, nil))
    }
    return changes
  }

  // MARK: What is asked for

  package func note(_ id: NoteID) -> ConversationNote? {
    if case .note(let note)? = records[.note(id)] { note } else { nil }
  }

  /// In the order in which they were written.
  package func notes(in id: ConversationID) -> [ConversationNote] {
    (notesByConversation[id] ?? []).compactMap { note($0) }
  }

  /// Which conversations have notes.
  package var notedConversations: [ConversationID] {
    notesByConversation.filter { !$0.value.isEmpty }.keys.sorted()
  }

  package func noteDraft(in id: ConversationID) -> NoteDraft? {
    if case .noteDraft(let draft)? = records[.noteDraft(id)] { draft } else { nil }
  }

  package func snooze(of id: ConversationID) -> Snooze? { snoozed[id] }

  package func isMarkedUnread(_ id: ConversationID) -> Bool { records[.unread(id)] != nil }

  package func isMuted(_ id: ConversationID) -> Bool { records[.mute(id)] != nil }

  package func spelling(in id: ConversationID) -> String? {
    if case .spelling(let choice)? = records[.spelling(id)] { choice } else { nil }
  }

  package func isOwnWord(_ word: String) -> Bool { records[.word(word)] != nil }

  /// Everybody who was once seen to be an agent, or was typed by hand; by id.
  package var agents: [Participant] {
    records.values.compactMap { if case .agent(let person) = $0 { person } else { nil } }
      .sorted { $0.id < $1.id }
  }

  package var agentCount: Int {
    records.keys.count { if case .agent = $0 { true } else { false } }
  }

  /// Beyond so many no others are kept.
  package static let mostAgents = 500

  package func isReadInLatin(_ id: ConversationID) -> Bool { records[.latin(id)] != nil }

  package func position(in id: ConversationID) -> KeptPosition? {
    if case .position(let position)? = records[.position(id)] { position } else { nil }
  }
}
