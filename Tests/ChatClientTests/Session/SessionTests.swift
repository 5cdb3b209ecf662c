import ChatModel
import Foundation
import Synchronization
import Testing

@testable import ChatClient

/// A session with ports that answer at once.
@Suite struct SessionTests {
  /// A server and its link in memory.
  private final class Port: ChatAPI, LiveTransport {
    private struct State {
      var server: ScriptedServer
      var tokens: [String] = []
      var isClosed = false
    }
    let events: AsyncStream<[LiveEvent]>
    private let telling: AsyncStream<[LiveEvent]>.Continuation
    private let state: Mutex<State>

    private let hasLink: Bool

    init(_ server: ScriptedServer, hasLink: Bool = true) {
      self.hasLink = hasLink
      (events, telling) = AsyncStream.makeStream()
      state = Mutex(State(server: server))
    }

    var received: [OutgoingMessage] { state.withLock { $0.server.received } }
    var tokens: [String] { state.withLock { $0.tokens } }
    var isClosed: Bool { state.withLock { $0.isClosed } }

    private func answer(_ call: APICall) throws(APIError) -> APIAnswer {
      let answer = state.withLock { $0.server.answer(call, at: Date()) }
      if case .failed(let error) = answer { throw error }
      return answer
    }

    func useToken(_ token: String) { state.withLock { $0.tokens.append(token) } }
    func openConversation() async throws(APIError) -> Conversation {
      try conversation(answer(.openConversation))
    }
    private func conversation(_ answer: APIAnswer) throws(APIError) -> Conversation {
      guard case .conversation(let conversation) = answer else { throw .notThisAPI("?") }
      return conversation
    }
    func conversations(_ query: ConversationQuery) async throws(APIError) -> Answer<
      Page<Conversation>
    > {
      guard case .list(let page, let time) = try answer(.list(query)) else {
        throw .notThisAPI("?")
      }
      return Answer(page, serverTime: time)
    }
    func conversation(_ id: ConversationID) async throws(APIError) -> Conversation {
      try conversation(answer(.conversation(id)))
    }
    func send(_ message: OutgoingMessage) async throws(APIError) -> Message {
      guard case .sent(let message) = try answer(.send(message)) else { throw .notThisAPI("?") }
      return message
    }
    func messages(_ id: ConversationID, page: Int, limit: Int) async throws(APIError) -> Answer<
      Page<Message>
    > {
      guard case .messages(let page, let time) = try answer(.messages(id, page: page, limit: limit))
      else { throw .notThisAPI("?") }
      return Answer(page, serverTime: time)
    }
    func upload(
      _ files: [OutboxFile], as kind: MediaKind, progress: @escaping @Sendable (Double) -> Void
    ) async throws(APIError) -> [Media] {
      progress(0.5)
      guard case .uploaded(let media) = try answer(.upload(files, kind)) else {
        throw .notThisAPI("?")
      }
      return media
    }
    func markAllRead(_ id: ConversationID) async throws(APIError) {}
    func setStatus(_ id: ConversationID, to status: ConversationStatus) async throws(APIError)
      -> Conversation?
    {
      guard case .changed(let conversation) = try answer(.setStatus(id, status)) else { return nil }
      return conversation
    }
    func reassign(_ id: ConversationID, to agent: UserID) async throws(APIError) -> Conversation? {
      nil
    }
    func statistics() async throws(APIError) -> Statistics { throw .noSuchCall("none") }
    func deleteMessage(_ id: MessageID) async throws(APIError) { throw .noSuchCall("none") }
    func deleteConversation(_ id: ConversationID) async throws(APIError) {
      throw .noSuchCall("none")
    }
    func signIn(email: String, password: String, path: String) async throws(APIError) -> String {
      throw .noSuchCall("none")
    }
    func download(
      _ media: Media, to destination: URL, progress: @escaping @Sendable (Double) -> Void
    ) async throws(APIError) { throw .noSuchCall("none") }

