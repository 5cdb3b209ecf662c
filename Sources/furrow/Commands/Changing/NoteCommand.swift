import ArgumentParser
import ChatClient
import ChatModel
import ChatStorage
import Foundation
import JSON
import Sentences

struct NoteCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "note",
    abstract: "Notes on conversations; they are never sent.",
    discussion: """
      With a TEXT the note is kept; the text `-` is read from standard input. Without one the notes of \
      the conversation are listed, without ID those of all. The server is not asked.
      """)

  @Argument(help: "The conversation's id.", transform: Checked.filled) var id: String?
  @Argument(help: "The note; - reads standard input.") var text: String?
  @Option(
    help: ArgumentHelp("Delete this note.", valueName: "note"), transform: Checked.filled)
  var delete: String?
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func validate() throws {
    if delete != nil, text != nil {
      throw ValidationError(said("--delete takes no TEXT."))
    }
  }

  func run(in context: Context) async throws {
    let text = try self.text.map { $0 == "-" ? try Self.standardInput() : $0 }
    guard context.settings.keepsCache else {
      throw Failure(.usage, said("Notes are kept on the disk, and --no-cache keeps nothing there."))
    }
    let account = try context.account()
    let store = try await context.store(of: account)
    let team = TeamFolder(of: account, context.settings)
    let data = try await store.localData()
    if let delete {
      guard let note = data.note(NoteID(delete)), id == nil || note.conversationID.rawValue == id
      else { throw Failure(.notFound, said("There is no note \(delete).")) }
      _ = try await store.saveLocal([LocalChange(.note(note.id), nil)])
      _ = Self.share(nil, note.id, account, team, context.output)
      context.output.result(
        ["_id": .string(delete), "deleted": true], said("\(delete) is deleted."))
    } else if let id, let text {
      let known = try await store.conversations()
      guard known.isEmpty || known.contains(where: { $0.id.rawValue == id }) else {
        throw Failure(
          .notFound,
          said(
            """
            No conversation \(id) is known here; `furrow conversations` lists them with their \
            ids.
            """))
      }
      let note = try note(text, on: ConversationID(id))
      _ = try await store.saveLocal([LocalChange(.note(note.id), .note(note))])
      let isShared = Self.share(note, note.id, account, team, context.output)
      let place =
        isShared ? said("it is in your team's folder, too") : said("it stays on this computer")
      context.output.result(
        note.json, said("Noted on \(Listing.word(id)) as \(note.id); \(place)."))
    } else {
      let notes = try await KeptNotes.all(store, of: account, in: context)
        .filter { id == nil || $0.conversationID.rawValue == id }
      for note in notes { context.output.result(note.json, note.line) }
      if notes.isEmpty {
        context.output.note(
          id == nil ? said("There are no notes.") : said("There are no notes on it."))
      }
    }
  }

  private static func share(
    _ note: ConversationNote?, _ id: NoteID, _ account: Account, _ team: TeamFolder?,
    _ output: Output
  ) -> Bool {
    do {
      guard let team else { return false }
      try team.add(note, id: id, at: Date(), authorName: account.claims.name)
      return true
    } catch {
      output.warn(said("Your team does not have it: \(error.words)."))
      return false
    }
  }

  private func note(
    _ text: String, on id: ConversationID
  ) throws(Failure) -> ConversationNote {
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !text.isEmpty else {
      throw Failure(.rejected, said("The text is empty: nothing was noted."))
    }
    if let problem = ConversationNote.problem(with: text) { throw Failure(.rejected, problem) }
    return ConversationNote(
      id: NoteID(UUID().uuidString.lowercased()), conversationID: id, text: text,
      writtenAt: Date())
  }

  private static func standardInput() throws(Failure) -> String {
    guard let text = String(data: try StandardStreams.readAll(), encoding: .utf8) else {
      throw Failure(.rejected, said("Standard input is not UTF-8 text: nothing was noted."))
    }
    return text
  }
}

extension ConversationNote {
  fileprivate var line: String {
    "\(Listing.local(writtenAt))  \(Listing.word(id.rawValue))  "
      + said("on \(Listing.word(conversationID.rawValue))")
      + (author.map { said(" by \(Listing.word($0))") } ?? "") + ": \(text)"
  }
}
