// Stands between the sessions of the live link and their transports: lets through what the plan lets
// through, when it does.

import Faults
import NIOCore
import SocketIO

/// The faults of all live sessions; lives on the hub's event loop.
final class HubFaults {
  /// A session under whatever plan.
  private struct Place {
    /// Its requests that wait for an answer, and its WebSocket.
    var channels: Set<ChannelID>
    var polls: Set<ChannelID> = []
    var hasWebSocket = false
  }

  private let loop: any EventLoop
  private var plan = FaultPlan()
  /// The sessions that have come under the plan.
  private var connections: [String: FaultyConnection] = [:]
  private var places: [String: Place] = [:]
  private var count = 0
  /// Does the machine's work.
  var carry: (ServerWork) -> Void = { _ in }
  /// Tells the machine.
  var report: (ServerReport, String) -> Void = { _, _ in }
  /// Lets a connection go without a goodbye.
  var sever: (ChannelID) -> Void = { _ in }

  init(on loop: any EventLoop) { self.loop = loop }

  func use(_ plan: FaultPlan) {
    self.plan = plan
    connections = [:]
    count = 0
    guard plan.bendsFrames || plan.pollsOnly else { return }
    for sid in places.keys.sorted() {
      if plan.pollsOnly, places[sid]?.hasWebSocket == true { cut(sid) } else { wake(sid) }
    }
  }

  // MARK: Sessions

  func began(_ sid: String, by opening: SessionOpening) {
    switch opening {
    case .polling(let channel): places[sid] = Place(channels: [channel], polls: [channel])
    case .webSocket(let channel): places[sid] = Place(channels: [channel], hasWebSocket: true)
    }
    if plan.bendsFrames { wake(sid) }
  }

  func ended(_ sid: String) {
    places[sid] = nil
    connections[sid] = nil
  }

  // MARK: Out

  func pass(_ work: ServerWork, of sid: String) {
    switch work {
    case .sendFrames(let channel, let frames):
      guard plan.bendsFrames, places[sid] != nil else { return carry(work) }
      change(sid) { $0.add(shifted(frames), .outgoing, at: .now) }
      deliver(sid, on: channel)
    case .reply(let channel, let reply):
      let isPoll = places[sid]?.polls.remove(channel) != nil
      places[sid]?.channels.remove(channel)
      guard plan.bendsFrames, isPoll, reply.status == 200, let frames = Self.frames(in: reply.body)
      else { return carry(work) }
      pass(shifted(frames), .outgoing, of: sid, channel) { passed in
        var reply = reply
        reply.body = EnginePayload.encode(passed.isEmpty ? [.text("6")] : passed)
        self.carry(.reply(channel, reply))
      }
    case .closeWebSocket: carry(work)
    }
  }

  // MARK: In

  func pass(_ arrived: ServerReport, of sid: String) {
    switch arrived {
    case .received(_, let frames):
      guard plan.bendsFrames, places[sid] != nil else { return report(arrived, sid) }
      change(sid) { $0.add(frames, .incoming, at: .now) }
      if case .received(let channel, _) = arrived { deliver(sid, on: channel) }
    case .post(let channel, let body):
      guard plan.bendsFrames, places[sid] != nil, let frames = Self.frames(in: body) else {
        return report(arrived, sid)
      }
      places[sid]?.channels.insert(channel)
      pass(frames, .incoming, of: sid, channel) { passed in
        self.places[sid]?.channels.remove(channel)
        if passed.isEmpty {
          self.carry(.reply(channel, .ok))
        } else {
          self.report(.post(channel, body: EnginePayload.encode(passed)), sid)
        }
      }
    case .poll(let channel):
      places[sid]?.channels.insert(channel)
      places[sid]?.polls.insert(channel)
      report(arrived, sid)
    case .webSocketOpened(let channel):
      places[sid]?.channels.insert(channel)
      places[sid]?.hasWebSocket = true
      report(arrived, sid)
    case .pollAborted(let channel), .webSocketClosed(let channel):
      places[sid]?.channels.remove(channel)
      places[sid]?.polls.remove(channel)
      report(arrived, sid)
    }
  }

  // MARK: Through the fault

  /// A body of long-polling is whole: it goes on once all of it is through.
  private func pass(
    _ frames: [EngineFrame], _ way: FaultPlan.Way, of sid: String, _ channel: ChannelID,
    then go: @escaping ([EngineFrame]) -> Void
  ) {
    let now = ContinuousClock.Instant.now
    var end: ContinuousClock.Instant?
    change(sid) { connection in
      connection.add(frames, way, at: now)
      end = connection.close(way, at: now)
    }
    guard let connection = connections[sid] else { return }
    if connection.isCut {
      sever(channel)
      return cut(sid)
    }
    guard !connection.isStalled else { return }
    let due = max(end ?? now, now)
    let deliver = {
      guard let passed = self.connections[sid]?.due(way, at: max(due, .now)) else { return }
      go(passed)
    }
    if due <= now { deliver() } else { at(due, deliver) }
  }

  private func change(_ sid: String, _ body: (inout FaultyConnection) -> Void) {
    var connection = connections[sid] ?? begin()
    body(&connection)
    connections[sid] = connection
  }

  private func begin() -> FaultyConnection {
    defer { count += 1 }
    return FaultyConnection(plan, number: count, at: .now)
  }

  /// Passes on what is through over a WebSocket.
  private func deliver(_ sid: String, on channel: ChannelID) {
    guard var connection = connections[sid] else { return }
    let now = ContinuousClock.Instant.now
    let out = connection.due(.outgoing, at: now)
    let into = connection.due(.incoming, at: now)
    connections[sid] = connection
    if !out.isEmpty { carry(.sendFrames(channel, out)) }
    if !into.isEmpty { report(.received(channel, into), sid) }
    // What was passed on may have ended it.
    guard let connection = connections[sid] else { return }
    if connection.isCut { return cut(sid) }
    guard let deadline = connection.nextDeadline else { return }
    at(deadline) { if self.connections[sid] != nil { self.deliver(sid, on: channel) } }
  }

  /// Looks whether a session goes wrong by itself.
  private func wake(_ sid: String) {
    change(sid) { _ = $0.due(.outgoing, at: .now) }
    guard let connection = connections[sid] else { return }
    if connection.isCut { return cut(sid) }
    guard let deadline = connection.nextDeadline else { return }
    at(deadline) { if self.connections[sid] != nil { self.wake(sid) } }
  }

  private func cut(_ sid: String) {
    let channels = places[sid]?.channels ?? []
    connections[sid] = nil
    // Behind what is being done now: the session ends with its connections.
    at(.now) {
      for channel in channels.sorted(by: { $0.rawValue < $1.rawValue }) { self.sever(channel) }
    }
  }

  private func at(_ instant: ContinuousClock.Instant, _ body: @escaping () -> Void) {
    let bound = NIOLoopBound(body, eventLoop: loop)
    let left = max(.zero, ContinuousClock.now.duration(to: instant))
    loop.scheduleTask(in: .init(left)) { bound.value() }
  }

  private func shifted(_ frames: [EngineFrame]) -> [EngineFrame] {
    guard plan.clock != .zero else { return frames }
    return frames.map { frame in
      guard case .text(let bytes) = frame else { return frame }
      return .text(ClockShift.shifted(bytes, by: plan.clock))
    }
  }

  private static func frames(in body: [UInt8]) -> [EngineFrame]? {
    (try? EnginePayload.decode(body))?.map(\.frame)
  }
}
