import ChatClient
import ChatModel
import ChatStorage
import Foundation
import JSON

/// All notes that a command may show: those of this computer, and what the team's folder has besides.
enum KeptNotes {
  static func all(
    _ store: any LocalStore, of account: Account, in context: Context
  ) async throws -> [ConversationNote] {
    let data = try await store.localData()
    let own = data.notedConversations.flatMap { data.notes(in: $0) }
    guard let team = TeamFolder(of: account, context.settings) else { return own }
    let contents = team.read()
    for problem in contents.problems { context.output.warn(problem) }
    return own + team.notes(in: contents).filter { data.note($0.id) == nil }
  }
}

extension ConversationNote {
  var json: JSONValue {
    .object(ofKnown: [
      ("_id", .string(id.rawValue)), ("conversationId", .string(conversationID.rawValue)),
      ("text", .string(text)), ("writtenAt", .string(Timestamp.format(writtenAt))),
      ("editedAt", .string(Timestamp.format(editedAt))), ("author", author.map { .string($0) }),
    ])
  }

  /// "note", or whose it is where a colleague wrote it.
  var title: String { "note" + (author.map { " of \(Listing.word($0))" } ?? "") }
}
