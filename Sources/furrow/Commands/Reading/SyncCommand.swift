import ArgumentParser
import ChatClient
import ChatModel
import ChatStorage
import Foundation
import JSON
import Sentences

struct SyncCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync", abstract: "Read into this computer what is not here yet of the histories.",
    discussion: """
      Goes on where the last one ended, and beside an open desk. Nothing is marked read.
      """)

  @Flag(help: "Everybody's conversations, not only mine (support and admin).")
  var all = false
  @Option(
    help: ArgumentHelp(
      "No further back than this day: 2026-11-01, 1 Nov, monday, 30d.", valueName: "day"))
  var since: String?
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func run(in context: Context) async throws {
    guard context.settings.keepsCache else {
      throw Failure(.usage, said("--no-cache keeps no history: there is nothing to read it into."))
    }
    let day = try firstDay()
    let account = try context.account()
    let store = try await context.store(of: account)
    guard let lock = try SyncLock.take(directory: account.directory.path) else {
      throw Failure(.keptForLater, said("Another `furrow sync` reads for this account already."))
    }
    defer { withExtendedLifetime(lock) {} }
    let interruption = Interruption()
    let progress = ProgressLine(said("reading histories"))
    let output = context.output
    let sync = HistorySync(
      try Connections.api(of: account, settings: context.settings), store, since: day
    ) { event in
      switch event {
      case .finished(let count, let total): progress.show(Double(count) / Double(max(1, total)))
      case .held(let until):
        progress.clear()
        output.note(said("\(APIError.holdWords(until: until)) It goes on then."))
      }
    }
    let all = all
    let work = Task {
      let ids = try await sync.conversations(all: all)
      try await sync.read(ids)
      while try await store.indexMore() { try Task.checkCancellation() }
      return ids
    }
    Task {
      await interruption.wait()
      work.cancel()
    }
    let result = await work.result
    progress.clear()
    let problem: (any Error)? = if case .failure(let error) = result { error } else { nil }
    try await report(sync.count, store, output, isComplete: problem == nil)
    await store.close()
    guard let problem else { return }
    // What a call says of being cancelled is no failure of it.
    if work.isCancelled {
      throw Failure(.keptForLater, said("Interrupted: the next `furrow sync` goes on there."))
    }
    throw problem
  }

  private func firstDay() throws(Failure) -> Date? {
    guard let since else { return nil }
    return try DayRange(since: since, until: nil, now: Date()).start
  }

  private func report(
    _ count: HistorySync.Count, _ store: any ChatStore & HistoryQueries, _ output: Output,
    isComplete: Bool
  ) async throws {
    let ids = try await store.conversations().map(\.id)
    let reach = try await store.reach(of: ids)
    for id in count.refused {
      output.warn(said("The server does not give the history of \(Listing.word(id.rawValue))."))
    }
    output.result(
      [
        "conversations": .integer(count.conversations), "messages": .integer(count.messages),
        "refused": .array(count.refused.map { .string($0.rawValue) }),
        "whole": .integer(reach.values.count { $0 == .whole }), "complete": .bool(isComplete),
      ],
      said("\(count.messages) new messages of \(count.conversations) conversations. ")
        + (ids.isEmpty && !isComplete
          ? said("No conversation is on this computer yet.") : HistoryReach.summary(reach.values)))
  }
}
