// Random bytes and random orders: nothing traps, nothing runs away. Seeded, so that a failure can
// be repeated.

import JSON
import SplitMix
import Testing

@testable import SocketIO

@Suite struct HostileInputTests {
  /// Bytes that look a little like packets, so that some get far.
  private static func junk(_ generator: inout SplitMix64) -> [UInt8] {
    let letters = Array(#"0123456789[]{},:"\/-b?aeu. é"#.utf8) + [0, 0x1e, 0xff, 0xc3, 0x0a]
    let starts = [
      "", "4", "42", "45", "42/a,", "451-", "46", "40{", #"42["a""#, "2probe", "3probe", "0{",
    ]
    var bytes = Array(starts.randomElement(using: &generator)?.utf8 ?? "".utf8)
    for _ in 0..<Int.random(in: 0..<24, using: &generator) {
      bytes.append(
        Bool.random(using: &generator)
          ? letters.randomElement(using: &generator) ?? 0 : .random(in: 0...255, using: &generator))
    }
    return bytes
  }

  private static func frame(_ generator: inout SplitMix64) -> EngineFrame {
    Int.random(in: 0..<5, using: &generator) == 0
      ? .binary(junk(&generator)) : .text(junk(&generator))
  }

  @Test(arguments: 0..<8) func codecsTakeAnything(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<3_000 {
      let junk = Self.junk(&generator)
      _ = try? EnginePayload.decode(junk)
      _ = EngineHandshake(json: junk[...])
      if let value = try? JSONValue(parsing: junk) { _ = Refusal(reading: value) }
      var decoder = SocketPacketDecoder()
      _ = try? decoder.decode(.text(junk.dropFirst()))
    }
  }

  @Test(arguments: 0..<8) func aClientTakesAnything(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var now = JoinedHalves.start
    for round in 0..<200 {
      var configuration = SocketClient.Configuration()
      configuration.policy = [.automatic, .webSocketOnly, .pollingOnly][round % 3]
      var client = SocketClient(configuration: configuration, seed: seed)
      _ = client.handle(.join(namespace: "/", auth: nil), at: now)
      let handshake =
        #"0{"sid":"s","upgrades":["websocket"],"pingInterval":100,"pingTimeout":100}"#
      for step in 0..<60 {
        let channel = ChannelID(Int.random(in: 1...8, using: &generator))
        let frames = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
          step < 3 ? EngineFrame.text(handshake) : Self.frame(&generator)
        }
        let input: SocketClient.Input
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: input = .tick
        case 1: input = .report(.webSocketOpened(channel))
        case 2: input = .report(.webSocketClosed(channel, .closed(code: 1)))
        case 3: input = .report(.requestFailed(channel, .failed("")))
        case 4: input = .emit(Emission(id: step, payload: .event("a"), wantsAcknowledgement: true))
        case 5: input = .leave(namespace: "/")
        case 6:
          input = .join(namespace: ["/", "/a"].randomElement(using: &generator) ?? "/", auth: [])
        case 7, 8:
          let status = Int.random(in: 0..<6, using: &generator) == 0 ? 400 : 200
          input = .report(.answered(channel, status: status, body: EnginePayload.encode(frames)))
        default: input = .report(.received(channel, frames))
        }
        now = now.advanced(by: .milliseconds(Int.random(in: 0..<80, using: &generator)))
        _ = client.handle(input, at: now)
        if let deadline = client.nextDeadline, deadline <= now {
          _ = client.handle(.tick, at: now)
          #expect(client.nextDeadline.map { $0 > now } ?? true, "a tick that changes nothing")
        }
      }
    }
  }

  @Test(arguments: 0..<8) func aServerTakesAnything(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var now = JoinedHalves.start
    var configuration = ServerConfiguration()
    configuration.pingInterval = .milliseconds(100)
    configuration.pingTimeout = .milliseconds(100)
    for round in 0..<200 {
      let channel = ChannelID(0)
      var (session, _) = SocketServerSession.open(
        sid: "s", by: round.isMultiple(of: 2) ? .polling(channel) : .webSocket(channel),
        configuration: configuration, at: now)
      var hasEnded = false
      for step in 1..<60 {
        let channel = ChannelID(Int.random(in: 0...8, using: &generator))
        let frames = [
          Bool.random(using: &generator) ? EngineFrame.text("3") : Self.frame(&generator)
        ]
        let input: SocketServerSession.Input
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: input = .tick
        case 1: input = .report(.webSocketOpened(channel))
        case 2: input = .report(.webSocketClosed(channel))
        case 3: input = .report(.poll(ChannelID(100 + step)))
        case 4: input = .accept(namespace: "/", sid: "x", pid: nil)
        case 5: input = .emit(namespace: "/", .event("a"), acknowledgement: 1)
        case 6: input = .report(.received(channel, [.text("40")]))
        case 7: input = .report(.post(ChannelID(100 + step), body: EnginePayload.encode(frames)))
        default: input = .report(.received(channel, frames))
        }
        now = now.advanced(by: .milliseconds(Int.random(in: 0..<30, using: &generator)))
        let outputs = session.handle(input, at: now)
        let endings = outputs.count { if case .ended = $0 { true } else { false } }
        #expect(endings <= (hasEnded ? 0 : 1))
        hasEnded = hasEnded || endings > 0
        if hasEnded { #expect(session.nextDeadline == nil) }
        if let deadline = session.nextDeadline, deadline <= now {
          let outputs = session.handle(.tick, at: now)
          hasEnded = hasEnded || outputs.contains { if case .ended = $0 { true } else { false } }
          #expect(session.nextDeadline.map { $0 > now } ?? true, "a tick that changes nothing")
        }
      }
    }
  }
}
