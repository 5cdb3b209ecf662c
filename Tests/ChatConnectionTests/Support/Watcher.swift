import ChatClient
import ChatModel
import Foundation
import JSON
import LoopbackServer
import SocketIO
import Testing
import Transport

@testable import ChatConnection

extension TestConnection {
  /// Opens a session over a WebSocket and reads the CONNECT; nil when the client goes.
  func openSession(
    _ request: TestRequest? = nil, pingInterval: Int = 25000, pingTimeout: Int = 60000,
    maxPayload: Int = 1_000_000
  ) -> String? {
    guard openWebSocket(request) != nil else { return nil }
    say(
      #"0{"sid":"s1","upgrades":[],"pingInterval":\#(pingInterval),"pingTimeout":\#(pingTimeout),"#
        + #""maxPayload":\#(maxPayload)}"#)
    return hear()
  }

  func say(_ text: String) { write(frame(text)) }

  /// The next text frame.
  func hear() -> String? {
    while let (opcode, payload) = readFrame() {
      if opcode == 1 { return String(decoding: payload, as: UTF8.self) }
      if opcode == 8 { return nil }
    }
    return nil
  }
}

/// Reads a link's events one at a time.
struct Watcher {
  private var iterator: AsyncStream<[LiveEvent]>.Iterator
  private var batch: ArraySlice<LiveEvent> = []

  init(_ link: SocketLink) { iterator = link.events.makeAsyncIterator() }

  mutating func next() async -> LiveEvent? {
    while batch.isEmpty {
      guard let more = await iterator.next() else { return nil }
      batch = more[...]
    }
    return batch.popFirst()
  }

  /// The first event that is wanted; those before it are dropped.
  mutating func first(_ isWanted: (LiveEvent) -> Bool) async -> LiveEvent? {
    while let event = await next() {
      if isWanted(event) { return event }
    }
    return nil
  }

  /// The next `count` events.
  mutating func next(_ count: Int) async -> [LiveEvent] {
    var events: [LiveEvent] = []
    while events.count < count, let event = await next() { events.append(event) }
    return events
  }
}
