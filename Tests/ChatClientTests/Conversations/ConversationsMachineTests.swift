import ChatModel
import Foundation
import Testing

@testable import ChatClient

/// Records, unread and waits, without an engine around them.
@Suite struct ConversationsMachineTests {
  private let farmer = Participant(bareID: "farmer")
  private let agent = Participant(bareID: "meera")
  private let other = Participant(bareID: "other")

  private func machine(_ role: Role = .support) -> Conversations {
    var machine = Conversations()
    machine.identify(Claims(userID: "meera", role: role))
    return machine
  }

  private func date(_ seconds: Double) -> Date { Bench.start.addingTimeInterval(seconds) }

  private func message(
    _ id: MessageID, by sender: Participant, at seconds: Double, isRead: Bool = false
  ) -> Message {
    Message(
      id: id, sender: .known(sender), content: id.rawValue, isRead: isRead,
      createdAt: date(seconds))
  }

  private func conversation(
    _ id: ConversationID = "c1", agent: Participant? = Participant(bareID: "meera"),
    unread: Int? = nil, last: Message? = nil, status: ConversationStatus? = .open,
    updatedAt: Double = 0
  ) -> Conversation {
    Conversation(
      id: id, farmer: .known(farmer), agent: agent.map { .known($0) } ?? .none, status: status,
      lastMessage: last.map { .known($0) } ?? .absent, unreadCount: unread.map { ["meera": $0] },
      updatedAt: date(updatedAt))
  }

  /// Takes up a record as a list would bring it, asked for now.
  @discardableResult
  private func list(
    _ conversation: Conversation, in machine: inout Conversations, since sequence: Int? = nil
  ) -> [Conversations.Fact] {
    machine.upsert(
      conversation, from: .list(mine: true, sequence: sequence ?? machine.sequence)
    ).facts
  }

  private func announcements(_ facts: [Conversations.Fact]) -> [ClientEvent] {
    facts.compactMap { if case .announce(let event) = $0 { event } else { nil } }
  }

  // MARK: Records

  @Test func whatOnlyAnEventNamedIsNotShownAndFetchedOnce() {
    var machine = machine()
    machine.ingest(message("m1", by: farmer, at: 1), in: "c1", isNew: true)
    #expect(machine.summary("c1") == nil && machine.shown.isEmpty)
    let first = machine.wantsFetch("c1")
    machine.fetchBegan("c1")
    let second = machine.wantsFetch("c1")
    machine.fetchEnded("c1")
    let third = machine.wantsFetch("c1")
    list(conversation(), in: &machine)
    let fourth = machine.wantsFetch("c1")
    #expect([first, second, third, fourth] == [true, false, true, false])
    #expect(machine.shown == ["c1"])
  }

  @Test func theSameRecordTwiceChangesNothingTheSecondTime() {
    var machine = machine()
    let new = conversation(unread: 2, last: message("m1", by: farmer, at: 1))
    let first = machine.upsert(new, from: .disk)
    let second = machine.upsert(new, from: .disk)
    #expect(first.changed && !second.changed)
  }

  @Test func anAnswerThatWasAskedForBeforeAMessageDoesNotTakeItBack() {
    var machine = machine()
    let old = conversation(unread: 0, last: message("m1", by: farmer, at: 1), updatedAt: 1)
    list(old, in: &machine)
    let asked = machine.sequence
    machine.ingest(message("m2", by: farmer, at: 2), in: "c1", isNew: true)
    list(old, in: &machine, since: asked)
    #expect(machine.unread("c1") == 1)
    #expect(machine["c1"]?.lastMessage.id == "m2")
    #expect(machine["c1"]?.updatedAt == date(2))
    // One that was asked for since does.
    list(old, in: &machine)
    #expect(machine.unread("c1") == 0)
    #expect(machine["c1"]?.lastMessage.id == "m1")
  }