    func connect(token: String) {
      let isDown = !hasLink || state.withLock { $0.server.failsEverything != nil }
      telling.yield([
        isDown
          ? .disconnected(reason: "the network is down", retryAt: nil)
          : .connected(.websocket, recovered: false)
      ])
    }
    func emit(
      _ emission: ClientEmission, id: EmissionID, acknowledged: Bool, within limit: Duration?
    ) {
      let events = state.withLock { $0.server.hear(emission, at: Date()) }
      telling.yield([.handedOver(id)] + events)
    }
    func retryNow() {}
    func renew() {}
    func close() async {
      state.withLock { $0.isClosed = true }
      telling.finish()
    }
  }

  /// A disk that takes messages only when it is told to.
  private actor SlowStore: ForwardingStore {
    nonisolated let store = MemoryStore()
    let reached: AsyncStream<Void>
    private let reaching: AsyncStream<Void>.Continuation
    private var isOpen = false
    private var waiters: [CheckedContinuation<Void, Never>] = []

    init() { (reached, reaching) = AsyncStream.makeStream() }

    func release() {
      isOpen = true
      for waiter in waiters { waiter.resume() }
      waiters = []
    }

    func accept(_ entries: [OutboxEntry]) async {
      reaching.yield()
      if !isOpen { await withCheckedContinuation { waiters.append($0) } }
      await store.accept(entries)
    }
  }

  private static let mine: ConversationID = "c1"

  private func make(
    hasLink: Bool = true, timing: SyncTiming = SyncTiming(),
    _ change: (inout ScriptedServer) -> Void = { _ in }
  ) -> (ChatSession, Port, MemoryStore) {
    var server = ScriptedServer(me: "meera")
    server.add(
      Conversation(
        id: Self.mine, farmer: .known(Participant(bareID: "farmer")),
        agent: .known(Participant(bareID: "meera"))))
    change(&server)
    let port = Port(server, hasLink: hasLink)
    let store = MemoryStore()
    let session = ChatSession(
      token: Bench.token("meera"), api: port, live: port, store: store, timing: timing)
    return (session, port, store)
  }

  @Test(.timeLimit(.minutes(5)))
  func aSendWaitsForItsOutcome() async throws {
    let (session, port, store) = make()
    session.start()
    let entries = try await session.send(Self.mine, text: "hello", files: [], waiting: 30)
    #expect(entries.count == 1)
    #expect(entries.first?.isPending == false)
    #expect(port.received.map(\.content) == [.text("hello")])
    #expect(await store.outbox().allSatisfy { !$0.isPending })
    await session.stop()
  }

  /// Nothing but the clock tells that the link has been down for long enough.
  @Test(.timeLimit(.minutes(5)))
  func whatIsDueIsDoneThoughNothingElseHappens() async throws {
    var timing = SyncTiming()
    timing.linkPatience = 0.05
    timing.clock = 0.05
    let (session, port, _) = make(hasLink: false, timing: timing)
    session.start()
    let entries = try await session.send(Self.mine, text: "hello", files: [], waiting: 30)
    #expect(entries.first?.isPending == false)
    #expect(port.received.map(\.content) == [.text("hello")])
    await session.stop()
  }

  @Test(.timeLimit(.minutes(5)))
  func aSendThatCannotLeaveStaysInTheOutbox() async throws {
    let (session, port, store) = make {
      $0.failsEverything = .unreachable("the network is down", mayHaveArrived: false)
    }
    session.start()
    let entries = try await session.send(Self.mine, text: "hello", files: [], waiting: 0.2)
    #expect(entries.map(\.state) == [.queued])
    await session.stop()
    #expect(port.received.isEmpty)
    // On a busy machine the last of several attempts may have been recorded.
    #expect(await store.outbox().map(\.isPending) == [true])
  }

