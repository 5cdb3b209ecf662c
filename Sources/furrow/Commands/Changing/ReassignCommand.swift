import ArgumentParser
import ChatClient
import ChatModel
import Foundation
import JSON
import Sentences

struct ReassignCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "reassign", abstract: "Give conversations to another agent (admin).",
    usage: "furrow reassign <id> ... <agent> [--dry-run]",
    discussion: """
      The agent is an id, an e-mail, `me`, or a name or the beginnings of one ("as ve", with the \
      quotation marks), where one agent alone has it; single letters alone name nobody. The id `-` reads ids from standard input, a line each, as `furrow \
      conversations` prints them with and without --json. Several go four at a time, and each tells \
      what became of it; status 1 when some of them failed.
      """)

  @Argument(
    help: ArgumentHelp("The conversations' ids; then the agent.", valueName: "ids-and-agent"),
    transform: Checked.filled)
  var words: [String] = []
  @Flag(help: "Say what would be changed, and change nothing.") var dryRun = false
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  var subject: String? { words.count == 2 ? said("\(words[0]) to \(words[1])") : nil }
  static var changesServer: Bool { true }

  func validate() throws {
    try NamedConversations.check(words, last: "agent")
    guard let place = words.indices.dropFirst().dropLast().first(where: { Self.isName(words[$0]) })
    else { return }
    let name = words[place...].joined(separator: " ")
    throw ValidationError(
      said(
        """
        '\(words[place])' is no id of a conversation. A name of several words stands in quotation \
        marks: "\(name)".
        """))
  }

  /// Behind the first id a short word of letters alone is a part of the agent's name.
  private static func isName(_ word: String) -> Bool {
    word.count < 20 && word.allSatisfy(\.isLetter)
  }

  func run(in context: Context) async throws {
    let named = try NamedConversations(words, isDry: dryRun)
    let account = try context.account()
    let api = try Connections.api(of: account, settings: context.settings)
    let log = await AuditLog(context, account)
    let agent = try await Self.agent(named.last, account.claims.userID, context, api, log)
    if dryRun { try await Self.check(agent, context, api, log) }
    guard named.isSingle, let id = named.ids.first else {
      let work = named.ids.map { ManyRun.Work(id: $0, change: .agent(agent)) }
      return try await ManyTelling(context: context, isDry: dryRun).run(work, api, log)
    }
    let (conversation, wasSo) = try await KeptChange(
      id: id, change: .agent(agent), api: api, log: log
    ).makeAlone(asksAnyway: account.claims.role != .admin)
    await log.keep([conversation?.agent.value ?? agent])
    let name = conversation?.agent.value.map { Listing.name(.known($0)) } ?? agent.title
    context.output.result(
      conversation?.json ?? [
        "_id": .string(id.rawValue), "assignedSupportId": ["_id": .string(agent.id.rawValue)],
      ],
      wasSo
        ? said("\(id) already belongs to \(Listing.word(name)).")
        : said("\(id) is now \(Listing.word(name))'s."))
  }

  /// Whether the server would take somebody only the change shows; what is known here is said before.
  private static func check(
    _ agent: Participant, _ context: Context, _ api: any ChatAPI, _ log: AuditLog
  ) async throws {
    let name = Listing.word(agent.id.rawValue)
    if let farmer = await log.farmer(agent.id) {
      throw Failure(
        .notFound, said("\(name) is \(Listing.word(farmer.title)), a farmer, and no agent."))
    }
    let team = await TeamReading.agents(context, api, log).team(now: Date(), in: .current)
    if team.member(agent.id) == nil {
      context.output.warn(
        said("\(name) is not known here as an agent; the server may refuse the change."))
    }
  }

  /// It has the form of the ids of most servers.
  static func isID(_ word: String) -> Bool { word.count == 24 && word.allSatisfy(\.isHexDigit) }

  /// An id is taken as it is; what may be a name is looked for among all who are known.
  static func agent(
    _ word: String, _ me: UserID, _ context: Context, _ api: any ChatAPI, _ log: AuditLog
  ) async throws -> Participant {
    if isID(word) { return Participant(bareID: UserID(word)) }
    let team = await TeamReading.agents(context, api, log).team(now: Date(), in: .current)
    let agent = try team.agent(word, me: me)
    switch team.member(agent.id)?.availability {
    case .away?, .offHours?:
      let why = team.member(agent.id)?.availability.words(now: team.now, timeZone: team.timeZone)
      context.output.warn(said("\(Listing.word(agent.title)) is \(why ?? "")."))
    case .available?, .offline?, .notListed?, .admin?, nil: break
    }
    return agent
  }
}
