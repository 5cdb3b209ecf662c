import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// Open conversations, comparisons and catching up, without an engine around them.
@Suite struct HistoryMachineTests {
  /// Plays the router: numbers requests, and keeps what it was told.
  private struct Rig {
    var history = History()
    var known = Circumstances(
      me: "me", isSignedIn: true, isOnline: true, isPresent: true, isMine: true, isInside: true,
      watchingPace: 3, slowestPace: 300, now: Moment(uptime: 0, date: Bench.start))
    var fetches: [HistoryFetch] = []
    var reads: [HistorySpot?] = []
    var kept: [HistoryChange] = []
    var facts: [History.Fact] = []
    private var requests = 0
    private(set) var lastRequest = RequestID(rawValue: 0)

    init() { history.identify("me") }

    mutating func open(_ id: ConversationID = "c1") {
      var schedule = RefreshSchedule(base: 30, slowest: 300)
      schedule.hurry(at: 0)
      guard history.open(id, schedule: schedule) else { return }
      take([.readsDisk(id, nil)])
    }

    mutating func take(_ new: [History.Fact]) {
      facts += new
      for fact in new {
        switch fact {
        case .fetches(let fetch):
          fetches.append(fetch)
          history.asked(fetch, by: nextRequest())
        case .readsDisk(let id, let spot):
          reads.append(spot)
          history.diskAsked(id, by: nextRequest())
        case .keeps(let change): kept.append(change)
        default: break
        }
      }
    }

    private mutating func nextRequest() -> RequestID {
      requests += 1
      lastRequest = RequestID(rawValue: requests)
      return lastRequest
    }

    mutating func disk(
      _ messages: [Message], _ coverage: Coverage? = nil, _ id: ConversationID = "c1"
    ) {
      take(history.handleStoreResult(messages, coverage, of: lastRequest, for: id, known))
    }

    /// The server's answer to the page that was asked for last.
    mutating func page(_ messages: [Message], pages: Int, total: Int) {
      guard let fetch = fetches.last, history.awaits(fetch, by: lastRequest) else { return }
      let page = Page(
        elements: messages,
        pagination: Pagination(
          currentPage: fetch.page, totalPages: pages, totalItems: total, itemsPerPage: 3))
      take(history.handlePage(page, of: fetch, known))
    }

    mutating func compare(_ id: ConversationID = "c1") { take(history.compare(id, known)) }

    mutating func update() -> TimelineUpdate? {
      history.takeUpdates(isSignedIn: known.isSignedIn) { _ in known.isInside }.first
    }

    var shown: [MessageID] { history.timeline("c1").messages.map(\.id) }
  }

  private func message(
    _ number: Int, by sender: UserID = "farmer", isRead: Bool = false
  ) -> Message {
    Message(
      id: MessageID("m\(100 + number)"), sender: .known(Participant(bareID: sender)),
      content: "\(number)", isRead: isRead,
      createdAt: Bench.start.addingTimeInterval(Double(number)))
  }

  private func messages(_ numbers: ClosedRange<Int>) -> [Message] { numbers.map { message($0) } }
  private func ids(_ numbers: ClosedRange<Int>) -> [MessageID] { messages(numbers).map(\.id) }

  /// Open, with nothing on the disk and the server's three messages compared.
  private func compared() -> Rig {
    var rig = Rig()
    rig.open()
    rig.disk([])
    rig.compare()
    rig.page(messages(1...3), pages: 1, total: 3)
    return rig
  }

  // MARK: Opening

  @Test func theDiskIsShownBeforeTheServerIsAsked() {
    var rig = Rig()
    rig.open()
    #expect(rig.fetches.isEmpty && rig.reads == [nil])
    rig.disk(messages(1...3))
    let update = rig.update()
    #expect(update?.isReset == true && update?.messages.map(\.id) == ids(1...3))
    #expect(update?.extent.freshness == .cached(nil))
  }

  @Test func aComparisonThatIsWantedWhileTheDiskIsReadFollowsIt() {
    var rig = Rig()
    rig.open()
    rig.compare()
    #expect(rig.fetches.isEmpty)
    rig.disk(messages(1...3))
    #expect(rig.fetches == [HistoryFetch(reader: .open, id: "c1", page: 1)])
  }

