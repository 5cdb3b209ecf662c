import ArgumentParser
import ChatConnection
import ChatModel
import Foundation
import JSON
import Recordings
import Sentences

struct ReplayCommand: PooledCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Do what a recording shows again against a server, and judge it.",
    discussion: """
      Each identity that is to act is played by a profile: `--as meera=staging`. Ids are mapped: a \
      line waits until the ids that it names are known here, and until what was answered before it \
      is answered. At the end the state of the conversations is compared with that of the \
      recording. Without --as nothing is sent: the assertions judge the recording itself.

      Exit status 1 when an assertion fails or the state is another one. A failure names the line \
      that shows why, of the replay's own recording beside the file: FILE.replayed.jsonl, or that of \
      --save. A profile marked `production` is refused.

      Assertions are tables of a TOML file; places are JSON pointers, shapes JSON Schema:

        [[assert]]
        name = "the tick comes in time"
        event = "message:sent"        # or sent, request, order, state
        after = "message:send"
        within = "500ms"

        [[assert]]
        event = "message:new"
        as = "ramesh"
        at = "/message/content"
        equals = "Namaste"
        count = 1                     # or at_least, at_most

        [[assert]]
        request = "POST chat/messages"
        status = 201
        shape = { type = "object", required = ["data"] }   # or "schema.json"

        [[assert]]
        order = ["conversation:joined", "message:sent"]

        [[assert]]
        state = "/conversations/671234567890abcdef123456/status"
        equals = "resolved"
      """)

  @Argument(help: "The recording.", completion: .file(), transform: Checked.filled)
  var file: String
  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "Who of the recording is played by which profile; repeatable.", valueName: "name=profile"),
    transform: Self.part)
  var parts: [Part] = []
  @Option(
    help: ArgumentHelp(
      "How many times as fast as it was recorded, or max; 1 if not given.", valueName: "n"),
    transform: Self.rate)
  var speed: Double = 1
  @Option(
    name: .customLong("assert"),
    help: ArgumentHelp("A file of assertions; repeatable.", valueName: "file"),
    completion: .file(), transform: Checked.filled)
  var assertions: [String] = []
  @Option(
    help: ArgumentHelp(
      "Write what came of the assertions there, as JUnit does.", valueName: "file"),
    completion: .file(), transform: Checked.filled)
  var junit: String?
  @Option(
    help: ArgumentHelp("Write the replay's own recording there.", valueName: "file"),
    completion: .file(), transform: Checked.filled)
  var save: String?
  @Option(
    help: ArgumentHelp("How long an answer is waited for; 10s if not given.", valueName: "time"),
    transform: Checked.time)
  var wait: Duration?
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  struct Part: Hashable, Sendable {
    let name: String
    let profile: String
  }

  private struct Unusable: Error, CustomStringConvertible { let description: String }

  private static func part(_ text: String) throws -> Part {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw Unusable(description: said("it is NAME=PROFILE: who of the recording, played by whom."))
    }
    return Part(name: parts[0], profile: parts[1])
  }

  private static func rate(_ text: String) throws -> Double {
    if text == "max" { return .infinity }
    guard let rate = Double(text), rate >= 0.01, rate <= 1000 else {
      throw Unusable(description: said("it is a number from 0.01 to 1000, or max."))
    }
    return rate
  }

  /// What the options do not say together; a report that is wanted says it, too.
  private func checkOptions() throws(Failure) {
    if Set(parts.map(\.name)).count < parts.count {
      throw Failure(.usage, said("--as names somebody twice."))
    }
    if Set(parts.map(\.profile)).count < parts.count {
      throw Failure(
        .usage,
        said("--as gives one profile to two: each is played by one of its own."))
    }
    if parts.isEmpty, assertions.isEmpty {
      throw Failure(
        .usage,
        said("Give --as NAME=PROFILE to replay it, or --assert FILE to judge it."))
    }
    if parts.isEmpty, save != nil { throw Failure(.usage, said("--save goes with --as.")) }
  }

  func start() async throws {
    try ReplayFiles(inputs: [file] + assertions).check(report: junit)
    // Whatever ends this run, no earlier report is left to be taken for its own.
    if let junit, case .file = try OutputPlace.of(junit) {
      try report(said("The replay was ended before it was done."))
    }
    do {
      try await replay(Output(isJSON: global.json))
    } catch let code as ExitCode {
      throw code
    } catch {
      try report(Failure(error).message)
      throw error
    }
  }

  private func replay(_ output: Output) async throws {
    try checkOptions()
    // What is wrong with a file is told before anything is sent.
    let recording = try Recording(contentsOf: file)
    let wanted = try assertions.flatMap { path throws(Failure) in
      try AssertionFile.assertions(in: path)
    }
    recording.tellFaults(output)
    try recording.refuseStrangers(of: wanted)
    let path = save ?? Replayer.replayed(file)
    try ReplayFiles(inputs: [file] + assertions).check(
      recording: parts.isEmpty ? nil : path, report: junit)
    for remark in recording.remarks(on: wanted) { output.warn(remark) }
    guard !parts.isEmpty else {
      let verdicts = AssertionJudge(recording).verdicts(on: wanted)
      try report(verdicts, of: recording, on: recording.name, [], output)
      return try Recording.refuseLosses([recording])
    }
    let book = WireBook.ofThisProgram()
    let wire = try WireOutput(global, of: book, output)
    defer { withExtendedLifetime(wire) {} }
    let outcome = try await replayer(recording, book).run()
    try outcome.write(to: path)
    for remark in outcome.remarks { output.note(remark) }
    let differences = outcome.differences
    output.result(
      [
        "steps": .integer(outcome.steps), "ids": .integer(outcome.ids), "file": .string(path),
        "same": .bool(differences.isEmpty),
      ],
      outcome.sentence(path, isSame: differences.isEmpty))
    for difference in differences {
      output.result(
        [
          "difference": .string(difference.words), "file": .string(file),
          "line": .integer(difference.line),
        ], "  \(file):\(difference.line): \(difference.words)")
    }
    let verdicts = AssertionJudge(outcome.recording, state: outcome.state).verdicts(on: wanted)
    try report(verdicts, of: recording, on: path, differences, output)
    try Recording.refuseLosses([recording])
  }

  private func replayer(
    _ recording: Recording, _ book: WireBook
  ) throws(Failure) -> Replayer {
    let names = recording.names
    var players: [Replayer.Player] = []
    for part in parts {
      guard names.contains(part.name) else {
        throw Failure(
          .usage,
          said(
            """
            Nobody in \(file) is called \(part.name): there is \
            \(names.joined(separator: ", ")).
            """)
        )
      }
      let context = try Context(ofProfile: part.profile, global, book: book)
      try context.settings.refuseProduction("replay")
      let account = try context.account()
      players.append(
        Replayer.Player(
          name: part.name, settings: context.settings, account: account,
          connections: Connections(to: account.address, settings: context.settings)))
    }
    let plan = try ReplayPlan.of(recording, playing: Set(parts.map(\.name)))
    return Replayer(
      recording: recording, plan: plan, players: players, speed: speed.isFinite ? speed : nil,
      patience: wait ?? .seconds(10))
  }

  private func report(
    _ verdicts: [AssertionVerdict], of recording: Recording, on path: String,
    _ differences: [RecordedState.Difference], _ output: Output
  ) throws {
    for verdict in verdicts {
      output.result(
        .object(ofKnown: [
          ("assertion", .string(verdict.assertion.name)), ("ok", .bool(verdict.failure == nil)),
          ("place", .string(verdict.assertion.place)),
          ("file", verdict.failure.map { _ in .string(path) }),
          ("line", verdict.failure.map { .integer($0.line) }),
          ("reason", verdict.failure.map { .string($0.words) }),
        ]),
        (verdict.failure == nil ? "ok    " : "FAIL  ") + verdict.words { "\(path):\($0)" })
    }
    if let junit {
      let lost = recording.faults.map(\.description)
      try ExportFile.write(Self.junit(file, verdicts, path, differences, lost), to: junit)
    }
    if !differences.isEmpty || verdicts.contains(where: { $0.failure != nil }) {
      throw ExitStatus.checkFailed.code
    }
  }

  /// Who looks at the report alone is told why there was no replay to judge.
  private func report(_ reason: String) throws {
    guard let junit else { return }
    let report = JUnitReport(
      name: "furrow replay \(file)",
      cases: [
        JUnitReport.Case(
          name: "it can be done again", place: file, outcome: .failed(reason))
      ])
    try ExportFile.write(report.xml, to: junit)
  }

  private static func junit(
    _ file: String, _ verdicts: [AssertionVerdict], _ path: String,
    _ differences: [RecordedState.Difference], _ lost: [String]
  ) -> String {
    var cases = verdicts.map { verdict in
      JUnitReport.Case(
        name: verdict.assertion.name, place: verdict.assertion.place,
        outcome: verdict.failure.map { .failed("\(path):\($0.line): \($0.words)") } ?? .passed)
    }
    if let first = differences.first {
      cases.append(
        JUnitReport.Case(
          name: "the state is the same", place: file,
          outcome: .failed("\(file):\(first.line): \(first.words)")))
    }
    if let first = lost.first {
      cases.append(
        JUnitReport.Case(
          name: "every line can be read", place: file,
          outcome: .failed(first, details: lost.dropFirst().joined(separator: "\n"))))
    }
    return JUnitReport(name: "furrow replay \(file)", cases: cases).xml
  }
}
