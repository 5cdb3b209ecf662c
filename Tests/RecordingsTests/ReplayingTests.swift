import ChatModel
import JSON
import Recordings
import Testing

@Suite struct ReplayingTests {
  private func plan(_ tape: Taping = .talk(), _ names: Set<String> = ["meera", "ramesh"]) throws
    -> ReplayPlan
  {
    try ReplayPlan(tape.recording, playing: names)
  }

  @Test func whatWasSentIsDoneAgainInItsOrder() throws {
    let steps = try plan().steps.filter { !$0.isImplied }
    #expect(steps.map(\.line) == [2, 4, 6, 9, 10])
    #expect(steps.map(\.identity) == ["meera", "meera", "meera", "ramesh", "meera"])
    guard case .request("GET", "chat/conversations?page=1&limit=100", nil) = steps[0].work else {
      Issue.record("\(steps[0].work)")
      return
    }
  }

  // A line waits until the ids that it names are mapped, and until what was answered before is.
  @Test func aStepKnowsTheIDsAndTheAnswersThatItWaitsFor() throws {
    let steps = try plan().steps.filter { !$0.isImplied }
    #expect(steps[0].ids == [])
    #expect(steps[1].ids == [Taping.conversation])
    #expect(steps[3].ids == [Taping.conversation, Taping.message])
    #expect(steps[1].answered == [1])
    #expect(steps[4].answered == [1, 3, 5])
  }

  // Who acts while the list is on its way acts on what the list will tell.
  @Test func anIDIsWaitedForFromWhereItWasAskedFor() throws {
    var tape = Taping()
    let list = "GET /api/v1/chat/conversations?page=1"
    tape.add(.outgoing, .http, list)
    tape.out("conversation:join", ["conversationId": .string(Taping.conversation)])
    tape.add(
      .incoming, .http, list, ["data": [["_id": .string(Taping.conversation)]]], status: 200,
      answers: 1)
    #expect(try plan(tape).steps.map(\.ids) == [[], [Taping.conversation]])
  }

  @Test func whatOnlyOthersWereToldIsNotCompared() {
    var tape = Taping.talk()
    tape.add(
      .incoming, .http, "GET /api/v1/chat/conversations?page=1",
      ["data": [["_id": .string(Taping.other), "status": "open"]]], as: "ramesh", status: 200)
    #expect(RecordedState(of: tape.recording).threads.count == 2)
    let hers = RecordedState(of: tape.recording, toldTo: ["meera"])
    #expect(hers.threads.keys.sorted() == [Taping.conversation])
  }

  // The replay makes connections of its own, and their packets have other numbers.
  @Test func aStepWaitsForNoAnswerToAPacketOfTheConnection() throws {
    var tape = Taping()
    let connect = tape.add(.outgoing, .sio, "connect", isPacket: true)
    tape.add(.incoming, .sio, "connect", answers: connect, isPacket: true)
    tape.out("conversation:join", ["conversationId": .string(Taping.conversation)])
    #expect(try plan(tape).steps.map(\.answered) == [[]])
  }

  @Test func whoIsNotPlayedIsSaid() throws {
    let plan = try plan(.talk(), ["meera"])
    #expect(plan.steps.allSatisfy { $0.identity == "meera" })
    #expect(plan.passedOver == ["what ramesh did: --as does not name it"])
  }

