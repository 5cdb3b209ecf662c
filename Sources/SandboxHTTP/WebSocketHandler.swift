// One WebSocket connection: frames of the live link in and out, pings answered, closes returned.

import NIOCore
import NIOWebSocket
import SocketIO

final class WebSocketHandler: ChannelInboundHandler, Carrier {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private let hub: EngineHub
  /// The session that the WebSocket joins; nil for one that opens its own.
  private let sid: String?
  private var channel: ChannelID?
  private var openedSid: String?
  private var context: ChannelHandlerContext?
  private var isClosing = false

  init(hub: EngineHub, sid: String?) {
    self.hub = hub
    self.sid = sid
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    let channel = hub.add(self)
    self.channel = channel
    if let sid {
      openedSid = sid
      hub.report(.webSocketOpened(channel), of: sid)
    } else {
      openedSid = hub.open(by: .webSocket(channel))
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelInactive(context: ChannelHandlerContext) {
    leave()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    var payload = frame.unmaskedData
    let bytes = payload.readBytes(length: payload.readableBytes) ?? []
    switch frame.opcode {
    case .text: take(.text(bytes))
    case .binary: take(.binary(bytes))
    case .ping:
      let pong = WebSocketFrame(fin: true, opcode: .pong, data: .init(bytes: bytes))
      context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
    case .connectionClose:
      leave()
      close(code: 1000)
    default: break
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    leave()
    close(code: error is NIOWebSocketError ? 1002 : 1009)
  }

  private func take(_ frame: EngineFrame) {
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
    guard let context, !isClosing else { return }
    for frame in frames {
      let (opcode, bytes): (WebSocketOpcode, [UInt8]) =
        switch frame {
        case .text(let bytes): (.text, bytes)
        case .binary(let bytes): (.binary, bytes)
        }
      let data = context.channel.allocator.buffer(bytes: bytes)
      context.write(
        wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: data)), promise: nil)
    }
    context.flush()
  }

  func close(code: Int) {
    guard let context, !isClosing else { return }
    isClosing = true
    var data = context.channel.allocator.buffer(capacity: 2)
    data.write(webSocketErrorCode: WebSocketErrorCode(codeNumber: code))
    let written = context.eventLoop.makePromise(of: Void.self)
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    written.futureResult.whenComplete { _ in bound.value.close(promise: nil) }
    let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: data)
    context.writeAndFlush(wrapOutboundOut(frame), promise: written)
  }
}
