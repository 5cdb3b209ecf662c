// Writing conversations down: which, where, and whether with the notes on them.

package import ChatModel
import Foundation
import Sentences
import TextGrid

/// Conversations that are to be written down.
package struct ExportWish: Hashable, Sendable {
  package var chats: [Chat]
  /// Its ending is the format. A `*` in the last part stands for the name of each: a file for each then,
  /// else one for all.
  package var path: String
  package var me: UserID?
  /// The notes that go in.
  package var notes: [ConversationNote] = []

  package struct Chat: Hashable, Sendable {
    package var id: ConversationID
    /// Sanitized.
    package var name: String

    package init(id: ConversationID, name: String) {
      self.id = id
      self.name = name
    }
  }

  package init(chats: [Chat], path: String, me: UserID?) {
    self.chats = chats
    self.path = path
    self.me = me
  }

  /// Each has a file of its own.
  package var isEach: Bool { path.split(separator: "/").last?.contains("*") ?? false }
}

extension DeskState {
  /// Asks for the path of the file that a conversation is written to; of those that are marked for that
  /// of their files.
  mutating func startExport(now: Date) {
    guard exporting == nil else { return refuseSecondExport(now: now) }
    let ids = targets.filter { conversations[$0] != nil }
    guard let first = ids.first else {
      return refuse(said("There is no conversation to write down here."), now: now)
    }
    open(PathPrompt(.export(ids)))
    // By the time the path is chosen, the disk knows that nothing is missing between live messages.
    if let openID, ids.contains(openID) { emit(.client(.compare(openID))) }
    let day = Self.dayName(now)
    let ending = TranscriptFormat.html.ending
    if ids.count == 1 {
      emit(.proposeExport(named: "\(name(of: first)) \(day).\(ending)", of: 1))
    } else {
      emit(.proposeExport(named: "chats \(day)", of: ids.count))
    }
  }

  static func dayName(_ date: Date) -> String {
    date.formatted(.iso8601.year().month().day())
  }

  /// The path is known. What is private does not go out unless that is wanted.
  mutating func export(_ ids: [ConversationID], to path: String, now: Date) {
    let count = ids.reduce(0) { $0 + notes(on: $1).count }
    guard count > 0 else { return export(ids, to: path, withNotes: false, now: now) }
    open(
      Question(
        question: count == 1
          ? said("Put the note in, too?") : said("Put the \(count) notes in, too?"),
        detail:
          said(
            """
            Notes on \(exportName(ids)) were never sent; whoever gets the file would read \
            them.
            """),
        yes: said("y puts \(count == 1 ? said("it") : said("them")) in"),
        no: said("n leaves \(count == 1 ? said("it") : said("them")) out"),
        purpose: .exportNotes(ids, path: path)))
  }

  mutating func export(
    _ ids: [ConversationID], to path: String, withNotes: Bool, now: Date
  ) {
    guard exporting == nil else { return refuseSecondExport(now: now) }
    var wish = ExportWish(
      chats: ids.map { ExportWish.Chat(id: $0, name: name(of: $0)) }, path: path, me: me?.userID)
    let notes = ids.flatMap { self.notes(on: $0) }
    if withNotes { wish.notes = notes }
    exports += 1
    exporting = exports
    emit(.export(wish, request: exports))
    let left =
      withNotes || notes.isEmpty
      ? ""
      : notes.count == 1 ? said(", without the note") : said(", without the \(notes.count) notes")
    let words = said("Writing \(exportName(ids)) to \(Sanitizer.oneLine(path))\(left).")
    if ids.count == 1 {
      hint(words, now: now)
    } else {
      hint("\(words)  \(key: .cancel) stops that.", now: now)
    }
  }

  /// Something that was asked for is being done, and would stop with the desk.
  package var isAtWork: Bool { bulk != nil || exporting != nil }

  private mutating func refuseSecondExport(now: Date) {
    refuse("An export is still being written; \(key: .cancel) stops it.", now: now)
  }

  /// Stops what is being written down: false where nothing is.
  mutating func stopExport(now: Date) -> Bool {
    guard exporting != nil else { return false }
    exporting = nil
    emit(.stopExport)
    ask(said("Stopping the export."), now: now)
    return true
  }

  /// Of whom something is written down: "the chat with Lakshmi", "3 chats".
  package func exportName(_ ids: [ConversationID]) -> String {
    guard ids.count == 1, let id = ids.first else { return said("\(ids.count) chats") }
    return said("the chat with \(name(of: id))")
  }
}
