// Notes in the folder of a team: a line for each time that one was written.

package import ChatModel
package import Foundation
import JSON

extension TeamFolder {
  /// More notes than this are not shown; the newest are.
  private static let mostNotes = 20_000

  /// The notes as they stand now, the colleagues' and such as I wrote (on another computer, too): of each
  /// the line that was edited last.
  package func notes(in contents: Contents) -> [ConversationNote] {
    var newest: [NoteID: (edited: Double, note: ConversationNote?)] = [:]
    for line in contents.lines where line.kind == "note" {
      guard let id = line.json["id"]?.stringValue, let edited = Self.number(line.json["edited"])
      else { continue }
      // Ids of two authors are two notes, whatever they are.
      let key = NoteID(line.author == author ? id : "\(line.author.rawValue)/\(id)")
      if let known = newest[key], known.edited >= edited { continue }
      newest[key] = (edited, note(line, id: key, edited: edited))
    }
    return newest.values.compactMap(\.note).sorted { ($0.writtenAt, $0.id) < ($1.writtenAt, $1.id) }
      .suffix(Self.mostNotes)
  }

  private func note(_ line: Line, id: NoteID, edited: Double) -> ConversationNote? {
    guard let place = line.json["conversation"]?.stringValue,
      let text = line.json["text"]?.stringValue, ConversationNote.problem(with: text) == nil,
      let written = Self.number(line.json["written"])
    else { return nil }
    var note = ConversationNote(
      id: id, conversationID: ConversationID(place), text: text,
      writtenAt: Date(timeIntervalSince1970: written),
      editedAt: Date(timeIntervalSince1970: edited))
    note.author = line.author == author ? nil : line.authorName ?? line.author.rawValue
    return note
  }

  /// Within the years that a clock can show.
  private static func number(_ json: JSONValue?) -> Double? {
    switch json {
    case .number(let number)? where number.isFinite && abs(number) < 1e11: number
    case .integer(let number)? where abs(Double(number)) < 1e11: Double(number)
    default: nil
    }
  }

  /// Tells the colleagues of a note of mine, or with nil that it is deleted.
  package func add(
    _ note: ConversationNote?, id: NoteID, at now: Date, authorName: String?
  ) throws(TeamFolderError) {
    try add(
      "note",
      [
        ("id", .string(id.rawValue)),
        ("conversation", note.map { .string($0.conversationID.rawValue) }),
        ("text", note.map { .string($0.text) }),
        ("written", note.map { .number($0.writtenAt.timeIntervalSince1970) }),
        ("edited", .number((note?.editedAt ?? now).timeIntervalSince1970)),
      ], authorName: authorName)
  }
}
