import ChatModel
import Foundation
import JSON
import Sentences

/// A record as a line that a person reads: time, number, ms since the line before, whose, direction,
/// layer, name, size, what it took, what it has to do with others, data.
struct WireLine: Sendable {
  private var last: Int64?

  mutating func text(
    _ record: WireRecord, _ relation: WireRelation, _ header: WireHeader, masking mask: WireMask?
  ) -> String {
    let since = last.map { record.at - $0 } ?? 0
    last = record.at
    let data = record.layer == .sio && !record.isPacket ? record.argument : record.data
    var words = [
      Self.time(header.date(at: record.at)), "#\(record.number)", "+\(since / 1000)",
      Listing.word(record.identity), record.direction == .incoming ? "<-" : "->",
      record.layer.rawValue, Listing.word(mask?.masked(record.name) ?? record.name),
    ]
    if let status = record.status { words.append("\(status)") }
    words.append("\(record.bytes) B")
    if let took = relation.took { words.append(Self.took(took)) }
    if !relation.remark.isEmpty { words.append("(\(relation.remark))") }
    if data != .null { words.append((mask?.masked(data) ?? data).encoded) }
    return words.joined(separator: " ")
  }

  /// In µs, as ms.
  static func took(_ microseconds: Int64) -> String {
    microseconds < 10_000
      ? "\((Double(microseconds) / 1000).formatted(.number.precision(.fractionLength(1)).locale(Locale(identifier: "en")))) ms"
      : "\(microseconds / 1000) ms"
  }

  /// What the server's clock is ahead of ours.
  static func offset(_ offset: Int64, within: Int64) -> String {
    let seconds = { (value: Int64) in String(format: "%.1f", Double(value) / 1e6) }
    let sign = offset < 0 ? "" : "+"
    return
      said(
        """
        The server's clock is \(sign)\(seconds(offset)) s from ours, \u{b1}\(seconds(within)) \
        s.
        """)
  }

  static func time(_ date: Date) -> String {
    date.formatted(
      .verbatim(
        "\(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits).\(secondFraction: .fractional(3))",
        timeZone: .current, calendar: Calendar(identifier: .gregorian)))
  }
}
