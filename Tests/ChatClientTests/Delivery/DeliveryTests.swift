import ChatModel
import Foundation
import JSON
import Testing

@testable import ChatClient

/// Delivery alone: what may leave, and what becomes of it.
@Suite struct DeliveryTests {
  /// The machine with a disk that records every departure at once, and a link that takes it.
  private struct Bench {
    var delivery = Delivery(timing: SyncTiming(), boot: "boot")
    var now = Moment(uptime: 1000, date: Date(timeIntervalSince1970: 1_760_000_000))
    var facts: [Delivery.Fact] = []
    private(set) var emitted: [OutboxID] = []

    init(_ texts: (id: OutboxID, place: ConversationID, text: String)...) {
      for (id, place, text) in texts { add(id, place, text) }
    }

    mutating func add(_ id: OutboxID, _ place: ConversationID, _ text: String) {
      take(
        delivery.add([
          OutboxEntry(id: id, conversationID: place, body: .text(text), createdAt: now.date)
        ]))
    }

    mutating func take(_ new: [Delivery.Fact]) {
      facts += new
      for case .departs(let entry) in new {
        emitted.append(entry.id)
        take(
          delivery.handedOver(
            entry, as: EmissionID(rawValue: emitted.count), at: now.uptime))
      }
    }

    var departures: [Delivery.Departure] {
      delivery.departures(
        isOnline: true, isJoining: false, mayUseREST: false, mayUpload: true, at: .distantPast,
        isHeld: { _ in false })
    }

    mutating func pump() {
      for case .message(let id, let overSocket) in departures {
        take(
          delivery.depart(id, overSocket: overSocket, epoch: 1, ownMessages: [], at: now))
      }
    }

    mutating func advance(_ seconds: TimeInterval) {
      now.uptime += seconds
      now.date.addTimeInterval(seconds)
      take(delivery.expire(at: now.uptime))
    }

    mutating func sent(_ id: MessageID, tempID: String? = nil) {
      take(delivery.handleSent(id, tempID: tempID, at: nil, now: now))
    }

    mutating func endLink() { take(delivery.linkEnded(at: now.uptime)) }

    /// A comparison of everything since long ago.
    mutating func compare(_ messages: Message..., isWhole: Bool = true) {
      _ = delivery.comparisonsDue(at: now.uptime, isUnderWay: { _ in false })
      take(
        delivery.handleComparison(
          of: "c1", with: messages, isWhole: isWhole, askedAt: now.uptime, me: "me", now: now))
    }

    func state(_ id: OutboxID) -> OutboxEntry.State? { delivery[id]?.state }
  }

  private static func message(_ id: MessageID, _ text: String, at date: Date) -> Message {
    Message(
      id: id, conversationID: "c1", sender: .known(Participant(bareID: "me")), content: text,
      createdAt: date)
  }

  // MARK: Leaving

  @Test func aConversationsMessagesLeaveOneAfterAnother() {
    var bench = Bench(("a", "c1", "one"), ("b", "c1", "two"))
    bench.delivery.noteEcho()
    bench.pump()
    bench.pump()
    #expect(bench.emitted == ["a"])
    bench.sent("m1", tempID: "a")
    bench.pump()
    #expect(bench.emitted == ["a", "b"])
  }

  @Test func aConnectionThatEchoesNoTempIDsCarriesOneSendAtATime() {
    var bench = Bench(("a", "c1", "one"), ("b", "c2", "two"))
    bench.pump()
    #expect(bench.emitted == ["a"])
    bench.sent("m1")
    #expect(bench.state("a") == .sent("m1"))
    bench.pump()
    #expect(bench.emitted == ["a", "b"])
  }

  @Test func aSendThatMustGoSinglyHoldsBackThoseBehindIt() {
    var bench = Bench(("a", "c1", "x"), ("b", "c2", "x"), ("c", "c3", "x"))
    bench.delivery.noteEcho()
    bench.delivery.depart("a", by: .socket, epoch: 1)
    bench.delivery.retrySolo(["b"])
    #expect(bench.departures.isEmpty)
    bench.delivery.forget("a", isAnswered: true)
    bench.delivery.remove("a")
    #expect(bench.departures == [.message("b", overSocket: true)])
  }

  @Test func aDepartureExcludesMyMessagesThatWereThereBefore() {
    var bench = Bench(("a", "c1", "ok"))
    let old = MessagePlace(time: bench.now.date.addingTimeInterval(-60), id: "m0")
    let facts = bench.delivery.depart(
      "a", overSocket: true, epoch: 1, ownMessages: [old], at: bench.now)
    guard case .departs(let entry)? = facts.first else {
      Issue.record("it does not depart")
      return
    }
    #expect(entry.excludedIDs == ["m0"] && entry.state == .handedOver)
    #expect(bench.state("a") == .queued, "until the disk has it")
    #expect(bench.delivery.writable(["a"]).isEmpty, "its older state must not follow on the disk")
  }

