import ChatModel
import Foundation
import JSON
import Testing

@testable import ChatClient

/// An engine in virtual time, between a scripted server and a disk that is a value.
///
/// Calls and emissions are answered at once unless they are held back; the clock moves only when told.
struct Bench {
  static let start = Date(timeIntervalSince1970: 1_760_000_000)

  var engine: SyncEngine
  var server: ScriptedServer
  var disk = ValueDisk()
  var now: Moment
  var events: [ClientEvent] = []
  var calls: [APICall] = []
  var emissions: [ClientEmission] = []
  var otherOutputs: [SyncOutput] = []
  /// Held back instead of being answered.
  var holdsCalls: (APICall) -> Bool = { _ in false }
  var holdsEmissions: (ClientEmission) -> Bool = { _ in false }
  var holdsStore: (StoreCall) -> Bool = { _ in false }
  var heldCalls: [(APICall, RequestID)] = []
  var heldEmissions: [(ClientEmission, EmissionID)] = []
  var heldStore: [(StoreCall, RequestID)] = []
  var files: [String: FileInspection.Facts] = [:]
  private var queue: [SyncInput] = []

  init(
    me: UserID = "meera", role: Role = .support, prefix: String = "t", boot: String? = nil,
    window: Int = SyncConfiguration.usualWindow, sendHold: TimeInterval = 0
  ) {
    var timing = SyncTiming()
    timing.sendHold = sendHold
    engine = SyncEngine(
      SyncConfiguration(idPrefix: prefix, boot: boot, timing: timing, window: window))
    server = ScriptedServer(me: me)
    now = Moment(uptime: 1000, date: Self.start)
    self.role = role
  }

  let role: Role

  static func token(
    _ user: UserID, _ role: Role = .support, expires: Date? = nil
  ) -> String {
    var claims: [(String, JSONValue?)] = [
      ("id", .string(user.rawValue)), ("role", .string(role.rawValue)),
    ]
    if let expires { claims.append(("exp", .integer(Int(expires.timeIntervalSince1970)))) }
    let body = Data(JSONValue.object(ofKnown: claims).encoded.utf8)
    let text = body.base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    return "e30.\(text).sig"
  }

  // MARK: Driving

  /// Starts and, unless told otherwise, connects.
  mutating func begin(online: Bool = true) {
    input(.start(token: Self.token(server.me, role)))
    if online { connect() }
  }

  mutating func connect() { input(.live([.connected(.websocket, recovered: false)])) }

  mutating func disconnect() {
    input(.live([.disconnected(reason: "the network is down", retryAt: nil)]))
  }

  mutating func hear(_ event: LiveEvent...) { input(.live(event)) }

  /// A text reaches the server, and the link breaks before anything comes back.
  mutating func sendAndCut(_ id: ConversationID, _ text: String) {
    holdsEmissions = { if case .send = $0 { true } else { false } }
    perform(SendingTests.text(id, text))
    for (emission, _) in heldEmissions { _ = server.hear(emission, at: now.date) }
    heldEmissions = []
    holdsEmissions = { _ in false }
    disconnect()
  }

  mutating func perform(_ command: ClientCommand...) {
    for command in command { input(.command(command)) }
  }

  mutating func input(_ input: SyncInput) {
    queue.append(input)
    while !queue.isEmpty {
      for output in engine.handle(queue.removeFirst(), at: now) { take(output) }
    }
  }

  /// Lets time pass; every deadline on the way is met.
  mutating func advance(_ seconds: TimeInterval) {
    let end = now.uptime + seconds
    var ticks = 0
    while let deadline = engine.nextDeadline, deadline <= end {
      move(to: max(deadline, now.uptime))
      input(.tick)
      ticks += 1
      if ticks == 10_000 {
        Issue.record("the engine ticks without end at \(now.uptime)")
        return
      }
    }
    move(to: end)
  }

  private mutating func move(to uptime: TimeInterval) {
    now.date.addTimeInterval(uptime - now.uptime)
    now.uptime = uptime
  }

