import ChatModel
import Foundation
import JSON
import SplitMix
import Testing

@testable import ChatClient

/// Clocks, matching, drafts, remembered ids.
@Suite struct SmallMachineTests {
  private let start = Bench.start

  // MARK: The clocks' difference

  private func server(_ uptime: TimeInterval, ahead: TimeInterval = 0) -> Date {
    start.addingTimeInterval(uptime + ahead)
  }

  private func now(_ uptime: TimeInterval) -> Moment {
    Moment(uptime: uptime, date: start.addingTimeInterval(uptime))
  }

  @Test func everyAnswerNarrowsTheDifferenceOfTheClocks() {
    var random = SplitMix64(seed: 3)
    for truth in [-3600.5, 0, 0.4, 7200] {
      var skew = ClockSkew()
      for step in 0..<40 {
        let asked = Double(step) * 7.31
        let delay = Double.random(in: 0.01...0.4, using: &random)
        let exact = server(asked + delay / 2, ahead: truth)
        let header = Date(
          timeIntervalSinceReferenceDate: exact.timeIntervalSinceReferenceDate.rounded(.down))
        skew.learn(serverTime: header, precision: 1, askedAt: asked, heardAt: asked + delay)
        let earliest = skew.earliestServerTime(at: 0) ?? .distantFuture
        #expect(earliest <= server(0, ahead: truth))
      }
      #expect(abs((skew.difference(at: now(300)) ?? 99) - truth) < 0.3)
    }
  }

  @Test func aClockOfTheServerThatIsSetIsBelievedAnew() {
    var skew = ClockSkew()
    skew.learn(serverTime: server(0), precision: 1, askedAt: 0, heardAt: 0)
    skew.learn(serverTime: server(60, ahead: 600), precision: 1, askedAt: 60, heardAt: 60)
    #expect(abs((skew.difference(at: now(60)) ?? 0) - 600.5) < 0.01)
  }

  @Test func settingTheLocalClockDoesNotMoveTheServers() {
    var skew = ClockSkew()
    skew.learn(serverTime: server(0), precision: 0, askedAt: 0, heardAt: 0)
    #expect(skew.earliestServerTime(at: 60) == server(60))
    let set = Moment(uptime: 60, date: start.addingTimeInterval(9999))
    #expect(abs((skew.difference(at: set) ?? 0) - (60 - 9999)) < 0.01)
  }

  @Test func aLiveMessageBoundsTheServersClockFromBelow() {
    var skew = ClockSkew()
    #expect(skew.earliestServerTime(at: 0) == nil)
    for ahead in [296.0, 299, -900] {
      skew.learn(writtenAt: server(0, ahead: ahead), heardAt: 0)
    }
    #expect(skew.earliestServerTime(at: 10) == server(10, ahead: 299))
    #expect(skew.difference(at: now(0)) == nil)
  }

  @Test func theDifferenceIsToldWhenItMatters() {
    let bench = OpeningTests.bench { $0.server.skew = 300 }
    let told = bench.events.compactMap { if case .clockSkew(let skew) = $0 { skew } else { nil } }
    #expect(told.count == 1)
    #expect(abs((told.first ?? 0) - 300) <= 1)
  }

  // MARK: Matching

  private func entry(_ body: OutboxEntry.Body, excludedIDs: [MessageID] = []) -> OutboxEntry {
    OutboxEntry(
      id: "t1", conversationID: "c", body: body, state: .unsure, createdAt: start,
      handedOverAt: start, earliestServerDate: start, excludedIDs: excludedIDs)
  }

  private func message(
    _ text: String, by sender: Referenced<Participant> = .known(Participant(bareID: "me")),
    at offset: Double? = 1, tempID: String? = nil
  ) -> Message {
    Message(
      id: "m1", sender: sender, content: text, createdAt: offset.map(start.addingTimeInterval),
      tempID: tempID)
  }

