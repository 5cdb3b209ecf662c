// One WebSocket connection: frames of the live link in and out, pings answered, closes returned.

import NIOCore
import SocketIO

final class WebSocketHandler: ChannelInboundHandler, Carrier {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let hub: EngineHub
  /// The session that the WebSocket joins; nil for one that opens its own.
  private let sid: String?
  private let origin: String?
  private let watch: ConnectionWatch
  private let queueLimit: Int
  private var reader: WebSocketReader
  private var channel: ChannelID?
  private var openedSid: String?
  private var context: ChannelHandlerContext?
  private var isClosing = false
  /// What is written meanwhile leaves together, once all that came was read.
  private var isReading = false
  /// Bytes that were sent and have not left.
  private var queued = 0

  init(
    hub: EngineHub, sid: String?, origin: String?, watch: ConnectionWatch, maxPayload: Int,
    queueLimit: Int
  ) {
    self.hub = hub
    self.sid = sid
    self.origin = origin
    self.watch = watch
    self.queueLimit = queueLimit
    reader = WebSocketReader(limit: maxPayload)
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    watch.onExpiry = { _ in bound.value.context?.close(promise: nil) }
    watch.enter(.free)
    let channel = hub.add(self)
    self.channel = channel
    if let sid {
      openedSid = sid
      hub.report(.webSocketOpened(channel), of: sid)
    } else {
      openedSid = hub.open(by: .webSocket(channel), origin: origin)
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelInactive(context: ChannelHandlerContext) {
    leave()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isClosing else { return }
    isReading = true
    defer {
      isReading = false
      context.flush()
    }
    let (messages, fault) = reader.read(unwrapInboundIn(data).readableBytesView)
    for message in messages where !isClosing { take(message) }
    if let fault, !isClosing {
      leave()
      close(code: fault.closeCode)
    }
    guard !isClosing else { return }
    switch (reader.isInFrame, watch.phase) {
    case (true, .free): watch.enter(.moving(0))
    case (false, .moving): watch.enter(.free)
    default: break
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func take(_ message: WebSocketReader.Message) {
    switch message {
    case .text(let bytes): report(.text(bytes))
    case .binary(let bytes): report(.binary(bytes))
    case .ping(let bytes): write(WebSocketFrames.pong, bytes)
    case .pong: break
    case .close(let code):
      leave()
      close(code: code)
    }
  }

  private func report(_ frame: EngineFrame) {
    guard let channel, let openedSid else { return }
    hub.report(.received(channel, [frame]), of: openedSid)
  }

  private func leave() {
    guard let channel else { return }
    self.channel = nil
    hub.forget(channel)
    if let openedSid { hub.report(.webSocketClosed(channel), of: openedSid) }
  }

  func reply(_ answer: HTTPAnswer) {}

  func send(_ frames: [EngineFrame]) {
    for frame in frames {
      switch frame {
      case .text(let bytes): write(WebSocketFrames.text, bytes)
      case .binary(let bytes): write(WebSocketFrames.binary, bytes)
      }
    }
  }

  private func write(_ opcode: UInt8, _ payload: [UInt8]) {
    guard let context, !isClosing else { return }
    let head = WebSocketFrames.head(opcode, count: payload.count)
    let size = head.count + payload.count
    queued += size
    guard queued <= queueLimit else { return context.close(promise: nil) }
    var buffer = context.channel.allocator.buffer(capacity: size)
    buffer.writeBytes(head)
    buffer.writeBytes(payload)
    let written = context.eventLoop.makePromise(of: Void.self)
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    written.futureResult.whenComplete { _ in bound.value.queued -= size }
    context.write(wrapOutboundOut(buffer), promise: written)
    if !isReading { context.flush() }
  }

  func close(code: Int) { close(code: .some(code)) }

  func cut() { context?.close(promise: nil) }

  /// Sends a close with this code, or with none, and then waits for the client to end the
  /// connection: one that is closed while bytes come is reset, and what was sent is lost with it.
  private func close(code: Int?) {
    guard !isClosing else { return }
    let payload = code.map { [UInt8($0 >> 8 & 0xff), UInt8($0 & 0xff)] } ?? []
    isClosing = true
    watch.sayFarewell(WebSocketFrames.head(WebSocketFrames.close, count: payload.count) + payload)
  }
}