  // MARK: Confirmed, or not

  @Test func aSendWithoutConfirmationBecomesUnconfirmedAndAsksForABarrier() {
    var bench = Bench(("a", "c1", "one"))
    bench.pump()
    bench.advance(14)
    #expect(bench.state("a") == .handedOver)
    bench.advance(1)
    #expect(bench.state("a") == .unsure)
    #expect(bench.facts.contains(.sendsBarrier("c1", covers: ["a"])))
  }

  @Test func whatIsAbsentIsSentAgainOnlyAfterTheServerHasSettled() {
    var bench = Bench(("a", "c1", "one"))
    bench.pump()
    bench.endLink()
    bench.advance(9)
    bench.compare()
    #expect(bench.state("a") == .unsure)
    bench.advance(1)
    bench.compare()
    #expect(bench.state("a") == .queued)
  }

  @Test func aHistoryThatIsNotWholeProvesNoAbsence() {
    var bench = Bench(("a", "c1", "one"))
    bench.pump()
    bench.endLink()
    bench.advance(60)
    bench.compare(isWhole: false)
    #expect(bench.state("a") == .unsure)
    #expect(bench.delivery["a"]?.needsManualResolution == true)
    #expect(bench.facts.contains(.needsManualResolution("c1")))
  }

  @Test func whatTheHistoryShowsIsConfirmedOnce() {
    var bench = Bench(("a", "c1", "one"))
    _ = bench.delivery.learnAnswer(dated: bench.now.date, askedAt: 999, at: bench.now)
    bench.pump()
    bench.endLink()
    let copy = Self.message("m1", "one", at: bench.now.date)
    bench.compare(copy)
    #expect(bench.state("a") == .sent("m1"))
    #expect(bench.facts.last == .arrived(copy, in: "c1"))
    bench.facts = []
    bench.take(bench.delivery.recognise([copy], in: "c1", me: "me", now: bench.now))
    #expect(bench.facts.isEmpty)
  }

  @Test func oneCopyConfirmsOneOfTwoEqualSends() {
    var bench = Bench(("a", "c1", "ok"), ("b", "c1", "ok"))
    _ = bench.delivery.learnAnswer(dated: bench.now.date, askedAt: 999, at: bench.now)
    bench.pump()
    bench.endLink()
    bench.compare(Self.message("m1", "ok", at: bench.now.date))
    bench.pump()
    bench.endLink()
    bench.advance(10)
    bench.compare(Self.message("m1", "ok", at: bench.now.date))
    #expect(bench.state("a") == .sent("m1"))
    #expect(bench.state("b") == .queued)
  }

  @Test func anErrorAfterADropMayMeanWhatWasDropped() {
    var bench = Bench(("a", "c1", "one"), ("b", "c2", "two"))
    bench.delivery.noteEcho()
    bench.pump()
    bench.take(bench.delivery.abandon("a"))
    #expect(bench.delivery.orphans.count == 1)
    #expect(bench.facts.last == .sendsBarrier("c1", covers: []))
    bench.sent("m9")
    #expect(bench.state("b") == .unsure, "m9 may be the dropped one")
  }

  /// Or they would be in doubt as long as the link stands.
  @Test func whileASendIsOrphanedAConfirmationAsksHowFarTheServerHasRead() {
    var bench = Bench(("a", "c1", "one"), ("b", "c2", "two"))
    bench.delivery.noteEcho()
    bench.pump()
    bench.take(bench.delivery.abandon("b"))
    bench.facts = []
    bench.sent("m1", tempID: "a")
    #expect(bench.state("a") == .sent("m1"))
    #expect(bench.facts.contains(.sendsBarrier("c1", covers: [])))
  }

  @Test func orphanedSendsAreForgottenWhenTheServerHasReadThem() {
    var bench = Bench(("a", "c1", "one"))
    bench.pump()
    bench.take(bench.delivery.abandon("a"))
    bench.delivery.handleBarrier(askedAt: bench.now.uptime, covers: [], at: bench.now.uptime)
    bench.advance(30)
    #expect(bench.delivery.orphans.count == 1)
    bench.advance(1)
    #expect(bench.delivery.orphans.count == 0)
  }

  @Test func aRefusalInPassingFailsOnlyWhatTheHistoryDoesNotHold() {
    var bench = Bench(("a", "c1", "one"))
    bench.pump()
    bench.take(
      bench.delivery.handleRefusalInPassing(of: "a", "Failed to send", at: bench.now.uptime))
    bench.delivery.handleBarrier(askedAt: bench.now.uptime, covers: [], at: bench.now.uptime)
    bench.compare()
    #expect(bench.state("a") == .failed("Failed to send"))
    #expect(bench.delivery["a"]?.wasRefusedInPassing == true, "not proved yet")
    bench.advance(10)
    bench.compare()
    #expect(bench.delivery["a"]?.wasRefusedInPassing == false)
  }

