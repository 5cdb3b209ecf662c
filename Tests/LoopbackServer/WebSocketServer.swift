// The server's end of a WebSocket, frame by frame.

import CCrypto
import Foundation

/// A server's frame (unmasked).
package func frame(_ opcode: UInt8, _ payload: [UInt8], final: Bool = true) -> [UInt8] {
  let head = (final ? 0x80 : 0) | opcode
  switch payload.count {
  case ..<126: return [head, UInt8(payload.count)] + payload
  case ..<65536:
    return [head, 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)] + payload
  default:
    return [head, 127] + (0..<8).reversed().map { UInt8(payload.count >> ($0 * 8) & 255) } + payload
  }
}

package func frame(_ text: String) -> [UInt8] { frame(1, Array(text.utf8)) }

private func accept(of key: String) -> String {
  let text = Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)
  var digest = [UInt8](repeating: 0, count: Int(SHA_DIGEST_LENGTH))
  SHA1(text, text.count, &digest)
  return Data(digest).base64EncodedString()
}

extension TestConnection {
  /// Answers the opening, which may have been read already; gives its request.
  @discardableResult
  package func openWebSocket(
    _ opening: TestRequest? = nil, _ headers: [String] = [], then bytes: [UInt8] = []
  ) -> TestRequest? {
    guard let request = opening ?? readRequest() else { return nil }
    let accept = accept(of: request.headers["sec-websocket-key"] ?? "")
    let lines =
      [
        "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
        "Sec-WebSocket-Accept: \(accept)",
      ] + headers
    write(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + bytes)
    return request
  }

  /// A client's frame, unmasked.
  package func readFrame() -> (opcode: UInt8, payload: [UInt8])? {
    guard let head = read(2) else { return nil }
    var count = Int(head[1] & 127)
    if count >= 126 {
      guard let more = read(count == 126 ? 2 : 8) else { return nil }
      count = more.reduce(0) { $0 << 8 | Int($1) }
    }
    guard head[1] & 128 != 0, let mask = read(4), let payload = read(count) else { return nil }
    return (head[0] & 15, payload.enumerated().map { $1 ^ mask[$0 & 3] })
  }

  /// Sends every message back, until the close.
  package func echo() {
    while let (opcode, payload) = readFrame() {
      write(frame(opcode, payload))
      if opcode == 8 { return }
    }
  }
}