  @Test func whatTheDiskGivesAfterItWasClosedAndOpenedAnewIsLeftAlone() {
    var rig = Rig()
    rig.open()
    let first = rig.lastRequest
    _ = rig.history.close("c1", at: Bench.start)
    rig.open()
    let facts = rig.history.handleStoreResult(
      messages(1...3), nil, of: first, for: "c1", rig.known)
    #expect(facts.isEmpty && rig.shown.isEmpty)
  }

  @Test func openingWhatIsOpenTellsAllOfItAnew() {
    var rig = compared()
    _ = rig.update()
    #expect(rig.update() == nil)
    rig.open()
    let again = rig.update()
    #expect(again?.messages.map(\.id) == ids(1...3))
  }

  // MARK: Comparing

  @Test func aComparedConversationIsLiveInsideItsRoomAndPolledOutside() {
    var rig = compared()
    let inside = rig.update()
    #expect(inside?.extent.freshness == .live)
    rig.known.isInside = false
    rig.history.isOutside("c1", pace: 3, at: 10)
    let outside = rig.update()
    #expect(outside?.extent.freshness == .polled)
    #expect(rig.history.due == 13)
    rig.known.isSignedIn = false
    rig.history.noteExtents()
    let signedOut = rig.update()
    #expect(signedOut?.extent.freshness == .cached(Bench.start))
  }

  @Test func aComparisonKeepsItsMessagesAndHowFarTheyReach() {
    let rig = compared()
    let kept = rig.kept.compactMap { change -> MessageID? in
      if case .message(let message, _) = change { message.id } else { nil }
    }
    #expect(kept == ids(1...3))
    let coverage = Coverage(
      oldest: "m101", newest: "m103", reachesStart: true, comparedAt: Bench.start)
    #expect(rig.kept.contains(.coverage("c1", coverage)))
    #expect(rig.facts.contains(.learned("c1", removed: [])))
    #expect(rig.facts.contains(.compared("c1")))
  }

  @Test func whatTheServerHasNoLongerIsRemoved() {
    var rig = compared()
    _ = rig.update()
    rig.compare()
    rig.page([message(1), message(3)], pages: 1, total: 2)
    #expect(rig.shown == ["m101", "m103"])
    let update = rig.update()
    #expect(update?.removed == ["m102"])
    #expect(rig.facts.contains(.learned("c1", removed: ["m102"])))
    #expect(rig.kept.contains(.removeMessage("m102")))
  }

  @Test func anAnswerToPagesThatWereGivenUpIsNotAwaited() {
    var rig = Rig()
    rig.open()
    rig.disk([])
    rig.compare()
    let (fetch, request) = (rig.fetches[0], rig.lastRequest)
    #expect(rig.history.awaits(fetch, by: request))
    rig.history.failed(fetch, .notAllowed("it is another's"), at: 5)
    #expect(!rig.history.awaits(fetch, by: request))
    let extent = rig.update()?.extent
    #expect(extent?.isForbidden == true && extent?.problem == "it is another's")
    #expect(rig.history.due == 10)
  }

  @Test func withoutASignInNothingIsAskedFor() {
    var rig = Rig()
    rig.open()
    rig.disk([])
    rig.known.isSignedIn = false
    rig.compare()
    #expect(rig.fetches.isEmpty)
  }

  @Test func aMessageOfTheLinkThatMayFollowAGapDoesNotReachFurtherThanWhatWasCompared() {
    var rig = compared()
    rig.history.show(message(9), in: "c1", at: 0)
    rig.take(rig.history.close("c1", at: Bench.start) ?? [])
    guard case .coverage(_, let coverage)? = rig.kept.last else {
      Issue.record("how far it reaches is not kept")
      return
    }
    #expect(coverage.newest == "m103")
  }

