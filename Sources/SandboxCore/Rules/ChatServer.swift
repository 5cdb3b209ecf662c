// The rules' own machine: one command at a time, with the time given, gathering what it gives out.

import ChatModel
import JSON

/// The server without lock, clock and file. Its rules are in the extensions of this folder.
struct ChatServer: Sendable {
  var world: World
  var switches: SandboxConfiguration
  let mint: TokenMint
  /// Where bytes go that came without a file; without it they stay in memory.
  let store: WorldStore?
  /// Where uploaded files stand.
  let media: MediaFolder
  var presence = Presence()
  var revoked: Set<String> = []
  /// Tokens that were issued up to then count as expired.
  var expiredUpTo: Millis?
  /// The carried files that simulated people have shown.
  var seedRecords: [SeedMedia: MediaID] = [:]
  /// Where media addresses begin in what is written now: as its reader reached the server.
  var origin: String
  /// The time of the command at work.
  var now = Millis(0)
  private var deliveries: [Delivery] = []
  private var facts: [SandboxFact] = []

  init(
    world: World, switches: SandboxConfiguration, mint: TokenMint, store: WorldStore?,
    media: MediaFolder
  ) {
    self.world = world
    self.switches = switches
    self.mint = mint
    self.store = store
    self.media = media
    origin = switches.origin
  }

  // MARK: Giving out

  mutating func takeDeliveries() -> [Delivery] {
    defer { deliveries.removeAll(keepingCapacity: true) }
    return deliveries
  }

  mutating func takeFacts() -> [SandboxFact] {
    defer { facts.removeAll(keepingCapacity: true) }
    return facts
  }

  mutating func emit(
    _ event: String, _ data: JSONValue, to sessions: some Sequence<LiveSessionID>,
    after delay: Duration = .zero
  ) {
    let heard = presence.audible(sessions)
    guard !heard.isEmpty else { return }
    deliveries.append(Delivery(sessions: heard, event: event, data: data, delay: delay))
  }

  mutating func report(_ fact: SandboxFact) { facts.append(fact) }

  // MARK: Answering

  /// Sends a REST call to its rule.
  mutating func answer(
    _ call: SandboxCall, by user: Person
  ) throws(SandboxError) -> SandboxResponse {
    switch call {
    case .createConversation: try createConversation(by: user)
    case .conversations(let query): try conversations(query, of: user)
    case .conversation(let id): try conversation(id, for: user)
    case .sendMessage(let body): try sendMessage(body, by: user)
    case .messages(let id, let query): try messages(of: id, query, for: user)
    case .upload(let upload): try self.upload(upload, by: user)
    case .markRead(let id): try markRead(id, by: user)
    case .setStatus(let id, let body): try setStatus(id, body, by: user)
    case .allConversations(let query): try allConversations(query, for: user)
    case .reassign(let body): try reassign(body, by: user)
    case .statistics: try statistics(for: user)
    case .deleteMessage(let id): try deleteMessage(id, by: user)
    case .deleteConversation(let id): try deleteConversation(id, by: user)
    case .markMessageRead(let id): try markMessageRead(id, by: user)
    case .signIn(let body): try signIn(body)
    }
  }
}

extension SandboxResponse {
  /// A success in the API's form.
  static func success(
    _ message: String, _ data: JSONValue? = nil, status: Int = 200, pagination: JSONValue? = nil
  ) -> Self {
    Self(
      status: status,
      body: .object(ofKnown: [
        ("message", .string(message)), ("data", data), ("pagination", pagination),
      ]))
  }
}
