import ChatModel
import ContractCheck
import Desk
import Sentences

extension TrialRunner {
  /// Reads and joins only, as the first identity of each role at the server that is shown.
  func check(
    _ players: [Player], _ tell: @escaping @Sendable (WireReport) -> Void
  ) async throws(Failure) -> WireReport {
    let address = players[0].account.address
    var people: [CheckPerson] = []
    for player in players where player.account.address.base == address.base {
      let account = try player.signedIn()
      guard let role = CheckRole(rawValue: account.claims.role.rawValue),
        !people.contains(where: { $0.role == role })
      else { continue }
      people.append(
        CheckPerson(
          role: role, id: account.claims.userID.rawValue, token: account.token,
          server: try CheckedServer(
            player.settings, at: address, as: player.settings.profile,
            sparesLoopback: player.sparesLoopback)))
    }
    guard !people.isEmpty else {
      throw Failure(
        .usage,
        said(
          """
          The token names the role "\(players[0].account.claims.role.rawValue)", which the \
          contract does not know.
          """))
    }
    let run = ContractRun(people: people, options: CheckOptions()) { self.isEnded }
    let results: [CheckResult]
    do throws(CheckObstacle) {
      results = try await run.run(announce: { _ in }) { fraction, name in
        tell(
          WireReport(
            title: "CHECK", subject: address.name,
            progress: said("\(Int(fraction * 100)) %, \(name). It changes nothing.")))
      }
    } catch {
      throw Failure(error)
    }
    return WireReport(CheckReport(results, server: address.name), isCutShort: isEnded)
  }
}

extension WireReport {
  /// What failed first, then what was seen, and what was not tried last.
  init(_ report: CheckReport, isCutShort: Bool) {
    let order = ["failed", "observed", "passed", "not tried"]
    let lines = order.flatMap { word in
      report.results.filter { $0.verdict.word == word }.flatMap(Self.lines)
    }
    self.init(
      title: "CHECK", subject: report.server,
      summary: (isCutShort ? said("Ended early. ") : "") + report.summary, lines: lines,
      hasFindings: report.hasFindings)
  }

  private static func lines(of result: CheckResult) -> [Line] {
    let (name, says) = (result.check.name, result.check.says)
    switch result.verdict {
    case .passed: return [Line(.good, "passed     \(name)", says)]
    case .observed(let seen):
      return [Line(.open, "observed   \(name)", seen.joined(separator: "; "))]
    case .notTried(let why): return [Line(.plain, said("not tried  \(name)"), why)]
    case .failed(let findings):
      return [Line(.bad, "FAILED     \(name)", says)]
        + findings.map { Line(.bad, "", $0.words) }
        + [
          Line(
            .plain, "",
            said("docs/protocol.md, \(result.check.place); tried: \(result.check.tried)"))
        ]
    }
  }
}
