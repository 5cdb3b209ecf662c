import ChatModel
import Foundation
import JSON
import SandboxCore
import Synchronization
import Testing

@testable import SandboxHTTP

/// Whoever sends much does not hold up those who send little: told by the order in which they are
/// heard, when what both sent lies ready at the same moment.
@Suite struct TurnTests {
  /// Holds the server at the message "hold", and notes every message that is stored.
  private final class Gate: Sendable {
    let isHeld = DispatchSemaphore(value: 0)
    let mayGo = DispatchSemaphore(value: 0)
    let heard = Mutex<[String]>([])

    func note(_ fact: SandboxFact) {
      guard case .said(let utterance) = fact else { return }
      heard.withLock { $0.append(utterance.text ?? "") }
      guard utterance.text == "hold" else { return }
      isHeld.signal()
      mayGo.wait()
    }
  }

  /// In which order a long request and a short one behind it are heard.
  private func order(_ running: Running, padding: Int) throws -> [String] {
    let farmer = try #require(running.sandbox.people.first { $0.role == .user })
    let made = running.sandbox.respond(to: .createConversation, as: farmer.id)
    let talk = try #require(made.body["data"]?["_id"]?.stringValue)
    let token = running.token(.user)
    let gate = Gate()
    running.sandbox.observe { gate.note($0) }

    func message(_ text: String, padding: Int = 0) -> String {
      let body =
        "{\"conversationId\":\"\(talk)\",\"messageType\":\"text\",\"content\":\"\(text)\"}"
        + String(repeating: " ", count: padding)
      return running.head(Running.send, "Content-Length: \(body.utf8.count)\r\n", token: token)
        + body
    }
    let clients = try ["hold", "long", "short"].map { _ in try RawClient(running.server) }
    for client in clients {
      // Whoever was answered once is known to the loop.
      client.send(running.head("HEAD /api/v1/chat/conversations", token: token))
      #expect(client.text(upTo: "\r\n\r\n").hasPrefix("HTTP/1.1 200"))
    }
    clients[0].send(message("hold"))
    gate.isHeld.wait()
    clients[1].send(message("long", padding: padding))
    clients[2].send(message("short"))
    gate.mayGo.signal()
    for client in clients {
      #expect(client.text(upTo: "\r\n\r\n").hasPrefix("HTTP/1.1 201"))
    }
    return gate.heard.withLock { $0 }
  }

  @Test func noConnectionTakesMoreThanItsTurn() async throws {
    // The long one comes in four turns.
    try await serve({ $0.limits.turn = 512 }) { running in
      let heard = try order(running, padding: 1100)
      #expect(heard == ["hold", "short", "long"])
    }
  }

  @Test func aLongBodyIsReadBesideTheOthers() async throws {
    try await serve({ $0.limits.turn = 1 << 20 }) { running in
      let heard = try order(running, padding: 40 << 10)
      #expect(heard == ["hold", "short", "long"])
    }
  }

  @Test func aShortBodyIsHeardInItsTurn() async throws {
    try await serve({ $0.limits.turn = 1 << 20 }) { running in
      let heard = try order(running, padding: 10)
      #expect(heard == ["hold", "long", "short"])
    }
  }

  @Test func aTurnIsShort() { #expect(ConnectionLimits().turn <= 16 << 10) }
}
