// Bars and courses in character cells.

import Foundation
import TextGrid

enum Chart {
  /// What they are drawn with.
  enum Glyphs: Hashable, Sendable {
    case blocks
    /// For terminals that have little more.
    case ascii

    init(for widths: TextWidth) { self = widths.isPlain ? .ascii : .blocks }

    /// The steps of a course, lowest first; a blank stands for what nobody knows.
    fileprivate var steps: [Character] {
      switch self {
      case .blocks: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
      case .ascii: ["_", ".", "-", "=", "+", "*", "%", "#"]
      }
    }

    fileprivate var full: Character { self == .blocks ? "▇" : "#" }
  }

  /// A bar for a number, as long as its part of the largest; anything but nothing has one cell.
  static func bar(_ value: Int, of largest: Int, columns: Int, _ glyphs: Glyphs) -> String {
    guard value > 0, largest > 0, columns > 0 else { return "" }
    let part = (Double(value) / Double(largest) * Double(columns)).rounded()
    return String(repeating: glyphs.full, count: Int(min(Double(columns), max(1, part))))
  }

  /// How a number went, in columns of equal time between the first and the last: each shows the last
  /// that was known in its time, scaled between the least and the most of all.
  static func course(
    _ values: [(at: Date, value: Int?)], columns: Int, _ glyphs: Glyphs
  ) -> String {
    guard columns > 0, let first = values.first?.at, let last = values.last?.at else { return "" }
    let length = max(1, last.timeIntervalSince(first))
    var cells = [Int?](repeating: nil, count: columns)
    for (at, value) in values {
      guard let value else { continue }
      let place = at.timeIntervalSince(first) / length * Double(columns)
      cells[Int(min(Double(columns - 1), max(0, place)))] = value
    }
    let known = cells.compactMap { $0 }
    guard let least = known.min(), let most = known.max() else { return "" }
    let steps = glyphs.steps
    return String(
      cells.map { value -> Character in
        guard let value else { return " " }
        guard most > least else { return steps[0] }
        let part = (Double(value) - Double(least)) / (Double(most) - Double(least))
        return steps[min(steps.count - 1, Int(part * Double(steps.count - 1) + 0.5))]
      })
  }
}
