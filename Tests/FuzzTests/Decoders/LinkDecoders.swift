import JSON
import SocketIO

@testable import SandboxHTTP

/// What a live link carries.
extension FuzzDecoder {
  static let link = [
    enginePacket, engineHandshake, pollingPayload, socketPacket, engineRequest, socketClient,
    webSocketFrames,
  ]

  private static let packets = [
    "0", "1", "2probe", "3probe", "40", "41", "42", "43", "44", "45", "46", "451-", "461-", "/a,",
    "[\"message:new\",", "{\"_placeholder\":true,\"num\":0}", "\u{1E}", "bAQID", "\\ud83d", "]",
  ]
  private static let talk = [
    #"0{"sid":"s","upgrades":["websocket"],"pingInterval":100,"pingTimeout":100,"maxPayload":9}"#,
    #"40{"sid":"t"}"#, #"42["message:new",{"conversationId":"c","message":{"_id":"m"}}]"#,
    #"42/a,7["typing:start",{"a":[1,null]}]"#, #"437[{"success":true}]"#,
    #"44{"message":"Authentication error"}"#, "41/a,",
    "451-[\"a\",{\"_placeholder\":true,\"num\":0}]\u{1E}bAQID",
  ]

  private static let enginePacket = FuzzDecoder(
    "engine-packet", words: packets, seeds: talk
  ) { input in
    let packet: EnginePacket
    do {
      packet = try EnginePacket(text: input[...])
    } catch {
      return kind(refused: error)
    }
    try law(try EnginePacket(packet.frame) == packet, "it is another one when it is written")
    return kind(Int(input[0]), few(input.count))
  }

  private static let engineHandshake = FuzzDecoder(
    "engine-handshake", words: ["sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload"],
    seeds: [String(talk[0].dropFirst())]
  ) { input in
    guard let handshake = EngineHandshake(json: input[...]) else { return 0 }
    try law(!handshake.sid.isEmpty, "a session without a name")
    return kind(1, few(handshake.sid.utf8.count))
  }

  private static let pollingPayload = FuzzDecoder(
    "polling-payload", words: packets, seeds: talk + [talk.joined(separator: "\u{1E}")]
  ) { input in
    let packets: [EnginePacket]
    do {
      packets = try EnginePayload.decode(input)
    } catch {
      return kind(refused: error)
    }
    let frames = packets.map(\.frame)
    let written = EnginePayload.encode(frames)
    try law(try EnginePayload.decode(written) == packets, "it is another one when it is written")
    let fitting = EnginePayload.countThatFits(
      frames, maxPayload: written.count, packets: frames.count)
    try law(fitting == frames.count, "\(fitting) of \(frames.count) fit into all their bytes")
    return packets.reduce(few(packets.count)) { hash, packet in
      kind(hash, packet.frame == .binary([]) ? 0 : few(EnginePayload.encodedSize(of: packet.frame)))
    }
  }

  /// The messages of one connection, with a record separator between them; one that begins with `b`
  /// is binary.
  private static let socketPacket = FuzzDecoder(
    "socket-packet", words: packets.map { $0.hasPrefix("4") ? String($0.dropFirst()) : $0 },
    seeds: talk.map { String($0.dropFirst()) }
  ) { input in
    var decoder = SocketPacketDecoder(tellsDamage: true)
    var hash = 0
    for message in input.split(separator: 0x1E, omittingEmptySubsequences: false) {
      let received: ReceivedPacket?
      do {
        received = try decoder.decode(
          message.first == UInt8(ascii: "b") ? .binary(message.dropFirst()) : .text(message))
      } catch {
        return kind(hash, kind(refused: error))
      }
      guard let received else { continue }
      try checkWriting(of: received)
      hash = kind(hash, shape(of: received.content), few(received.id ?? -1))
    }
    return hash
  }

  private static func shape(of content: ReceivedPacket.Content) -> Int {
    switch content {
    case .connect(let value): kind(1, value == nil ? 0 : 1)
    case .disconnect: 2
    case .event(_, let arguments): kind(3, few(arguments.count))
    case .nothing: 4
    case .acknowledgement(let arguments): kind(5, few(arguments.count))
    case .connectError: 6
    }
  }