  @Test func aMessageOfTheLinkIsFollowedByAComparisonSoonHoweverSlowThePaceWas() {
    var rig = compared()
    for time in [30.0, 90, 210] {
      rig.known.now = Moment(uptime: time, date: Bench.start.addingTimeInterval(time))
      rig.compare()
      rig.page(messages(1...3), pages: 1, total: 3)
    }
    let slow = rig.history.due ?? 0
    #expect(slow > 300, "nothing has changed for long")
    rig.history.show(message(9), in: "c1", at: 220)
    #expect(rig.history.due == 250)
    rig.history.show(message(10), in: "c1", at: 240)
    #expect(rig.history.due == 250, "a busy chat puts it off no further")
  }

  @Test func aWatchedRoomThatIsEnteredIsComparedOnceMoreAndMyOwnIsNot() {
    var mine = compared()
    mine.take(mine.history.entered("c1", pace: 30, mine.known))
    #expect(mine.fetches.count == 1)
    var others = compared()
    others.known.isMine = false
    others.take(others.history.entered("c1", pace: 30, others.known))
    #expect(others.fetches.count == 2)
  }

  // MARK: Going back

  @Test func olderMessagesComeFromTheDiskBeforeTheServerIsAsked() {
    var rig = Rig()
    rig.open()
    let cached = messages(1...OpenConversation.cachedPage)
    rig.disk(
      cached,
      Coverage(
        oldest: "elsewhere", newest: cached.last?.id, reachesStart: false,
        comparedAt: Bench.start))
    rig.take(rig.history.move("c1", .older, rig.known))
    #expect(rig.fetches.isEmpty)
    #expect(rig.reads == [nil, .before(MessagePlace(cached[0]))])
  }

  @Test func whatIsWholeGoesNoFurtherBack() {
    var rig = compared()
    #expect(rig.history.isWhole("c1"))
    rig.take(rig.history.move("c1", .older, rig.known))
    #expect(rig.fetches.count == 1 && rig.reads.count == 1)
  }

  // MARK: Sends that are not confirmed

  @Test func aComparisonForSendsTellsWhatItFoundAndWhenItWasAskedFor() {
    var rig = Rig()
    rig.take(rig.history.beginComparison(of: "c1", since: Bench.start, at: 7))
    #expect(rig.history.isComparing("c1"))
    rig.page(messages(1...2), pages: 1, total: 2)
    let found = rig.facts.compactMap { fact -> (Int, TimeInterval)? in
      guard case .found("c1", let findings, let askedAt) = fact else { return nil }
      return (findings.messages.count, askedAt)
    }
    #expect(found.map(\.0) == [2] && found.map(\.1) == [7])
    #expect(!rig.history.isComparing("c1"))
  }

  // MARK: Catching up

  @Test func conversationsAreCaughtUpOneAtATimeTheLastFirst() {
    var rig = Rig()
    rig.history.planCatchUps(["c1", "c2", "c3"])
    let lacking: (ConversationID) -> Int? = { $0 == "c2" ? nil : 2 }
    rig.take(rig.history.catchUpNext(lacking))
    rig.take(rig.history.catchUpNext(lacking))
    #expect(rig.fetches == [HistoryFetch(reader: .catchUp, id: "c3", page: 1)])
    rig.page(messages(1...2), pages: 1, total: 2)
    guard case .caughtUp("c3", unread: 2, let findings) = rig.facts.last else {
      Issue.record("c3 was not caught up")
      return
    }
    #expect(findings.messages.count == 2 && findings.reachesStart)
    rig.take(rig.history.catchUpNext(lacking))
    #expect(rig.fetches.map(\.id) == ["c3", "c1"])
  }

  @Test func aFailureEndsCatchingUpUntilItIsPlannedAnew() {
    var rig = Rig()
    rig.history.planCatchUps(["c1", "c2"])
    rig.take(rig.history.catchUpNext { _ in 1 })
    rig.history.failed(rig.fetches[0], .notThisAPI("nothing"), at: 0)
    rig.take(rig.history.catchUpNext { _ in 1 })
    #expect(rig.fetches.count == 1)
  }

  @Test func whatIsOpenIsNotCaughtUp() {
    var rig = Rig()
    rig.open("c2")
    rig.history.planCatchUps(["c1", "c2"])
    rig.take(rig.history.catchUpNext { _ in 1 })
    #expect(rig.fetches.map(\.id) == ["c1"])
  }

