import ArgumentParser
import ChatClient
import ChatModel
import Foundation
import Sentences

struct ConversationsCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "conversations", abstract: "List conversations, the latest first.")

  @Flag(help: "Everybody's, not only mine (support and admin).")
  var all = false
  @Option(help: "Only those with this status.")
  var status: StatusArgument?
  @Option(
    help: ArgumentHelp(
      "Only this agent's, by id, name or e-mail, or `nobody`'s; implies --all (admin).",
      valueName: "agent"),
    transform: Checked.filled)
  var assignedTo: String?
  @Flag(help: "Only those with messages I have not read.")
  var unread = false
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("At most this many; all if not given.", valueName: "n"))
  var limit: Int?
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError(said("--limit must be 1 or more.")) }
  }

  func run(in context: Context) async throws {
    let account = try context.account()
    let api = try Connections.api(of: account, settings: context.settings)
    let isOfNobody = assignedTo?.lowercased() == "nobody"
    let agent: NamedAgent? =
      if let assignedTo, !isOfNobody {
        try await NamedAgent(assignedTo, account, context, api)
      } else {
        nil
      }
    let query = ConversationQuery(
      all: all || assignedTo != nil, status: status?.value, assignedTo: agent?.id)
    var seen: Set<ConversationID> = []
    var shown = 0
    try await Listing.pages(context) { page in
      var query = query
      query.page = page
      return try await api.conversations(query).value
    } take: { conversation in
      guard seen.insert(conversation.id).inserted else { return true }
      if unread, conversation.unread(of: account.claims.userID) == 0 { return true }
      if isOfNobody, conversation.agent != .none { return true }
      context.output.result(
        conversation.json, Listing.line(conversation, me: account.claims.userID))
      shown += 1
      return limit.map { shown < $0 } ?? true
    }
    if seen.isEmpty, let agent { await agent.judge(api, context.output) }
    if shown == 0 { context.output.note(said("No conversations.")) }
  }
}

/// Whom a word of the command line means.
private struct NamedAgent {
  let id: UserID
  /// Whom the server's statistics name, where these were asked for to find the name.
  private var known: Set<UserID>?

  /// What is nobody's name may be the id of an agent whom nothing lists.
  init(_ word: String, _ account: Account, _ context: Context, _ api: any ChatAPI) async throws {
    if ReassignCommand.isID(word) {
      id = UserID(word)
      return
    }
    let log = await AuditLog(context, account)
    let reading = await TeamReading.agents(context, api, log)
    known = reading.namedByServer
    do throws(Failure) {
      id = try reading.team(now: Date(), in: .current).agent(word, me: account.claims.userID).id
    } catch {
      // What has neither the form of an id nor the name of anybody is a slip.
      guard error.status == .notFound, Team.isLikeID(word) else { throw error }
      id = UserID(word)
    }
  }

  /// A mistyped id looks like an agent without conversations, whom no call lists (row 24): that it may
  /// be one is said.
  func judge(_ api: any ChatAPI, _ output: Output) async {
    var known = known
    if known == nil, let agents = try? await api.statistics().perAgent {
      known = Set(agents.map(\.id))
    }
    guard let known, !known.contains(id) else { return }
    output.warn(said("The server names no agent with the id \(Listing.word(id.rawValue))."))
  }
}

struct ConversationCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "conversation", abstract: "Show one conversation in full.")

  @Argument(help: "The conversation's id.", transform: Checked.filled) var id: String
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  var subject: String? { id }

  func run(in context: Context) async throws {
    let account = try context.account()
    let api = try Connections.api(of: account, settings: context.settings)
    let conversation = try await api.conversation(ConversationID(id))
    context.output.result(
      conversation.json, lines: Listing.details(conversation, me: account.claims.userID))
  }
}

struct ContactCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "contact", abstract: "As a farmer: get or create my conversation with support.")

  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  static var changesServer: Bool { true }

  func run(in context: Context) async throws {
    let account = try context.account()
    let api = try Connections.api(of: account, settings: context.settings)
    let conversation = try await api.openConversation()
    context.output.result(
      conversation.json, lines: Listing.details(conversation, me: account.claims.userID))
  }
}

struct MessagesCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "messages", abstract: "Print a conversation's history, oldest first.")

  @Argument(help: "The conversation's id.", transform: Checked.filled) var id: String
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The newest so many.", valueName: "n"))
  var limit = 50
  @Option(
    help: ArgumentHelp("Only messages before this one.", valueName: "id"),
    transform: Checked.filled)
  var before: String?
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func validate() throws {
    if limit < 1 { throw ValidationError(said("--limit must be 1 or more.")) }
  }

  var subject: String? { id }

  func run(in context: Context) async throws {
    let api = try context.api()
    let conversation = ConversationID(id)
    let history = try await History(conversation: conversation, api: api).newest(
      limit, before: before.map(MessageID.init(rawValue:)))
    for problem in history.problems { context.output.warn("\(problem)") }
    for var message in history.messages {
      message.conversationID = conversation
      context.output.result(message.json, Listing.line(message))
    }
  }
}

/// One of the four statuses as an argument.
struct StatusArgument: ExpressibleByArgument, Sendable {
  let value: ConversationStatus

  init?(argument: String) {
    let status = ConversationStatus(rawValue: argument.lowercased())
    guard ConversationStatus.defined.contains(status) else { return nil }
    value = status
  }

  static var allValueStrings: [String] { ConversationStatus.defined.map(\.rawValue) }
  static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}
