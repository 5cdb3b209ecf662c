import ChatModel

@testable import Desk

/// A desk whose composer is open, with this draft in it.
func writing(_ draft: Draft? = nil) -> Bench {
  var bench = Bench()
  bench.seed()
  if let draft { bench.client(.draft("lakshmi", draft)) }
  bench.press("Enter")
  _ = bench.take()
  return bench
}

/// The texts of the drafts that are to be kept.
func drafts(_ effects: [Effect]) -> [String] {
  effects.compactMap { effect in
    if case .client(.saveDraft(_, let draft)) = effect { draft.text } else { nil }
  }
}
