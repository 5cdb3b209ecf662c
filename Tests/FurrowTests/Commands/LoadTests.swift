import ArgumentParser
import ChatModel
import Foundation
import JSON
import Testing

@testable import furrow

@Suite struct LatencyHistogramTests {
  @Test func percentilesAreThoseOfTheTimesWithinLessThanAHundredth() {
    var histogram = LatencyHistogram()
    let times = (1...10_000).map { $0 * 37 }
    for time in times.shuffled() { histogram.add(time) }
    for share in [0.01, 0.5, 0.9, 0.99, 0.999, 1] {
      let exact = Double(times[Int((Double(times.count) * share).rounded(.up)) - 1])
      let found = Double(histogram.percentile(share))
      #expect(found >= exact && found <= exact * 1.008 + 1, "\(share): \(found) of \(exact)")
    }
    #expect(histogram.largest == 370_000)
    #expect(histogram.mean == 185_018)
  }

  @Test func anEmptyOneAndTheExtremesHaveAnAnswer() {
    var histogram = LatencyHistogram()
    #expect(histogram.percentile(0.99) == 0)
    for time in [-5, 0, 127, 128, 255, 256, .max] { histogram.add(time) }
    #expect(histogram.count == 7)
    #expect(histogram.largest == LatencyHistogram.longest)
    #expect(histogram.percentile(1) == LatencyHistogram.longest)
    #expect(histogram.percentile(0.01) == 0)
  }

  @Test func twoThatAreAddedAreOneThatCountedBoth() {
    var (a, b, both) = (LatencyHistogram(), LatencyHistogram(), LatencyHistogram())
    for time in stride(from: 3, to: 90_000, by: 71) {
      a.add(time)
      both.add(time)
    }
    for time in stride(from: 70_000, to: 900_000, by: 313) {
      b.add(time)
      both.add(time)
    }
    a.add(b)
    #expect(a == both)
  }

  @Test func itComesBackFromItsFileAsItWas() throws {
    var histogram = LatencyHistogram()
    for time in stride(from: 1, to: 5_000_000, by: 7919) { histogram.add(time) }
    let text = histogram.json.encoded
    #expect(LatencyHistogram(json: try JSONValue(parsing: text)) == histogram)
    for wrong in [
      "{}", "[]", text.replacing("\"us\"", with: "\"ms\""),
      text.replacing("[[", with: "[[-1,2],["),
      text.replacing("\"fineness\":7", with: "\"fineness\":8"),
    ] {
      #expect(LatencyHistogram(json: try JSONValue(parsing: wrong)) == nil, "\(wrong.prefix(60))")
    }
  }
}

@Suite struct FailConditionTests {
  private static func outcome(_ milliseconds: Int, failed: Int = 0) -> LoadOutcome {
    var outcome = LoadOutcome(users: 1, rate: 1, seconds: 1, sent: 100, failed: failed)
    for _ in 1...100 { outcome.times.add(milliseconds * 1000) }
    return outcome
  }

  @Test func aConditionIsMetByItsMeasure() throws {
    let slow = Self.outcome(300, failed: 2)
    #expect(
      try FailCondition("p99>200ms").failure(of: slow, baseline: nil)
        == "p99>200ms: p99 was 300 ms.")
    #expect(try FailCondition("p99.9 >= 0.4s").failure(of: slow, baseline: nil) == nil)
    #expect(try FailCondition("failed>1").failure(of: slow, baseline: nil) != nil)
    #expect(try FailCondition("sent < 101").failure(of: slow, baseline: nil) != nil)
    #expect(try FailCondition("p50>110%").failure(of: slow, baseline: Self.outcome(280)) == nil)
    #expect(try FailCondition("p50>105%").failure(of: slow, baseline: Self.outcome(280)) != nil)
    #expect(try FailCondition("p50>105%").needsBaseline)
  }

  @Test func whereNothingHasATimeEachConditionOnTimesFails() throws {
    let silent = LoadOutcome(users: 1, rate: 1, seconds: 1, sent: 3, failed: 3)
    for text in ["p99>200ms", "max<1s", "p50>110%"] {
      #expect(
        try FailCondition(text).failure(of: silent, baseline: Self.outcome(280))
          == "\(text): no message has a time.")
    }
    #expect(
      try FailCondition("p50>110%").failure(of: Self.outcome(280), baseline: silent)
        == "p50>110%: no message of the baseline has a time.")
    #expect(silent.lines(beside: nil).contains { $0.hasPrefix("  p99") && $0.hasSuffix(" -") })
    #expect(silent.json["measures"]?["p99"] == .null)
    #expect(try FailCondition("failed>2").failure(of: silent, baseline: nil) != nil)
  }

  @Test(arguments: [
    ("p98>200ms", 1), ("p99=200ms", 4), ("p99>200", 5), ("p99 > fast", 7), ("failed>1ms", 8),
    ("p99", 4), ("", 1), ("  max", 6), ("p99>", 5), ("p99>-3ms", 5), ("failed>10%", 8),
  ])
  func whatIsWrongIsNamedByItsColumn(_ text: String, _ column: Int) {
    #expect {
      try FailCondition(text)
    } throws: { error in
      (error as? FailCondition.Problem)?.column == column
    }
  }
}

