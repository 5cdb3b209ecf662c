import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// The disk's machine alone: what is written again, in which order, and what is told of it.
@Suite struct DiskTests {
  /// The machine and a clock; each fact that wants a write begins it.
  private struct Bench {
    var disk = Disk(timing: SyncTiming())
    var now: TimeInterval = 1000
    var facts: [Disk.Fact] = []
    /// Not answered yet, oldest first.
    var writes: [(id: RequestID, write: DiskWrite)] = []
    private var last = 0

    mutating func take(_ new: [Disk.Fact]) {
      for fact in new {
        if case .wants(let write) = fact { begin(write) } else { facts.append(fact) }
      }
    }

    mutating func begin(_ write: DiskWrite) {
      last += 1
      let id = RequestID(rawValue: last)
      disk.began(write, as: id)
      writes.append((id, write))
    }

    mutating func answer(_ answer: StoreAnswer = .done) {
      let id = writes.removeFirst().id
      take(disk.handleStoreResult(answer, of: id, at: now))
    }

    mutating func advance(_ seconds: TimeInterval) {
      now += seconds
      take(disk.expire(at: now))
    }
  }

  private static let draft = Draft(text: "hello", editedAt: Date(timeIntervalSince1970: 1))
  private static let entry = OutboxEntry(
    id: "e1", conversationID: "c1", body: .text("hello"),
    createdAt: Date(timeIntervalSince1970: 1))

  private static let position = LocalChange(
    .position("c1"), .position(KeptPosition(message: "m1", line: 0)))
  private static let snooze = LocalChange(
    .snooze("c1"), .snooze(Snooze(until: nil, since: Date(timeIntervalSince1970: 1))))

  private func local(_ write: DiskWrite?) -> [LocalChange] {
    if case .local(let changes)? = write { changes } else { [] }
  }

