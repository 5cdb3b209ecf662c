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

  /// `date` as `2025-10-24T10:45:00.000Z`.
  package static func format(_ date: Date) -> String { fractional.format(date) }
}
