// Watches one connection's bytes as they come, and says when it has stood still for too long.
//
//     silent ──first byte──▶ head ──▶ moving (body, answer, frame) ──▶ idle ──first byte──▶ head
//                                 └─▶ free: somebody else's time limit holds

import Glibc
import NIOCore

/// Stands before every other handler of a connection. Lives on its event loop.
final class ConnectionWatch: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  enum Phase: Equatable {
    /// No byte came yet.
    case silent
    /// Between two requests.
    case idle
    /// A head arrives.
    case head
    /// Something moves; the bytes that it has moved since its time began.
    case moving(Int)
    /// The live link has time limits of its own.
    case free
    /// The last answer is out: what comes is thrown away until the connection closes.
    case ending
  }

  private let limits: ConnectionLimits
  private let loop: any EventLoop
  private(set) var phase = Phase.silent
  /// The first line of the head that arrives, as far as it came; of one that is too long, what
  /// shows that.
  private(set) var requestLine: [UInt8] = []
  private var context: ChannelHandlerContext?
  /// Called when the phase has lasted too long.
  var onExpiry: (Phase) -> Void = { _ in }
  /// Called when too many bytes came of which nothing was made.
  var onOverflow: () -> Void = {}
  /// How many bytes came since something was last made of them.
  private var unused = 0
  /// The last bytes that came, whatever they belong to.
  private var tail: [UInt8] = []
  /// What ends a request that has no body, or says itself where its body ends.
  static let blankLine: [UInt8] = [13, 10, 13, 10]

  private var deadline: NIODeadline?
  private var timer: Scheduled<Void>?
  private var timerDue: NIODeadline?

  init(limits: ConnectionLimits, loop: any EventLoop) {
    self.limits = limits
    self.loop = loop
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelActive(context: ChannelHandlerContext) {
    enter(.silent)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    timer?.cancel()
    timer = nil
    deadline = nil
    onExpiry = { _ in }
    onOverflow = {}
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    switch phase {
    case .ending: return
    case .silent:
      // Its time runs already.
      phase = .head
      keep(buffer)
    case .idle:
      enter(.head)
      keep(buffer)
    case .head: keep(buffer)
    case .moving: moved(buffer.readableBytes)
    case .free: break
    }
    tail = Self.joined(tail, buffer)
    unused += buffer.readableBytes
    context.fireChannelRead(data)
    if case .moving = phase, unused > limits.field { onOverflow() }
  }

  /// Says that something was made of the bytes that came.
  func used() { unused = 0 }

  /// Waits for the next request, of which a part may have come together with the last one.
  /// - Parameter end: the last bytes of the last request.
  func rest(behind end: [UInt8]) {
    requestLine = []
    enter(tail.suffix(end.count).elementsEqual(end) ? .idle : .head)
  }

  /// The last bytes of `old` with `new` behind them.
  static func joined(_ old: [UInt8], _ new: ByteBuffer) -> [UInt8] {
    let count = min(blankLine.count, new.readableBytes)
    let last = new.getBytes(at: new.writerIndex - count, length: count) ?? []
    return Array((old + last).suffix(blankLine.count))
  }

  private func keep(_ buffer: ByteBuffer) {
    guard requestLine.last != 10, requestLine.count <= limits.field else { return }
    buffer.withUnsafeReadableBytes { bytes in
      // Empty lines before a request count for nothing.
      let first = requestLine.isEmpty ? bytes.firstIndex { $0 != 13 && $0 != 10 } : 0
      guard let first, let base = bytes.baseAddress else { return }
      let most = min(bytes.count - first, limits.field + 1 - requestLine.count)
      let end = memchr(base + first, 10, most).map { UnsafeRawPointer($0) - base + 1 }
      requestLine.append(contentsOf: bytes[first..<(end ?? first + most)])
    }
  }

  /// Sends the last bytes of this connection, past the handlers that wait for a request to answer,
  /// and closes it in two steps: one that is closed while bytes come is reset, and what was sent is
  /// lost with it.
  func sayFarewell(_ bytes: [UInt8]) {
    guard let context, phase != .ending else { return }
    enter(.ending)
    let written = context.eventLoop.makePromise(of: Void.self)
    let bound = NIOLoopBound(context, eventLoop: loop)
    written.futureResult.whenComplete { _ in
      bound.value.channel.close(mode: .output, promise: nil)
    }
    context.writeAndFlush(NIOAny(context.channel.allocator.buffer(bytes: bytes)), promise: written)
    context.channel.setOption(.autoRead, value: true).whenFailure { _ in }
  }

  func enter(_ phase: Phase) {
    guard self.phase != .ending else { return }
    self.phase = phase
    let limit: Duration? =
      switch phase {
      case .idle: limits.idle
      case .silent, .head: limits.head
      case .moving: limits.stall
      case .ending: limits.linger
      case .free: nil
      }
    deadline = limit.map { .now() + .init($0) }
    schedule()
  }

  /// Counts bytes of what moves.
  func moved(_ count: Int) {
    guard case .moving(let before) = phase else { return }
    let all = before + count
    if all >= limits.leastMoved { enter(.moving(0)) } else { phase = .moving(all) }
  }

  /// Keeps one timer, which may fire early but never late.
  private func schedule() {
    guard let deadline else { return }
    if let timerDue, timer != nil, timerDue <= deadline { return }
    timer?.cancel()
    timerDue = deadline
    let bound = NIOLoopBound(self, eventLoop: loop)
    timer = loop.scheduleTask(deadline: deadline) { bound.value.fire() }
  }

  private func fire() {
    timer = nil
    guard let deadline else { return }
    guard deadline <= .now() else { return schedule() }
    self.deadline = nil
    onExpiry(phase)
  }
}