  @Test func whereSomebodyReadsIsWrittenOnceInHalfAMinuteAndAtTheEnd() {
    var bench = Bench()
    for line in 0..<20 {
      let place = KeptPosition(message: "m1", line: line)
      bench.take(
        bench.disk.keep(LocalChange(.position("c1"), .position(place)), at: bench.now))
      bench.advance(1)
    }
    #expect(bench.writes.isEmpty)
    #expect(bench.disk.nextDeadline == 1030)
    bench.advance(10)
    #expect(
      local(bench.writes.first?.write).map(\.record)
        == [.position(KeptPosition(message: "m1", line: 19))])
    bench.answer(.localKept([]))
    bench.take(bench.disk.keep(Self.position, at: bench.now))
    #expect(bench.writes.isEmpty)
    bench.take(bench.disk.end())
    #expect(local(bench.writes.first?.write) == [Self.position])
  }

  @Test func aSnoozeIsWrittenAtOnceAndAgainWhenTheDiskHadNoRoom() {
    var bench = Bench()
    bench.take(bench.disk.keep(Self.snooze, at: bench.now))
    #expect(local(bench.writes.first?.write) == [Self.snooze])
    bench.answer(.failed(.full))
    bench.advance(2)
    #expect(local(bench.writes.first?.write) == [Self.snooze])
    bench.answer(.localKept([]))
    #expect(bench.facts == [.broke(.full, about: nil), .mended])
  }

  @Test func whatAnotherProcessWroteIsToldUnlessOursIsNewer() {
    var bench = Bench()
    bench.take(bench.disk.keep(Self.snooze, at: bench.now))
    let theirs = LocalRecord.unread(Date(timeIntervalSince1970: 2))
    bench.take(bench.disk.adopt(LocalData([.unread("c2"): theirs])))
    #expect(bench.facts == [.local([LocalChange(.unread("c2"), theirs)])])
    bench.answer(.localKept([]))
    bench.take(bench.disk.adopt(LocalData([.unread("c2"): theirs])))
    #expect(bench.facts.last == .local([LocalChange(.snooze("c1"), nil)]))
  }

  @Test func anOutageIsToldOnceAndItsEndOpensTheNext() {
    var bench = Bench()
    for _ in 0..<3 {
      bench.begin(.history([.removeMessage("m1")]))
      bench.answer(.failed(.full))
    }
    #expect(bench.facts == [.broke(.full, about: nil)])
    bench.begin(.history([.removeMessage("m2")]))
    bench.answer()
    #expect(bench.facts.count == 1, "what failed is not written yet")
    bench.advance(2)
    bench.answer()
    #expect(bench.facts == [.broke(.full, about: nil), .mended])
    bench.begin(.history([]))
    bench.answer()
    #expect(bench.facts.count == 2, "told once")
    bench.begin(.history([.removeMessage("m3")]))
    bench.answer(.failed(.readOnly))
    #expect(bench.facts.last == .broke(.readOnly, about: nil))
    #expect(bench.facts.count == 3)
  }

  @Test func anOutageEndsWhenAllThatWasUnwrittenIsWritten() {
    var bench = Bench()
    bench.take(bench.disk.edit("c1", Self.draft))
    bench.answer(.failed(.full))
    bench.begin(.history([.removeMessage("m1")]))
    bench.answer(.failed(.full))
    bench.advance(2)
    bench.facts = []
    bench.answer()
    #expect(bench.facts == [.draftKept("c1", true)], "the history is on its way yet")
    bench.answer()
    #expect(bench.facts.last == .mended)
  }

  @Test func theEndIsToldOfAnOutageThatHeldBackMessagesAlone() {
    var bench = Bench()
    bench.take(bench.disk.cannotDepart(Self.entry, .full, at: bench.now))
    #expect(bench.facts == [.cannotDepart(.full, about: "c1")])
    bench.advance(2)
    #expect(bench.facts.last == .wantsEntries(["e1"]))
    bench.begin(.entries([Self.entry]))
    bench.answer()
    #expect(bench.facts.last == .mended)
  }

  @Test func whatFailedIsWrittenAgainWithTheDraftBeforeTheDrop() {
    var bench = Bench()
    bench.begin(.history([.removeMessage("m1")]))
    bench.answer(.failed(.full))
    bench.begin(.history([.removeMessage("m2")]))
    bench.answer(.failed(.full))
    bench.begin(.entries([Self.entry]))
    bench.answer(.failed(.full))
    bench.begin(.drops(["e2"]))
    bench.answer(.failed(.full))
    bench.begin(.waits(["c1": KeptWait()]))
    bench.answer(.failed(.full))
    bench.take(bench.disk.edit("c1", Self.draft))
    bench.answer(.failed(.full))
    bench.facts = []
    bench.advance(1)
    #expect(bench.writes.isEmpty && bench.facts.isEmpty, "too early")
    let facts = bench.disk.expire(at: 1002)
    #expect(
      facts == [
        .wantsEntries(["e1"]), .wants(.draft("c1", Self.draft)), .wants(.drops(["e2"])),
        .wantsWaits(["c1"]), .wants(.history([.removeMessage("m1"), .removeMessage("m2")])),
      ])
    let nothing = bench.disk.expire(at: 2000)
    #expect(nothing == [])
  }

  @Test func aDraftIsWrittenAgainAsItThenIs() {
    var bench = Bench()
    bench.take(bench.disk.edit("c1", Self.draft))
    bench.answer(.failed(.full))
    #expect(bench.facts.first == .draftKept("c1", false))
    let newer = Draft(text: "hello, Lakshmi", editedAt: Date(timeIntervalSince1970: 2))
    bench.take(bench.disk.edit("c1", newer))
    bench.answer(.failed(.full))
    #expect(bench.facts.count == 2, "told once")
    bench.advance(2)
    #expect(bench.writes.map(\.write) == [.draft("c1", newer)])
    bench.answer()
    #expect(bench.facts.suffix(2) == [.draftKept("c1", true), .mended])
  }

  @Test func anUnchangedDraftIsNotWritten() {
    var bench = Bench()
    bench.take(bench.disk.edit("c1", Self.draft))
    #expect(bench.writes.count == 1)
    bench.take(bench.disk.edit("c1", Self.draft))
    bench.take(bench.disk.edit("c2", Draft(text: "", editedAt: Self.draft.editedAt)))
    #expect(bench.writes.count == 1)
  }

  @Test func aDraftIsOnItsWayUntilTheLastOfItsWritesHasEnded() {
    var drafts = Drafts()
    let theirs = Draft(text: "theirs", editedAt: Date(timeIntervalSince1970: 3))
    _ = drafts.edit("c1", Self.draft)
    drafts.began("c1")
    drafts.began("c1")
    _ = drafts.written("c1")
    #expect(drafts.isBeingWritten("c1"))
    #expect(drafts.adopt(["c1": theirs], newer: []).isEmpty)
    _ = drafts.failed("c1")
    #expect(!drafts.isBeingWritten("c1"))
    #expect(drafts.adopt(["c1": theirs], newer: []) == ["c1"])
  }

  @Test func anotherProcessDoesNotOverwriteADraftThatIsOnItsWay() {
    let other = Draft(text: "theirs", editedAt: Date(timeIntervalSince1970: 3))
    var bench = Bench()
    bench.take(bench.disk.edit("c1", Self.draft))
    let whileWritten = bench.disk.adopt(["c1": other, "c2": other])
    #expect(whileWritten == [.draft("c2", other)])
    bench.answer(.failed(.full))
    let whileUnkept = bench.disk.adopt(["c1": other, "c2": other])
    #expect(whileUnkept == [])
    bench.advance(2)
    bench.answer()
    let whenKept = bench.disk.adopt(["c1": other])
    #expect(whenKept == [.draft("c1", other), .draft("c2", nil)])
  }

  @Test func anEntryIsDroppedWhenTheDraftThatHoldsItsTextIsWritten() {
    var bench = Bench()
    bench.take(bench.disk.edit("c1", Self.draft))
    bench.take(bench.disk.drop("e1", in: "c1"))
    bench.take(bench.disk.drop("e2", in: "c2"))
    #expect(bench.writes.map(\.write) == [.draft("c1", Self.draft), .drops(["e2"])])
    bench.answer(.failed(.full))
    bench.answer()
    #expect(bench.facts.last == .dropped(["e2"]))
    bench.advance(2)
    bench.answer()
    #expect(bench.writes.map(\.write) == [.drops(["e1"])])
    #expect(bench.disk.isDropping("e1"))
    bench.answer()
    #expect(bench.facts.last == .dropped(["e1"]))
    #expect(!bench.disk.isDropping("e1"))
  }

  @Test func aDropThatNobodyAskedForIsNotTold() {
    var bench = Bench()
    bench.begin(.drops(["e1"]))
    bench.answer()
    #expect(bench.facts.isEmpty)
  }

  @Test func noMessageDepartsWhileTheDiskFails() {
    var bench = Bench()
    bench.begin(.departure(Self.entry))
    #expect(bench.disk.isWriting("e1"))
    bench.answer(.failed(.full))
    #expect(bench.facts == [.departureEnded(Self.entry, .failed(.full))])
    bench.take(bench.disk.cannotDepart(Self.entry, .full, at: bench.now))
    #expect(bench.facts.last == .cannotDepart(.full, about: "c1"))
    #expect(!bench.disk.mayDepart(at: bench.now))
    bench.facts = []
    bench.take(bench.disk.cannotDepart(Self.entry, .full, at: bench.now))
    #expect(bench.facts.isEmpty, "told once for one outage")
    bench.advance(2)
    #expect(bench.disk.mayDepart(at: bench.now))
    #expect(bench.facts == [.wantsEntries(["e1"])])
  }

  // MARK: The lead

  @Test func theLeadBeginsWhenTheOutboxOfItsLastHolderWasRead() {
    var lead = Lead(retry: 5)
    #expect(lead.isUnasked)
    lead.outboxWasRead()
    #expect(!lead.leads, "nobody granted it")
    let readsOutbox = lead.handleAnswer(isGranted: true, at: 10)
    #expect(readsOutbox)
    #expect(!lead.leads)
    lead.outboxWasRead()
    #expect(lead.leads)
    let readsAgain = lead.handleAnswer(isGranted: true, at: 11)
    #expect(!readsAgain, "it leads already")
  }

  @Test func aLeadThatIsRefusedOrCannotReadIsAskedForAgain() {
    var lead = Lead(retry: 5)
    let refusedReads = lead.handleAnswer(isGranted: false, at: 10)
    #expect(!refusedReads)
    #expect(lead.retryAt == 15 && !lead.isUnasked)
    let isEarly = lead.expire(at: 14.9)
    #expect(!isEarly)
    let isDue = lead.expire(at: 15)
    #expect(isDue)
    let isGranted = lead.handleAnswer(isGranted: true, at: 16)
    #expect(isGranted)
    lead.outboxWasUnreadable(at: 17)
    #expect(lead.retryAt == 22)
    let isDueAgain = lead.expire(at: 22)
    #expect(isDueAgain)
  }

  @Test func ownChangesThatTheDiskDidNotTakeAreWrittenAgainInTheirOrder() {
    func change(_ second: Double) -> TeamRecord {
      .audit(
        AuditEntry(
          at: Date(timeIntervalSince1970: second), who: "me", conversationID: "c1",
          change: .status(from: .open, to: .closed), answer: .done, origin: .desk))
    }
    var bench = Bench()
    bench.begin(.team([change(1)]))
    bench.begin(.team([change(2)]))
    bench.answer(.failed(.full))
    bench.answer(.failed(.full))
    bench.advance(SyncTiming().restSlowest)
    #expect(bench.writes.map(\.write) == [.team([change(1), change(2)])])
    bench.answer()
    #expect(bench.facts.contains(.mended))
  }

  @Test func agentsAreKeptOnceAndNoMoreThanThereIsRoomFor() {
    func agent(_ number: Int) -> Participant { Participant(id: UserID("a\(number)")) }
    var bench = Bench()
    bench.disk.loaded(at: bench.now)
    for number in 0...LocalData.mostAgents {
      bench.take(bench.disk.keep(agent(number), at: bench.now))
    }
    bench.advance(SyncTiming().positions)
    #expect(local(bench.writes.first?.write).count == LocalData.mostAgents)
    bench.answer(.localKept([]))
    bench.take(bench.disk.keep(agent(0), at: bench.now))
    bench.advance(SyncTiming().positions)
    #expect(bench.writes.isEmpty)
  }
}
