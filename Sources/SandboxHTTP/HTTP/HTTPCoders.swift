// The handlers that turn a connection's bytes into HTTP, kept by name: a connection that becomes a
// WebSocket, be it after many requests, takes them out again. (swift-nio's own upgrade handler looks
// at a connection's first request alone, and clients do reuse connections.)

import CCrypto
import Foundation
import NIOCore
import NIOHTTP1

final class HTTPCoders {
  private let encoder = HTTPResponseEncoder()
  private let decoder: ByteToMessageHandler<HTTPRequestDecoder>
  private let pipelining = HTTPServerPipelineHandler()

  init(limits: ConnectionLimits) {
    var sizes = NIOHTTPDecoderLimitConfiguration()
    sizes.maxHeaderFieldSize = limits.field
    sizes.maxHeaderListSize = limits.headSize
    sizes.maxHeaderFieldCount = limits.headerCount
    decoder = ByteToMessageHandler(
      HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: sizes))
  }

  var handlers: [any ChannelHandler] { [encoder, decoder, pipelining] }

  /// Puts `handler` in the place of HTTP and `last`.
  func giveWay(
    to handler: WebSocketHandler, after last: HTTPHandler, in context: ChannelHandlerContext
  ) throws {
    let pipeline = context.pipeline.syncOperations
    pipeline.removeHandler(pipelining, promise: nil)
    pipeline.removeHandler(encoder, promise: nil)
    try pipeline.addHandler(handler)
    pipeline.removeHandler(last, promise: nil)
    // Last of all: bytes that already came behind the handshake go to the new handler.
    pipeline.removeHandler(decoder, promise: nil)
  }
}

/// The opening handshake of RFC 6455, section 4.2.
enum WebSocketHandshake {
  /// The 101 for this request; nil when it is no sound handshake.
  static func answer(to head: HTTPRequestHead) -> HTTPResponseHead? {
    guard head.headers["Sec-WebSocket-Version"].contains("13"),
      let key = head.headers["Sec-WebSocket-Key"].first, key.utf8.count == 24
    else { return nil }
    var answer = HTTPResponseHead(version: .http1_1, status: .switchingProtocols)
    answer.headers.add(name: "Upgrade", value: "websocket")
    answer.headers.add(name: "Connection", value: "upgrade")
    answer.headers.add(name: "Sec-WebSocket-Accept", value: accept(key))
    return answer
  }

  private static func accept(_ key: String) -> String {
    let text = Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)
    var digest = [UInt8](repeating: 0, count: Int(SHA_DIGEST_LENGTH))
    SHA1(text, text.count, &digest)
    return Data(digest).base64EncodedString()
  }
}
