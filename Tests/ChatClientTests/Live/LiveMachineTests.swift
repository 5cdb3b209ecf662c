import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// The link, its rooms and the people on it, without an engine around them.
@Suite struct LiveMachineTests {
  private static let down = LinkState.offline(reason: "the cable is out", retryAt: nil)

  /// A machine whose link is up since second 0.
  private func online() -> Live {
    var live = Live(SyncTiming())
    live.begin(at: 0)
    _ = live.setLink(.online(.websocket))
    live.connected()
    return live
  }

  private func join(_ number: Int, at time: TimeInterval = 0, isOnlyBarrier: Bool = false) -> Join {
    Join(
      emission: EmissionID(rawValue: number), askedAt: time, deadline: time + 10,
      isOnlyBarrier: isOnlyBarrier, barrierCovers: [])
  }

  private func moment(_ time: TimeInterval) -> Moment {
    Moment(uptime: time, date: Bench.start.addingTimeInterval(time))
  }

  private func loseLink(_ live: inout Live, at time: TimeInterval) -> [ClientEvent] {
    let events = live.lost(at: time)
    _ = live.setLink(Self.down)
    return events
  }

  // MARK: The link

  @Test func itIsDownFromTheStartUntilTheFirstConnectionAndFromTheFirstLossUntilTheNext() {
    var live = Live(SyncTiming())
    live.begin(at: 3)
    #expect(live.downSince == 3 && !live.isOnline)
    _ = live.setLink(.online(.polling))
    live.connected()
    #expect(live.downSince == nil && live.isOnline && live.epoch == 1)
    _ = loseLink(&live, at: 7)
    _ = live.lost(at: 9)
    #expect(live.downSince == 7)
    live.connected()
    #expect(live.epoch == 2)
  }

  @Test func theSameStateOfTheLinkIsNoNews() {
    var live = online()
    #expect(live.setLink(.online(.websocket)) == false)
    #expect(live.setLink(.online(.polling)) == true)
    #expect(live.setLink(Self.down) == true)
    #expect(live.setLink(Self.down) == false)
  }

  // MARK: Rooms

  @Test func aRoomIsAskedForOnceAtATimeAndOnlyOnALinkThatIsUp() {
    var live = Live(SyncTiming())
    #expect(!live.mayJoin("c1"))
    live = online()
    #expect(live.mayJoin("c1"))
    live.joinAsked("c1", join(1))
    #expect(!live.mayJoin("c1") && live.mayJoin("c2"))
    #expect(live.joinAnswered("c1") == .certain(join(1)))
    #expect(live.mayJoin("c1"))
  }

  @Test func anAnswerToAJoinThatWasGivenUpProvesNothingThen() {
    var live = online()
    live.joinAsked("c1", join(1))
    let early = live.expireJoins(at: 9.9)
    #expect(early.isEmpty)
    let expired = live.expireJoins(at: 10)
    #expect(expired.map(\.room) == ["c1"])
    live.joinAsked("c1", join(2, at: 10))
    #expect(live.joinAnswered("c1") == .late)
    #expect(live.joinAnswered("c1") == .unclear(join(2, at: 10)))
    #expect(live.joinAnswered("c1") == .unasked)
  }

  @Test func anotherConnectionOwesNoLateAnswers() {
    var live = online()
    live.joinAsked("c1", join(1))
    _ = live.expireJoins(at: 10)
    _ = loseLink(&live, at: 11)
    _ = live.setLink(.online(.websocket))
    live.connected()
    live.joinAsked("c1", join(2, at: 12))
    #expect(live.joinAnswered("c1") == .certain(join(2, at: 12)))
  }

  @Test func joinsExpireInTheOrderOfTheirRooms() {
    var live = online()
    for (number, id) in ["c4", "c1", "c3", "c2"].enumerated() {
      live.joinAsked(ConversationID(id), join(number))
    }
    #expect(live.nextDeadline == 10)
    let expired = live.expireJoins(at: 10)
    #expect(expired.map(\.room) == ["c1", "c2", "c3", "c4"])
    #expect(live.nextDeadline == nil)
  }

  @Test func whoLeavesWhileTheServerIsAskedTellsItSoAndBelievesNoLaterAnswer() {
    var live = online()
    #expect(live.left("c1") == false)
    live.joinAsked("c1", join(1))
    #expect(live.isInsideOrAsking("c1") && !live.isInside("c1"))
    #expect(live.left("c1") == true)
    #expect(!live.isInsideOrAsking("c1"))
    #expect(live.joinAnswered("c1") == .late)
  }

  @Test func whoLeavesWithoutALinkTellsNobody() {
    var live = online()
    #expect(live.entered("c1") == true)
    _ = live.setLink(Self.down)
    #expect(live.left("c1") == false)
    #expect(!live.isInside("c1"))
  }

