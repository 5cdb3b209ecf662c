package import Foundation

/// The API's times: ISO 8601 in UTC with milliseconds; some servers leave out the fraction or write
/// an offset.
package enum Timestamp {
  private static let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
  private static let whole = Date.ISO8601FormatStyle()

  /// The years 1 to 9999, in seconds since 1970: Foundation reads others, too.
  private static let years = -62_135_596_800.0..<253_402_300_800

  /// The time in `text`; nil when it is not ISO 8601 or lies outside the years 1 to 9999.
  package static func parse(_ text: String) -> Date? {
    // A date is at most "2025-10-24T10:45:00.000000000+05:30"; longer text is not worth parsing.
    guard text.utf8.count <= 40 else { return nil }
    if let date = usual(text) { return date }
    guard let date = (try? fractional.parse(text)) ?? (try? whole.parse(text)),
      years.contains(date.timeIntervalSince1970)
    else { return nil }
    return date
  }

  /// The time in text of the form in which nearly every time comes, `2025-10-24T10:45:00.000Z`, with
  /// or without the fraction; nil for all others, which cost Foundation fifty times as long.
  private static func usual(_ text: String) -> Date? {
    var text = text
    return text.withUTF8 { bytes in
      guard bytes.count == 24 || bytes.count == 20, bytes[bytes.count - 1] == UInt8(ascii: "Z"),
        bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
        bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
        bytes[16] == UInt8(ascii: ":"), bytes.count == 20 || bytes[19] == UInt8(ascii: "."),
        let century = number(bytes, 0), let ofCentury = number(bytes, 2),
        let month = number(bytes, 5), let day = number(bytes, 8), let hour = number(bytes, 11),
        let minute = number(bytes, 14), let second = number(bytes, 17)
      else { return nil }
      let year = century * 100 + ofCentury
      // Leap days, years before the Gregorian calendar and leap seconds are for whoever knows the
      // calendar.
      guard year >= 1600, 1...12 ~= month, day >= 1,
        day <= (month == 2 ? 28 : [4, 6, 9, 11].contains(month) ? 30 : 31), hour < 24, minute < 60,
        second < 60
      else { return nil }
      var fraction = 0.0
      if bytes.count == 24 {
        guard let hundredths = number(bytes, 20), bytes[22] &- 0x30 < 10 else { return nil }
        fraction = Double(hundredths * 10 + Int(bytes[22] - 0x30)) / 1000
      }
      let seconds = ((daysSince2001(year, month, day) * 24 + hour) * 60 + minute) * 60 + second
      return Date(timeIntervalSinceReferenceDate: Double(seconds) + fraction)
    }
  }

  /// The two digits at that place.
  private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int? {
    let (tens, ones) = (bytes[place] &- 0x30, bytes[place + 1] &- 0x30)
    return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
  }

  /// In the Gregorian calendar; a year is counted from March, so that a leap day is its last.
  private static func daysSince2001(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let years = month > 2 ? year : year - 1
    let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return years * 365 + years / 4 - years / 100 + years / 400 + ofYear - 730_791
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
