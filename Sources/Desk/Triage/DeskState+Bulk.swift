// Many conversations changed at once: asked with their names, told one by one, one step back.

package import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  /// More than so many ask for their number instead of a yes.
  static let mostByYes = 10

  mutating func askForMany(_ ids: [ConversationID], _ change: ManyChange, now: Date) {
    guard bulk == nil else { return refuseSecondBulk(now: now) }
    guard signInNeeded == nil else {
      return refuse("Nothing is changed before \(key: .signIn) signs in.", now: now)
    }
    open(BulkPrompt(.change(ids, change), on: self))
  }

  mutating func refuseSecondBulk(now: Date) {
    refuse("A change of many is still under way; \(key: .cancel) stops it.", now: now)
  }

  /// "Ramesh, Sita, Lakshmi and 4 more".
  package func names(of ids: [ConversationID]) -> String {
    let shown = ids.prefix(3).map { name(of: $0) }.joined(separator: ", ")
    return ids.count > 3 ? said("\(shown) and \(ids.count - 3) more") : shown
  }

  /// Marks as read without opening: what is mine of the marked, else of the row.
  mutating func markRead(now: Date) {
    let ids = targets.filter { conversations[$0]?.isMine == true }
    guard !ids.isEmpty else {
      return refuse(said("Only what is yours can be marked read."), now: now)
    }
    if ids.count == 1, marked.isEmpty {
      startBulk(.change(ids, .read), seen: seen(ids), now: now)
    } else {
      askForMany(ids, .read, now: now)
    }
  }

  /// What is on the screen of these now.
  func seen(_ ids: [ConversationID]) -> [ConversationID: SeenConversation] {
    Dictionary(
      ids.compactMap { id in
        conversations[id].map { (id, SeenConversation($0.conversation)) }
      }
    ) { first, _ in first }
  }

  /// - Parameter seen: as they were when the person was asked; what another has changed since stays.
  mutating func startBulk(
    _ work: BulkWork, seen: [ConversationID: SeenConversation], now: Date
  ) {
    bulkNumber += 1
    var bulk = Bulk(request: bulkNumber, work: work, before: self.seen(work.ids))
    for id in work.ids {
      if let news = news(of: id, since: seen[id], for: work) { bulk.note(id, .failed(news)) }
    }
    list.rangeFrom = nil
    let rest = work.keeping { bulk.outcomes[$0] == nil }
    guard !rest.ids.isEmpty else { return end(bulk, now: now) }
    self.bulk = bulk
    emit(.client(rest.command(request: bulkNumber)))
    sayProgress(now: now)
  }

  /// The client that was asked has ended.
  mutating func forgetBulk(now: Date) {
    guard var bulk else { return }
    self.bulk = nil
    for id in bulk.ids where bulk.outcomes[id] == nil {
      bulk.note(id, .unknown(said("the desk slept meanwhile")))
    }
    end(bulk, now: now)
  }

  private func news(
    of id: ConversationID, since seen: SeenConversation?, for work: BulkWork
  ) -> String? {
    guard let seen, let now = conversations[id]?.conversation else { return nil }
    if work.changesAgents {
      guard now.agent.id != seen.agent?.id else { return nil }
      return said("\(now.agent.id.map(agentName) ?? said("nobody")) has it meanwhile")
    }
    guard case .change(_, .status) = work, now.status != seen.status, let status = now.status else {
      return nil
    }
    return said("it is \(status.words) meanwhile")
  }

  mutating func stopBulk(now: Date) {
    bulk?.isStopped = true
    emit(.client(.stopMany))
    ask(said("Stopping: what is under way is awaited."), now: now)
  }

  mutating func note(_ request: Int, _ id: ConversationID, _ outcome: ManyOutcome, now: Date) {
    guard bulk?.request == request else { return }
    bulk?.note(id, outcome)
    guard let bulk, bulk.isOver else { return sayProgress(now: now) }
    self.bulk = nil
    end(bulk, now: now)
  }

  private mutating func sayProgress(now: Date) {
    guard let bulk, !bulk.isStopped, configuration.commandWords.isEmpty || bulk.isAtQuarter
    else { return }
    ask(
      said(
        """
        \(bulk.outcomes.count) of \(bulk.ids.count) are \(doneWords(bulk.work))… \
        \(key(.cancel, in: .list)) stops.
        """), now: now)
  }

  private mutating func end(_ bulk: Bulk, now: Date) {
    if bulk.work.changesAgents, !bulk.changed.isEmpty { StatisticsPane.ask(on: &self, now: now) }
    if case .takeBack(let reversals) = bulk.work {
      return endTakingBack(reversals, by: bulk, now: now)
    }
    list.marks.subtract(bulk.changed)
    // What may have been done is among it: taking it back looks first.
    let steps = bulk.ids.compactMap { id in
      bulk.reversal(of: id).map {
        Reversal(id, $0, lastMessage: conversations[id]?.conversation.lastMessage.id)
      }
    }
    if !steps.isEmpty { undo.note(.many(steps)) }
    let others = bulk.others
    for (id, outcome) in others {
      log(
        .warning, "\(name(of: id)): \(words(of: outcome))\(SentenceEnd.mark)", now: now)
    }
    guard let first = bulk.ids.first else { return }
    let work = doneWords(bulk.work)
    let done =
      bulk.changed.count == 1 && bulk.ids.count == 1
      ? said("\(name(of: first)) is now \(work).")
      : said(
        bulk.changed.count, one: "1 is now \(work).",
        more: "\(bulk.changed.count) are now \(work).")
    let forGood = bulk.changed.count { id in
      if case .moved(from: .none, to: _)? = bulk.outcomes[id] { true } else { false }
    }
    let rest =
      forGood == 0
      ? ""
      : said(
        forGood, one: " 1 that nobody had before cannot be given back.",
        more: " \(forGood) that nobody had before cannot be given back.")
    guard !others.isEmpty else {
      if steps.isEmpty { return confirm("\(done)\(rest)", about: first, now: now) }
      let what: Sentence =
        forGood == 0
        ? "\(key: .takeBack) takes all of it back"
        : "\(key: .takeBack) takes \(steps.count) of \(bulk.changed.count) back.\(rest)"
      let sentence: Sentence = "\(done)  \(what)"
      return confirm(sentence, about: first, now: now)
    }
    // The others stay marked: the same key tries them again.
    sayOutcome("\(done)\(rest) \(count(others)): \(key: .log) says which.", now: now)
  }

  // MARK: Words

  /// As it stands in a title.
  func title(of work: BulkWork) -> String {
    switch work {
    case .change(_, .status(let status)): said("SET TO \(status.words.uppercased())")
    case .change(_, .read): said("MARK READ")
    case .change(_, .agent(let agent)): said("GIVE TO \(agentName(agent))")
    case .handovers(let handovers): said("MOVE \(handovers.count) CHATS")
    case .takeBack(let reversals): said("TAKE \(reversals.count) BACK")
    }
  }

  /// As it stands behind "is now".
  private func doneWords(_ work: BulkWork) -> String {
    switch work {
    case .change(_, .status(let status)): status.words
    case .change(_, .read): said("read")
    case .change(_, .agent(let agent)):
      agent == me?.userID ? said("yours") : said("with \(agentName(agent))")
    case .handovers: said("moved")
    case .takeBack: said("taken back")
    }
  }

  private func words(of outcome: ManyOutcome) -> String {
    switch outcome {
    case .changed: said("changed")
    case .moved: said("moved")
    case .failed: said("not changed, \(reason(of: outcome))")
    case .unknown: said("nobody knows whether it is changed, \(reason(of: outcome))")
    case .notTried: said("not tried, \(reason(of: outcome))")
    }
  }

  /// Why it was not changed; empty where it was.
  func reason(of outcome: ManyOutcome) -> String {
    switch outcome {
    case .changed, .moved: ""
    case .failed(let reason), .unknown(let reason), .notTried(let reason):
      Sanitizer.clause(reason)
    }
  }

  private func count(_ others: [(id: ConversationID, outcome: ManyOutcome)]) -> String {
    var (failed, unknown, notTried) = (0, 0, 0)
    for (_, outcome) in others {
      switch outcome {
      case .changed, .moved: break
      case .failed: failed += 1
      case .unknown: unknown += 1
      case .notTried: notTried += 1
      }
    }
    let parts = [
      (failed, said(failed, one: "1 failed", more: "\(failed) failed")),
      (unknown, said(unknown, one: "1 not known", more: "\(unknown) not known")),
      (notTried, said(notTried, one: "1 not tried", more: "\(notTried) not tried")),
    ]
    return parts.filter { $0.0 > 0 }.map(\.1).joined(separator: ", ")
  }
}