  @Test func anAnswerThatWasAskedForBeforeAChangeDoesNotTakeItBack() {
    var machine = machine()
    list(conversation(status: .open), in: &machine)
    let asked = machine.sequence
    _ = machine.upsert(
      conversation(agent: other, status: .closed),
      from: .change(sequence: asked, isAnnounced: true))
    list(conversation(status: .open), in: &machine, since: asked)
    #expect(machine["c1"]?.status == .closed && machine["c1"]?.agent.id == "other")
    list(conversation(status: .open), in: &machine)
    #expect(machine["c1"]?.status == .open && machine["c1"]?.agent.id == "meera")
  }

  @Test func anIDAloneDoesNotDisplaceAMessageWhoseWordsAreKnown() {
    var machine = machine()
    list(conversation(last: message("m1", by: farmer, at: 1)), in: &machine)
    var bare = conversation()
    bare.lastMessage = .known(Message(id: "m2", kind: .other(""), createdAt: nil))
    list(bare, in: &machine)
    #expect(machine["c1"]?.lastMessage.id == "m1")
  }

  @Test func anotherLastMessageIsAFact() {
    var machine = machine()
    list(conversation(last: message("m1", by: farmer, at: 1)), in: &machine)
    let facts = list(conversation(last: message("m2", by: farmer, at: 2)), in: &machine)
    let named = facts.compactMap { fact -> MessageID? in
      if case .lastMessage(let message, _) = fact { message.id } else { nil }
    }
    #expect(named == ["m2"])
  }

  @Test func onlyWhatAListShouldNameIsMissed() {
    var machine = machine()
    for id in ["c1", "c2", "c3"] as [ConversationID] { list(conversation(id), in: &machine) }
    let asked = machine.sequence
    machine.ingest(message("m1", by: farmer, at: 1), in: "c3", isNew: true)
    let missing = machine.unlisted(
      ["c1", "c2", "c3", "c9"], found: { $0 == "c1" }, since: asked)
    #expect(missing == ["c2"])
  }

  // MARK: Whose it is

  @Test func theFirstRecordsAreNotAnnouncedAndLaterChangesOfHandsAre() {
    var machine = machine()
    let first = list(conversation(), in: &machine)
    #expect(announcements(first).isEmpty)
    machine.watchHandoffs()
    let away = list(conversation(agent: other), in: &machine)
    #expect(announcements(away) == [.takenFromMe("c1", to: other)])
    #expect(away.contains { if case .handedAway("c1") = $0 { true } else { false } })
    let back = list(conversation(), in: &machine)
    #expect(announcements(back) == [.becameMine("c1", from: other)])
    let new = list(conversation("c2"), in: &machine)
    #expect(announcements(new) == [.becameMine("c2", from: nil)])
  }

  @Test func whatThePersonDidIsNotAnnouncedToThem() {
    var machine = machine()
    list(conversation(), in: &machine)
    machine.watchHandoffs()
    let (changed, facts) = machine.upsert(
      conversation(agent: other), from: .change(sequence: 0, isAnnounced: false))
    #expect(changed && announcements(facts).isEmpty)
  }

  @Test func aRemovedOneOfMineIsToldOfOnlyWhileHandsAreWatched() {
    var machine = machine()
    list(conversation("c1"), in: &machine)
    list(conversation("c2"), in: &machine)
    list(conversation("c3", agent: other), in: &machine)
    let unwatched = machine.remove("c1", isDeleted: true)
    machine.watchHandoffs()
    let mine = machine.remove("c2", isDeleted: true)
    let others = machine.remove("c3", isDeleted: true)
    #expect(unwatched.events.isEmpty && others.events.isEmpty)
    #expect(mine.events == [.deletedWhileMine("c2")])
    #expect(machine.shown.isEmpty)
  }

  // MARK: Unread

  @Test func newMessagesOfOthersCountInWhatIsMine() {
    var machine = machine()
    list(conversation("c1"), in: &machine)
    list(conversation("c2", agent: other), in: &machine)
    machine.ingest(message("m1", by: farmer, at: 1), in: "c1", isNew: true)
    machine.ingest(message("m1", by: farmer, at: 1), in: "c1", isNew: false)
    machine.ingest(message("m2", by: agent, at: 2), in: "c1", isNew: true)
    machine.ingest(message("m3", by: farmer, at: 3, isRead: true), in: "c1", isNew: true)
    machine.ingest(message("m4", by: farmer, at: 4), in: "c2", isNew: true)
    #expect(machine.unread("c1") == 1 && machine.unread("c2") == 0)
  }