  // MARK: Messages

  @Test func aCopyOfAMessageIsNotNew() {
    var rig = compared()
    let (_, isFirst) = rig.history.ingest(message(4), in: "c1", from: nil)
    let (_, isSecond) = rig.history.ingest(message(4), in: "c1", from: nil)
    let (_, isKnown) = rig.history.ingest(message(1), in: "c1", from: nil)
    #expect(isFirst && !isSecond && !isKnown)
  }

  @Test func aMessageThatWasReadBeforeItCameIsRead() {
    var rig = compared()
    rig.history.wasReadEarly("m104", in: "c1")
    let mine = rig.history.ingest(message(4, by: "me"), in: "c1", from: nil).message
    let others = rig.history.ingest(message(5, by: "me"), in: "c1", from: nil).message
    #expect(mine.isRead && !others.isRead)
    rig.history.allWasReadEarly("c1", before: Bench.start.addingTimeInterval(7))
    let before = rig.history.ingest(message(6, by: "me"), in: "c1", from: nil).message
    let after = rig.history.ingest(message(7, by: "me"), in: "c1", from: nil).message
    #expect(before.isRead && !after.isRead)
  }

  // MARK: Reading

  @Test func aMessageIsSeenOnce() {
    var rig = compared()
    let first = rig.history.see(["m101", "m103"], in: "c1")
    let second = rig.history.see(["m101", "m102"], in: "c1")
    #expect(first.unread == ["m101", "m103"] && first.isNewest)
    #expect(second.unread == ["m102"] && !second.isNewest)
  }

  @Test func whatIsMineOrReadOrBeforeTheMarkIsNotUnread() {
    var rig = Rig()
    rig.open()
    rig.disk([
      message(1), message(2, by: "me"), message(3, isRead: true), message(4), message(5),
    ])
    let place = MessagePlace(message(1))
    let unread = rig.history.readAll("c1", through: place)
    #expect(unread == 2)
    let seen = rig.history.see(ids(1...5), in: "c1")
    #expect(seen.unread == ["m104", "m105"])
  }

  @Test func everythingIsSeenOnceNothingUnreadFollowsTheFirstThatWas() {
    var rig = compared()
    #expect(!rig.history.isAllSeen("c1"))
    let (first, _) = rig.history.see(["m102"], in: "c1")
    rig.history.keepUnreadMarks(first, of: "c1")
    #expect(!rig.history.isAllSeen("c1"))
    _ = rig.history.see(["m103"], in: "c1")
    #expect(rig.history.isAllSeen("c1"))
  }

  @Test func marksThatWentToALostConnectionAreToldAgain() {
    var rig = compared()
    _ = rig.history.see(["m102"], in: "c1")
    rig.history.linkLost(pace: 3, at: 5) { _ in true }
    let marks = rig.history.takeUnreadMarks()
    #expect(marks.map(\.id) == ["c1"] && marks.first?.messages == ["m102"])
    let rest = rig.history.takeUnreadMarks()
    #expect(rest.isEmpty)
  }

  @Test func thatAllWasReadIsToldAgainUntilTheServerIsKnownToHaveHeardIt() {
    var rig = compared()
    #expect(rig.history.markAllTold("c1") == MessagePlace(message(3)))
    rig.history.linkLost(pace: 3, at: 5) { _ in true }
    #expect(rig.history.needsMarkAllRead("c1"))
    _ = rig.history.markAllTold("c1")
    rig.history.allReadIsProven("c1")
    rig.history.linkLost(pace: 3, at: 6) { _ in true }
    #expect(!rig.history.needsMarkAllRead("c1"))
  }

  @Test func whatIsAnothersIsNotMarkedRead() {
    var rig = compared()
    rig.history.keepUnreadMarks(["m101"], of: "c1")
    rig.history.setNeedsMarkAllRead("c1", true)
    rig.history.handedAway("c1")
    #expect(!rig.history.needsMarkAllRead("c1"))
    let rest = rig.history.takeUnreadMarks()
    #expect(rest.isEmpty)
  }
}
