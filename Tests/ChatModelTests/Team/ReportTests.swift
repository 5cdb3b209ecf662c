import Foundation
import Testing

@testable import ChatModel

@Suite struct ReportTests {
  /// Thursday 26 November 2026, midnight in Kolkata.
  private let midnight = Date(timeIntervalSince1970: 1_795_631_400)
  private let kolkata = TimeZone(identifier: "Asia/Kolkata") ?? .gmt

  private func time(_ hours: Double) -> Date { midnight + hours * 3600 }

  private func message(
    _ hours: Double?, _ sender: String, _ name: String? = nil
  ) -> Message {
    Message(
      id: MessageID("\(hours ?? -1)"),
      sender: .known(Participant(id: UserID(sender), firstName: name)), content: "x",
      createdAt: hours.map(time))
  }

  private func conversation(
    _ id: String = "c", agent: String? = "asha", status: ConversationStatus = .open
  ) -> Conversation {
    Conversation(
      id: ConversationID(id), farmer: .known(Participant(id: "farmer", firstName: "Lakshmi")),
      agent: agent.map { .known(Participant(id: UserID($0))) } ?? .none, status: status)
  }

  private func calculator(
    days: ClosedRange<Double> = 0...2, hours: String? = "09:00-18:00", now: Double = 100
  ) throws -> ReportCalculator {
    var roster = Roster()
    roster.hours = try hours.map { try WorkingHours($0) }
    return ReportCalculator(
      time(days.lowerBound * 24)..<time(days.upperBound * 24), roster: roster, target: 1800,
      timeZone: kolkata, now: time(now))
  }

  private func whole(_ messages: [Message]) -> [PlacedRun] {
    guard let first = messages.first, let last = messages.last else { return [] }
    return [
      PlacedRun(oldest: MessagePlace(first), newest: MessagePlace(last), reachesStart: true)
    ]
  }

  @Test func aWaitCountsFromTheFirstUnansweredMessageAndInWorkingHours() throws {
    var report = try calculator()
    let messages = [
      message(17.75, "farmer"), message(18, "farmer"), message(33.25, "asha", "Asha"),
      message(34, "farmer"), message(34.25, "ravi", "Ravi"), message(34.5, "ravi", "Ravi"),
    ]
    report.add(conversation(), messages, runs: whole(messages))
    let row = try #require(report.rows(by: .conversation).first)
    // From 17:45 to 9:15 the next day: a quarter of an hour on each side is worked.
    #expect(row.firstResponse == ReportTime(seconds: 15.5 * 3600, working: 1800))
    #expect(row.worstWait == row.firstResponse)
    #expect(row.answers == 2 && row.judged == 2 && row.inTime == 2 && row.share == 1)
    #expect(row.farmerMessages == 3)
    #expect(row.agentMessages.map { "\($0.name) \($0.messages)" } == ["Ravi 2", "Asha 1"])
    #expect(row.lastAnswer == ReportAnswer(id: "ravi", name: "Ravi", at: time(34.5)))
    #expect(row.name == "Lakshmi" && row.observed == 0 && !row.isWaiting)
    #expect(report.coverage.whole == 1 && report.coverage.messages == 6)
    let agents = report.rows(by: .agent)
    #expect(agents.map(\.key) == ["ravi", "asha"])
    #expect(agents.map(\.answers) == [1, 1] && agents[1].firstResponse?.working == 1800)
    let days = report.rows(by: .day)
    #expect(days.map(\.key) == ["2026-11-26", "2026-11-27"])
    #expect(days.map(\.farmerMessages) == [2, 1] && days.map(\.answers) == [1, 1])
  }

  @Test func workOverMidnightBelongsToItsEvening() throws {
    var report = try calculator(hours: "22:00-06:00")
    let messages = [message(21, "farmer"), message(29, "asha")]
    report.add(conversation(), messages, runs: whole(messages))
    let row = try #require(report.rows(by: .day).first)
    #expect(row.worstWait == ReportTime(seconds: 8 * 3600, working: 7 * 3600))
    #expect(row.inTime == 0 && row.judged == 1)
  }

