import ArgumentParser
import ChatClient
import ChatModel
import Foundation
import JSON
import Sentences
import Synchronization

/// Changes many conversations and prints what became of each, a line as it is known.
struct ManyTelling {
  let context: Context
  let isDry: Bool

  /// How many there were of each kind.
  fileprivate struct Count {
    var changed = 0
    var unchanged = 0
    var unknown = 0
    var notTried = 0
    var failures: [ExitStatus] = []
  }

  /// - Throws: the exit status where not all of them are as they were to be: that of the failures where
  ///   these are all alike and none was changed, else 1.
  func run(
    _ work: [ManyRun.Work], _ api: any ChatAPI, _ log: AuditLog
  ) async throws {
    let counts = Mutex(Count())
    let run = ManyRun(work, api, log, Patience(context.output), isDry: isDry) { work, outcome in
      counts.withLock { $0.note(outcome) }
      tell(work, outcome)
    }
    let interruption = Interruption()
    let watch = Task {
      await interruption.wait()
      run.stop(said("interrupted"))
    }
    await run.run()
    watch.cancel()
    let count = counts.withLock { $0 }
    if work.count > 1 { context.output.note(count.words(isDry: isDry)) }
    if let status = count.status { throw status.code }
  }

  private func tell(_ work: ManyRun.Work, _ outcome: ManyRun.Outcome) {
    context.output.result(json(work, outcome), line(work, outcome))
  }

  // MARK: Words

  private func line(_ work: ManyRun.Work, _ outcome: ManyRun.Outcome) -> String {
    let id = Listing.word(work.id.rawValue)
    switch outcome {
    case .changed(let before):
      return "\(id)  \(farmer(before))  \(work.change.words(before, isDry: isDry))"
    case .unchanged(let before):
      return "\(id)  \(farmer(before))  \(work.change.wordsOfNone)"
    case .failed(let failure): return said("\(id)  not changed: \(Listing.word(failure.message))")
    case .unknown(let reason):
      return said("\(id)  nobody knows whether it is changed: \(Listing.word(reason))")
    case .notTried(let reason): return said("\(id)  not tried: \(Listing.word(reason))")
    }
  }

  private func farmer(_ conversation: Conversation?) -> String {
    Listing.name(conversation?.farmer ?? .absent)
  }

  private func json(_ work: ManyRun.Work, _ outcome: ManyRun.Outcome) -> JSONValue {
    var outcomeWord = isDry ? "would-change" : "changed"
    var reason: String?
    var before: Conversation?
    switch outcome {
    case .changed(let found): before = found
    case .unchanged(let found): (before, outcomeWord) = (found, "unchanged")
    case .failed(let failure): (reason, outcomeWord) = (failure.message, "failed")
    case .unknown(let words): (reason, outcomeWord) = (words, "unknown")
    case .notTried(let words): (reason, outcomeWord) = (words, "not-tried")
    }
    return .object(ofKnown: [
      ("_id", .string(work.id.rawValue)), ("outcome", .string(outcomeWord)),
      ("userId", before?.farmer.json), ("before", work.change.json(before)),
      ("after", work.change.json), ("reason", reason.map(JSONValue.string)),
    ])
  }
}

extension ManyTelling.Count {
  fileprivate mutating func note(_ outcome: ManyRun.Outcome) {
    switch outcome {
    case .changed: changed += 1
    case .unchanged: unchanged += 1
    case .failed(let failure): failures.append(failure.status)
    case .unknown: unknown += 1
    case .notTried: notTried += 1
    }
  }

  fileprivate func words(isDry: Bool) -> String {
    let failed = failures.count
    let parts = [
      (
        changed,
        isDry
          ? said(changed, one: "1 would be changed", more: "\(changed) would be changed")
          : said(changed, one: "1 changed", more: "\(changed) changed")
      ),
      (
        unchanged,
        said(unchanged, one: "1 as wanted already", more: "\(unchanged) as wanted already")
      ),
      (failed, said(failed, one: "1 failed", more: "\(failed) failed")),
      (unknown, said(unknown, one: "1 not known", more: "\(unknown) not known")),
      (notTried, said(notTried, one: "1 not tried", more: "\(notTried) not tried")),
    ]
    let words = parts.filter { $0.0 > 0 }.map(\.1)
    return (words.isEmpty ? said("Nothing to change") : words.joined(separator: ", ")).ended
  }

  fileprivate var status: ExitStatus? {
    guard !failures.isEmpty || unknown + notTried > 0 else { return nil }
    guard changed + unchanged == 0 else { return .checkFailed }
    if unknown > 0 || notTried > 0 { return failures.isEmpty ? .unavailable : .checkFailed }
    return Set(failures).count == 1 ? failures[0] : .checkFailed
  }
}

extension ManyRun.Change {
  /// What it makes of a conversation, and what that was before.
  fileprivate func words(_ conversation: Conversation?, isDry: Bool) -> String {
    switch self {
    case .status(let status):
      let (after, before) = (
        Listing.word(status.words), Listing.word(conversation?.status?.words ?? "-")
      )
      return isDry
        ? said("would be \(after), was \(before)") : said("is now \(after), was \(before)")
    case .agent(let agent):
      let after = Listing.word(agent.title)
      guard let before = conversation?.agent.value.map({ Listing.word($0.title) }) else {
        return isDry
          ? said("would be \(after)'s, was nobody's") : said("is now \(after)'s, was nobody's")
      }
      return isDry
        ? said("would be \(after)'s, was \(before)'s")
        : said("is now \(after)'s, was \(before)'s")
    }
  }

  /// Where there was nothing to do.
  fileprivate var wordsOfNone: String {
    switch self {
    case .status(let status): said("is \(Listing.word(status.words)) already")
    case .agent(let agent): said("is \(Listing.word(agent.title))'s already")
    }
  }

  fileprivate var json: JSONValue {
    switch self {
    case .status(let status): .string(status.rawValue)
    case .agent(let agent): agent.json
    }
  }

  fileprivate func json(_ before: Conversation?) -> JSONValue? {
    switch self {
    case .status: before?.status.map { .string($0.rawValue) }
    case .agent: before?.agent.json
    }
  }
}
