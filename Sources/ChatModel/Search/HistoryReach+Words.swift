package import Foundation
import Sentences

/// How much of the history is here, in words.
extension HistoryReach {
  /// - Parameter date: how a moment is written
  package func words(_ date: (Date) -> String) -> String {
    switch self {
    case .whole: said("all of it is here")
    case .since(let first): said("here since \(date(first))")
    case .pieces(let first): said("here since \(date(first)), and older pieces")
    case .nothing: said("nothing of it is here")
    }
  }

  /// A sentence about all conversations.
  package static func summary(_ all: some Collection<HistoryReach>) -> String {
    let whole = all.count { $0 == .whole }
    let nothing = all.count { $0 == .nothing }
    guard !all.isEmpty else {
      return said("No conversation is on this computer yet: `furrow sync`.")
    }
    guard whole < all.count else {
      return all.count == 1
        ? said("The one conversation here is read from its start.")
        : said("All \(all.count) conversations are here from their start.")
    }
    let part = all.count - whole - nothing
    if all.count == 1 {
      return said(
        """
        Of 1 conversation here \(whole) are read from the start, \(part) in part, \(nothing) not at \
        all: `furrow sync --all` reads the rest.
        """)
    }
    return said(
      whole,
      one: """
        Of \(all.count) conversations here 1 is read from the start, \(part) in part, \(nothing) not \
        at all: `furrow sync --all` reads the rest.
        """,
      more: """
        Of \(all.count) conversations here \(whole) are read from the start, \(part) in part, \
        \(nothing) not at all: `furrow sync --all` reads the rest.
        """)
  }
}
