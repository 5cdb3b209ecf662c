import ArgumentParser
import ChatClient
import ChatModel
import Foundation
import JSON
import Sentences

struct StatusCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Set the status of conversations.",
    usage: "furrow status <id> ... <status> [--dry-run]",
    discussion: """
      The id `-` reads ids from standard input, a line each, as `furrow conversations` prints them with \
      and without --json. Several go four at a time, and each tells what became of it; status 1 when \
      some of them failed.
      """)

  @Argument(
    help: ArgumentHelp(
      "The conversations' ids; then open, waiting, resolved or closed.", valueName: "ids-and-status"
    ),
    completion: StatusArgument.defaultCompletionKind, transform: Checked.filled)
  var words: [String] = []
  @Flag(help: "Say what would be changed, and change nothing.") var dryRun = false
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  var subject: String? { words.count == 2 ? words[0] : nil }
  static var changesServer: Bool { true }

  func validate() throws {
    try NamedConversations.check(words, last: "status")
    guard StatusArgument(argument: words[words.count - 1]) == nil else { return }
    let known = StatusArgument.allValueStrings.map { "'\($0)'" }.joined(separator: ", ")
    throw ValidationError(
      said(
        """
        The value '\(words[words.count - 1])' is invalid for '<status>'. It is one of \
        \(known).
        """))
  }

  func run(in context: Context) async throws {
    let named = try NamedConversations(words, isDry: dryRun)
    guard let status = StatusArgument(argument: named.last)?.value else { return }
    let account = try context.account()
    let api = try Connections.api(of: account, settings: context.settings)
    let log = await AuditLog(context, account)
    guard named.isSingle, let id = named.ids.first else {
      let work = named.ids.map { ManyRun.Work(id: $0, change: .status(status)) }
      return try await ManyTelling(context: context, isDry: dryRun).run(work, api, log)
    }
    let (change, wasSo) = try await KeptChange(
      id: id, change: .status(status), api: api, log: log
    ).makeAlone()
    let set = change?.status ?? status
    context.output.result(
      change?.json ?? ["_id": .string(id.rawValue), "status": .string(status.rawValue)],
      wasSo
        ? said("\(id) is already \(Listing.word(set.words)).")
        : said("\(id) is now \(Listing.word(set.words))."))
  }
}
