import ArgumentParser
import ChatClient
import ChatModel
import Foundation
import JSON
import Sentences

extension ReportGrouping: ExpressibleByArgument {}

struct ReportCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Reckon how soon farmers were answered, from the history here.",
    discussion: """
      First response (a median where there are several), worst wait, the share answered within the \
      target in working hours, messages of each agent, and who answered last. Times are seconds in csv \
      and json; a ~ marks what was only observed, as something is missing in the history around it or \
      the server gave no time. Target and hours are those of roster.toml (answer_within, hours, \
      holidays), else wait_late of config.toml and all hours. The server is not asked; `furrow sync \
      --all` reads what is missing, and the foot says on how much the report rests.
      """)

  @Option(
    help: ArgumentHelp("From this day on: 2026-11-01, 1 Nov, monday, 30d.", valueName: "day"))
  var since: String?
  @Option(help: ArgumentHelp("Through this day.", valueName: "day")) var until: String?
  @Option(help: "What the rows are: conversation, agent or day.") var by = ReportGrouping
    .conversation
  @Option(help: "text, json or csv; --json is the same as json. (default: text)")
  var format: TableFormat?
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func run(in context: Context) async throws {
    guard context.settings.keepsCache else {
      throw Failure(.usage, said("--no-cache keeps no history: there is nothing to report on."))
    }
    let file = RosterFile(contentsOf: context.settings.paths.rosterFile)
    for warning in file.warnings { context.output.warn(warning) }
    let zone = file.roster.timeZone ?? .current
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let now = Date()
    let days = try DayRange(since: since, until: until, now: now, calendar: calendar)
    let account = try context.account(offline: true)
    let store = try await context.store(of: account)
    let target = file.roster.answerWithin ?? Double(context.settings.waitLate) * 60
    var report = ReportCalculator(
      days.start..<days.end, roster: file.roster, target: target, timeZone: zone, now: now)
    do {
      try await Self.read(store, days.start, into: &report)
    } catch {
      await store.close()
      throw error
    }
    await store.close()
    print(report, target, zone, context)
  }

  /// So many messages are read at a time.
  private static let pageSize = 1000
  /// A wait that began earlier before the report's time than this begins within it, in seconds.
  private static let lookBack: TimeInterval = 30 * 86_400

  private static func read(
    _ store: any ChatStore & HistoryQueries, _ start: Date, into report: inout ReportCalculator
  ) async throws {
    let conversations = try await store.conversations().sorted { $0.id < $1.id }
    report.learn(conversations.compactMap(\.agent.value))
    report.learn(try await store.localData().agents)
    let earliest = start > .distantPast ? start.addingTimeInterval(-lookBack) : start
    for conversation in conversations {
      try Task.checkCancellation()
      var place = MessagePlace(time: earliest, id: "")
      var messages: [Message] = []
      while true {
        let page = try await store.messages(conversation.id, after: place, limit: pageSize)
        messages += page
        guard page.count == pageSize, let last = page.last else { break }
        place = MessagePlace(last)
      }
      let runs = try await store.runs(conversation.id)
      report.add(conversation, messages, runs: runs)
    }
  }

  // MARK: Printing

  private static var ruleOfAgents: String {
    said(
      """
      A wait counts for whoever answered it, whole, though others had the conversation before; one \
      that goes on counts for whoever has it.
      """)
  }

  private func print(
    _ report: ReportCalculator, _ target: TimeInterval, _ zone: TimeZone, _ context: Context
  ) {
    let rows = report.rows(by: by)
    let format = format ?? (global.json ? .json : .text)
    let output = format == .json ? context.output.asJSON : context.output
    switch format {
    case .text, .json: for row in rows { output.result(row.json(by), row.line(by)) }
    case .csv: output.rows([ReportRow.titles(by)] + rows.map { $0.cells(by) })
    }
    if rows.isEmpty { context.output.note(said("Nothing was written then that is here.")) }
    context.output.note(
      report.coverage.sentence(observed: rows.reduce(0) { $0 + $1.observed })
        + said(
          """
           The target is \(ClockWords.length(target)) of working hours (\(zone.identifier)).
          """)
        + (by == .agent ? " " + Self.ruleOfAgents : ""))
  }
}

extension ReportCoverage {
  fileprivate func sentence(observed: Int) -> String {
    guard conversations > 0 else { return HistoryReach.summary([]) }
    let here = said(
      whole, one: "1 is here without a gap from then on",
      more: "\(whole) are here without a gap from then on")
    var words =
      said(
        messages, one: "This rests on 1 message. ", more: "This rests on \(messages) messages. ")
      + said(
        conversations, one: "Of 1 conversation \(here)",
        more: "Of \(conversations) conversations \(here)")
    if missing > 0 { words += said(", \(missing) not at all") }
    words +=
      whole < conversations ? said("; `furrow sync --all` reads the rest.") : SentenceEnd.mark
    if observed > 0 {
      words += said(
        observed, one: " 1 time is only observed.", more: " \(observed) times are only observed.")
    }
    if timeless > 0 {
      words += said(
        timeless, one: " 1 message without a time is left out.",
        more: " \(timeless) messages without a time are left out.")
    }
    return words
  }
}
