package import Foundation

/// How much of the history is here, in words.
extension HistoryReach {
  /// - Parameter date: how a moment is written
  package func words(_ date: (Date) -> String) -> String {
    switch self {
    case .whole: "all of it is here"
    case .since(let first): "here since \(date(first))"
    case .pieces(let first): "here since \(date(first)), and older pieces"
    case .nothing: "nothing of it is here"
    }
  }

  /// A sentence about all conversations.
  package static func summary(_ all: some Collection<HistoryReach>) -> String {
    let whole = all.count { $0 == .whole }
    let nothing = all.count { $0 == .nothing }
    guard !all.isEmpty else { return "No conversation is on this computer yet: `furrow sync`." }
    guard whole < all.count else {
      return all.count == 1
        ? "The one conversation here is read from its start."
        : "All \(all.count) conversations are here from their start."
    }
    return "Of \(all.count) conversation\(all.count == 1 ? "" : "s") here \(whole) "
      + (whole == 1 ? "is" : "are")
      + " read from the start, \(all.count - whole - nothing) in part, \(nothing) not at all: "
      + "`furrow sync --all` reads the rest."
  }
}
