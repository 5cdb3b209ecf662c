import ChatClient
import ChatModel
import Foundation
import Testing

@testable import ChatStorage

/// What `LocalStore` promises, asked of every store.
@Suite struct LocalContractTests {
  private let lakshmi: ConversationID = "c1"

  @Test(arguments: StoreKind.allCases)
  func aDraftIsKeptAndRemoved(_ kind: StoreKind) async throws {
    let draft = Draft(
      text: "नमस्ते\n", attachments: ["/a b", "/c\"d"],
      editedAt: Date(timeIntervalSinceReferenceDate: 7))
    try await kind.with { store in
      try await store.saveDraft(Draft(text: "x", editedAt: Date()), for: lakshmi)
      try await store.saveDraft(draft, for: lakshmi)
      #expect(try await store.drafts() == [lakshmi: draft])
      try await store.saveDraft(nil, for: lakshmi)
      #expect(try await store.drafts().isEmpty)
    }
  }

  private func note(_ text: String, at second: Double) -> ConversationNote {
    ConversationNote(
      id: "n1", conversationID: lakshmi, text: text,
      writtenAt: Date(timeIntervalSinceReferenceDate: 1),
      editedAt: Date(timeIntervalSinceReferenceDate: second))
  }

  private func kept(_ note: ConversationNote, base: Double? = nil) -> LocalChange {
    LocalChange(
      .note(note.id), .note(note), base: base.map(Date.init(timeIntervalSinceReferenceDate:)))
  }

  @Test(arguments: StoreKind.allCases)
  func everyKindOfLocalRecordIsKeptAndRemoved(_ kind: StoreKind) async throws {
    let time = Date(timeIntervalSinceReferenceDate: 8e8 + 0.25)
    let changes = [
      kept(note("north \0 \"field\"\nखेत", at: 2)),
      LocalChange(.noteDraft(lakshmi), .noteDraft(NoteDraft(text: "ask", note: "n1"))),
      LocalChange(
        .snooze(lakshmi), .snooze(Snooze(until: time, since: time - 60, lastMessage: "m"))),
      LocalChange(
        .snooze("c/2"), .snooze(Snooze(until: nil, since: time, lastMessage: "m\0"))),
      LocalChange(.unread("c\0"), .unread(time)), LocalChange(.mute("c\0"), .mute(time)),
      LocalChange(.latin(lakshmi), .latin),
      LocalChange(.spelling(lakshmi), .spelling("hi_IN")),
      LocalChange(
        .agent("a\0/1"), .agent(Participant(id: "a\0/1", firstName: "आशा", role: .support))),
      LocalChange(.word("नमस्ते"), .word), LocalChange(.word("n'/\"0"), .word),
      LocalChange(.position(lakshmi), .position(KeptPosition(message: "m1", line: -1))),
    ]
    try await kind.with { store in
      #expect(try await store.localData().isEmpty)
      #expect(try await store.saveLocal(changes).isEmpty)
      let records = Dictionary(uniqueKeysWithValues: changes.map { ($0.key, $0.record) })
      #expect(try await store.localData().records == records.compactMapValues { $0 })
      try await store.saveLocal(changes.map { LocalChange($0.key, nil) })
      #expect(try await store.localData().isEmpty)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func theLaterEditOfANoteWinsAndTheOtherBecomesADraft(_ kind: StoreKind) async throws {
    try await kind.with { store in
      try await store.saveLocal([kept(note("first", at: 1))])
      // Both edit what stood there first; this one later than the other.
      try await store.saveLocal([kept(note("theirs", at: 5), base: 1)])
      let others = try await store.saveLocal([kept(note("mine", at: 7), base: 1)])
      var data = try await store.localData()
      #expect(data.note("n1")?.text == "mine")
      #expect(data.noteDraft(in: lakshmi)?.text == "theirs")
      #expect(Set(others.map(\.key)) == [.note("n1"), .noteDraft(lakshmi)])
      // An earlier edit that comes late does not win, and is not lost.
      try await store.saveLocal([kept(note("late", at: 6), base: 1)])
      data = try await store.localData()
      #expect(data.note("n1")?.text == "mine")
      #expect(data.noteDraft(in: lakshmi)?.text == "theirs\n\nlate")
      // Who edits what stands there now loses nothing.
      #expect(try await store.saveLocal([kept(note("next", at: 9), base: 7)]).isEmpty)
      #expect(try await store.localData().note("n1")?.text == "next")
    }
  }

  @Test(arguments: StoreKind.allCases)
  func aWaitIsKeptDoesNotFallAndIsRemoved(_ kind: StoreKind) async throws {
    func place(_ minute: Double) -> MessagePlace {
      MessagePlace(
        time: Date(timeIntervalSinceReferenceDate: minute * 60), id: MessageID("m\(minute)"))
    }
    let settled = KeptWait.Settled(status: .closed, newest: place(4), again: place(5))
    let wait = KeptWait(since: place(1), settled: settled)
    try await kind.with { store in
      #expect(try await store.waits().isEmpty)
      try await store.saveWaits([lakshmi: wait, "c\0\"": KeptWait(since: place(2), isExact: true)])
      try await store.saveWaits([lakshmi: KeptWait(since: place(3), settled: settled)])
      #expect(
        try await store.waits()
          == [lakshmi: wait, "c\0\"": KeptWait(since: place(2), isExact: true)])
      try await store.saveWaits([lakshmi: KeptWait(), "c\0\"": KeptWait()])
      #expect(try await store.waits().isEmpty)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func theNewestOfWhatWasUsedIsKeptEachTextOnce(_ kind: StoreKind) async throws {
    func used(_ kind: Used.Kind, _ text: String, _ minute: Double) -> Used {
      Used(
        kind, text, in: kind == .sent ? lakshmi : nil,
        at: Date(timeIntervalSinceReferenceDate: minute * 60))
    }
    try await kind.with { store in
      #expect(try await store.used().isEmpty)
      try await store.noteUsed([used(.sent, "हाँ\0", 1), used(.reply, "rust", 2)])
      try await store.noteUsed([used(.sent, "b", 3), used(.sent, "हाँ\0", 4)])
      let kept = UsedTexts(try await store.used())
      #expect(kept.texts(.sent) == ["हाँ\0", "b"])
      #expect(kept.last(.sent, "b") == used(.sent, "b", 3))
      #expect(kept.texts(.reply) == ["rust"])
      try await store.noteUsed((0..<300).map { used(.sent, "\($0)", 10 + Double($0)) })
      let sent = UsedTexts(try await store.used()).texts(.sent)
      #expect(sent.count == Used.mostOfAKind)
      #expect(sent.first == "299")
      #expect(UsedTexts(try await store.used()).texts(.reply) == ["rust"])
    }
  }

  @Test(arguments: StoreKind.allCases)
  func whatIsAcceptedIsAmongWhatWasSentAndStaysWhenItsEntryGoes(_ kind: StoreKind) async throws {
    let entry = OutboxEntry(
      id: "e1", conversationID: lakshmi, body: .text("hello"),
      createdAt: Date(timeIntervalSinceReferenceDate: 7))
    try await kind.with { store in
      try await store.accept([entry])
      try await store.drop(["e1"])
      #expect(
        try await store.used() == [
          Used(.sent, "hello", in: lakshmi, at: Date(timeIntervalSinceReferenceDate: 7))
        ])
    }
  }

