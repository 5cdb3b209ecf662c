import ChatConnection
import ChatModel
import Desk
import Foundation
import Recordings
import Sentences

extension TrialRunner {
  // MARK: Replaying

  func replay(
    _ path: String, _ players: [Player], _ tell: @escaping @Sendable (WireReport) -> Void
  ) async throws -> WireReport {
    let file = Paths.expandingTilde(path)
    let recording = try Recording(contentsOf: file)
    let book = WireBook.ofThisProgram()
    let cast = try Self.cast(recording, players, book)
    let plan = try ReplayPlan.of(recording, playing: Set(cast.map(\.name)))
    tell(
      WireReport(
        title: "REPLAY", subject: path,
        progress: said(
          """
          \(said(plan.steps.count, one: "1 line", more: "\(plan.steps.count) lines")) as \
          \(cast.map(\.name).joined(separator: ", ")), as fast as it was recorded.
          """)))
    let outcome = try await Replayer(
      recording: recording, plan: plan, players: cast, speed: 1, patience: .seconds(10)
    ).run()
    let target = Replayer.replayed(file)
    try outcome.write(to: target)
    let differences = outcome.differences
    return WireReport(
      title: "REPLAY", subject: path,
      summary: outcome.sentence(isSame: differences.isEmpty),
      lines: differences.map { WireReport.Line(.bad, "line \($0.line)", $0.words) }
        + recording.faults.map { WireReport.Line(.bad, "line \($0.line)", $0.reason) }
        + outcome.remarks.map { WireReport.Line(.plain, "", $0) }
        + [WireReport.Line(.plain, "", said("The replay's own recording is \(target)."))],
      hasFindings: !differences.isEmpty || !recording.faults.isEmpty)
  }

  /// - Throws: why these cannot do that recording again
  static func check(recording file: String, _ players: [Player]) throws(Failure) {
    let recording = try Recording(contentsOf: file)
    _ = try ReplayPlan.of(recording, playing: Set(try pairs(recording, players).map(\.0)))
  }

  /// Those of the desk whom the recording names; of one and one each other.
  private static func pairs(
    _ recording: Recording, _ players: [Player]
  ) throws(Failure) -> [(String, Player)] {
    let names = recording.names
    var pairs = players.filter { names.contains($0.settings.profile) }.map {
      ($0.settings.profile, $0)
    }
    if pairs.isEmpty, names.count == 1, players.count == 1 { pairs = [(names[0], players[0])] }
    guard !pairs.isEmpty else {
      throw Failure(
        .usage,
        said(
          """
          Nobody of this desk is in \(recording.name): there is \
          \(names.joined(separator: ", ")). `furrow replay --as NAME=PROFILE` says who plays \
          whom.
          """))
    }
    return pairs
  }

  private static func cast(
    _ recording: Recording, _ players: [Player], _ book: WireBook
  ) throws(Failure) -> [Replayer.Player] {
    var cast: [Replayer.Player] = []
    for (name, player) in try pairs(recording, players) {
      try player.settings.refuseProduction("replay")
      let settings = player.apart(book)
      let account = try player.signedIn()
      cast.append(
        Replayer.Player(
          name: name, settings: settings, account: account,
          connections: Connections(
            to: account.address, settings: settings, sparesLoopback: player.sparesLoopback)))
    }
    return cast
  }

  // MARK: Asserting

  func hold(
    _ entries: [WireEntry], _ header: WireHeader, against path: String, _ chosen: WireEntry
  ) throws(Failure) -> WireReport {
    let file = Paths.expandingTilde(path)
    // On the screen a line is called by its number.
    let recording = Recording(
      header: header, records: entries.map(\.record), lines: entries.map(\.record.number),
      named: said("the wire"))
    guard FileManager.default.fileExists(atPath: file) else {
      return try begin(file, with: chosen, on: recording)
    }
    let assertions = try AssertionFile.assertions(in: file)
    try recording.refuseStrangers(of: assertions)
    return Self.report(assertions, on: recording, file)
  }

  private static func report(
    _ assertions: [Assertion], on recording: Recording, _ file: String, lead: String = ""
  ) -> WireReport {
    let verdicts = AssertionJudge(recording) { "#\($0)" }.verdicts(on: assertions)
    let failed = verdicts.count { $0.failure != nil }
    let count = said(verdicts.count, one: "1 assertion", more: "\(verdicts.count) assertions")
    let outcome =
      switch failed {
      case 0: said("all hold")
      case 1: said("1 does not hold")
      default: said("\(failed) do not hold")
      }
    let records = said(
      recording.records.count, one: "1 record", more: "\(recording.records.count) records")
    return WireReport(
      title: "ASSERT", subject: file,
      summary: lead + said("\(count), \(outcome) on the \(records) that are shown."),
      lines: verdicts.map { verdict in
        WireReport.Line(
          verdict.failure == nil ? .good : .bad, verdict.failure == nil ? "ok" : "FAIL",
          verdict.words { "#\($0)" })
      } + recording.remarks(on: assertions).map { WireReport.Line(.plain, "", $0) },
      hasFindings: failed > 0)
  }

  /// The strictest of the drafts that holds on what is shown.
  private func begin(
    _ file: String, with chosen: WireEntry, on recording: Recording
  ) throws(Failure) -> WireReport {
    guard file.hasSuffix(".toml") else {
      throw Failure(
        .notFound,
        said("There is no file \(file); a new one of assertions is called something.toml."))
    }
    let number = chosen.relation.answers ?? chosen.relation.cause
    let cause = recording.records.first { $0.number == number }
    let drafts = AssertionDraft.texts(of: chosen.record, chosen.relation, cause: cause)
    guard let last = drafts.last else {
      throw Failure(
        .usage,
        said(
          """
          There is no file \(file), and #\(chosen.record.number) is no event and no request \
          that one could begin with.
          """))
    }
    let judge = AssertionJudge(recording)
    var text = last
    for draft in drafts.dropLast() {
      let assertions = try AssertionFile.assertions(written: draft, in: file)
      guard judge.verdicts(on: assertions).allSatisfy({ $0.failure == nil }) else { continue }
      text = draft
      break
    }
    guard try NewFile.write(Data(text.utf8), to: file) else {
      throw Failure(.usage, said("The file \(file) is there already."))
    }
    return Self.report(
      try AssertionFile.assertions(written: text, in: file), on: recording, file,
      lead: said("\(file) is new, with an assertion of #\(chosen.record.number). "))
  }
}
