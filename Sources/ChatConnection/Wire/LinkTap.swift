// Turns what one live link carries into records: frames of a WebSocket and bodies of long-polling alike
// are taken apart into packets, and each packet is one record.

package import ChatModel
import JSON
import Sentences
package import SocketIO
package import Transport

package struct LinkTap: Sendable {
  private let tap: WireTap
  /// The session of Engine.IO, as the server names it.
  private var session: String?
  private var incoming = SocketPacketDecoder()
  private var outgoing = SocketPacketDecoder()
  /// Of an event whose attachments are on their way.
  private var begun: (bytes: Int, raw: String?) = (0, nil)
  private var opening: Int?
  /// We have asked for the end.
  private var isClosing = false

  package init(_ tap: WireTap) { self.tap = tap }

  // MARK: WebSocket

  package mutating func open(_ target: String, token: String?) {
    isClosing = false
    guard tap.book.isOpen else { return }
    if !target.contains("&sid=") { session = nil }
    opening = note(
      .outgoing, .ws, "open", data: .string(WireSecrets.masked(target: target, token: token)))
  }

  package mutating func opened() {
    guard tap.book.isOpen else { return }
    note(.incoming, .ws, "opened", answers: opening)
    opening = nil
  }

  package mutating func close() {
    isClosing = true
    guard tap.book.isOpen else { return }
    note(.outgoing, .ws, "close")
  }

  /// - Parameter words: why; of no account where we asked for it
  package mutating func closed(_ words: String, hadOpened: Bool) {
    guard tap.book.isOpen else { return }
    note(
      .incoming, .ws, hadOpened ? "closed" : "failed",
      data: .string(isClosing ? said("Closed, as we asked.") : words),
      answers: hadOpened ? nil : opening)
    opening = nil
  }

  package mutating func frames(
    _ frames: [EngineFrame], _ direction: WireRecord.Direction, token: String?
  ) {
    guard tap.book.isOpen else { return passOver(frames) }
    for frame in frames {
      switch frame {
      case .text(let bytes): text(bytes[...], direction, token)
      case .binary(let bytes): attachment(bytes[...], bytes.count, direction, token)
      }
    }
  }

  /// Who begins to listen later wants to know the session.
  private mutating func passOver(_ frames: [EngineFrame]) {
    (incoming, outgoing) = (SocketPacketDecoder(), SocketPacketDecoder())
    guard let frame = frames.first, case .text(let bytes) = frame,
      bytes.first == UInt8(ascii: "0")
    else { return }
    noteSession((try? JSONValue(parsing: bytes.dropFirst())) ?? .null)
  }

  private mutating func noteSession(_ handshake: JSONValue) {
    session = handshake["sid"]?.stringValue ?? session
  }

  // MARK: Long-polling

  package mutating func ask(_ request: HTTPRequest, token: String?) -> WireTap.Exchange? {
    if request.address.query?.contains("&sid=") != true { session = nil }
    guard tap.book.isOpen else { return nil }
    if case .bytes(let body) = request.body { packets(of: body, .outgoing, token) }
    return tap.ask(request, isPolling: true, session: session, token: token)
  }

  package mutating func answer(
    _ response: HTTPResponse, to exchange: WireTap.Exchange?, token: String?
  ) {
    tap.answer(response, to: exchange)
    guard response.status == 200 else { return }
    guard tap.book.isOpen else { return passOver([.text(response.body)]) }
    // A POST is answered with a word that is no packet.
    if response.body != HTTPReply.ok.body { packets(of: response.body, .incoming, token) }
  }

  package func fail(_ words: String, _ exchange: WireTap.Exchange?) { tap.fail(words, exchange) }

  private mutating func packets(
    of body: [UInt8], _ direction: WireRecord.Direction, _ token: String?
  ) {
    var rest = body[...]
    while !rest.isEmpty {
      let end = rest.firstIndex(of: EnginePayload.separator)
      let piece = rest[..<(end ?? rest.endIndex)]
      rest = end.map { rest[($0 + 1)...] } ?? []
      if piece.first == UInt8(ascii: "b") {
        guard let packet = try? EnginePayload.decode(Array(piece)).first,
          case .binary(let bytes) = packet
        else {
          malformed(piece, direction, token)
          continue
        }
        attachment(bytes, piece.count, direction, token)
      } else {
        text(piece, direction, token)
      }
    }
  }

  // MARK: Packets

  private mutating func text(
    _ bytes: ByteSlice, _ direction: WireRecord.Direction, _ token: String?
  ) {
    guard let packet = try? EnginePacket(text: bytes) else {
      return malformed(bytes, direction, token)
    }
    func data(_ bytes: ByteSlice) -> JSONValue {
      bytes.isEmpty ? .null : WireTap.document(Array(bytes), token: token)
    }
    switch packet {
    case .open(let handshake):
      let handshake = data(handshake)
      noteSession(handshake)
      note(direction, .eio, "open", bytes: bytes.count, data: handshake)
    case .close: note(direction, .eio, "close", bytes: bytes.count)
    case .ping(let words): note(direction, .eio, "ping", bytes: bytes.count, data: data(words))
    case .pong(let words): note(direction, .eio, "pong", bytes: bytes.count, data: data(words))
    case .upgrade: note(direction, .eio, "upgrade", bytes: bytes.count)
    case .noop: note(direction, .eio, "noop", bytes: bytes.count)
    case .binary: break
    case .message(let message):
      begun = (bytes.count, raw(bytes, token))
      decode(.text(message), direction, token) { $0.malformed(bytes, direction, token) }
    }
  }

  /// - Parameter travelled: its bytes as they travelled
  private mutating func attachment(
    _ bytes: ByteSlice, _ travelled: Int, _ direction: WireRecord.Direction, _ token: String?
  ) {
    begun.bytes += travelled
    decode(.binary(bytes), direction, token) { tap in
      tap.note(direction, .eio, "binary", bytes: travelled)
    }
  }

  private mutating func decode(
    _ message: SocketPacketDecoder.Message, _ direction: WireRecord.Direction, _ token: String?,
    orElse complain: (inout LinkTap) -> Void
  ) {
    let decoded = Result { () throws(SocketPacketDecoder.Fault) in
      direction == .incoming
        ? try incoming.decode(message) : try outgoing.decode(message)
    }
    switch decoded {
    case .success(nil): break
    case .success(let packet?): packetCame(packet, direction, token)
    case .failure:
      if direction == .incoming {
        incoming = SocketPacketDecoder()
      } else {
        outgoing = SocketPacketDecoder()
      }
      complain(&self)
    }
  }

  private mutating func packetCame(
    _ packet: ReceivedPacket, _ direction: WireRecord.Direction, _ token: String?
  ) {
    var record = WireRecord(
      identity: tap.identity, session: session, direction: direction, layer: .sio, name: "",
      bytes: begun.bytes, packetID: packet.id,
      namespace: packet.namespace == "/" ? nil : packet.namespace,
      attachments: packet.attachments, raw: begun.raw)
    record.isPacket = true
    switch packet.content {
    case .connect(let data): (record.name, record.data) = ("connect", data ?? .null)
    case .disconnect: record.name = "disconnect"
    case .connectError(let data): (record.name, record.data) = ("connect_error", data)
    case .acknowledgement(let arguments):
      (record.name, record.data) = ("ack", .array(arguments))
    case .nothing: record.name = "event"
    case .event(let name, let arguments):
      record.isPacket = false
      (record.name, record.data) = (name, .array(arguments))
    }
    record.name = WireSecrets.masked(record.name, token: token)
    record.data = WireSecrets.masked(record.data, token: token)
    tap.book.note(record)
  }

  private mutating func malformed(
    _ bytes: ByteSlice, _ direction: WireRecord.Direction, _ token: String?
  ) {
    let text = WireSecrets.masked(WireTap.text(Array(bytes)), token: token)
    note(direction, .ws, "malformed", bytes: bytes.count, data: .string(text))
  }

  private func raw(_ bytes: ByteSlice, _ token: String?) -> String? {
    tap.book.keepsRaw ? WireSecrets.masked(WireTap.text(Array(bytes)), token: token) : nil
  }

  @discardableResult
  private func note(
    _ direction: WireRecord.Direction, _ layer: WireRecord.Layer, _ name: String, bytes: Int = 0,
    data: JSONValue = .null, answers: Int? = nil
  ) -> Int {
    tap.book.note(
      WireRecord(
        identity: tap.identity, session: session, direction: direction, layer: layer, name: name,
        bytes: bytes, answers: answers, data: data))
  }
}
