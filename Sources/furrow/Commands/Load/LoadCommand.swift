import ArgumentParser
import ChatClient
import ChatModel
import Foundation
import JSON
import Sentences
import Transport

struct LoadCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "load",
    abstract: "Let simulated people write at a set rate, and tell how long it takes.",
    discussion: """
      Farmers and agents, one for ten, each with the client of the desk, send texts at the rate, \
      whether or not answers come; each time counts from when the message was to go out until the \
      server has confirmed it. On a sandbox with its first world (`furrow serve`) they sign in by \
      themselves; elsewhere --tokens holds a token a line. What they wrote stays there.

      A crowd beyond one machine is the same line on several: --save on each, then \
      `furrow load --merge FILE…`.

      Measures for --fail-if: p50, p90, p95, p99, p99.9, max, mean with a length of time (200ms) or a \
      share of the baseline (110%); failed, unfinished, sent with a number. Exit status 1 when one is \
      met.
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many people.", valueName: "n"))
  var users = 20
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Messages a second, of all together.", valueName: "n"))
  var rate = 10.0
  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("How long: 30s, 2m. (default: 30s)", valueName: "time"),
    transform: { text in
      guard let length = TimeLength.reading(text) else {
        throw ValidationError(said("write a length of time such as 30s or 2m."))
      }
      return length
    })
  var length = Duration.seconds(30)
  @Option(
    help: ArgumentHelp("Tokens to write as, one a line.", valueName: "file"),
    completion: .file(), transform: Checked.filled)
  var tokens: String?
  @Option(
    help: ArgumentHelp("Keep what came of it in this file.", valueName: "file"),
    completion: .file(), transform: Checked.filled)
  var save: String?
  @Option(
    help: ArgumentHelp("Show an earlier one, which --save wrote, beside.", valueName: "file"),
    completion: .file(), transform: Checked.filled)
  var baseline: String?
  @Option(
    help: ArgumentHelp("Fail when this is so: 'p99>200ms'; repeatable.", valueName: "condition"),
    transform: { try FailCondition($0) })
  var failIf: [FailCondition] = []
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Add up what --save wrote, and send nothing.", valueName: "file"),
    completion: .file(), transform: Checked.filled)
  var merge: [String] = []
  @Flag(help: "Replace the file of --save where it is there already.") var force = false
  @Flag(help: "Let it go to another computer.")
  var allowRemote = false
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How long a message may take to be confirmed.", valueName: "seconds"))
  var wait = 10.0
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  /// In seconds: a day.
  private static let longest = 86_400

  func validate() throws {
    try Checked.number(users, in: 1...10_000, "--users")
    guard rate > 0, rate <= 100_000 else {
      throw ValidationError(
        said("--rate must be above 0 and up to 100000 messages a second, not \(rate)."))
    }
    guard length > .zero, length <= .seconds(Self.longest) else {
      throw ValidationError(said("--for must be above 0 and up to 24h."))
    }
    try Checked.wait(wait)
    if baseline == nil, let condition = failIf.first(where: \.needsBaseline) {
      throw ValidationError(
        said("--fail-if '\(condition.text)' is a share of a baseline: give --baseline."))
    }
  }

  func run(in context: Context) async throws {
    // What is wrong with a file is told before anything is sent.
    let before = try baseline.map { path throws(Failure) in try LoadOutcome(contentsOf: path) }
    let kept = try save.map { path throws(Failure) in try ExportFile(path, replacing: force) }
    let outcome = merge.isEmpty ? try await load(context) : try merged()
    context.output.result(outcome.json, lines: outcome.lines(beside: before))
    try kept.map { file throws(Failure) in try outcome.write(to: file) }
    let failures = failIf.compactMap { $0.failure(of: outcome, baseline: before) }
    guard failures.isEmpty else {
      throw Failure(.checkFailed, failures.joined(separator: " "))
    }
  }

  private func merged() throws(Failure) -> LoadOutcome {
    var sum = LoadOutcome()
    var read: [(path: String, outcome: LoadOutcome)] = []
    for path in merge {
      let outcome = try LoadOutcome(contentsOf: path)
      if let twin = read.first(where: { $0.outcome == outcome }) {
        throw Failure(
          .rejected, said("\(path) holds the same load as \(twin.path); it would count twice."))
      }
      if let first = read.first, first.outcome.seconds != outcome.seconds {
        throw Failure(
          .rejected,
          said(
            """
            \(first.path) ran for \(LoadOutcome.number(first.outcome.seconds)) s and \(path) for \
            \(LoadOutcome.number(outcome.seconds)) s: only the same line on several computers adds up.
            """))
      }
      read.append((path, outcome))
      sum.add(outcome)
    }
    return sum
  }

  // MARK: The load

  private func load(_ context: Context) async throws -> LoadOutcome {
    let settings = context.settings
    let address = try settings.address()
    try settings.refuseProduction("load")
    try refuseRemote(address)
    try DescriptorLimit.make(roomFor: users)
    let accounts =
      if let tokens {
        try LoadAccounts.ofFile(tokens, at: address, settings, context.output)
      } else {
        try await LoadAccounts.ofSandbox(users, at: address, settings, context.output)
      }
    let interrupted = Interrupted()
    let cast = LoadAccounts.cast(users, from: accounts)
    let coming = Task { try await Self.gather(cast, settings, interrupted) }
    interrupted.whenItHappens { coming.cancel() }
    let people: [LoadPerson]
    do {
      people = try await coming.value
    } catch {
      guard interrupted.happened else { throw error }
      throw Failure(.keptForLater, said("Interrupted before there was anything to tell."))
    }
    guard !people.isEmpty else {
      throw Failure(.notFound, said("None of these people has a conversation to write in."))
    }
    let run = LoadRun(people, rate: rate, seconds: length / .seconds(1), patience: wait) {
      interrupted.happened
    }
    let line = ProgressLine("load")
    let progress = Task { [length] in
      let start = ContinuousClock.now
      while !Task.isCancelled {
        let (outcome, waiting) = run.now
        line.show(
          (ContinuousClock.now - start) / length, saying: Self.words(outcome, waiting))
        try? await Task.sleep(for: .seconds(1))
      }
    }
    let outcome = await run.run()
    progress.cancel()
    line.clear()
    await withTaskGroup(of: Void.self) { group in
      for person in people { group.addTask { await person.leave() } }
    }
    return outcome
  }

  private static func words(_ outcome: LoadOutcome, _ waiting: Int) -> String {
    let times = [0.5, 0.99].map { LoadOutcome.words(outcome.times.percentile($0)) }
    return said(
      """
      \(outcome.sent) sent, \(waiting) on their way, \(outcome.failed) failed, p50 \
      \(times[0]), p99 \(times[1])
      """)
  }

  private func refuseRemote(_ address: ServerAddress) throws {
    guard !allowRemote, !address.isThisComputer else { return }
    throw Failure(
      .usage,
      said("\(address.name) is another computer: a load goes there only with --allow-remote."))
  }

  /// As many come at a time.
  private static let atOnce = 20

  private static func gather(
    _ accounts: [Account], _ settings: Settings, _ interrupted: Interrupted
  ) async throws -> [LoadPerson] {
    let line = ProgressLine(said("people come"))
    defer { line.clear() }
    var people: [LoadPerson] = []
    var place = 0
    while place < accounts.count, !interrupted.happened {
      let batch = accounts[place..<min(place + atOnce, accounts.count)]
      people += try await withThrowingTaskGroup(of: LoadPerson?.self) { group in
        for (offset, account) in batch.enumerated() {
          let number = place + offset
          group.addTask {
            try await LoadPerson.open(account, number: number, settings: settings)
          }
        }
        var came: [LoadPerson] = []
        for try await person in group { if let person { came.append(person) } }
        return came
      }
      place += batch.count
      line.show(Double(place) / Double(accounts.count))
    }
    return people
  }
}
