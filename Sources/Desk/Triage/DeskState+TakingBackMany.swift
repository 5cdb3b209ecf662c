// A change of many conversations, taken back as it was made: a few at a time, each answered for.

import ChatModel
import Foundation
import Sentences
import TextGrid

extension DeskState {
  /// One step for the person.
  mutating func takeBack(_ reversals: [Reversal], now: Date) {
    startBulk(.takeBack(reversals), seen: [:], now: now)
  }

  /// What of it nobody knows, or was not tried, is a step back again.
  mutating func endTakingBack(_ reversals: [Reversal], by bulk: Bulk, now: Date) {
    let others = bulk.others
    let done = bulk.changed.count
    guard !others.isEmpty else { return say(.info, said("Taken back: all \(done)."), now: now) }
    for (id, outcome) in others {
      log(
        .warning,
        Sentence(said("\(name(of: id)) was not taken back: \(reason(of: outcome)).")), now: now)
    }
    let open = Set(others.filter { $0.outcome.mayBeTriedAgain }.map(\.id))
    if !open.isEmpty {
      undo.note(.many(reversals.filter { open.contains($0.conversationID) }))
    }
    let again =
      open.isEmpty ? "" : said("; \(key(.takeBack, in: .list)) tries \(open.count) again")
    sayOutcome(
      Sentence(
        said(
          """
          Taken back: \(done) of \(bulk.ids.count), not \(names(of: others.map(\.id)))\(again). \
          \(key(.log, in: .list)) says why.
          """)), now: now)
  }
}

extension ManyOutcome {
  /// What has failed the server, or a fresh look, has refused.
  fileprivate var mayBeTriedAgain: Bool {
    switch self {
    case .changed, .moved, .failed: false
    case .unknown, .notTried: true
    }
  }
}