  @Test func whatGoesOnIsJudgedOnlyOnceItIsLate() throws {
    func row(now: Double, _ status: ConversationStatus = .waiting) throws -> ReportRow {
      var report = try calculator(now: now)
      let messages = [message(10, "farmer")]
      report.add(conversation(status: status), messages, runs: whole(messages))
      return report.rows(by: .agent).first ?? ReportRow(key: "none")
    }
    let early = try row(now: 10.25)
    #expect(early.key == "asha" && early.isWaiting && early.judged == 0 && early.answers == 0)
    let late = try row(now: 11)
    #expect(late.judged == 1 && late.inTime == 0 && late.worstWait?.seconds == 3600)
    #expect(late.firstResponse == nil)
    // Nobody waits in a conversation that was closed.
    #expect(try row(now: 11, .closed).key == "none")
  }

  @Test func whatAGapMayHaveAnsweredIsLeftOutOrOnlyObserved() throws {
    var report = try calculator()
    let messages = [
      message(10, "farmer"), message(12, "farmer"), message(12.1, "asha"), message(13, "farmer"),
      message(16, "asha"),
    ]
    // Gaps lie between 10 and 12, and between 13 and 16.
    let runs = [(0, 0), (1, 3), (4, 4)].map { first, last in
      PlacedRun(oldest: MessagePlace(messages[first]), newest: MessagePlace(messages[last]))
    }
    report.add(conversation(), messages, runs: runs)
    let row = try #require(report.rows(by: .conversation).first)
    #expect(row.answers == 2 && row.observed == 2)
    #expect(row.firstResponse?.isObserved == true && row.worstWait?.seconds == 3 * 3600)
    #expect(report.coverage.whole == 0)
  }

  @Test func messagesWithoutATimeAreCountedAndLeftOut() throws {
    var report = try calculator()
    var delivered = message(10, "farmer")
    delivered.createdAt = nil
    delivered.deliveredAt = time(10)
    let messages = [message(nil, "farmer"), delivered, message(10.5, "asha")]
    report.add(conversation(), messages, runs: whole(messages))
    let row = try #require(report.rows(by: .conversation).first)
    #expect(report.coverage.timeless == 1)
    #expect(row.worstWait == ReportTime(seconds: 1800, working: 1800, isObserved: true))
  }

  @Test func onlyWaitsThatBeginWithinTheTimeCountAndAnswersBehindItDoNot() throws {
    var report = try calculator(days: 1...2)
    let messages = [
      message(23, "farmer"), message(25, "farmer"), message(26, "asha"), message(47, "farmer"),
      message(49, "asha"),
    ]
    report.add(conversation(), messages, runs: whole(messages))
    let row = try #require(report.rows(by: .conversation).first)
    // The first wait began the day before; the last one is not answered by the end.
    #expect(row.answers == 0 && row.isWaiting && row.worstWait?.seconds == 3600)
    #expect(row.farmerMessages == 2 && row.agentMessages.first?.messages == 1)
  }

  @Test func manyFirstResponsesAreToldByTheirMedian() throws {
    var report = try calculator(hours: nil)
    for (number, minutes) in [5.0, 60, 10].enumerated() {
      let messages = [message(10, "farmer"), message(10 + minutes / 60, "asha")]
      report.add(conversation("c\(number)"), messages, runs: whole(messages))
    }
    report.add(conversation("nothing"), [], runs: [])
    let row = try #require(report.rows(by: .agent).first)
    #expect(row.firstResponse.map { $0.seconds.rounded() } == 600)
    var four = report
    four.add(
      conversation("c3"), [message(10, "farmer"), message(10 + 20.0 / 60, "asha")],
      runs: whole([message(10, "farmer"), message(10 + 20.0 / 60, "asha")]))
    let even = try #require(four.rows(by: .agent).first)
    #expect(even.firstResponse.map { $0.seconds.rounded() } == 900, "between 10 and 20 minutes")
    #expect(row.judged == 3 && row.inTime == 2)
    #expect(report.rows(by: .conversation).map(\.key) == ["c1", "c2", "c0"])
    #expect(report.coverage.missing == 1 && report.coverage.conversations == 4)
  }
}