  @Test func anAcknowledgementThatSpeaksOfSigningInKeepsTheMessage() {
    var bench = Bench(("a", "c1", "one"))
    bench.pump()
    bench.take(
      bench.delivery.handleAcknowledgement(
        of: EmissionID(rawValue: 1), [.object(ofKnown: [("error", .string("jwt expired"))])],
        now: bench.now))
    #expect(bench.state("a") == .queued)
    #expect(bench.facts.last == .needsSignIn("jwt expired"))
  }

  // MARK: REST

  @Test func aCallThatMayHaveArrivedLeavesTheSendUnconfirmed() {
    var bench = Bench(("a", "c1", "one"), ("b", "c2", "two"))
    for id in ["a", "b"] as [OutboxID] {
      let facts = bench.delivery.depart(
        id, overSocket: false, epoch: 1, ownMessages: [], at: bench.now)
      guard case .departs(let entry)? = facts.first else { continue }
      bench.facts += bench.delivery.handedOver(entry, as: nil, at: bench.now.uptime)
    }
    bench.take(
      bench.delivery.handleResponse(
        .failed(.unreachable("gone", mayHaveArrived: true)), to: "a", of: "meera", at: bench.now))
    bench.take(
      bench.delivery.handleResponse(
        .failed(.unreachable("gone", mayHaveArrived: false)), to: "b", of: "meera", at: bench.now))
    #expect(bench.state("a") == .unsure)
    #expect(bench.state("b") == .queued)
    #expect(bench.facts.filter { $0 == .restFailed }.count == 2)
  }

  // MARK: Processes

  @Test func whatAnEarlierProcessHandedOverIsUnconfirmedFromItsRelease() {
    var bench = Bench()
    var entry = OutboxEntry(
      id: "a", conversationID: "c1", body: .text("one"), state: .handedOver,
      createdAt: bench.now.date)
    entry.releasedAt = BootTime(boot: "boot", seconds: 995)
    bench.take(bench.delivery.restore([entry]))
    bench.take(bench.delivery.takeOver(at: bench.now.uptime))
    #expect(bench.state("a") == .unsure)
    #expect(bench.delivery.unconfirmed["a"]?.settledAt == 1005)
  }

  @Test func anotherProcessesRetryIsHonouredByWhoLeads() {
    var bench = Bench(("a", "c1", "one"))
    bench.delivery.fail("a", "refused", isAnswered: true)
    _ = bench.delivery.reported()
    var read = bench.delivery.entries
    read[0].state = .queued
    var follower = bench.delivery
    let shown = follower.adopt(
      read, leads: false, at: bench.now.uptime, isDropping: { _ in false }, isNewer: { _ in false })
    #expect(shown == [.changed("a")])
    let older = bench.delivery.adopt(
      read, leads: true, at: bench.now.uptime, isDropping: { _ in false }, isNewer: { _ in true })
    #expect(older.isEmpty, "what is being written here is newer")
    bench.take(
      bench.delivery.adopt(
        read, leads: true, at: bench.now.uptime, isDropping: { _ in false },
        isNewer: { _ in false }))
    #expect(bench.state("a") == .queued)
  }

  @Test func whatTheDiskLostToAnotherProcessIsNotSent() {
    var bench = Bench(("a", "c1", "one"), ("b", "c1", "two"))
    bench.take(
      bench.delivery.adopt(
        [bench.delivery.entries[1]], leads: true, at: bench.now.uptime,
        isDropping: { _ in false }, isNewer: { _ in false }))
    #expect(bench.facts.last == .dropped(["a"]))
    bench.pump()
    #expect(bench.emitted == ["b"])
  }

  // MARK: Uploads

  @Test func filesThatWereRefusedTogetherGoUpAlone() {
    var bench = Bench()
    let entries = ["a", "b"].map { name in
      OutboxEntry(
        id: OutboxID(name), conversationID: "c1",
        body: .file(
          OutboxFile(
            path: "/\(name).png", name: "\(name).png", kind: .image, format: "image/png", size: 1)),
        createdAt: bench.now.date)
    }
    bench.take(bench.delivery.add(entries))
    #expect(bench.departures == [.upload(["a", "b"], .image)])
    let request = RequestID(rawValue: 1)
    bench.take(bench.delivery.uploadBegan(["a", "b"], by: request))
    #expect(bench.departures.isEmpty)
    bench.take(
      bench.delivery.handleResponse(
        .failed(.rejected(status: 400, "one is bad")), toUpload: request))
    #expect(bench.departures == [.upload(["a"], .image)])
  }
}
