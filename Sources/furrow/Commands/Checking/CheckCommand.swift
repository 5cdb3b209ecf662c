import ArgumentParser
import ChatClient
import ChatModel
import ContractCheck
import Foundation
import JSON
import Recordings
import Sentences
import Synchronization
import TextGrid

struct CheckCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Hold a server against the contract of docs/protocol.md.",
    discussion: """
      It tries what the document says of calls, events and transports and prints a verdict for each: \
      passed, failed (with what came and what was expected), observed (where the document leaves it \
      open), or not tried (with the reason). Exit status 0 when nothing failed, 1 when something did, \
      69 when what answers is not this API.

      Without --write it reads and joins only. It acts as whom it is signed in, or as the people of \
      --user, --support and --admin. With --write it needs all three, writes in that farmer's \
      conversation alone, puts status and agent back, and tells what stays.

      furrow check --user f --support s --admin a --write --only 'live.*,rest.status'
      """)

  @Option(
    help: ArgumentHelp(
      "Act as this farmer: a profile, or a file with a token (./FILE).", valueName: "profile"),
    transform: Checked.filled)
  var user: String?
  @Option(
    help: ArgumentHelp("Act as this agent, in the same way.", valueName: "profile"),
    transform: Checked.filled)
  var support: String?
  @Option(
    help: ArgumentHelp("Act as this admin, in the same way.", valueName: "profile"),
    transform: Checked.filled)
  var admin: String?
  @Flag(help: "Try what changes something, too.")
  var write = false
  @Option(
    help: ArgumentHelp(
      "Try these alone: names with * and ?, commas between; repeatable.", valueName: "name,…"),
    transform: Checked.filled)
  var only: [String] = []
  @Flag(help: "Say what there is to try, and ask nobody.")
  var list = false
  @Option(help: "How it is printed: text, json or junit.")
  var format: CheckFormat?
  @Option(
    help: ArgumentHelp(
      "A file with a token of this server whose time is over.", valueName: "file"),
    completion: .file(), transform: Checked.filled)
  var expired: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How long an event may take; 5 if not given.", valueName: "seconds"))
  var wait = 5.0
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func validate() throws {
    try Checked.wait(wait)
    if let pattern = CheckNames(only).idle(among: Catalogue.all.map(\.name)) {
      throw ValidationError(
        said("--only \(pattern) names no check; `furrow check --list` shows them all."))
    }
    if global.json, let format, format != .json {
      throw ValidationError(said("--json and --format \(format.rawValue) are two forms; give one."))
    }
  }

  func run(in context: Context) async throws {
    let names = CheckNames(only)
    if list { return show(Catalogue.all.filter { names.holds($0.name) }, context.output) }
    let people = try people(context)
    if write {
      for settings in (global.profile.isEmpty ? [] : [context.settings]) + people.map(\.1) {
        try settings.refuseProduction("check --write")
      }
    }
    let server = try people[0].1.address().name
    let (report, isCutShort): (CheckReport, Bool)
    do {
      (report, isCutShort) = try await check(people.map(\.0), names, server, context)
    } catch {
      // Who looks at the report alone is told why there is none.
      if form == .junit {
        let failed = JUnitReport.Case(
          name: "it can be checked", place: server, outcome: .failed(Failure(error).message))
        print(JUnitReport(name: "furrow check \(server)", cases: [failed]), context.output)
      }
      throw error
    }
    print(report, context.output)
    if report.hasFindings { throw ExitStatus.checkFailed.code }
    if isCutShort {
      throw Failure(
        .keptForLater, said("Interrupted: what was not tried by then is told as not tried."))
    }
  }

  // MARK: The run

  private func check(
    _ people: [CheckPerson], _ names: CheckNames, _ server: String, _ context: Context
  ) async throws -> (CheckReport, isCutShort: Bool) {
    var options = CheckOptions()
    options.writes = write
    options.only = names
    options.patience = .seconds(wait)
    options.expiredToken = try expiredToken(context.output)
    let interruption = Interrupted()
    let run = ContractRun(people: people, options: options) { interruption.happened }
    let line = ProgressLine("check")
    defer { line.clear() }
    let hasWritten = Atomic(false)
    let (ends, end) = AsyncStream.makeStream(of: Result<[CheckResult], CheckObstacle>?.self)
    let work = Task {
      do throws(CheckObstacle) {
        let results = try await run.run(
          announce: { words in
            hasWritten.store(true, ordering: .releasing)
            context.output.note(words)
          }, progress: { fraction, _ in line.show(fraction) })
        end.yield(.success(results))
      } catch {
        end.yield(.failure(error))
      }
    }
    interruption.whenItHappens {
      // What was changed is put back first.
      guard !hasWritten.load(ordering: .acquiring) else { return }
      work.cancel()
      Task {
        try? await Task.sleep(for: Self.grace)
        end.yield(nil)
      }
    }
    var outcomes = ends.makeAsyncIterator()
    switch await outcomes.next() ?? nil {
    case .success(let results):
      let report = CheckReport(results, server: server, remains: await run.remains.lines)
      return (report, interruption.happened)
    case .failure(let obstacle) where !interruption.happened: throw Failure(obstacle)
    case .failure, nil:
      throw Failure(.keptForLater, said("Interrupted before there was anything to tell."))
    }
  }

  /// So long a run that was interrupted may take to tell what it has.
  private static let grace = Duration.seconds(1)

  private func expiredToken(_ output: Output) throws(Failure) -> String? {
    guard let expired else { return nil }
    // A token whose time is over guards nothing: others may read it.
    guard
      let token = try SecretFile.contents(of: Paths.expandingTilde(expired), isOurs: false),
      !token.isEmpty
    else { throw Failure(.notFound, said("The token file \(expired) cannot be read.")) }
    output.secrets.add(token)
    let claims: Claims
    do {
      claims = try Claims(token: token)
    } catch {
      throw Failure(error)
    }
    guard let end = claims.expiresAt, end < Date() else {
      throw Failure(
        .usage, said("The token of \(expired) has not expired: with it nothing is tried."))
    }
    return token
  }

  // MARK: Who acts

  private func people(_ context: Context) throws -> [(CheckPerson, Settings)] {
    let named: [(CheckRole, String)] = [(.user, user), (.support, support), (.admin, admin)]
      .compactMap { role, name in name.map { (role, $0) } }
    guard !named.isEmpty else {
      if write { throw Self.needsAll }
      return [try whoIsSignedIn(context)]
    }
    if write, named.count < 3 { throw Self.needsAll }
    let profiles = try named.map { role, name in
      (role, try RoleProfile(name, global, context.settings.wire))
    }
    let address = profiles[0].1.account.address
    return try profiles.map { role, profile in
      let name = profile.name
      context.output.secrets.add(profile.account.token)
      guard profile.account.address.base == address.base else {
        throw Failure(
          .usage,
          said(
            """
            \(name) is signed in at \(profile.account.address.name) and \(profiles[0].1.name) \
            at \(address.name): a check has one server.
            """))
      }
      let claimed = profile.account.claims.role.rawValue
      guard claimed == role.rawValue else {
        throw Failure(
          .usage,
          said(
            """
            --\(role.rawValue.lowercased()) \(name) is signed in as \(claimed), not as \
            \(role.rawValue).
            """))
      }
      let person = CheckPerson(
        role: role, id: profile.account.claims.userID.rawValue, token: profile.account.token,
        server: try CheckedServer(
          profile.settings, at: address,
          as: name.contains("/") ? role.rawValue.lowercased() : profile.settings.profile))
      return (person, profile.settings)
    }
  }

  private static var needsAll: Failure {
    Failure(
      .usage,
      said("--write needs --user, --support and --admin: a farmer, their agent and an admin."))
  }

  private func whoIsSignedIn(_ context: Context) throws -> (CheckPerson, Settings) {
    let account = try context.account()
    guard let role = CheckRole(rawValue: account.claims.role.rawValue) else {
      throw Failure(
        .usage,
        said(
          """
          The token names the role "\(account.claims.role.rawValue)", which the contract does \
          not know.
          """)
      )
    }
    let person = CheckPerson(
      role: role, id: account.claims.userID.rawValue, token: account.token,
      server: try CheckedServer(
        context.settings, at: account.address, as: context.settings.profile))
    return (person, context.settings)
  }

  // MARK: What is printed

  private var form: CheckFormat { global.json ? .json : format ?? .text }

  private func show(_ checks: [CheckCase], _ output: Output) {
    let output = Output(isJSON: form == .json)
    let width = checks.map(\.name.count).max() ?? 0
    for check in checks {
      output.result(
        [
          "check": .string(check.name), "says": .string(check.says),
          "place": .string("docs/protocol.md, \(check.place)"), "tried": .string(check.tried),
        ],
        check.name.padding(toLength: width, withPad: " ", startingAt: 0)
          + "  \(check.says) (\(check.place))")
    }
  }

  private func print(_ report: JUnitReport, _ output: Output) {
    output.print(lines: [Sanitizer.displayable(report.xml)])
  }

  private func print(_ report: CheckReport, _ output: Output) {
    let printed = Output(isJSON: form == .json, secrets: output.secrets)
    switch form {
    case .text: printed.result(.null, lines: report.lines(columns: Terminal.columnsOfOutput))
    case .junit: print(JUnitReport(report), printed)
    case .json:
      printed.print(
        lines: (report.results.map(\.json) + [report.summaryJSON]).map {
          printed.rendered($0, "")
        })
    }
  }
}

extension JUnitReport {
  /// What was not tried is skipped, what was observed is said beside.
  fileprivate init(_ report: CheckReport) {
    self.init(
      name: "furrow check \(report.server)",
      cases: report.results.map { result in
        let check = result.check
        let outcome: Case.Outcome =
          switch result.verdict {
          case .passed: .passed
          case .notTried(let why): .skipped(why)
          case .observed(let words): .observed(words.joined(separator: "; "))
          case .failed(let findings):
            .failed(check.says, details: findings.map(\.words).joined(separator: "\n"))
          }
        return Case(
          name: check.name, place: String(check.name.prefix { $0 != "." }), outcome: outcome)
      })
  }
}

/// How results are printed.
enum CheckFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  case text, json, junit
}

extension Failure {
  init(_ obstacle: CheckObstacle) {
    switch obstacle {
    case .notThisAPI(let words), .unreachable(let words):
      self.init(.unavailable, Failure.sentence(words))
    case .notSignedIn(let role, let words):
      self.init(
        .notSignedIn,
        said(
          """
          The server does not take the token of \(role.rawValue): \(Failure.sentence(words))
          """))
    }
  }
}
