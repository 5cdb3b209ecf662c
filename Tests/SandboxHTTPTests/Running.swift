// A server of a test's own, and what is said to it.

import ChatModel
import Foundation
import SandboxCore
import SandboxHTTP
import Testing

/// A sandbox that listens.
struct Running: Sendable {
  static let list = "GET /api/v1/chat/conversations"
  static let send = "POST /api/v1/chat/messages"

  let server: SandboxServer
  let sandbox: Sandbox

  func token(_ role: Role = .support) -> String {
    sandbox.people.first { $0.role == role }.flatMap { sandbox.mintToken(for: $0.id) } ?? ""
  }

  func head(_ line: String, _ more: String = "", token: String? = nil) -> String {
    "\(line) HTTP/1.1\r\nHost: desk:5\r\nAuthorization: Bearer \(token ?? self.token())\r\n\(more)\r\n"
  }

  /// A WebSocket's opening handshake.
  func opening() -> String {
    head(
      "GET /socket.io/?EIO=4&transport=websocket",
      "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
  }

  func webSocket() throws -> RawClient {
    let client = try RawClient(server)
    client.send(opening())
    #expect(client.text(upTo: "\r\n\r\n").hasPrefix("HTTP/1.1 101"))
    return client
  }
}

/// Runs `body` on a thread that may block, with a server of its own.
func serve(
  dataFile: String? = nil, _ change: (inout SandboxServerOptions) -> Void = { _ in },
  _ body: @escaping @Sendable (Running) throws -> Void
) async throws {
  var configuration = SandboxConfiguration()
  configuration.seed = .empty
  configuration.dataFile = dataFile
  let sandbox = try Sandbox(configuration)
  var options = SandboxServerOptions()
  change(&options)
  let running = Running(server: try await SandboxServer.start(sandbox, options), sandbox: sandbox)
  let result: Result<Void, any Error> = await withCheckedContinuation { continuation in
    Thread.detachNewThread { continuation.resume(returning: Result { try body(running) }) }
  }
  await running.server.stop()
  try result.get()
}
