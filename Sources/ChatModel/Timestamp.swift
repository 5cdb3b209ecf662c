package import Foundation

/// The API's times: ISO 8601 in UTC with milliseconds; some servers leave out the fraction or write
/// an offset.
package enum Timestamp {
  private static let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
  private static let whole = Date.ISO8601FormatStyle()

  /// The time in `text`; nil when it is not ISO 8601 or lies outside the years 1 to 9999.
  package static func parse(_ text: String) -> Date? {
    // A date is at most "2025-10-24T10:45:00.000000000+05:30"; longer text is not worth parsing.
    guard text.utf8.count <= 40 else { return nil }
    return (try? fractional.parse(text)) ?? (try? whole.parse(text))
  }

  /// The time in text that is nearly ISO 8601 (a blank for the `T`, no zone, which then is UTC), or
  /// the digits of a number of milliseconds (row 28).
  package static func read(_ text: String) -> Date? {
    let text = text.trimmingCharacters(in: .whitespaces)
    guard text.utf8.count <= 40 else { return nil }
    if let number = Double(text) { return read(number) }
    var letters = Array(text.utf8)
    guard letters.count >= 19 else { return nil }
    if [UInt8(ascii: " "), UInt8(ascii: "t")].contains(letters[10]) {
      letters[10] = UInt8(ascii: "T")
    }
    if letters[letters.count - 1] == UInt8(ascii: "z") {
      letters[letters.count - 1] = UInt8(ascii: "Z")
    }
    let hasZone = letters[19...].contains { [UInt8(ascii: "Z"), 0x2B, 0x2D].contains($0) }
    if !hasZone { letters.append(UInt8(ascii: "Z")) }
    return parse(String(decoding: letters, as: UTF8.self))
  }

  /// Milliseconds since 1970, or seconds where only that makes a time of this century; nil for a
  /// number that is no such time either way.
  package static func read(_ number: Double) -> Date? {
    switch number {
    case 1e12..<1e13: Date(timeIntervalSince1970: number / 1000)
    case 1e9..<1e10: Date(timeIntervalSince1970: number)
    default: nil
    }
  }

  /// `date` as `2025-10-24T10:45:00.000Z`.
  package static func format(_ date: Date) -> String { fractional.format(date) }

  /// `date` as the local time of day, `14:32:10`, for sentences about the next hour.
  package static func timeOfDay(_ date: Date, in zone: TimeZone = .current) -> String {
    guard let seconds = Int(exactly: date.timeIntervalSince1970.rounded(.down)) else {
      return "--:--:--"
    }
    let ofDay = ((seconds + zone.secondsFromGMT(for: date)) % 86_400 + 86_400) % 86_400
    return [ofDay / 3600, ofDay / 60 % 60, ofDay % 60]
      .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }
}
