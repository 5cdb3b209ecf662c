// Which checks were asked for: names with `*` and `?` in them, and commas between.

/// A choice among the names of checks.
package struct CheckNames: Hashable, Sendable {
  private let patterns: [[Character]]

  /// All.
  package init() { patterns = [] }

  /// - Parameter texts: of `--only`, each one name or several with commas between.
  package init(_ texts: [String]) {
    patterns = texts.flatMap { $0.split(separator: ",") }
      .map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty }.map(Array.init)
  }

  package func holds(_ name: String) -> Bool {
    patterns.isEmpty || patterns.contains { Self.matches(Array(name)[...], $0[...]) }
  }

  /// The first pattern that names no check; nil when each names some.
  package func idle(among names: [String]) -> String? {
    patterns.first { pattern in !names.contains { Self.matches(Array($0)[...], pattern[...]) } }
      .map { String($0) }
  }

  private static func matches(
    _ name: ArraySlice<Character>, _ pattern: ArraySlice<Character>
  ) -> Bool {
    var (name, pattern) = (name, pattern)
    // Where to go on when a star has to take one more.
    var retry: (ArraySlice<Character>, ArraySlice<Character>)?
    while true {
      switch (name.first, pattern.first) {
      case (nil, nil): return true
      case (_, "*"):
        pattern.removeFirst()
        if pattern.isEmpty { return true }
        retry = (name, pattern)
      case (let a?, let b?) where a == b || b == "?":
        name.removeFirst()
        pattern.removeFirst()
      default:
        guard let (kept, star) = retry, !kept.isEmpty else { return false }
        let rest = kept.dropFirst()
        retry = (rest, star)
        (name, pattern) = (rest, star)
      }
    }
  }
}