  @Test func theEndOfTheLinkIsTheEndOfAllItsRooms() {
    var live = online()
    #expect(live.entered("c1") == true)
    #expect(live.entered("c1") == false)
    live.joinAsked("c2", join(1))
    _ = loseLink(&live, at: 5)
    #expect(!live.isInside("c1") && !live.isJoining && live.joinCount == 0)
    #expect(live.entered("c1") == true)
  }

  @Test func aBarrierAloneHoldsNoMessageBack() {
    var live = online()
    live.joinAsked("c1", join(1, isOnlyBarrier: true))
    #expect(live.isJoining && !live.isJoining("c1"))
    live.joinAsked("c2", join(2))
    #expect(live.isJoining("c2"))
    #expect(live.firstJoining == "c1" && live.joinCount == 2)
  }

  @Test func aJoinThatNeverLeftIsNotWaitedFor() {
    var live = online()
    live.joinAsked("c1", join(1))
    live.joinAsked("c2", join(2))
    live.joinDropped(EmissionID(rawValue: 1))
    #expect(live.mayJoin("c1") && !live.mayJoin("c2"))
  }

  @Test func aRoomNobodyLooksAtIsNewsOnceAndNoneWhileItIsAskedFor() {
    var live = online()
    #expect(live.unwatchedRoomSpoke("c1") == true)
    #expect(live.unwatchedRoomSpoke("c1") == false)
    #expect(live.handedAway("c1") == true)
    #expect(live.handedAway("c2") == false)
    live.joinAsked("c1", join(1))
    #expect(live.unwatchedRoomSpoke("c1") == false)
    #expect(live.handedAway("c1") == false)
  }

  @Test func aJoinRemembersThatItChecksTheLink() {
    var live = online()
    live.joinAsked("c1", join(1))
    live.checkLink(by: "c1")
    let expired = live.expireJoins(at: 10)
    #expect(expired.map(\.join.checksLink) == [true])
  }

  // MARK: My typing

  @Test func typingIsToldOnlyWhileTheLinkIsUp() {
    var live = Live(SyncTiming())
    #expect(live.typed("c1", at: 0) == [])
    live = online()
    #expect(live.typed("c1", at: 1) == [.typingStart("c1")])
    #expect(live.typed("c2", at: 2) == [.typingStop("c1"), .typingStart("c2")])
    #expect(live.nextDeadline == 4.5)
    #expect(live.expireTyping(at: 4.4) == [])
    #expect(live.expireTyping(at: 4.5) == [.typingStop("c2")])
    _ = live.typed("c1", at: 5)
    _ = loseLink(&live, at: 6)
    #expect(live.stoppedTyping("c1") == [])
    #expect(live.stoppedTypingEverywhere() == [])
  }

  @Test func nothingIsSaidOfTypingWhereItIsAnothersOrGone() {
    var live = online()
    _ = live.typed("c1", at: 1)
    _ = live.handedAway("c1")
    #expect(live.stoppedTypingEverywhere() == [])
    _ = live.typed("c2", at: 2)
    _ = live.entered("c2")
    live.roomIsGone("c2")
    #expect(live.stoppedTypingEverywhere() == [])
    #expect(live.left("c2") == false)
  }

  // MARK: The others

  @Test func whoTypesIsThereAndStopsWithTheMessage() {
    var live = online()
    let until = moment(6).date
    #expect(
      live.userTypes("asha", name: "Asha", in: "c1", at: moment(0)) == [
        .presence("asha", isOnline: true, lastSeen: nil),
        .typing("c1", "asha", name: "Asha", until: until),
      ])
    #expect(live.userWrote("asha", in: "c1", isNew: true) == [.stoppedTyping("c1", "asha")])
    #expect(live.userStoppedTyping("asha", in: "c1") == [], "told once")
    _ = live.userTypes("asha", name: nil, in: "c1", at: moment(1))
    #expect(live.userStoppedTyping("asha", in: "c1") == [.stoppedTyping("c1", "asha")])
  }

  @Test func anOldCopyDoesNotBringItsWriterOnline() {
    var live = online()
    _ = live.userIsOffline("asha", lastSeen: nil)
    #expect(live.userWrote("asha", in: "c1", isNew: false) == [])
    #expect(
      live.userWrote("asha", in: "c1", isNew: true)
        == [.presence("asha", isOnline: true, lastSeen: nil)])
  }

  @Test func nobodyTypesOnALinkThatIsLost() {
    var live = online()
    _ = live.userTypes("ravi", name: nil, in: "c2", at: moment(0))
    _ = live.userTypes("asha", name: nil, in: "c2", at: moment(0))
    _ = live.userTypes("asha", name: nil, in: "c1", at: moment(0))
    #expect(
      loseLink(&live, at: 1) == [
        .stoppedTyping("c1", "asha"), .stoppedTyping("c2", "asha"), .stoppedTyping("c2", "ravi"),
      ])
  }
}
