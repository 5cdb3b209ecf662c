// The upgrade step by step, seen from the client, with requests that take their time.

import JSON
import Testing

@testable import SocketIO

/// A client that polls, with its first GET and the POST of CONNECT answered, and a WebSocket tried.
private struct UpgradingClient {
  var client: SocketClient
  let now = JoinedHalves.start

  init() {
    var configuration = SocketClient.Configuration()
    configuration.policy = .automatic
    client = SocketClient(configuration: configuration, seed: 1)
    _ = client.handle(.join(namespace: "/", auth: nil), at: now)
    _ = tell(.webSocketClosed(ChannelID(1), .status(502)))
  }

  mutating func tell(_ report: LinkReport) -> [LinkWork] {
    work(client.handle(.report(report), at: now))
  }

  mutating func answer(_ channel: ChannelID, _ body: String) -> [LinkWork] {
    tell(.answered(channel, status: 200, body: Array(body.utf8)))
  }

  mutating func emit(_ name: String) -> [LinkWork] {
    work(client.handle(.emit(Emission(payload: .event(name))), at: now))
  }

  private func work(_ outputs: [SocketClient.Output]) -> [LinkWork] {
    outputs.compactMap { if case .perform(let work) = $0 { work } else { nil } }
  }
}

@Suite struct UpgradeTests {
  private static let target = "/socket.io/?EIO=4&transport=polling&sid=s%20%2F1"

  /// Opens a session by polling: a probe (3), a POST of CONNECT (5) and a GET (4) are under way.
  private func opened() -> UpgradingClient {
    var upgrading = UpgradingClient()
    let work = upgrading.answer(
      ChannelID(2),
      #"0{"sid":"s /1","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000}"#)
    #expect(
      work == [
        .openWebSocket(
          ChannelID(3), target: "/socket.io/?EIO=4&transport=websocket&sid=s%20%2F1"),
        .get(ChannelID(4), target: Self.target),
        .post(ChannelID(5), target: Self.target, body: Array("40".utf8)),
      ])
    return upgrading
  }

  @Test func theGetAndThePostEndBeforeTheUpgrade() {
    for getFirst in [true, false] {
      var upgrading = opened()
      #expect(
        upgrading.tell(.webSocketOpened(ChannelID(3))) == [
          .sendFrames(ChannelID(3), [.text("2probe")])
        ])
      #expect(upgrading.tell(.received(ChannelID(3), [.text("3probe")])).isEmpty)
      let reply = #"40{"sid":"x"}"#
      if getFirst {
        #expect(upgrading.answer(ChannelID(4), reply).isEmpty)
        #expect(upgrading.emit("waits").isEmpty)
        #expect(
          upgrading.answer(ChannelID(5), "ok") == [
            .sendFrames(ChannelID(3), [.text("5"), .text(#"42["waits"]"#)])
          ])
      } else {
        #expect(upgrading.answer(ChannelID(5), "ok").isEmpty)
        #expect(
          upgrading.answer(ChannelID(4), "6\u{1e}2\u{1e}" + reply) == [
            .sendFrames(ChannelID(3), [.text("5"), .text("3")])
          ])
      }
      #expect(upgrading.client.state == .online(.webSocket))
    }
  }

  @Test func aWebSocketLostDuringThePauseLetsPollingGoOn() {
    var upgrading = opened()
    _ = upgrading.tell(.webSocketOpened(ChannelID(3)))
    _ = upgrading.tell(.received(ChannelID(3), [.text("3probe")]))
    _ = upgrading.answer(ChannelID(4), #"40{"sid":"x"}"#)
    #expect(
      upgrading.tell(.webSocketClosed(ChannelID(3), .closed(code: nil))) == [
        .get(ChannelID(6), target: Self.target)
      ])
    _ = upgrading.answer(ChannelID(5), "ok")
    #expect(
      upgrading.emit("on") == [
        .post(ChannelID(7), target: Self.target, body: Array(#"42["on"]"#.utf8))
      ])
    #expect(upgrading.client.state == .online(.polling))
  }

  @Test func anythingButTheProbesAnswerEndsTheProbe() {
    for wrong in ["3", "2probe", "4x", "abc", ""] {
      var upgrading = opened()
      _ = upgrading.tell(.webSocketOpened(ChannelID(3)))
      let work = upgrading.tell(.received(ChannelID(3), [.text(wrong)]))
      #expect(work.isEmpty || work == [.closeWebSocket(ChannelID(3))])
      _ = upgrading.answer(ChannelID(4), #"40{"sid":"x"}"#)
      #expect(upgrading.client.state == .online(.polling), "\(wrong)")
    }
  }

  @Test func leavingWaitsForThePostInFlightThenSaysGoodbye() {
    var upgrading = opened()
    let left = upgrading.client.handle(.disconnect, at: upgrading.now)
    #expect(left.contains(.perform(.closeWebSocket(ChannelID(3)))))
    #expect(upgrading.client.state == .idle)
    #expect(
      upgrading.answer(ChannelID(5), "ok") == [
        .post(ChannelID(6), target: Self.target, body: Array("41\u{1e}1".utf8))
      ])
    #expect(upgrading.answer(ChannelID(4), "6").isEmpty)
    #expect(upgrading.answer(ChannelID(6), "ok").isEmpty)
    #expect(upgrading.client.nextDeadline == nil)
  }

  @Test func leavingDoesNotWaitForEver() {
    var upgrading = opened()
    _ = upgrading.client.handle(.disconnect, at: upgrading.now)
    let end = upgrading.now.advanced(by: .seconds(5))
    #expect(upgrading.client.nextDeadline == end)
    let outputs = upgrading.client.handle(.tick, at: end)
    #expect(
      outputs == [.perform(.cancel(ChannelID(5))), .perform(.cancel(ChannelID(4)))])
    #expect(upgrading.client.nextDeadline == nil)
  }
}
