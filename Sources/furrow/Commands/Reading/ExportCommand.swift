import ArgumentParser
import ChatClient
import ChatModel
import Foundation
import JSON
import Sentences

struct ExportCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write conversations down from the history on this computer.",
    discussion: """
      The server is not asked; the foot of a conversation says how much of it is here, and \
      `furrow sync` reads the rest. A page in HTML holds the pictures that were looked at.
      """)

  @Argument(
    help: ArgumentHelp("The conversations' ids.", valueName: "id"), transform: Checked.filled)
  var ids: [String]
  @Option(
    help: "How: by the ending of the file's name, else text.")
  var format: TranscriptFormat?
  @Option(
    name: .shortAndLong, help: ArgumentHelp("Into this file instead of stdout.", valueName: "file"),
    completion: .file(), transform: Checked.filled)
  var output: String?
  @Flag(help: "Replace the file where it is there already.") var force = false
  @Option(help: ArgumentHelp("From this day on.", valueName: "day")) var since: String?
  @Option(help: ArgumentHelp("Through this day.", valueName: "day")) var until: String?
  @Flag(help: "With the notes on them, which were never sent.") var notes = false
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func run(in context: Context) async throws {
    guard context.settings.keepsCache else {
      throw Failure(.usage, said("--no-cache keeps no history: there is nothing to export."))
    }
    let now = Date()
    let range = try DayRange(since: since, until: until, now: now)
    let account = try context.account(offline: true)
    let store = try await context.store(of: account)
    let format =
      format ?? output.flatMap(TranscriptFormat.init(path:)) ?? (global.json ? .json : .text)
    let me = account.claims.userID
    let cache = MediaCache(of: account, context.settings)
    var exporter = Exporter(
      store: store, form: format.form(me: me, pictures: cache), me: me,
      since: since == nil ? nil : range.start, until: until == nil ? nil : range.end)
    var seen: Set<String> = []
    let ids = ids.filter { seen.insert($0).inserted }.map(ConversationID.init(rawValue:))
    let kept = try await KeptNotes.all(store, of: account, in: context)
      .filter { ids.contains($0.conversationID) }
    if notes { exporter.notes = kept }
    let line = ProgressLine("export")
    do {
      try await write(ids, by: exporter, context, now: now, line)
    } catch {
      line.clear()
      await store.close()
      throw error
    }
    await store.close()
    if !notes, !kept.isEmpty {
      // What leaves the house holds nothing private unless that is asked for.
      let words = kept.count == 1 ? said("A note stays") : said("\(kept.count) notes stay")
      context.output.note(
        said("\(words) out of it; --notes puts \(kept.count == 1 ? said("it") : said("them")) in."))
    }
  }

  private func write(
    _ ids: [ConversationID], by exporter: Exporter, _ context: Context, now: Date,
    _ line: ProgressLine
  ) async throws {
    guard let output else {
      // A bar between the lines of a screen would tear them.
      let isScreen = isatty(STDOUT_FILENO) == 1
      _ = try await exporter.run(ids, now: now) {
        if !isScreen { line.show($0) }
      } write: { text in
        StandardStreams.print(context.output.secrets.masked(text)) { context.output.failure($0) }
      }
      return line.clear()
    }
    let file = try ExportFile(output, replacing: force)
    let outcome = try await exporter.run(ids, now: now) {
      line.show($0)
    } write: {
      try file.write(context.output.secrets.masked($0))
    }
    try file.finish()
    line.clear()
    context.output.result(
      [
        "path": .string(file.path), "messages": .integer(outcome.messages),
        "complete": .bool(!outcome.isIncomplete),
      ], said("\(outcome.words) in \(file.path)"))
  }
}

extension TranscriptFormat: ExpressibleByArgument {}

extension Exporter.Outcome {
  /// "12 messages", and whether that is all.
  var words: String {
    said(messages, one: "1 message", more: "\(messages) messages")
      + (isIncomplete ? said(" (some may be missing; the foot says what is here)") : "")
  }
}