  @Test func anUploadThatWasNotKeptIsNamedByItsLine() {
    var tape = Taping.talk()
    tape.add(
      .outgoing, .http, "POST /api/v1/chat/media",
      ["fields": ["type": "image"], "files": [["name": "leaf.png", "format": "image/png"]]])
    #expect {
      try plan(tape)
    } throws: { error in
      (error as? RecordingFault)?.line == 12
    }
    tape.records[tape.records.count - 1].data = [
      "fields": ["type": "image"], "files": [["name": "a", "file": "../etc/passwd"]],
    ]
    #expect(throws: RecordingFault.self) { try plan(tape) }
  }

  private func map(_ tape: Taping = .talk()) -> IDMap { IDMap(RecordedIDs(of: tape.records)) }

  @Test func idsAreLearntFromTwoAnswersThatSayTheSame() {
    var map = map()
    map.learn(
      ["data": [["_id": .string(Taping.conversation), "status": "open"]]],
      ["data": [["_id": "here-1", "status": "open"]]])
    #expect(map.id(of: Taping.conversation) == "here-1")
    #expect(
      map.toServer(path: "chat/messages/\(Taping.conversation)?page=1")
        == "chat/messages/here-1?page=1")
    #expect(
      map.toServer(["conversationId": .string(Taping.conversation)]) == ["conversationId": "here-1"]
    )
    #expect(
      map.toRecording(["conversationId": "here-1", "x": "other"])
        == ["conversationId": .string(Taping.conversation), "x": "other"])
    #expect(map.missing([Taping.conversation, Taping.message]) == [Taping.message])
  }

  // Lists come in another order, with others between.
  @Test func elementsOfListsArePairedByWhatTheySay() {
    var tape = Taping()
    let list: JSONValue = [
      "data": [
        [
          "_id": .string(Taping.conversation),
          "userId": Taping.person("p00000000000000000000001", "Ramesh"), "unread": 3,
        ],
        [
          "_id": .string(Taping.other), "userId": Taping.person("p00000000000000000000002", "Sita"),
          "unread": 0,
        ],
      ]
    ]
    tape.add(.incoming, .http, "GET /api/v1/chat/conversations", list, status: 200, answers: 1)
    var map = map(tape)
    map.learn(
      list,
      [
        "data": [
          ["_id": "n0", "userId": Taping.person("q0", "Abdul")],
          ["_id": "n2", "userId": Taping.person("q2", "Sita")],
          ["_id": "n1", "userId": Taping.person("q1", "Ramesh")],
        ]
      ])
    #expect(map.id(of: Taping.conversation) == "n1")
    #expect(map.id(of: Taping.other) == "n2")
    #expect(map.id(of: "p00000000000000000000002") == "q2")
  }

  @Test func anEventAboutSomethingElseIsNotTakenForTheOneThatWasRecorded() {
    var map = map()
    map.put(Taping.conversation, "here-1")
    let recorded: JSONValue = [["conversationId": .string(Taping.conversation), "content": "a"]]
    #expect(!map.contradicts(recorded, [["conversationId": "here-1", "content": "a"]]))
    #expect(map.contradicts(recorded, [["conversationId": "here-2", "content": "a"]]))
    #expect(map.contradicts(recorded, [["conversationId": "here-1", "content": "b"]]))
  }

  @Test func theSameStateHasNoDifferencesAndAnotherNamesItsLine() {
    let state = RecordedState(of: Taping.talk().recording)
    #expect(state.differences(from: state) == [])
    let other = RecordedState(of: Taping.talk(content: "Hello").recording)
    #expect(state.differences(from: other).map(\.line) == [7])
    var changed = state
    changed.threads[Taping.conversation]?.status = .init("open", line: 0)
    let differences = state.differences(from: changed)
    #expect(differences.map(\.line) == [11])
    #expect(
      differences.map(\.words)
        == ["the status of \(Taping.conversation) is open, and was resolved"])
    var more = state
    more.write(
      Message(id: "m9", conversationID: ConversationID(Taping.conversation), content: "twice"),
      line: 0)
    #expect(
      state.differences(from: more).map(\.words)
        == ["in \(Taping.conversation) 1 were written, and here 2"])
    #expect(state.differences(from: RecordedState()).count == 1)
  }

  @Test func onlyWhatTheReplayBringsAboutIsCompared() throws {
    var tape = Taping.talk()
    tape.add(
      .incoming, .http, "GET /api/v1/chat/conversations?page=1",
      ["data": [["_id": .string(Taping.other), "status": "open"]]], status: 200)
    tape.into(
      "message:new",
      [
        "conversationId": .string(Taping.conversation),
        "message": [
          "_id": "m00000000000000000000002", "content": "rain?", "messageType": "text",
          "senderId": "farm000000000000000000002",
        ],
      ])
    let plan = try ReplayPlan(tape.recording, playing: ["meera"])
    #expect(plan.conversations == [Taping.conversation])
    let told = RecordedState(of: tape.recording, toldTo: ["meera"])
    #expect(told.threads.count == 2)
    let hers = told.touched(naming: plan.conversations)
    #expect(hers.threads.keys.sorted() == [Taping.conversation])
    #expect(hers.threads[Taping.conversation]?.messages.map(\.content) == ["Namaste"])
  }

  // What a recording that begins in the midst shows somebody being told in a room, a replay has to be told.
  @Test func whoWasInARoomWhenTheRecordingBeganJoinsItFirst() throws {
    let steps = try plan().steps.filter(\.isImplied)
    #expect(steps.map(\.identity) == ["ramesh"])
    #expect(steps.map(\.ids) == [[Taping.conversation]])
    var tape = Taping.talk()
    tape.records.removeAll { $0.name == "conversation:join" }
    #expect(try plan(tape).steps.filter(\.isImplied).map(\.identity) == ["ramesh"])
    tape.into(
      "message:new", ["conversationId": .string(Taping.conversation), "message": ["content": "x"]])
    let all = try plan(tape).steps
    #expect(all.filter(\.isImplied).map(\.identity) == ["meera", "ramesh"])
    let send = all.firstIndex {
      if case .emit("message:send", _, _) = $0.work { true } else { false }
    }
    #expect(all.lastIndex { $0.isImplied } ?? .max < send ?? 0)
  }

  @Test func whyAConversationWasNotReadIsSaid() {
    let state = RecordedState(of: Taping.talk().recording)
    let differences = state.differences(
      from: RecordedState(), unread: [Taping.conversation: "it may not be read"])
    #expect(differences.map(\.words) == ["it may not be read"])
  }
}
