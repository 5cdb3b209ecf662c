import ChatModel
import Foundation
import JSON
import SandboxCore
import Synchronization
import Testing

@testable import ChatClient

/// The client watches a conversation of the sandbox for an hour, turned by hand: what the sandbox holds
/// and what it sends are the same before and after.
@Suite struct WatchedSandboxTests {
  private final class Watched: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_763_454_600))
    let deliveries = Mutex(0)

    var now: Date { time.withLock { $0 } }
    func pass(_ seconds: Double) { time.withLock { $0 += seconds } }
  }

  private let house = Watched()
  private let sandbox: Sandbox

  init() throws {
    var configuration = SandboxConfiguration()
    let house = house
    configuration.clock = { house.now }
    configuration.origin = "http://127.0.0.1:9"
    sandbox = try Sandbox(configuration)
    sandbox.onDelivery { _ in house.deliveries.withLock { $0 += 1 } }
  }

  private func id(_ account: String) -> UserID {
    sandbox.people.first { $0.email == DemoCast.email(account) }?.id ?? "nobody"
  }

  private func answer(_ call: APICall, as me: UserID) throws -> APIAnswer {
    func ask(_ call: SandboxCall) -> JSONValue { sandbox.respond(to: call, as: me).body }
    switch call {
    case .list(let query):
      let list = ListQuery(page: String(query.page), limit: String(query.limit))
      let body = ask(query.all ? .allConversations(list) : .conversations(list))
      return .list(try Page(json: body), serverTime: house.now)
    case .conversation(let id):
      return .conversation(try Conversation(json: ask(.conversation(id))["data"] ?? .null))
    case .messages(let id, let page, let limit):
      let query = ListQuery(page: String(page), limit: String(limit))
      return .messages(try Page(json: ask(.messages(id, query))), serverTime: house.now)
    case .statistics: return .statistics(try Statistics(json: ask(.statistics)["data"] ?? .null))
    default:
      Issue.record("\(call) is asked for")
      return .failed(.cancelled)
    }
  }

  /// All that the sandbox shows an admin.
  private func world() -> [JSONValue] {
    let admin = id("asha")
    let list = sandbox.respond(to: .allConversations(ListQuery(limit: "100")), as: admin).body
    let conversations = list["data"]?.arrayValue ?? []
    return [list]
      + conversations.compactMap { $0["_id"]?.stringValue }.map { conversation in
        sandbox.respond(
          to: .messages(ConversationID(conversation), ListQuery(limit: "100")), as: admin
        ).body
      }
  }

  @Test(arguments: ["asha", "meera"])
  func anHourOfWatchingLeavesNoTrace(account: String) throws {
    let me = id(account)
    let conversation = try #require(
      sandbox.respond(to: .createConversation, as: id("lakshmi")).body["data"]?["_id"]?.stringValue)
    for person in [account, "lakshmi", "ravi"] {
      try sandbox.connect(
        LiveSessionID(person),
        auth: ["token": .string(sandbox.mintToken(for: id(person)) ?? "")])
    }
    let before = world()
    let sent = house.deliveries.withLock { $0 }
    #expect(before.count > 10)

    var engine = SyncEngine(SyncConfiguration(idPrefix: "t"))
    var uptime = 100.0
    var reads = 0
    func put(_ first: SyncInput) throws {
      var inputs = [first]
      while !inputs.isEmpty {
        for output in engine.handle(
          inputs.removeFirst(), at: Moment(uptime: uptime, date: house.now))
        {
          switch output {
          case .call(let call, let request):
            if case .messages = call { reads += 1 }
            inputs.append(.answered(request, try answer(call, as: me)))
          case .store(let call, let request):
            let answer: StoreAnswer =
              switch call {
              case .load: .loaded([], [], [:])
              case .lead: .leads(true)
              case .outbox: .outbox([])
              default: .done
              }
            inputs.append(.stored(request, answer))
          case .emit(let emission, _, _, _): Issue.record("\(emission) is sent")
          default: break
          }
        }
      }
    }
    try put(.start(token: sandbox.mintToken(for: me) ?? ""))
    try put(.live([.connected(.websocket, recovered: false)]))
    try put(.command(.watch(ConversationID(conversation))))
    for _ in 0..<720 {
      house.pass(5)
      uptime += 5
      try put(.tick)
      try put(.command(.typed(ConversationID(conversation))))
      try put(.command(.markAllRead(ConversationID(conversation))))
    }
    #expect(reads > 100, "it was watched")
    #expect(world() == before)
    #expect(house.deliveries.withLock { $0 } == sent)
  }
}
