import JSON

@testable import SocketIO

/// A session with its clock and the outputs it gave.
struct RawServer {
  var session: SocketServerSession
  var now = JoinedHalves.start
  var outputs: [SocketServerSession.Output]
  private var lastChannel = 0

  init(_ webSocket: Bool = false, _ change: (inout ServerConfiguration) -> Void = { _ in }) {
    var configuration = ServerConfiguration()
    configuration.pingInterval = .milliseconds(300)
    configuration.pingTimeout = .milliseconds(200)
    configuration.namespaces = ["/", "/custom"]
    change(&configuration)
    (session, outputs) = SocketServerSession.open(
      sid: "s", by: webSocket ? .webSocket(ChannelID(0)) : .polling(ChannelID(0)),
      configuration: configuration, at: now)
  }

  mutating func tell(_ inputs: SocketServerSession.Input...) {
    outputs = session.handle(inputs, at: now)
  }

  mutating func pass(_ milliseconds: Int) {
    now = now.advanced(by: .milliseconds(milliseconds))
    tell(.tick)
  }

  /// Starts a GET; its answer, when it comes at once, is in `replies`.
  mutating func get() -> ChannelID {
    lastChannel += 1
    tell(.report(.poll(ChannelID(lastChannel))))
    return ChannelID(lastChannel)
  }

  mutating func post(_ body: String) -> String? {
    lastChannel += 1
    tell(.report(.post(ChannelID(lastChannel), body: Array(body.utf8))))
    return reply(to: ChannelID(lastChannel))
  }

  mutating func webSocket() -> ChannelID {
    lastChannel += 1
    tell(.report(.webSocketOpened(ChannelID(lastChannel))))
    return ChannelID(lastChannel)
  }

  mutating func send(_ channel: ChannelID = ChannelID(0), _ frames: String...) {
    tell(.report(.received(channel, frames.map { .text($0) })))
  }

  /// Joins `/` and forgets what was said about it.
  mutating func join() {
    send(ChannelID(0), "40")
    tell(.accept(namespace: "/", sid: "x", pid: nil))
  }

  /// "200 body" of an answer among the last outputs.
  func reply(to channel: ChannelID) -> String? {
    for case .perform(.reply(channel, let reply)) in outputs {
      return reply.status == 200 ? "200 " + text(reply.body) : "\(reply.status)"
    }
    return nil
  }

  /// The frames sent among the last outputs.
  var sent: [String] {
    outputs.flatMap { output -> [String] in
      guard case .perform(.sendFrames(_, let frames)) = output else { return [] }
      return texts(frames)
    }
  }

  var closed: [ChannelID] {
    outputs.compactMap {
      guard case .perform(.closeWebSocket(let channel, _)) = $0 else { return nil }
      return channel
    }
  }

  var end: SessionEnd? {
    for case .ended(let reason) in outputs { return reason }
    return nil
  }
}
