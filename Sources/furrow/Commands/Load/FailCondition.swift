import ChatModel
import Sentences

/// When a load counts as failed: `p99>200ms`, `failed>0`, or `p99>110%` of the baseline.
struct FailCondition: Hashable, Sendable {
  /// As it was written.
  let text: String
  private let measure: String
  private let comparison: Comparison
  private let limit: Limit

  private enum Comparison: String, CaseIterable {
    case atLeast = ">="
    case atMost = "<="
    case above = ">"
    case below = "<"
  }

  private enum Limit: Hashable {
    case time(Int)
    case count(Int)
    /// Of the baseline's.
    case percent(Double)
  }

  private static let counts = ["failed", "unfinished", "sent"]
  private static let times = LoadOutcome.percentiles.map(\.name) + ["max", "mean"]

  /// What is wrong with a condition, and from which column on.
  struct Problem: Error, Equatable, CustomStringConvertible {
    let column: Int
    let words: String

    var description: String { said("column \(column): \(words)") }
  }

  /// - Throws: `Problem`, which names the column.
  init(_ text: String) throws(Problem) {
    func problem(_ place: String.Index, _ words: String) -> Problem {
      Problem(column: text.distance(from: text.startIndex, to: place) + 1, words: words)
    }
    func past(_ place: String.Index) -> String.Index {
      text[place...].firstIndex { !$0.isWhitespace } ?? text.endIndex
    }
    let start = past(text.startIndex)
    let sign = text[start...].firstIndex { "<>=".contains($0) } ?? text.endIndex
    let measure = text[start..<sign].filter { !$0.isWhitespace }
    guard (Self.times + Self.counts).contains(measure) else {
      throw problem(
        start,
        said(
          """
          "\(measure)" is no measure; there are \
          \((Self.times + Self.counts).joined(separator: ", ")).
          """)
      )
    }
    guard
      let comparison = Comparison.allCases.first(where: { text[sign...].hasPrefix($0.rawValue) })
    else { throw problem(sign, said("here >, >=, < or <= is expected.")) }
    let value = past(text.index(sign, offsetBy: comparison.rawValue.count))
    let word = text[value...].filter { !$0.isWhitespace }
    guard let limit = Self.limit(word, of: measure) else {
      throw problem(
        value,
        Self.counts.contains(measure)
          ? said("\"\(word)\" is no whole number.")
          : said(
            """
            "\(word)" is no length of time such as 200ms, and no share of the baseline such as \
            110%.
            """)
      )
    }
    self.text = text
    self.measure = measure
    self.comparison = comparison
    self.limit = limit
  }

  private static func limit(_ word: String, of measure: String) -> Limit? {
    if counts.contains(measure) { return Int(word).flatMap { $0 >= 0 ? .count($0) : nil } }
    if word.hasSuffix("%") {
      return Double(word.dropLast()).flatMap { $0 >= 0 && $0.isFinite ? .percent($0) : nil }
    }
    return TimeLength.reading(word).map { .time($0.wholeMicroseconds) }
  }

  var needsBaseline: Bool { if case .percent = limit { true } else { false } }

  /// What to tell when the load failed by it; nil when it did not.
  func failure(of outcome: LoadOutcome, baseline: LoadOutcome?) -> String? {
    let came: Double
    let bound: Double
    switch limit {
    case .count(let limit):
      came = Double(
        ["failed": outcome.failed, "unfinished": outcome.unfinished, "sent": outcome.sent][measure]
          ?? 0)
      bound = Double(limit)
    case .time where outcome.hasNoTimes, .percent where outcome.hasNoTimes:
      return said("\(text): no message has a time.")
    case .time(let limit):
      came = Double(Self.time(measure, outcome))
      bound = Double(limit)
    case .percent(let share):
      guard let baseline else { return nil }
      guard !baseline.hasNoTimes else {
        return said("\(text): no message of the baseline has a time.")
      }
      came = Double(Self.time(measure, outcome))
      bound = Double(Self.time(measure, baseline)) * share / 100
    }
    let isMet =
      switch comparison {
      case .above: came > bound
      case .atLeast: came >= bound
      case .below: came < bound
      case .atMost: came <= bound
      }
    guard isMet else { return nil }
    let words =
      Self.counts.contains(measure) ? "\(Int(came))" : LoadOutcome.words(Int(came))
    return said("\(text): \(measure) was \(words).")
  }

  private static func time(_ measure: String, _ outcome: LoadOutcome) -> Int {
    outcome.measures.first { $0.name == measure }?.microseconds ?? 0
  }
}