  /// What was read is the same once it is written and read again.
  private static func checkWriting(of received: ReceivedPacket) throws {
    let (type, payload): (SocketPacket.Kind, JSONValue?) =
      switch received.content {
      case .connect(let value): (.connect, value)
      case .disconnect: (.disconnect, nil)
      case .event(let name, let arguments): (.event, .array([.string(name)] + arguments))
      case .nothing: (.event, nil)
      case .acknowledgement(let arguments): (.acknowledgement, .array(arguments))
      // A nil of JSON would be written.
      case .connectError(.null): (.connectError, Optional<JSONValue>.none)
      case .connectError(let value): (.connectError, value)
      }
    guard payload.map(isFinite) ?? true else { return }
    let packet = SocketPacket(
      kind: type, namespace: received.namespace, id: received.id,
      payload: payload.map { $0.encodedBytes[...] } ?? [], attachments: received.attachments)
    var decoder = SocketPacketDecoder()
    var again: ReceivedPacket?
    for frame in packet.frames {
      switch frame {
      case .text(let bytes): again = try decoder.decode(.text(bytes.dropFirst()))
      case .binary(let bytes): again = try decoder.decode(.binary(bytes[...]))
      }
    }
    var wanted = received
    wanted.isDamaged = false
    try law(again == wanted, "\(received) is \(again as Any) when it is written")
  }

  private static let engineRequest = FuzzDecoder(
    "engine-request",
    words: ["EIO", "4", "transport", "polling", "websocket", "sid", "=", "&", "%2"],
    seeds: [
      "EIO=4&transport=polling", "EIO=4&transport=websocket&sid=s", "EIO=4&transport=polling&sid=s",
    ]
  ) { input in
    var answer = 0
    for method in ["GET", "POST"] {
      do throws(EngineRequest.Fault) {
        _ = try EngineRequest(
          method: method, query: text(input), upgradesToWebSocket: input.count % 2 == 0,
          knows: { $0 == "s" })
        answer = kind(answer, 1)
      } catch {
        answer = kind(answer, error.rawValue + 2)
      }
    }
    return answer
  }

  /// A client to which the input comes frame by frame over a WebSocket.
  private static let socketClient = FuzzDecoder(
    "socket-client", words: packets, seeds: talk + [talk.joined(separator: "\u{1E}")]
  ) { input in
    var now = ContinuousClock.now
    var configuration = SocketClient.Configuration()
    configuration.policy = .webSocketOnly
    var client = SocketClient(configuration: configuration, seed: 1)
    var outputs = client.handle(.join(namespace: "/", auth: nil), at: now).count
    let channel = ChannelID(1)
    outputs += client.handle(.report(.webSocketOpened(channel)), at: now).count
    for message in input.split(separator: 0x1E, omittingEmptySubsequences: false) {
      let frame: EngineFrame =
        message.first == UInt8(ascii: "b")
        ? .binary(Array(message.dropFirst())) : .text(Array(message))
      now += .milliseconds(10)
      outputs += client.handle(.report(.received(channel, [frame])), at: now).count
      if let deadline = client.nextDeadline, deadline <= now {
        _ = client.handle(.tick, at: now)
        try law(client.nextDeadline.map { $0 > now } ?? true, "a tick that changes nothing")
      }
    }
    return few(outputs)
  }

  private static func frame(_ opcode: UInt8, _ payload: String, final: Bool = true) -> [UInt8] {
    let bytes = Array(payload.utf8)
    let size: [UInt8] =
      bytes.count < 126
      ? [UInt8(bytes.count) | 0x80] : [0xFE, UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)]
    return [(final ? 0x80 : 0) | opcode] + size + [0, 0, 0, 0] + bytes
  }

  private static let webSocketFrames = FuzzDecoder(
    "websocket-frames",
    words: [
      [0x81, 0x80, 0, 0, 0, 0], [0x88, 0x82, 0, 0, 0, 0, 3, 232], [0x01], [0x00], [0x80],
      [0x89, 0x80],
      [0xFE, 0, 126], [0xFF, 0, 0, 0, 0, 0, 1, 0, 0], [0xFF, 255], [0xED, 0xA0, 0x80],
      [0xF0, 0x9F],
    ],
    seeds: [
      frame(1, "42[\"a\"]") + frame(9, "p") + frame(8, ""),
      frame(1, "a", final: false) + frame(0, "b", final: false) + frame(10, "") + frame(0, "c"),
      frame(2, String(repeating: "x", count: 300)), frame(1, "नमस्ते"),
    ],
    read: .now { input in
      var whole = WebSocketReader(limit: 1000)
      let (messages, fault) = whole.read(input)
      let cut = input.isEmpty ? 0 : Int(input[0]) % input.count
      var parts = WebSocketReader(limit: 1000)
      let first = parts.read(input[..<cut])
      guard first.fault == nil else {
        try law(
          first.fault == fault && first.messages == messages, "cut at \(cut) it is another one")
        return kind(1, "\(first.fault as Any)".utf8.count, few(messages.count))
      }
      let second = parts.read(input[cut...])
      try law(
        first.messages + second.messages == messages && second.fault == fault,
        "cut at \(cut) it is another one")
      for case .text(let bytes) in messages {
        try law(String(validating: bytes, as: UTF8.self) != nil, "a text that is no UTF-8")
      }
      return kind(2, "\(fault as Any)".utf8.count, few(messages.count), whole.isInFrame ? 1 : 0)
    })
}
