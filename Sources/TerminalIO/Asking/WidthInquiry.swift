// Finds out how the terminal counts columns, while everything else goes on.

import TextGrid

/// The samples of ``TextGrid/WidthProbe``, and what the terminal answered.
///
/// They are written in one go before the first frame, concealed, and erased at once; the frame is
/// painted without waiting. A terminal that does not answer in time, that answers what cannot be, or
/// that stops half way changes nothing.
struct WidthInquiry {
  typealias Instant = ContinuousClock.Instant

  /// The row, counted from 1, in which the samples are written. A report of the first row looks like a
  /// key: F3 with a modifier.
  static let row = 2
  /// The least room that the samples need.
  static let room = Size(columns: 20, rows: 3)
  /// What is asked for in other terminals would come too late to be worth a change on the screen.
  static let patience = Duration.seconds(1)
  static var answers: Int { WidthProbe.allCases.count }

  /// How text is measured.
  private(set) var rules: TextWidth
  private let base: TextWidth
  private var columns: [Int] = []
  private var deadline: Instant?

  init(_ base: TextWidth) {
    self.base = base
    rules = base
  }

  /// What the terminal is to be sent.
  var question: [UInt8] {
    let samples = WidthProbe.allCases.map { "\u{1B}[\(Self.row);1H\($0.text(base))\u{1B}[6n" }
    return Array("\u{1B}[0;8m\(samples.joined())\u{1B}[\(Self.row);1H\u{1B}[2K\u{1B}[0m".utf8)
  }

  /// Whether answers are likely to be under way.
  func isOpen(at now: Instant) -> Bool { deadline.map { now < $0 } ?? false }

  mutating func ask(at now: Instant) {
    columns = []
    deadline = now + Self.patience
  }

  /// Takes an answer; whether text is measured otherwise from now on.
  mutating func hear(_ reply: TerminalReply, at now: Instant) -> Bool {
    guard case .cursor(_, let column) = reply, let until = deadline, now < until else {
      return false
    }
    columns.append(column - 1)
    guard columns.count == Self.answers else { return false }
    deadline = nil
    guard let learned = WidthProbe.rules(from: columns, over: base), learned != rules else {
      return false
    }
    rules = learned
    return true
  }
}
