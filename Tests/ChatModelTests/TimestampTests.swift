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

  @Test func timesPrintInUTCWithMilliseconds() {
    #expect(
      Timestamp.format(Date(timeIntervalSince1970: 1_761_302_700.25)) == "2025-10-24T10:45:00.250Z")
    #expect(Timestamp.parse("tomorrow") == nil)
    #expect(Timestamp.parse(String(repeating: "2", count: 1000)) == nil)
  }
}
