// Holds new connections back while there are as many as the process has descriptors for: they wait in
// the system's queue, and are let in as others leave.

import Glibc
import NIOCore

/// Stands in the pipeline of the listening socket. Lives on its event loop.
final class AcceptGate: ChannelDuplexHandler {
  typealias InboundIn = any Channel
  typealias InboundOut = any Channel
  typealias OutboundIn = Never

  /// How long to wait when the system has no descriptor left although we have counted none.
  private static let pause = TimeAmount.milliseconds(200)

  private let limit: Int
  private var count = 0
  private var isHeld = false
  private var context: ChannelHandlerContext?

  /// - Parameter limit: how many connections may be open; nil for what the process may have.
  init(limit: Int?) {
    var descriptors = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &descriptors)
    self.limit = limit ?? Self.share(of: Int(clamping: descriptors.rlim_cur))
  }

  /// How many of the process's descriptors connections may have. The process itself has 16 when it
  /// listens; an eighth of all is kept for files.
  static func share(of descriptors: Int) -> Int {
    let reserve = min(16 + descriptors / 8, 64)
    return max(1, descriptors > 2 * reserve ? descriptors - reserve : descriptors / 2)
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func read(context: ChannelHandlerContext) {
    guard count < limit else {
      isHeld = true
      return
    }
    context.read()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    count += 1
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    // The connection itself lives on another loop.
    unwrapInboundIn(data).closeFuture.whenComplete { [loop = context.eventLoop] _ in
      loop.execute { bound.value.left() }
    }
    context.fireChannelRead(data)
  }

  private func left() {
    count -= 1
    resume()
  }

  private func resume() {
    guard isHeld, count < limit, let context else { return }
    isHeld = false
    context.read()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard error is IOError else { return context.fireErrorCaught(error) }
    // Read again even when nobody leaves: others than connections may have taken the descriptors.
    isHeld = true
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: Self.pause) { bound.value.resume() }
  }
}
