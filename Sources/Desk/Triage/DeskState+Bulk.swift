// The same change of many conversations: asked with their names, told one by one, one step back.

import ChatModel
import Foundation
import TextGrid

extension DeskState {
  /// More than so many ask for their number instead of a yes.
  static let mostByYes = 10

  mutating func askForMany(_ ids: [ConversationID], _ change: ManyChange, now: Date) {
    guard bulk == nil else {
      return refuse("A change of many is still under way; \(key: .cancel) stops it.", now: now)
    }
    guard signInNeeded == nil else {
      return refuse("Nothing is changed before \(key: .signIn) signs in.", now: now)
    }
    open(BulkPrompt(ids, change, on: self))
  }

  /// "Ramesh, Sita, Lakshmi and 4 more".
  func names(of ids: [ConversationID]) -> String {
    let shown = ids.prefix(3).map { name(of: $0) }.joined(separator: ", ")
    return ids.count > 3 ? "\(shown) and \(ids.count - 3) more" : shown
  }

  /// Marks as read without opening: what is mine of the marked, else of the row.
  mutating func markRead(now: Date) {
    let ids = targets.filter { conversations[$0]?.isMine == true }
    guard !ids.isEmpty else {
      return refuse("Only what is yours can be marked read.", now: now)
    }
    if ids.count == 1, marked.isEmpty {
      startBulk(ids, .read, now: now)
    } else {
      askForMany(ids, .read, now: now)
    }
  }

  mutating func startBulk(_ ids: [ConversationID], _ change: ManyChange, now: Date) {
    bulkNumber += 1
    bulk = Bulk(request: bulkNumber, change: change, ids: ids)
    list.rangeFrom = nil
    emit(.client(.changeMany(ids, change, request: bulkNumber)))
    sayProgress(now: now)
  }

  mutating func stopBulk(now: Date) {
    bulk?.isStopped = true
    emit(.client(.stopMany))
    ask("Stopping: what is under way is awaited.", now: now)
  }

  mutating func note(_ request: Int, _ id: ConversationID, _ outcome: ManyOutcome, now: Date) {
    guard bulk?.request == request else { return }
    bulk?.note(id, outcome)
    guard let bulk, bulk.isOver else { return sayProgress(now: now) }
    self.bulk = nil
    end(bulk, now: now)
  }

  private mutating func sayProgress(now: Date) {
    guard let bulk, !bulk.isStopped else { return }
    ask(
      "\(bulk.outcomes.count) of \(bulk.ids.count) are \(bulk.change.words)… "
        + "\(key(.cancel, in: .list)) stops.", now: now)
  }

  private mutating func end(_ bulk: Bulk, now: Date) {
    list.marks.subtract(bulk.changed)
    let steps = bulk.changed.compactMap { id -> Reversal? in
      let last = conversations[id]?.conversation.lastMessage.id
      switch (bulk.change, bulk.outcomes[id]) {
      case (.status(let to), .changed(let from?)?) where from != to:
        return Reversal(id, .status(from: from, to: to), lastMessage: last)
      case (.agent, .moved(let from?, let to)?) where from.id != to.id:
        return Reversal(id, .agent(from: from, to: to), lastMessage: last)
      default: return nil
      }
    }
    if !steps.isEmpty { undo.note(.many(steps)) }
    let others = bulk.others
    for (id, outcome) in others {
      log(.warning, "\(name(of: id)): \(words(of: outcome)).", now: now)
    }
    guard let first = bulk.ids.first else { return }
    let whom =
      bulk.changed.count == 1 && bulk.ids.count == 1
      ? "\(name(of: first)) is" : bulk.changed.count == 1 ? "1 is" : "\(bulk.changed.count) are"
    let done = "\(whom) now \(bulk.change.words)."
    guard !others.isEmpty else {
      if steps.isEmpty { return confirm(done, about: first, now: now) }
      return confirm("\(done)  \(key: .takeBack) takes all of it back", about: first, now: now)
    }
    // The others stay marked: the same key tries them again.
    say(.warning, "\(done) \(count(others)): \(key: .log) says which.", now: now)
  }

  private func words(of outcome: ManyOutcome) -> String {
    switch outcome {
    case .changed, .moved: "changed"
    case .failed(let reason): "not changed, \(Sanitizer.clause(reason))"
    case .unknown(let reason): "nobody knows whether it is changed, \(Sanitizer.clause(reason))"
    case .notTried(let reason): "not tried, \(Sanitizer.clause(reason))"
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
    return [(failed, "failed"), (unknown, "not known"), (notTried, "not tried")]
      .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }

  // MARK: Taking back

  /// One step for the person: the conversations go back one after the other.
  mutating func takeBack(_ reversals: [Reversal], now: Date) {
    undo.many = UndoHistory.Many(rest: reversals, count: reversals.count)
    takeNextBack(now: now)
  }

  private mutating func takeNextBack(now: Date) {
    guard let many = undo.many else { return }
    guard let next = undo.takeNextOfMany() else {
      undo.many = nil
      let done = many.count - many.problems.count
      guard !many.problems.isEmpty else {
        return say(.info, "Taken back: all \(done).", now: now)
      }
      for problem in many.problems { log(.warning, "\(problem.words)", now: now) }
      if !many.unknown.isEmpty { undo.note(.many(many.unknown)) }
      let again =
        many.unknown.isEmpty
        ? "" : "; \(key(.takeBack, in: .list)) tries \(many.unknown.count) again"
      return say(
        .warning,
        "Taken back: \(done) of \(many.count), not \(names(of: many.problems.map(\.id)))\(again). "
          + "\(key(.log, in: .list)) says why.", now: now)
    }
    undo.underWay = next
    emit(.client(.takeBack(next)))
    ask("Taking back \(many.count - many.rest.count + 1) of \(many.count)…", now: now)
  }

  /// Whether this was one of many that are taken back; goes on with the next.
  ///
  /// - Parameter isKnown: false where nobody knows whether it can be: it is to be tried again.
  mutating func noteOneOfMany(
    _ reversal: Reversal, problem: String?, isKnown: Bool = true, now: Date
  ) -> Bool {
    guard undo.many != nil, undo.underWay == reversal else { return false }
    undo.underWay = nil
    if let problem {
      let id = reversal.conversationID
      let words = "\(name(of: id)) was not taken back: \(Sanitizer.clause(problem))."
      undo.many?.problems.append(UndoHistory.Many.Problem(id: id, words: words))
      if !isKnown { undo.many?.unknown.append(reversal) }
    }
    takeNextBack(now: now)
    return true
  }
}
