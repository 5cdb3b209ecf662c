import ArgumentParser
import ChatClient
import ChatModel
import Foundation
import JSON
import Sentences

struct AuditCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Show my own changes at the server, as this computer has kept them.",
    discussion: """
      Each change of a status or an agent and each deletion, of the desk and of commands, with what was \
      before, what was asked for, when, and what the server answered. The server is not asked: what \
      is unknown (no answer came, nor to a look after it) stays so here, and `furrow conversation ID` \
      tells what holds now.
      """)

  @Option(
    help: ArgumentHelp("From this day on: 2026-11-01, 1 Nov, monday, 30d.", valueName: "day"))
  var since: String?
  @Option(help: ArgumentHelp("Through this day.", valueName: "day")) var until: String?
  @Option(help: "text, json or csv; --json is the same as json. (default: text)")
  var format: TableFormat?
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func run(in context: Context) async throws {
    guard context.settings.keepsCache else {
      throw Failure(.usage, said("--no-cache keeps nothing, so there is nothing to show."))
    }
    let range = try DayRange(since: since, until: until, now: Date())
    let account = try context.account(offline: true)
    let store = try await context.store(of: account)
    let entries = try await store.audit(since: range.start, until: range.end)
    await store.close()
    let format = format ?? (global.json ? .json : .text)
    let output = format == .json ? context.output.asJSON : context.output
    switch format {
    case .text, .json: for entry in entries { output.result(entry.json, entry.line) }
    case .csv:
      output.rows(
        [
          [
            "at", "who", "conversation", "farmer", "action", "before", "after", "answer", "words",
            "origin",
          ]
        ]
          + entries.map(\.cells))
    }
    let unknown = entries.count { if case .unknown = $0.answer { true } else { false } }
    if format == .text, unknown > 0 {
      context.output.note(
        said(
          unknown,
          one: """
            1 is unknown and stays so: no answer came, nor to a look after it. `furrow conversation ID` \
            tells what holds now.
            """,
          more: """
            \(unknown) are unknown and stay so: no answer came, nor to a look after it. `furrow \
            conversation ID` tells what holds now.
            """))
    }
    if entries.isEmpty { context.output.note(said("No changes of yours are kept from then.")) }
  }
}

extension AuditEntry {
  private var parts: (action: String, before: String, after: String) {
    switch change {
    case .status(let from, let to): ("status", from?.rawValue ?? "", to.rawValue)
    case .agent(let from, let to): ("agent", from?.title ?? "", to.title)
    case .deletedConversation: ("delete-conversation", "", "")
    case .deletedMessage(let id): ("delete-message", id.rawValue, "")
    }
  }

  /// The same for a person.
  private var spokenParts: (before: String, after: String) {
    if case .status(let from, let to) = change { return (from?.words ?? "", to.words) }
    return (parts.before, parts.after)
  }

  private var spokenAnswer: String {
    switch answer {
    case .done: said("done")
    case .refused(let words): said("refused: \(Listing.word(words))")
    case .unknown(let words): said("unknown: \(Listing.word(words))")
    }
  }

  private var words: String {
    switch answer {
    case .done: ""
    case .refused(let words), .unknown(let words): words
    }
  }

  fileprivate var cells: [String] {
    let (action, before, after) = parts
    return [
      Timestamp.format(at), who.rawValue, conversationID?.rawValue ?? "", farmer ?? "", action,
      before, after, answer.word, words, origin.rawValue,
    ]
  }

  fileprivate var line: String {
    let (before, after) = spokenParts
    let action =
      if case .status = self.change { said("status") } else { said("agent") }
    let change =
      switch self.change {
      case .status, .agent:
        "\(action) \(before.isEmpty ? "-" : Listing.word(before)) → \(Listing.word(after))"
      case .deletedConversation: said("deleted")
      case .deletedMessage: said("deleted the message \(Listing.word(before))")
      }
    let columns = [
      Listing.second(at), Listing.word(who.rawValue),
      conversationID.map { Listing.word($0.rawValue) },
      farmer.map(Listing.word), change,
      spokenAnswer, "(\(origin.words))",
    ]
    return columns.compactMap { $0 }.joined(separator: "  ")
  }
}
