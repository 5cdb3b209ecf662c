// The opening of a WebSocket (RFC 6455, section 4): the request's bytes, and the answer read from
// whatever pieces it arrives in.

import CCrypto
import Foundation

struct WebSocketHandshake {
  enum Progress: Equatable {
    case incomplete
    /// 101 and rightly accepted; `rest` are the first bytes of frames.
    case open(headers: [HTTPHeader], rest: [UInt8])
    /// Another answer, with the beginning of its content.
    case refused(status: Int, headers: [HTTPHeader], body: [UInt8])
    case violated(String)
  }

  /// The head of an answer may not be longer than this, in bytes.
  private static let headLimit = 64 << 10
  /// How much of a refusal's content is read, in bytes.
  static let bodyLimit = 16 << 10

  let request: [UInt8]
  private let expectedAccept: String
  private var received: [UInt8] = []
  private var head: (status: Int, headers: [HTTPHeader], length: Int)?

  /// - Parameter nonce: 16 random bytes.
  /// - Throws: `malformedHeader`.
  init(
    address: WebAddress, headers: [HTTPHeader], nonce: [UInt8]
  ) throws(TransportError) {
    let key = Data(nonce).base64EncodedString()
    expectedAccept = Self.accept(key: key)
    let lines =
      [
        HTTPHeader("Host", address.origin.authority), HTTPHeader("Upgrade", "websocket"),
        HTTPHeader("Connection", "Upgrade"), HTTPHeader("Sec-WebSocket-Key", key),
        HTTPHeader("Sec-WebSocket-Version", "13"),
      ] + headers
    for line in lines where !line.isWellFormed { throw .malformedHeader(name: line.name) }
    let target = address.path + (address.query.map { "?" + $0 } ?? "")
    request = Array(
      ("GET \(target) HTTP/1.1\r\n"
        + lines.map { "\($0.name): \($0.value)\r\n" }.joined() + "\r\n").utf8)
  }

  mutating func take(_ bytes: some Collection<UInt8>) -> Progress {
    received.append(contentsOf: bytes)
    if head == nil {
      guard let end = Self.endOfHead(received) else {
        return received.count > Self.headLimit ? .violated("an endless head") : .incomplete
      }
      guard let (status, headers) = Self.parse(received[..<end]) else {
        return .violated("no HTTP answer")
      }
      received.removeFirst(end)
      // An interim answer: the real one follows.
      if (100..<200).contains(status) && status != 101 { return take(EmptyCollection()) }
      let length = headers.value("Content-Length").flatMap { Int($0) } ?? Self.bodyLimit
      head = (status, headers, min(max(length, 0), Self.bodyLimit))
    }
    guard let head else { return .incomplete }
    if head.status == 101 {
      if let fault = fault(in: head.headers) { return .violated(fault) }
      return .open(headers: head.headers, rest: received)
    }
    return received.count >= head.length ? ended() : .incomplete
  }

  /// The server has closed the connection, or let us wait too long.
  func ended() -> Progress {
    guard let head, head.status != 101 else { return .incomplete }
    return .refused(
      status: head.status, headers: head.headers, body: Array(received.prefix(head.length)))
  }

  private func fault(in headers: [HTTPHeader]) -> String? {
    func has(_ name: String, token: String) -> Bool {
      headers.contains {
        $0.name.lowercased() == name
          && $0.value.lowercased().split(whereSeparator: { $0 == "," || $0 == " " })
            .contains(Substring(token))
      }
    }
    if !has("upgrade", token: "websocket") || !has("connection", token: "upgrade") {
      return "101 without an upgrade"
    }
    if headers.value("Sec-WebSocket-Accept") != expectedAccept {
      return "a wrong Sec-WebSocket-Accept"
    }
    if headers.value("Sec-WebSocket-Extensions").map({ !$0.isEmpty }) ?? false {
      return "an extension that was not offered"
    }
    if headers.value("Sec-WebSocket-Protocol") != nil {
      return "a subprotocol that was not offered"
    }
    return nil
  }

  /// The index behind the empty line.
  private static func endOfHead(_ bytes: [UInt8]) -> Int? {
    let mark: [UInt8] = [13, 10, 13, 10]
    guard bytes.count >= mark.count else { return nil }
    for start in 0...(bytes.count - mark.count)
    where bytes[start] == 13 && bytes[start..<(start + mark.count)].elementsEqual(mark) {
      return start + mark.count
    }
    return nil
  }

  private static func parse(_ bytes: ArraySlice<UInt8>) -> (Int, [HTTPHeader])? {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
    let words = lines.first?.split(separator: " ", maxSplits: 2) ?? []
    guard words.count >= 2, words[0].hasPrefix("HTTP/1."), words[1].utf8.count == 3,
      let status = Int(words[1]), status >= 100
    else { return nil }
    var headers: [HTTPHeader] = []
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else { return nil }
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      let end = value.lastIndex { $0 != " " && $0 != "\t" }.map(value.index(after:))
      headers.append(
        HTTPHeader(String(line[..<colon]), String(value[..<(end ?? value.startIndex)])))
    }
    return (status, headers)
  }

  /// What a server must answer to `key`.
  static func accept(key: String) -> String {
    let text = Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)
    var digest = [UInt8](repeating: 0, count: Int(SHA_DIGEST_LENGTH))
    SHA1(text, text.count, &digest)
    return Data(digest).base64EncodedString()
  }
}

/// Unpredictable bytes, from libcrypto.
func randomBytes(_ count: Int) -> [UInt8] {
  var bytes = [UInt8](repeating: 0, count: count)
  precondition(RAND_bytes(&bytes, Int32(count)) == 1, "no randomness")
  return bytes
}
