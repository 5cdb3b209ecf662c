// How a connection serves the live link: a GET that waits, a POST that is answered once its packets are
// taken, or a WebSocket's opening, with which the connection leaves HTTP.

import NIOCore
import NIOHTTP1
import SocketIO

extension HTTPHandler: Carrier {
  func answerLive(_ request: Request, _ body: [UInt8]) {
    let wanted: EngineRequest
    do throws(EngineRequest.Fault) {
      wanted = try judge.engineRequest(request)
    } catch {
      return write(request, HTTPAnswer(error.reply))
    }
    let hub = parts.hub
    switch wanted {
    case .openPolling:
      hub.open(by: .polling(wait(request, sid: nil)), origin: request.origin)
    case .poll(let sid): hub.report(.poll(wait(request, sid: sid)), of: sid)
    case .post(let sid): hub.report(.post(wait(request, sid: nil), body: body), of: sid)
    case .openWebSocket: becomeWebSocket(request, sid: nil)
    case .upgrade(let sid): becomeWebSocket(request, sid: sid)
    }
  }

  private func wait(_ request: Request, sid: String?) -> ChannelID {
    let channel = parts.hub.add(self)
    state = .waiting(request, channel, sid: sid)
    watch.enter(.free)
    return channel
  }

  /// Answers a WebSocket's opening handshake, and gives the connection to a `WebSocketHandler`.
  private func becomeWebSocket(_ request: Request, sid: String?) {
    guard let context, let answer = WebSocketHandshake.answer(to: request.head) else {
      return write(request, HTTPAnswer(EngineRequest.Fault.badRequest.reply))
    }
    state = .ending
    context.write(wrapOutboundOut(.head(answer)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    let handler = WebSocketHandler(
      hub: parts.hub, sid: sid, origin: request.origin, watch: watch,
      maxPayload: parts.options.live.maxPayload, queueLimit: parts.options.limits.queue)
    do {
      try coders.giveWay(to: handler, after: self, in: context)
    } catch {
      context.close(promise: nil)
    }
  }

  func reply(_ answer: HTTPAnswer) {
    guard case .waiting(let request, _, _) = state else { return }
    write(request, answer)
  }

  func send(_ frames: [EngineFrame]) {}

  func close(code: Int) { cut() }

  func cut() { context?.close(promise: nil) }
}