  @Test func whatWasReadHereIsNotUnreadAgainByAnAnswerFromBefore() {
    var machine = machine()
    list(conversation(unread: 3), in: &machine)
    let asked = machine.sequence
    let isKnown = machine.setUnread(1, of: "c1")
    list(conversation(unread: 3), in: &machine, since: asked)
    #expect(isKnown && machine.unread("c1") == 1)
    #expect(machine.kept("c1")?.unread(of: "meera") == 1)
    let isUnknown = machine.setUnread(1, of: "c9")
    #expect(!isUnknown)
  }

  @Test func unreadMessagesThatTheDiskLacksAreNamedTheLatestLast() {
    var machine = machine()
    list(conversation("c1", unread: 2, updatedAt: 5), in: &machine)
    list(conversation("c2", unread: 1, updatedAt: 9), in: &machine)
    list(conversation("c3", unread: 1, updatedAt: 1), in: &machine)
    list(conversation("c4", agent: other, unread: 1), in: &machine)
    machine.setCachedUnread(1, of: "c3")
    #expect(machine.lackingUnread() == ["c1", "c2"])
    // What comes over the link is on the disk.
    machine.setCachedUnread(2, of: "c1")
    machine.ingest(message("m1", by: farmer, at: 10), in: "c1", isNew: true)
    #expect(machine.lackingUnread() == ["c2"])
    // What was read leaves no more on the disk than there is.
    _ = machine.setUnread(0, of: "c1")
    list(conversation("c1", unread: 1, updatedAt: 11), in: &machine)
    #expect(machine.lackingUnread() == ["c2", "c1"])
  }

  // MARK: Waits

  @Test func aKeptWaitIsTakenUpByTheFirstRecordAndKeptAgainOnlyWhenItChanges() {
    var machine = machine()
    let since = MessagePlace(time: date(1), id: "m1")
    machine.restore(waits: ["c1": KeptWait(since: since, isExact: true)], heldUnread: [:])
    list(conversation(last: message("m2", by: farmer, at: 2)), in: &machine)
    #expect(machine.summary("c1")?.wait?.since == date(1))
    machine.ingest(message("m3", by: agent, at: 3), in: "c1", isNew: true)
    let changed = machine.waitsToKeep(of: ["c1", "c9"])
    let again = machine.waitsToKeep(of: ["c1"])
    #expect(changed.keys.sorted() == ["c1"] && changed["c1"]?.since == nil)
    #expect(again.isEmpty)
  }

  // MARK: Own messages

  @Test func theNewestFiftyOfMyMessagesAreRememberedInOrder() {
    var machine = machine()
    let mine = (0..<60).map { message(MessageID("m\(100 + $0)"), by: agent, at: Double($0)) }
    machine.noteOwn(in: mine.shuffled() + [message("f", by: farmer, at: 99)], "c1")
    #expect(machine.recentOwnMessages("c1").map(\.id) == mine.suffix(50).map(\.id))
  }

  @Test func theDiskIsAskedForMyMessagesUntilItAnswered() {
    var machine = machine()
    let first = machine.wantsRecall("c1")
    let again = machine.wantsRecall("c1")
    machine.recalled("c1")
    let last = machine.wantsRecall("c1")
    #expect(first && again && !last)
    #expect(machine.isRecalled("c1"))
  }

  // MARK: A refresh that somebody asked for

  @Test func aRefreshCountsWhatCameSinceItWasAskedFor() {
    var machine = machine()
    #expect(machine.refreshEnded() == nil)
    list(conversation("c1", unread: 1, last: message("m1", by: farmer, at: 1)), in: &machine)
    list(conversation("c2", last: message("m2", by: farmer, at: 1)), in: &machine)
    machine.refreshAsked()
    list(conversation("c1", unread: 4, last: message("m3", by: farmer, at: 3)), in: &machine)
    list(conversation("c2", last: message("m4", by: agent, at: 3)), in: &machine)
    list(conversation("c3"), in: &machine)
    #expect(machine.refreshEnded() == 4)
    #expect(machine.refreshEnded() == nil)
  }
}
