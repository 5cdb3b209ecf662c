import Foundation
import SplitMix
import Testing

@testable import ChatModel

struct TimestampTests {
  @Test(arguments: [
    "10000-01-01T00:00:00Z", "99999999-01-01T00:00:00Z", "999999999999-12-31T23:59:59Z",
  ])
  func yearsThatNobodyWritesAreNone(text: String) {
    #expect(Timestamp.parse(text) == nil)
  }

  @Test(arguments: [
    ("2025-10-24T10:45:00.000Z", 1_761_302_700.0), ("2025-10-24T10:45:00Z", 1_761_302_700),
    ("2025-10-24T16:15:00+05:30", 1_761_302_700), ("2025-10-24T10:45:00.250Z", 1_761_302_700.25),
    ("2025-10-24T16:15:00.250+05:30", 1_761_302_700.25),
  ])
  func timesAreReadWithAndWithoutFractionAndOffset(text: String, seconds: Double) throws {
    let date = try #require(Timestamp.parse(text))
    #expect(abs(date.timeIntervalSince1970 - seconds) < 0.001)
  }

  // Row 28.
  @Test(
    arguments: [
      ("2025-10-24 10:45:00.000Z", 1_761_302_700), ("2025-10-24 10:45:00", 1_761_302_700),
      ("2025-10-24T10:45:00.000", 1_761_302_700), ("1761302700000", 1_761_302_700),
      (" 2025-10-24t10:45:00z ", 1_761_302_700), ("2025-10-24 16:15:00+05:30", 1_761_302_700),
      ("1761302700", 1_761_302_700), ("", nil), ("Invalid date", nil), ("5", nil), ("nan", nil),
      ("-1761302700000", nil), ("1e999", nil), ("2025-99-24 10:45:00", nil), ("0", nil),
      ("1761302700000000", nil), (String(repeating: "9", count: 400), nil),
    ] as [(String, Double?)])
  func whatIsNearlyATimeIsRead(text: String, seconds: Double?) {
    #expect(Timestamp.read(text)?.timeIntervalSince1970 == seconds)
  }

  @Test func timesPrintInUTCWithMilliseconds() {
    #expect(
      Timestamp.format(Date(timeIntervalSince1970: 1_761_302_700.25)) == "2025-10-24T10:45:00.250Z")
    #expect(Timestamp.parse("tomorrow") == nil)
    #expect(Timestamp.parse(String(repeating: "2", count: 1000)) == nil)
  }

  /// The short way of the usual form and Foundation's reader are one reader.
  @Test func theUsualFormIsReadAsFoundationReadsIt() {
    var random = SplitMix64(seed: 3)
    let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    let whole = Date.ISO8601FormatStyle()
    func digits(_ range: ClosedRange<Int>, _ width: Int = 2) -> String {
      let text = String(Int.random(in: range, using: &random))
      return String(repeating: "0", count: width - text.count) + text
    }
    for turn in 0..<20_000 {
      // A little more than there is, so that both refuse it.
      let year = turn % 2 == 0 ? digits(2000...2040, 4) : digits(1...9999, 4)
      let day = "\(year)-\(digits(0...13))-\(digits(0...32))"
      let time = "\(digits(0...24)):\(digits(0...60)):\(digits(0...60))"
      let (long, short) = ("\(day)T\(time).\(digits(0...999, 3))Z", "\(day)T\(time)Z")
      let (ours, foundations) = (Timestamp.parse(long), try? fractional.parse(long))
      // Near the reference date a `Date` is finer than the nanoseconds that Foundation counts in.
      let isNear = year == "2001"
      #expect(
        (isNear ? ours?.rounded : ours) == (isNear ? foundations?.rounded : foundations),
        "\(long)")
      #expect(Timestamp.parse(short) == (try? whole.parse(short)), "\(short)")
    }
  }
}

extension Date {
  /// To a hundred-thousandth of a second.
  fileprivate var rounded: Date {
    Date(
      timeIntervalSinceReferenceDate: (timeIntervalSinceReferenceDate * 1e5).rounded() / 1e5)
  }
}
