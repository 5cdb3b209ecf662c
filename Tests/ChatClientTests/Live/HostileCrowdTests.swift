import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// A server may name whom it likes, as often as it likes: what is remembered of them has an end.
@Suite struct HostileCrowdTests {
  private func user(_ number: Int) -> UserID { UserID("u\(number)") }

  @Test func presenceIsToldOfSoManyPeopleAndNoMore() {
    var tracker = PresenceTracker()
    let told = (0..<PresenceTracker.most).count { !tracker.online(user($0), at: nil).isEmpty }
    #expect(told == PresenceTracker.most)
    #expect(tracker.online(user(PresenceTracker.most), at: nil).isEmpty)
    #expect(!tracker.offline(user(0), lastSeen: nil).isEmpty, "those who are known are followed")
  }

  @Test func typingThatIsNeverEndedIsForgotten() {
    var indicators = TypingIndicators(believed: 6)
    let now = Moment(uptime: 1, date: Date(timeIntervalSinceReferenceDate: 8e8))
    for number in 0..<TypingIndicators.most {
      _ = indicators.started(user(number), name: nil, in: "c1", at: now)
    }
    #expect(!indicators.started(user(-1), name: nil, in: "c1", at: now).isEmpty, "it is told still")
    #expect(indicators.stopped(user(0), in: "c1").isEmpty)
    #expect(!indicators.stopped(user(-1), in: "c1").isEmpty)
    #expect(indicators.forget().isEmpty)
  }

  @Test func agentsAreLearnedUpToANumber() {
    var directory = AgentDirectory()
    for number in 0..<AgentDirectory.most { _ = directory.seen(Participant(id: user(number))) }
    #expect(directory.seen(Participant(id: user(-1))) == nil)
    #expect(directory.all.count == AgentDirectory.most)
    let news = directory.counted(
      Statistics(perAgent: [
        AgentStatistics(id: user(0), activeConversations: 3),
        AgentStatistics(id: user(-2), activeConversations: 3),
      ]))
    #expect(news.contains { $0.participant.id == user(0) })
    #expect(directory[user(-2)] == nil)
  }
}
