import CPosix
package import ChatModel
package import Foundation
import Sentences
import Synchronization

/// One signed-in client at work: performs what `SyncEngine` wants done and tells what happened.
///
/// A session has one life: `start()`, commands, `stop()`.
package actor ChatSession {
  /// What happened, in batches; ends after `stop()`. One consumer.
  package nonisolated let events: AsyncStream<[ClientEvent]>
  private let telling: AsyncStream<[ClientEvent]>.Continuation

  private nonisolated let token: String
  private nonisolated let inbox = SessionInbox()
  private nonisolated let live: any LiveTransport
  private nonisolated let api: any ChatAPI
  private nonisolated let store: any ChatStore
  private let disk: SessionDisk
  /// Live events that the engine has not handled, and what it wants written of them.
  private nonisolated let backlog = Backlog(limit: 4096)

  private var engine: SyncEngine
  private let timer: DeadlineTimer
  private var deadline: TimeInterval?
  private var calls: [RequestID: Task<Void, Never>] = [:]
  private var waits: [Int: SendWait] = [:]
  private var lastWait = 0
  private nonisolated let hasStarted = Atomic(false)
  private var hasEnded = false
  private var stopWaiters: [CheckedContinuation<Void, Never>] = []

  /// `live` and `store` belong to this session from now on: it closes them.
  package init(
    token: String, api: any ChatAPI, live: any LiveTransport, store: any ChatStore,
    timing: SyncTiming = SyncTiming(), catchesUp: Bool = true
  ) {
    (events, telling) = AsyncStream.makeStream()
    self.token = token
    self.api = api
    self.live = live
    self.store = store
    let inbox = inbox
    disk = SessionDisk(store, inbox, backlog)
    timer = DeadlineTimer(queue: DispatchQueue(label: "furrow.session.timer")) {
      inbox.post(.tick)
    }
    let prefix = String(UInt64.random(in: .min ... .max), radix: 36)
    engine = SyncEngine(
      SyncConfiguration(
        idPrefix: "furrow-\(prefix)", boot: Self.boot, timing: timing, catchesUp: catchesUp))
  }

  /// Begins: cached state first, then the server's.
  package nonisolated func start() {
    hasStarted.store(true, ordering: .releasing)
    inbox.post(.start(token: token))
    Task { await run() }
    let (inbox, live, store, backlog) = (inbox, live, store, backlog)
    Task {
      for await batch in live.events {
        await backlog.room()
        backlog.add(batch.count)
        inbox.post(.live(batch))
      }
    }
    Task { for await change in store.changes { inbox.post(.changedElsewhere(change)) } }
  }

  /// Hands a command to the client, in the order of the calls. Never waits.
  package nonisolated func perform(_ command: ClientCommand) { inbox.post(.command(command)) }

  /// Leaves rooms, stops typing, flushes and closes the link and the store.
  package func stop() async {
    if hasEnded { return }
    guard hasStarted.load(ordering: .acquiring) else { return await close() }
    inbox.post(.stop)
    await withCheckedContinuation { stopWaiters.append($0) }
  }

  // MARK: The loop

  private func run() async {
    for await _ in inbox.signals {
      step(inbox.take())
      if hasEnded { break }
    }
    timer.set(in: nil)
    await disk.finish()
    settle(inbox.take())
    await close()
    for call in calls.values { call.cancel() }
    for wait in waits.values { wait.end() }
    waits = [:]
    for waiter in stopWaiters { waiter.resume() }
    stopWaiters = []
  }

  private func close() async {
    hasEnded = true
    backlog.open()
    inbox.close()
    await disk.finish()
    await live.close()
    await store.close()
    telling.finish()
  }

  private func step(_ inputs: [SyncInput]) {
    var told: [ClientEvent] = []
    let end = inputs.firstIndex(of: .stop)
    for input in end.map({ inputs[...$0] }) ?? inputs[...] {
      if case .answered(let id, _) = input { calls[id] = nil }
      for output in engine.handle(input, at: moment) { perform(output, &told) }
      if case .live(let events) = input { backlog.remove(events.count) }
    }
    if !told.isEmpty {
      for event in told { notify(event) }
      telling.yield(told)
    }
    if let end {
      hasEnded = true
      settle(Array(inputs[(end + 1)...]))
    }
    arm()
  }

  /// What the disk took at the very end is told; nothing else is done any more.
  private func settle(_ inputs: [SyncInput]) {
    var told: [ClientEvent] = []
    for input in inputs {
      guard case .stored = input else { continue }
      for case .tell(let event) in engine.handle(input, at: moment) { told.append(event) }
    }
    for event in told { notify(event) }
    telling.yield(told)
  }

  private var moment: Moment {
    Moment(uptime: cposix_boot_seconds(), date: Date())
  }

  /// The system's name for its present start; nil where it gives none.
  private static let boot: String? = {
    let text = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
    let name = text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    return name.isEmpty ? nil : name
  }()

  /// A timer that is set for the right time already is left alone.
  private func arm() {
    let next = hasEnded ? nil : engine.nextDeadline
    let uptime = moment.uptime
    // One that has come must be set again, or an early tick would be the last.
    if next == deadline, deadline.map({ $0 > uptime }) ?? true { return }
    deadline = next
    timer.set(in: next.map { $0 - uptime + 0.001 })
  }

  private func perform(_ output: SyncOutput, _ told: inout [ClientEvent]) {
    switch output {
    case .tell(let event): told.append(event)
    case .call(let call, let id): begin(call, id)
    case .cancel(let id): calls[id]?.cancel()
    case .useToken(let token): api.useToken(token)
    case .connect(let token): live.connect(token: token)
    case .retryLink: live.retryNow()
    case .renewLink: live.renew()
    case .emit(let emission, let id, let acknowledged, let limit):
      live.emit(emission, id: id, acknowledged: acknowledged, within: limit)
    case .store(let call, let id): disk.perform(call, id)
    case .inspect(let paths, let id):
      let inbox = inbox
      Task.detached { inbox.post(.inspected(id, paths.map(FileInspection.init(reading:)))) }
    }
  }

  private func begin(_ call: APICall, _ id: RequestID) {
    let (api, inbox) = (api, inbox)
    calls[id] = Task.detached {
      let answer = await call.performed(on: api) { inbox.post(.uploaded(id, $0)) }
      inbox.post(.answered(id, answer))
    }
  }

  // MARK: Waiting for an outcome

  /// Sends and waits for the outcome, at most `seconds`: what is then not `.sent` or `.failed` stays
  /// in the outbox. Throws when nothing was accepted.
  package func send(
    _ conversation: ConversationID, text: String, files: [String], waiting seconds: TimeInterval
  ) async throws(NotAccepted) -> [OutboxEntry] {
    // Below zero: the numbers of `perform(.send)` are the caller's.
    lastWait -= 1
    let request = lastWait
    guard !hasEnded else { throw NotAccepted(reason: said("the client has ended")) }
    let outcome = await withCheckedContinuation { continuation in
      waits[request] = SendWait(continuation)
      perform(.send(conversation, text: text, files: files, request: request))
      DispatchQueue.global().asyncAfter(deadline: .now() + max(0, seconds)) { [weak self] in
        Task { [weak self] in await self?.endWait(request) }
      }
    }
    return try outcome.get()
  }

  private func endWait(_ request: Int) {
    guard waits[request]?.isAccepted == true else {
      waits[request]?.isOverdue = true
      return
    }
    waits.removeValue(forKey: request)?.end()
  }

  private func notify(_ event: ClientEvent) {
    guard !waits.isEmpty else { return }
    for request in waits.keys where waits[request]?.handle(event, request) == true {
      waits.removeValue(forKey: request)?.end()
    }
  }
}

/// A message was not accepted, for this reason in words; nothing of it is kept.
package struct NotAccepted: Error, Hashable, Sendable {
  package let reason: String

  package init(reason: String) { self.reason = reason }
}
