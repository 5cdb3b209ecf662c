// Shows a tester every request and frame, with the tokens taken out.

package import ChatClient
import Foundation
import SocketIO
import Transport

package struct WireTap: Sendable {
  /// What stands for a token.
  private static let mask = "[token]"
  /// How much of a body is shown, in bytes: what a usual `maxPayload` lets through (row 16).
  private static let limit = 1 << 20

  private let account: String
  private let record: @Sendable (WireRecord) -> Void

  /// - Parameters:
  ///   - account: whose wire it is, by the name of the profile; each record says it.
  ///   - record: told of each request, answer and frame, in order.
  package init(of account: String, _ record: @escaping @Sendable (WireRecord) -> Void) {
    self.account = account
    self.record = record
  }

  // MARK: Requests

  func record(_ request: HTTPRequest, isSecret: Bool = false) {
    let text: String =
      switch request.body {
      case .none: ""
      case .bytes(let bytes): Self.text(bytes)
      case .multipart(let parts): "\(parts.count) \(parts.count == 1 ? "part" : "parts") of a form"
      }
    tell(.outgoing, .http, Self.name(request), isSecret ? "[secret]" : text, of: request)
  }

  func record(_ response: HTTPResponse, to request: HTTPRequest, isSecret: Bool = false) {
    let text = isSecret ? "[secret]" : Self.text(response.body)
    tell(
      .incoming, .http, Self.name(request),
      ServerAnswer.statusLine(response.status) + (text.isEmpty ? "" : " " + text), of: request)
  }

  /// A request of long-polling: it carries the token in its body and no `Authorization`.
  func record(polling request: HTTPRequest, token: String?) {
    let body: String = if case .bytes(let bytes) = request.body { Self.text(bytes) } else { "" }
    tell(.outgoing, .http, Self.name(request), body, token: token)
  }

  func record(polling response: HTTPResponse, to request: HTTPRequest, token: String?) {
    tell(
      .incoming, .http, Self.name(request),
      "\(ServerAnswer.statusLine(response.status)) \(Self.text(response.body))", token: token)
  }

  // MARK: Frames

  func record(_ frames: [EngineFrame], _ direction: WireRecord.Direction, token: String?) {
    for frame in frames {
      switch frame {
      case .text(let bytes):
        tell(direction, .websocket, Self.kind(of: bytes), Self.text(bytes), token: token)
      case .binary(let bytes):
        tell(direction, .websocket, "binary", Self.length(bytes.count), token: token)
      }
    }
  }

  private func tell(
    _ direction: WireRecord.Direction, _ layer: WireRecord.Layer, _ name: String, _ text: String,
    of request: HTTPRequest
  ) {
    let token = request.authorization.map { $0.replacing("Bearer ", with: "", maxReplacements: 1) }
    tell(direction, layer, name, text, token: token)
  }

  func tell(
    _ direction: WireRecord.Direction, _ layer: WireRecord.Layer, _ name: String, _ text: String,
    token: String?
  ) {
    func masked(_ text: String) -> String {
      guard let token, !token.isEmpty else { return text }
      return text.replacing(token, with: Self.mask)
    }
    record(
      WireRecord(
        at: Date(), account: account, direction: direction, layer: layer, name: masked(name),
        text: masked(text)))
  }

  private static func name(_ request: HTTPRequest) -> String {
    "\(request.method) \(request.address.path)"
      + (request.address.query.map { "?" + $0 } ?? "")
  }

  private static func length(_ count: Int) -> String { count == 1 ? "1 byte" : "\(count) bytes" }

  static func text(_ bytes: [UInt8]) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { return length(bytes.count) }
    return bytes.count <= limit
      ? text : String(decoding: bytes.prefix(limit), as: UTF8.self) + "…"
  }

  /// The Engine.IO packet's type, and for a message the Socket.IO packet's.
  private static func kind(of frame: [UInt8]) -> String {
    let engine = ["open", "close", "ping", "pong", "message", "upgrade", "noop"]
    let socket = [
      "connect", "disconnect", "event", "ack", "connect_error", "binary_event", "binary_ack",
    ]
    func digit(_ index: Int) -> Int? {
      frame.indices.contains(index) ? Int(frame[index]) - 48 : nil
    }
    guard let type = digit(0), engine.indices.contains(type) else { return "malformed" }
    guard type == 4 else { return engine[type] }
    guard let kind = digit(1), socket.indices.contains(kind) else { return "malformed" }
    return socket[kind]
  }
}