  // Row 5: texts are compared without the blanks at their ends.
  @Test func aMessageIsFoundByWhatItSaysAndWhen() {
    let matcher = SendMatcher(me: "me", claimed: [])
    let text = entry(.text(" hello\n"))
    #expect(matcher.find(text, among: [message("hello")]) == .found(message("hello")))
    #expect(matcher.find(text, among: [message("Hello")]) == .absent)
    #expect(matcher.find(text, among: [message("hello", at: -1000)]) == .absent)
    #expect(
      matcher.find(text, among: [message("hello", by: .known(Participant(bareID: "other")))])
        == .absent)
    #expect(matcher.find(text, among: [message("hello", tempID: "t9")]) == .absent)
    let own = message("changed by the server", tempID: "t1")
    #expect(matcher.find(text, among: [own]) == .found(own))
  }

  @Test func whatBelongsToAnotherEntryIsNotFound() {
    let claimed = SendMatcher(me: "me", claimed: ["m1"])
    #expect(claimed.find(entry(.text("hello")), among: [message("hello")]) == .absent)
    let free = SendMatcher(me: "me", claimed: [])
    #expect(
      free.find(entry(.text("hello"), excludedIDs: ["m1"]), among: [message("hello")]) == .absent)
  }

  @Test func whatMayOrMayNotBeItIsUndecidable() {
    let matcher = SendMatcher(me: "me", claimed: [])
    #expect(matcher.find(entry(.text("hi")), among: [message("hi", by: .none)]) == .undecidable)
    #expect(matcher.find(entry(.text("hi")), among: [message("hi", at: nil)]) == .undecidable)
    var undated = entry(.text("hi"))
    undated.earliestServerDate = nil
    #expect(matcher.find(undated, among: [message("hi")]) == .undecidable)
    // Dated by another clock than the one that was asked for the time.
    #expect(matcher.find(entry(.text("hi")), among: [message("hi", at: -5)]) == .undecidable)
    let known = entry(.text("hi"), excludedIDs: ["m1"])
    #expect(matcher.find(known, among: [message("hi", at: -5)]) == .absent)
  }

  @Test func aFileIsFoundByItsMedia() {
    let matcher = SendMatcher(me: "me", claimed: [])
    let file = OutboxFile(
      path: "/a", name: "a.png", kind: .image, format: "image/png", size: 1, mediaID: "f1")
    let found = Message(
      id: "m1", kind: .media(.image), media: .known(Media(bareID: "f1")), createdAt: nil)
    #expect(matcher.find(entry(.file(file)), among: [found]) == .found(found))
    var other = found
    other.media = .known(Media(bareID: "f2"))
    #expect(matcher.find(entry(.file(file)), among: [other]) == .absent)
  }

  // MARK: Drafts

  @Test func draftsAreKeptToldAtTheStartAndRemovedWhenEmpty() {
    var bench = OpeningTests.bench()
    let draft = Draft(text: "half a", editedAt: start)
    bench.perform(.saveDraft("c1", draft))
    #expect(bench.disk.drafts == ["c1": draft])
    var second = Bench(prefix: "u")
    second.disk = bench.disk
    second.begin(online: false)
    #expect(second.events.contains(.draft("c1", draft)))
    second.perform(.saveDraft("c1", Draft(text: "", editedAt: start)))
    #expect(second.disk.drafts.isEmpty)
  }

  @Test func aDraftOfAnotherProcessIsTold() {
    var bench = OpeningTests.bench()
    bench.disk.drafts["c1"] = Draft(text: "there", editedAt: start)
    bench.input(.changedElsewhere(.drafts))
    #expect(bench.events.contains(.draft("c1", Draft(text: "there", editedAt: start))))
    bench.forget()
    bench.input(.changedElsewhere(.drafts))
    #expect(bench.events.isEmpty)
  }

  @Test func aDraftThatTheDiskDoesNotTakeIsToldUntilItDoes() {
    var bench = SendingTests.bench()
    bench.disk.failure = .full
    bench.perform(.saveDraft(SendingTests.lakshmi, Draft(text: "half", editedAt: bench.now.date)))
    #expect(bench.events.contains(.draftKept(SendingTests.lakshmi, false)))
    bench.disk.failure = nil
    bench.advance(60)
    #expect(bench.events.contains(.draftKept(SendingTests.lakshmi, true)))
  }

  @Test func aDiskThatFailsIsToldOnce() {
    var bench = OpeningTests.bench()
    bench.disk.failure = .full
    for number in 0..<5 {
      bench.perform(.saveDraft("c1", Draft(text: "\(number)", editedAt: start)))
    }
    #expect(
      bench.notices == ["This computer does not keep what is shown: the disk is full."])
  }

  // MARK: Remembering

  @Test func theLastIDsAreRememberedInBoundedMemory() {
    var recent = RecentIDs<Int>(capacity: 10)
    for number in 0..<1000 {
      let isNew = recent.insert(number)
      let isNewAgain = recent.insert(number)
      #expect(isNew)
      #expect(!isNewAgain)
      if number >= 10 { #expect(recent.contains(number - 9)) }
    }
    #expect(!recent.contains(900))
  }

  @Test func acknowledgementsAreReadInAllTheirShapes() {
    #expect(Acknowledgement(["error": "no"]) == .refused("no"))
    #expect(Acknowledgement(["error": ["message": "no"]]) == .refused("no"))
    #expect(Acknowledgement(["success": false, "message": "no"]) == .refused("no"))
    #expect(Acknowledgement(["_id": "m1", "content": "x"]) == .accepted("m1", at: nil))
    #expect(Acknowledgement(["success": true, "data": ["_id": "m1"]]) == .accepted("m1", at: nil))
    #expect(Acknowledgement(["messageId": "m1"]) == .accepted("m1", at: nil))
    #expect(Acknowledgement(["status": "ok"]) == .silent)
    #expect(Acknowledgement("ok") == .silent)
    #expect(Acknowledgement(["error": ["code": 5], "message": "no"]) == .refused("no"))
    for none: JSONValue in [.null, false, 0, "", " "] {
      #expect(Acknowledgement(["error": none]) == .silent)
      #expect(Acknowledgement(["error": none, "_id": "m1"]) == .accepted("m1", at: nil))
    }
    #expect(Acknowledgement(["error": ["code": 5]]) == .unclear)
    #expect(Acknowledgement(["error": true]) == .refused("the server refused it"))
    #expect(
      Acknowledgement(["error": .null, "message": ["_id": "m2"]]) == .accepted("m2", at: nil))
  }
}