  private mutating func take(_ output: SyncOutput) {
    switch output {
    case .tell(let event): events.append(event)
    case .call(let call, let id):
      calls.append(call)
      if holdsCalls(call) {
        heldCalls.append((call, id))
      } else {
        queue.append(.answered(id, server.answer(call, at: now.date)))
      }
    case .emit(let emission, let id, _, _):
      emissions.append(emission)
      if holdsEmissions(emission) {
        heldEmissions.append((emission, id))
      } else {
        queue.append(.live([.handedOver(id)] + server.hear(emission, at: now.date)))
      }
    case .store(let call, let id):
      if holdsStore(call) {
        heldStore.append((call, id))
      } else {
        queue.append(.stored(id, disk.answer(call)))
      }
    case .inspect(let paths, let id):
      queue.append(
        .inspected(
          id,
          paths.map { path in
            FileInspection(
              path: path,
              result: files[path].map { .success($0) }
                ?? .failure(FileInspection.Problem("there is no such file")))
          }))
    default: otherOutputs.append(output)
    }
  }

  /// Answers what was held, oldest first, as the server and the disk would now.
  mutating func release() {
    holdsCalls = { _ in false }
    holdsEmissions = { _ in false }
    holdsStore = { _ in false }
    let (calls, emissions, store) = (heldCalls, heldEmissions, heldStore)
    (heldCalls, heldEmissions, heldStore) = ([], [], [])
    for (call, id) in store { input(.stored(id, disk.answer(call))) }
    for (call, id) in calls { input(.answered(id, server.answer(call, at: now.date))) }
    for (emission, id) in emissions {
      input(.live([.handedOver(id)] + server.hear(emission, at: now.date)))
    }
  }

  // MARK: Reading

  mutating func forget() {
    events = []
    calls = []
    emissions = []
    otherOutputs = []
  }

  /// Conversations as the events left them.
  var shown: [ConversationID: ConversationSummary] {
    var result: [ConversationID: ConversationSummary] = [:]
    for event in events {
      switch event {
      case .conversations(let summaries): for summary in summaries { result[summary.id] = summary }
      case .conversationsRemoved(let ids): for id in ids { result[id] = nil }
      default: break
      }
    }
    return result
  }

  /// The messages of a timeline as the events left them.
  func timeline(_ id: ConversationID) -> [Message] {
    var result: [MessageID: Message] = [:]
    for case .timeline(let update) in events where update.conversationID == id {
      if update.isReset { result = [:] }
      for message in update.messages { result[message.id] = message }
      for gone in update.removed + update.dropped { result[gone] = nil }
    }
    return result.values.sorted()
  }

  func extent(_ id: ConversationID) -> TimelineExtent? {
    events.reversed().lazy.compactMap { event -> TimelineExtent? in
      guard case .timeline(let update) = event, update.conversationID == id else { return nil }
      return update.extent
    }.first
  }

  /// The entries as the events left them, in the order of their first telling.
  var entries: [OutboxEntry] {
    var order: [OutboxID] = []
    var result: [OutboxID: OutboxEntry] = [:]
    for event in events {
      switch event {
      case .outbox(let changed):
        for entry in changed {
          if result.updateValue(entry, forKey: entry.id) == nil { order.append(entry.id) }
        }
      case .outboxDropped(let ids): for id in ids { result[id] = nil }
      default: break
      }
    }
    return order.compactMap { result[$0] }
  }

  var states: [OutboxEntry.State] { entries.map(\.state) }

  var sends: [OutgoingMessage] {
    emissions.compactMap { emission in
      if case .send(let message) = emission { message } else { nil }
    }
  }

  var sentTexts: [String] {
    sends.compactMap { if case .text(let text) = $0.content { text } else { nil } }
  }

  var notices: [String] {
    events.compactMap { if case .notice(let notice) = $0 { notice.text } else { nil } }
  }

  func asked(_ id: ConversationID) -> [APICall] {
    calls.filter { call in
      if case .messages(id, _, _) = call { true } else { false }
    }
  }
}

