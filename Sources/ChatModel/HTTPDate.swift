// The `Date` header's format (RFC 9110, IMF-fixdate).

package import Foundation

/// Dates as they stand in headers.
package enum HTTPDate {
  private static let style = Date.VerbatimFormatStyle(
    format:
      "\(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .padded(4)) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits) GMT",
    locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt,
    calendar: Calendar(identifier: .gregorian))

  package static func format(_ date: Date) -> String { style.format(date) }
}
