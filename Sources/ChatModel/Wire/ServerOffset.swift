import Foundation

/// The server's clock less ours, as its answers tell it: each was made between our asking and our
/// hearing, and is dated in whole seconds. An interval that every answer narrows.
package struct ServerOffset: Hashable, Sendable {
  /// In µs: what the server's clock may be ahead of ours.
  private var range: ClosedRange<Int64>?

  package init() {}

  /// In µs; nil while no answer has told.
  package var offset: Int64? { range.map { ($0.lowerBound + $0.upperBound) / 2 } }

  /// How far ``offset`` may be off, in µs to either side.
  package var within: Int64? { range.map { ($0.upperBound - $0.lowerBound + 1) / 2 } }

  /// - Parameters:
  ///   - date: when the server made an answer, in whole seconds since 1970
  ///   - asked: when it was asked for, by our wall clock, in µs since 1970
  ///   - heard: when it came
  package mutating func learn(date: Int, asked: Int64, heard: Int64) {
    let (made, tooLarge) = Int64(date).multipliedReportingOverflow(by: 1_000_000)
    guard asked <= heard, !tooLarge, abs(made) < 1 << 60, abs(heard) < 1 << 60,
      abs(asked) < 1 << 60
    else { return }
    let sample = (made - heard)...(made - asked + 1_000_000)
    // Without an overlap one of the clocks was set.
    range = range.flatMap { $0.overlaps(sample) ? $0.clamped(to: sample) : nil } ?? sample
  }
}
