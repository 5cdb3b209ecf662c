import Foundation
import Testing

@testable import ChatModel

struct TimestampTests {
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
}