extension Bench {
  /// A session that knows one conversation, c1, and has nothing under way.
  static func withOneConversation(
    as role: Role, of agent: UserID, _ status: ConversationStatus
  ) -> Bench {
    var bench = Bench(role: role)
    bench.server.add(
      Conversation(
        id: "c1", farmer: .known(Participant(id: "f1", firstName: "Sita")),
        agent: .known(Participant(id: agent, firstName: "Meera")), status: status,
        updatedAt: Bench.start))
    bench.begin()
    bench.forget()
    return bench
  }
}

/// What `ChatStore` keeps, as a value that answers at once.
struct ValueDisk {
  var history = MemoryHistory()
  private var kept = MemoryOutbox()
  private var local = MemoryLocal()
  /// What was written of the history, a transaction each.
  var written: [[HistoryChange]] = []
  var leads = true
  var failure: StoreError?
  /// Of the outbox.
  var readFailure: StoreError?
  var draftFailure: StoreError?

  var outbox: [OutboxEntry] {
    get { kept.entries }
    set { kept = MemoryOutbox(newValue) }
  }
  var drafts: [ConversationID: Draft] {
    get { local.drafts }
    set {
      local = MemoryLocal(
        drafts: newValue, waits: local.waits, data: local.data, used: local.used)
    }
  }
  var waits: [ConversationID: KeptWait] { local.waits }
  var samples: [StatisticsSample] { local.samples }
  var audit: [AuditEntry] { local.audit }
  var data: LocalData {
    get { local.data }
    set {
      local = MemoryLocal(
        drafts: local.drafts, waits: local.waits, data: newValue, used: local.used)
    }
  }
  func messages(_ id: ConversationID) -> [Message] {
    history.newestMessages(id, limit: .max)
  }
  func lists(_ id: ConversationID) -> Bool { history.conversations.contains { $0.id == id } }

  mutating func answer(_ call: StoreCall) -> StoreAnswer {
    if let failure, call != .lead { return .failed(failure) }
    if let readFailure, [.load, .outbox, .loadFirst(limit: SyncEngine.firstScreen)].contains(call) {
      return .failed(readFailure)
    }
    if let draftFailure, case .saveDraft = call { return .failed(draftFailure) }
    switch call {
    case .loadFirst(let limit):
      let first = KeptWait.longest(of: waits, limit: limit)
      return .loadedFirst(
        history.conversations(first: first, limit: limit), waits: waits,
        heldUnread: history.heldUnread)
    case .load:
      return .loaded(
        history.conversations, outbox, drafts, waits: waits, used: local.used.all,
        heldUnread: history.heldUnread,
        local: local.data)
    case .newestMessages(let id, let limit):
      return .messages(
        history.newestMessages(id, limit: limit), history.coverage(id))
    case .apply(let changes):
      history.apply(changes)
      written.append(changes)
    case .slice(let id, let spot, let limit):
      return .slice(history.slice(id, spot, limit: limit))
    case .accept(let entries):
      kept.accept(entries)
      local.noteUsed(entries.compactMap(\.used))
    case .update(let entries): return .updated(missing: kept.update(entries))
    case .retry(let ids): kept.retry(ids)
    case .drop(let ids): kept.drop(ids)
    case .takeBack(let ids, let draft, let id):
      guard kept.takeBack(ids) else { return .tookBack(false) }
      local.saveDraft(draft, for: id)
      return .tookBack(true)
    case .saveDraft(let draft, let id): local.saveDraft(draft, for: id)
    case .saveWaits(let new): local.saveWaits(new)
    case .saveLocal(let changes): return .localKept(local.saveLocal(changes))
    case .local: return .local(local.data)
    case .samples: return .samples(local.samples)
    case .noteUsed(let used): local.noteUsed(used)
    case .noteTeam(let records): local.noteTeam(records)
    case .outbox: return .outbox(outbox)
    case .drafts: return .drafts(drafts)
    case .lead: return .leads(leads)
    }
    return .done
  }
}