  // MARK: A team's work

  private func entry(
    _ second: Double, _ change: AuditEntry.Change, _ answer: AuditEntry.Answer = .done,
    of id: ConversationID? = "c\0"
  ) -> AuditEntry {
    AuditEntry(
      at: Date(timeIntervalSinceReferenceDate: second), who: "me", conversationID: id,
      farmer: id.map { _ in "लक्ष्मी \"L\"\n" }, change: change, answer: answer, origin: .command)
  }

  @Test(arguments: StoreKind.allCases)
  func ownChangesAreKeptAsTheyWereAndFoundByTheirTime(_ kind: StoreKind) async throws {
    let asha = AuditEntry.Person(id: "asha", name: "Asha")
    let entries = [
      entry(1, .status(from: nil, to: .closed)),
      entry(2.5, .status(from: .other("odd"), to: .open), .refused("no\0")),
      entry(3, .agent(from: nil, to: asha), .unknown("")),
      entry(4, .agent(from: asha, to: AuditEntry.Person(id: "ravi"))),
      entry(5, .deletedConversation), entry(6, .deletedMessage("m1"), of: nil),
    ]
    func time(_ second: Double) -> Date { Date(timeIntervalSinceReferenceDate: second) }
    try await kind.with { store in
      #expect(try await store.audit(since: .distantPast, until: .distantFuture).isEmpty)
      try await store.noteTeam(entries.prefix(4).map(TeamRecord.audit))
      try await store.noteTeam(entries.suffix(2).map(TeamRecord.audit))
      #expect(try await store.audit(since: .distantPast, until: .distantFuture) == entries)
      #expect(
        try await store.audit(since: time(2.5), until: time(5)) == Array(entries[1..<4]))
    }
  }

  @Test(arguments: StoreKind.allCases)
  func samplesAreKeptAtMostOneInHalfAMinuteAndTheOldestGo(_ kind: StoreKind) async throws {
    func sample(_ second: Double) -> StatisticsSample {
      StatisticsSample(
        at: Date(timeIntervalSinceReferenceDate: second), total: 44, active: nil, waiting: 3)
    }
    try await kind.with { store in
      for second in [0, 29.9, 30, 59, 61] { try await store.noteTeam([.sample(sample(second))]) }
      #expect(try await store.samples() == [sample(0), sample(30), sample(61)])
      // A clock that was set back stops nothing.
      try await store.noteTeam([.sample(sample(-3600))])
      #expect(try await store.samples().last == sample(-3600))
      try await store.noteTeam(
        (0..<(StatisticsSample.most + 10)).map { .sample(sample(Double($0) * 30)) })
      let kept = try await store.samples()
      #expect(kept.count == StatisticsSample.most)
      #expect(kept.first == sample(300))
    }
  }
}
