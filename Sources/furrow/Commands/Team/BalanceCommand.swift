import ArgumentParser
import ChatClient
import ChatModel
import Foundation
import JSON
import Sentences

struct BalanceCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "balance", abstract: "Propose how to even out the agents' work, or do it (admin).",
    discussion: """
      The fewest moves that leave all who are there with as many active conversations as the others, \
      give or take one, within roster.toml: who is an agent, what each can take, which languages they \
      read, when they work and when they are away. What nobody has is given away first. Nothing is \
      changed without --apply, which asks before it does.
      """)

  @Flag(help: "Make these moves, after a question.") var apply = false
  @Flag(help: "With --apply: do not ask.") var yes = false
  @Option(
    help: ArgumentHelp("Give away all that this agent has, instead.", valueName: "agent"),
    transform: Checked.filled)
  var empty: String?
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  static var changesServer: Bool { true }

  func validate() throws {
    if yes, !apply {
      throw ValidationError(said("--yes answers the question of --apply, which is missing."))
    }
  }

  func run(in context: Context) async throws {
    let isAsked = apply && !yes
    if isAsked, global.json || isatty(STDIN_FILENO) != 1 {
      throw Failure(
        .usage, said("--apply asks on a terminal; elsewhere, and with --json, add --yes."))
    }
    let account = try context.account()
    let api = try Connections.api(of: account, settings: context.settings)
    let log = await AuditLog(context, account)
    try Self.checkRole(account)
    let reading = try await TeamReading.all(context, api, log)
    if apply, reading.roster.isIncomplete {
      throw Failure(.badConfiguration, Roster.incompleteWords)
    }
    if reading.hasUnreadableRoster {
      context.output.warn(
        said("This rests on no roster: nobody counts as away, and nobody's capacity is known."))
    }
    let team = reading.team(now: Date(), in: .current)
    let plan: BalancePlan
    if let empty {
      let agent = try team.agent(empty, me: account.claims.userID)
      guard team.member(agent.id) != nil else { throw Team.nobody(empty) }
      plan = Balance.emptying(agent.id, team)
    } else {
      plan = Balance.evening(team)
    }
    for remark in plan.remarks { context.output.note(remark) }
    guard !plan.moves.isEmpty else {
      return context.output.note(said("Nothing to move."))
    }
    if !apply || isAsked { show(plan, context.output) }
    guard apply else { return }
    if isAsked, !Self.isConfirmed(plan.moves.count, context.output) {
      throw Failure(.keptForLater, said("Nothing was moved."))
    }
    let work = plan.moves.map { move in
      ManyRun.Work(
        id: move.id, change: .agent(move.to),
        expected: move.from.map { .agent($0.id) } ?? .nobody)
    }
    try await ManyTelling(context: context, isDry: false).run(work, api, log)
  }

  /// Whoever is known to be no admin is told so before anything is asked.
  private static func checkRole(_ account: Account) throws(Failure) {
    guard account.claims.role == .support || account.claims.role == .user else { return }
    throw Failure(.notAllowed, said("Only an admin moves conversations."))
  }

  private func show(_ plan: BalancePlan, _ output: Output) {
    for move in plan.moves {
      let from = move.from.map { Listing.word($0.title) } ?? said("nobody")
      let farmer = move.farmer.map { Listing.word($0.title) } ?? "-"
      output.result(
        move.json,
        "\(Listing.word(move.id.rawValue))  \(farmer)  \(from) → \(Listing.word(move.to.title))  "
          + Listing.word(move.reason))
    }
    for load in plan.loads where load.before != load.after {
      output.say(
        "\(Listing.pad(Listing.word(load.member.name), 20)) \(load.before) → \(load.after)")
    }
  }

  /// A yes; of more than ten their number.
  private static func isConfirmed(_ count: Int, _ output: Output) -> Bool {
    let isLong = count > 10
    let wanted = isLong ? "\(count)" : TypedAnswer.yes
    output.note(
      said(
        count, one: "Type \(wanted) to move it; anything else leaves them.",
        more: "Type \(wanted) to move all \(count); anything else leaves them."))
    let answer = StandardStreams.readLine() ?? ""
    return isLong ? answer == wanted : TypedAnswer.read(answer) == true
  }
}

extension BalanceMove {
  fileprivate var json: JSONValue {
    .object(ofKnown: [
      ("_id", .string(conversationID.rawValue)), ("userId", farmer?.json),
      ("from", from?.json ?? .null), ("to", to.json), ("reason", .string(reason)),
    ])
  }
}