  /// Where the computer was not started anew since, a next process need not wait for this one's link.
  @Test(.timeLimit(.minutes(5)))
  func whatIsNotConfirmedAtTheEndIsReleasedInThisStartOfTheComputer() async throws {
    let (session, _, store) = make {
      $0.confirmsSends = false
      $0.broadcastsToSender = false
    }
    session.start()
    session.perform(.send(Self.mine, text: "hello", files: [], request: 1))
    for await batch in session.events {
      let isGiven = batch.contains { event in
        guard case .outbox(let entries) = event else { return false }
        return entries.contains { $0.state == .handedOver }
      }
      if isGiven { Task { await session.stop() } }
    }
    let start = try String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
    #expect(
      await store.outbox().map(\.releasedAt?.boot)
        == [start.trimmingCharacters(in: .whitespacesAndNewlines)])
  }

  /// Ctrl+Z between Enter and the disk's answer: the composer is told what became of its text.
  @Test(.timeLimit(.minutes(5)))
  func whatTheDiskTakesAtTheVeryEndIsStillTold() async {
    let port = Port(ScriptedServer(me: "meera"))
    let store = SlowStore()
    let session = ChatSession(token: Bench.token("meera"), api: port, live: port, store: store)
    session.start()
    session.perform(.send(Self.mine, text: "hello", files: [], request: 7))
    session.perform(.send(Self.mine, text: "again", files: [], request: 8))
    var reached = store.reached.makeAsyncIterator()
    await reached.next()
    let stopping = Task { await session.stop() }
    var answers: [Int: Bool] = [:]
    for await batch in session.events {
      for event in batch {
        switch event {
        case .accepted(let request, _): answers[request] = true
        case .rejected(let request, _):
          answers[request] = false
          // The end has begun.
          await store.release()
        default: break
        }
      }
    }
    await stopping.value
    #expect(answers == [7: true, 8: false])
    #expect(await store.outbox().count == 1)
  }

  @Test(.timeLimit(.minutes(5)))
  func nothingToSendIsNotAccepted() async {
    let (session, _, _) = make()
    session.start()
    await #expect(throws: NotAccepted(reason: "There is nothing to send.")) {
      _ = try await session.send(Self.mine, text: " ", files: [], waiting: 5)
    }
    await session.stop()
  }

  @Test(.timeLimit(.minutes(5)))
  func eventsComeInOrderAndEndWithTheSession() async {
    let (session, port, _) = make()
    session.start()
    session.perform(.open(Self.mine))
    var told: [ClientEvent] = []
    for await batch in session.events {
      told += batch
      let isLive = batch.contains { event in
        if case .timeline(let update) = event { update.extent.freshness == .live } else { false }
      }
      if isLive { Task { await session.stop() } }
    }
    #expect(told.first == .identified(Claims(userID: "meera", role: .support)))
    #expect(port.isClosed)
    #expect(port.tokens == [Bench.token("meera")])
  }

  @Test(.timeLimit(.minutes(5)))
  func aFileOfTheDiskIsJudgedUploadedAndSent() async throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("furrow-\(UUID().uuidString).png").path
    try Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]).write(
      to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let (session, port, _) = make()
    session.start()
    let entries = try await session.send(Self.mine, text: "look", files: [path], waiting: 30)
    #expect(entries.map(\.isPending) == [false, false])
    #expect(port.received.count == 2)
    // The same path with another content is another file.
    var other = try OutboxFile(checking: path)
    other.size += 1
    let answer = await APICall.upload([other], .image).performed(on: port) { _ in }
    guard case .failed(.localFile) = answer else {
      Issue.record("it was uploaded: \(answer)")
      return
    }
    await #expect(throws: NotAccepted.self) {
      _ = try await session.send(Self.mine, text: "", files: ["/dev/null"], waiting: 5)
    }
    await session.stop()
  }

  @Test(.timeLimit(.minutes(5)))
  func aTimerFiresAtItsTime() async {
    let (fired, firing) = AsyncStream<Void>.makeStream()
    let timer = DeadlineTimer(queue: DispatchQueue(label: "test")) { firing.yield() }
    var times = fired.makeAsyncIterator()
    timer.set(in: 3600)
    timer.set(in: 0.01)
    await times.next()
    timer.set(in: 0)
    await times.next()
    timer.set(in: nil)
  }
}