@Suite struct LoadOutcomeTests {
  private func file(_ text: String) throws -> String {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data(text.utf8).write(to: url)
    return url.path
  }

  @Test func severalMachinesAreOneCrowd() throws {
    var first = LoadOutcome(users: 10, rate: 5, seconds: 30, sent: 3, unfinished: 1)
    for time in [1000, 2000, 9000] { first.times.add(time) }
    var second = LoadOutcome(users: 20, rate: 2.5, seconds: 31, sent: 1)
    second.times.add(50_000)
    second.fail("404 Conversation not found")
    let path = try file("")
    defer { try? FileManager.default.removeItem(atPath: path) }
    try second.write(to: ExportFile(path, replacing: true))
    let again = try LoadOutcome(contentsOf: path)
    #expect(again == second)
    first.add(again)
    #expect(first.users == 30 && first.rate == 7.5 && first.seconds == 31)
    #expect(first.sent == 4 && first.failed == 1 && first.unfinished == 1)
    #expect(first.times.largest == 50_000 && first.times.count == 4)
    #expect(first.reasons == ["404 Conversation not found"])
  }

  @Test func aFileThatIsNoneIsNamedWithWhatIsWrong() throws {
    let good = LoadOutcome(users: 1, rate: 1, seconds: 1).json.encoded
    for (text, words) in [
      ("", "is not what"), ("{}", "is not what"), ("[1", "is not what"),
      (good.replacing("\"version\":1", with: "\"version\":7"), "is of version 7"),
      (good.replacing("\"sent\":0", with: "\"sent\":-1"), "is damaged"),
      (good.replacing("\"unit\":\"us\"", with: "\"unit\":\"h\""), "is damaged"),
    ] {
      let path = try file(text)
      defer { try? FileManager.default.removeItem(atPath: path) }
      #expect { _ = try LoadOutcome(contentsOf: path) } throws: { error in
        guard let failure = error as? Failure else { return false }
        return failure.message.hasPrefix(path) && failure.message.contains(words)
      }
    }
  }

  @Test(arguments: [
    (0, "0 ms"), (340, "0.34 ms"), (4123, "4.12 ms"), (12_345, "12.3 ms"), (300_000, "300 ms"),
    (1_999_600, "2 s"), (4_203_000, "4200 ms"),
  ])
  func aTimeIsToldToThreeDigits(_ microseconds: Int, _ words: String) {
    #expect(LoadOutcome.words(microseconds) == words)
  }

  @Test func aCastHasAnAgentAmongTen() throws {
    func account(_ name: String, _ role: String) throws -> Account {
      let claims = Data("{\"id\":\"\(name)\",\"role\":\"\(role)\"}".utf8).base64EncodedString()
        .replacing("=", with: "")
      let settings = try Settings(options: GlobalOptions.parse([]), environment: [:])
      return try Account(
        address: ServerAddress("http://127.0.0.1:5000"), token: "a.\(claims).b", settings: settings)
    }
    let cast = LoadAccounts.cast(
      25,
      from: [try account("f1", "User"), try account("s1", "Support"), try account("f2", "User")])
    #expect(cast.count == 25)
    #expect(cast.count { $0.claims.role.isStaff } == 3)
    let farmers = cast.filter { !$0.claims.role.isStaff }.map(\.claims.userID.rawValue)
    #expect(farmers.prefix(4) == ["f1", "f2", "f1", "f2"])
  }
}
