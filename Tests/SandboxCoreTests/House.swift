// A demo sandbox with a clock that stands still and ears that keep what was delivered.

import ChatModel
import Foundation
import JSON
import SandboxCore
import Synchronization

final class House: Sendable {
  let sandbox: Sandbox
  private let time: Clock
  private let heard: Mutex<[Delivery]>

  init(_ change: (inout SandboxConfiguration) -> Void = { _ in }) throws {
    var configuration = SandboxConfiguration()
    let time = Clock()
    configuration.clock = { time.now }
    configuration.origin = "http://127.0.0.1:9"
    change(&configuration)
    sandbox = try Sandbox(configuration)
    heard = Mutex([])
    self.time = time
    sandbox.onDelivery { [unowned self] delivery in
      heard.withLock { $0.append(delivery) }
    }
  }

  func pass(_ seconds: Double) { time.pass(seconds) }
  var now: Date { time.now }

  // MARK: Who

  func id(_ account: String) -> UserID {
    sandbox.people.first { $0.email == DemoCast.email(account) }?.id ?? "nobody"
  }

  func token(_ account: String) -> String { sandbox.mintToken(for: id(account)) ?? "" }

  /// The conversation of a farmer.
  func conversation(_ farmer: String) -> ConversationID {
    let answer = sandbox.respond(to: .createConversation, as: id(farmer))
    return ConversationID(answer.body["data"]?["_id"]?.stringValue ?? "none")
  }

  func wire(_ farmer: String) -> JSONValue { .string(conversation(farmer).rawValue) }

  // MARK: Asking

  func ask(_ call: SandboxCall, as account: String) -> SandboxResponse {
    sandbox.respond(to: call, as: id(account))
  }

  /// Opens a session named like the account.
  @discardableResult
  func connect(_ account: String, session: String? = nil) throws -> LiveSessionID {
    let session = LiveSessionID(session ?? account)
    try sandbox.connect(session, auth: ["token": .string(token(account))])
    return session
  }

  // MARK: Hearing

  /// What a session has heard since the last call, as "event" and data.
  func heard(by session: LiveSessionID) -> [(event: String, data: JSONValue)] {
    heard.withLock { deliveries in
      let its = deliveries.filter { $0.sessions.contains(session) }
      for index in deliveries.indices { deliveries[index].sessions.removeAll { $0 == session } }
      return its.map { ($0.event, $0.data) }
    }
  }

  func events(heardBy session: LiveSessionID) -> [String] { heard(by: session).map(\.event) }

  var everything: [Delivery] { heard.withLock { $0 } }
}

private final class Clock: Sendable {
  private let value = Mutex(Date(timeIntervalSince1970: 1_763_454_600))
  var now: Date { value.withLock { $0 } }
  func pass(_ seconds: Double) { value.withLock { $0 += seconds } }
}

extension SandboxResponse {
  var message: String? { body["message"]?.stringValue }
  var data: JSONValue { body["data"] ?? .null }
  var elements: [JSONValue] { data.arrayValue ?? [] }

  func pagination(_ key: String) -> JSONValue? { body["pagination"]?[key] }
}

func text(_ words: String, in conversation: JSONValue, tempID: String? = nil) -> JSONValue {
  .object(ofKnown: [
    ("conversationId", conversation), ("messageType", "text"), ("content", .string(words)),
    ("tempId", tempID.map(JSONValue.string)),
  ])
}
