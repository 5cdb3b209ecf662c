// One HTTP connection: takes requests apart, answers REST calls and downloads, and lends itself to
// the live link as a carrier while a GET of long-polling waits.

import ChatModel
import Foundation
import JSON
import NIOCore
import NIOHTTP1
import SandboxCore
import SocketIO

final class HTTPHandler: ChannelInboundHandler, RemovableChannelHandler, Carrier {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private enum State {
    /// Waits for a request.
    case idle
    /// Waits for the rest of a request's body.
    case receiving(HTTPRequestHead, Body)
    /// The answer is out; waits for the end of a body that nobody reads.
    case discarding(HTTPRequestHead, left: Int)
    /// Waits for the live link to answer; `sid` when the request belongs to a session.
    case waiting(HTTPRequestHead, ChannelID, sid: String?)
  }

  private enum Body {
    case bytes([UInt8], limit: Int)
    case form(MultipartReader)
    /// A request whose body means nothing.
    case none
  }

  private let sandbox: Sandbox
  private let hub: EngineHub
  private let options: SandboxServerOptions
  private let coders: HTTPCoders
  private var state = State.idle
  private var context: ChannelHandlerContext?

  init(sandbox: Sandbox, hub: EngineHub, options: SandboxServerOptions, coders: HTTPCoders) {
    self.sandbox = sandbox
    self.hub = hub
    self.options = options
    self.coders = coders
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelInactive(context: ChannelHandlerContext) {
    if case .waiting(_, let channel, let sid) = state {
      hub.forget(channel)
      if let sid { hub.report(.pollAborted(channel), of: sid) }
    }
    state = .idle
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): begin(head)
    case .body(var buffer):
      take(buffer.readBytes(length: buffer.readableBytes) ?? [])
    case .end: end()
    }
  }

  // MARK: Requests

  private func begin(_ head: HTTPRequestHead) {
    if head.headers["Expect"].contains(where: { $0.lowercased() == "100-continue" }) {
      context?.writeAndFlush(
        wrapOutboundOut(.head(.init(version: head.version, status: .continue))), promise: nil)
    }
    switch Route(method: head.method.rawValue, path: path(of: head)) {
    case .upload:
      guard let reader = MultipartReader(contentType: head.headers["Content-Type"].first ?? "")
      else {
        // No form has no files: the rules say so, after they have looked at the token.
        state = .receiving(head, .none)
        return
      }
      state = .receiving(head, .form(reader))
    case .live:
      // One byte over the limit is enough for the session to see that it was passed.
      state = .receiving(head, .bytes([], limit: options.live.maxPayload + 1))
    case .call(needsBody: true): state = .receiving(head, .bytes([], limit: 1 << 20))
    case .call, .media, .none: state = .receiving(head, .none)
    }
  }

  private func take(_ bytes: [UInt8]) {
    switch state {
    case .receiving(let head, .bytes(var body, let limit)):
      state = .idle
      body.append(contentsOf: bytes.prefix(limit - body.count))
      state = .receiving(head, .bytes(body, limit: limit))
    case .receiving(let head, .form(var reader)):
      state = .idle
      do throws(SandboxError) {
        try reader.read(bytes)
        state = .receiving(head, .form(reader))
      } catch {
        refuse(head, HTTPAnswer(SandboxResponse(error)))
      }
    case .discarding(let head, let left):
      guard bytes.count <= left else {
        context?.close(promise: nil)
        return
      }
      state = .discarding(head, left: left - bytes.count)
    case .receiving, .idle, .waiting: break
    }
  }

  private func end() {
    switch state {
    case .receiving(let head, let body): answer(head, body)
    case .discarding:
      state = .idle
      context?.close(promise: nil)
    case .idle, .waiting: break
    }
  }

  private func answer(_ head: HTTPRequestHead, _ body: Body) {
    let method = head.method.rawValue
    let path = path(of: head)
    switch Route(method: method, path: path) {
    case .live:
      guard case .bytes(let bytes, _) = body else { return }
      answerLive(head, bytes)
    case .media(let name):
      guard let file = sandbox.mediaFile(named: name) else {
        return write(head, .noSuchRoute(method, path))
      }
      write(head, .media(file, range: head.headers["Range"].first))
    case .upload:
      guard case .form(let reader) = body else {
        return respond(head, .upload(Upload(type: nil, parts: [])))
      }
      do throws(SandboxError) {
        respond(head, .upload(try reader.finish()))
      } catch {
        write(head, HTTPAnswer(SandboxResponse(error)))
      }
    case .call: answerCall(head, body)
    case .none: write(head, .noSuchRoute(method, path))
    }
  }

  private func answerCall(_ head: HTTPRequestHead, _ body: Body) {
    var json = JSONValue.null
    if case .bytes(let bytes, let limit) = body, !bytes.isEmpty {
      guard bytes.count < limit else { return write(head, .bodyTooLarge) }
      guard let parsed = try? JSONValue(parsing: bytes) else { return write(head, .notJSON) }
      json = parsed
    }
    let call = Route.call(
      method: head.method.rawValue, path: path(of: head), query: query(of: head), body: json)
    guard let call else { return write(head, .noSuchRoute(head.method.rawValue, path(of: head))) }
    respond(head, call)
  }

  private func respond(_ head: HTTPRequestHead, _ call: SandboxCall) {
    let response = sandbox.respond(to: call, authorization: head.headers["Authorization"].first)
    write(head, HTTPAnswer(response))
  }

  // MARK: The live link

  private func answerLive(_ head: HTTPRequestHead, _ body: [UInt8]) {
    let request: EngineRequest
    do throws(EngineRequest.Fault) {
      let isUpgrade = head.headers["Upgrade"].contains { $0.lowercased() == "websocket" }
      guard options.transports.contains(isUpgrade ? .webSocket : .polling) else {
        throw .unknownTransport
      }
      request = try EngineRequest(
        method: head.method.rawValue, query: query(of: head), upgradesToWebSocket: isUpgrade,
        knows: hub.knows)
    } catch {
      return write(head, HTTPAnswer(error.reply))
    }
    switch request {
    case .openPolling:
      let channel = hub.add(self)
      state = .waiting(head, channel, sid: nil)
      hub.open(by: .polling(channel))
    case .poll(let sid):
      let channel = hub.add(self)
      state = .waiting(head, channel, sid: sid)
      hub.report(.poll(channel), of: sid)
    case .post(let sid):
      let channel = hub.add(self)
      state = .waiting(head, channel, sid: nil)
      hub.report(.post(channel, body: body), of: sid)
    case .openWebSocket: becomeWebSocket(head, sid: nil)
    case .upgrade(let sid): becomeWebSocket(head, sid: sid)
    }
  }

  /// Answers a WebSocket's opening handshake, and gives the connection to a `WebSocketHandler`.
  private func becomeWebSocket(_ head: HTTPRequestHead, sid: String?) {
    guard let context, let answer = WebSocketHandshake.answer(to: head) else {
      return write(head, HTTPAnswer(EngineRequest.Fault.badRequest.reply))
    }
    context.write(wrapOutboundOut(.head(answer)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    let handler = WebSocketHandler(hub: hub, sid: sid)
    do {
      try coders.giveWay(to: handler, after: self, in: context, limit: options.live.maxPayload)
    } catch {
      context.close(promise: nil)
    }
  }

  func reply(_ answer: HTTPAnswer) {
    guard case .waiting(let head, _, _) = state else { return }
    write(head, answer)
  }

  func send(_ frames: [EngineFrame]) {}

  func close(code: Int) { context?.close(promise: nil) }

  // MARK: Answers

  private func write(_ head: HTTPRequestHead, _ answer: HTTPAnswer) {
    state = .idle
    write(head, answer, keepAlive: head.isKeepAlive)
  }

  /// Answers before the request's body has come to its end: the rest is read and thrown away, so
  /// that the client gets to read the answer, and then the connection ends.
  private func refuse(_ head: HTTPRequestHead, _ answer: HTTPAnswer) {
    state = .discarding(head, left: 64 << 20)
    write(head, answer, keepAlive: false)
  }

  private func write(_ head: HTTPRequestHead, _ answer: HTTPAnswer, keepAlive: Bool) {
    guard let context else { return }
    let date = HTTPDate.format(Date())
    let reply = answer.head(version: head.version, keepAlive: keepAlive, date: date)
    context.write(wrapOutboundOut(.head(reply)), promise: nil)
    if head.method != .HEAD, !answer.body.isEmpty {
      let buffer = context.channel.allocator.buffer(bytes: answer.body)
      context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
    }
    let closes = if case .discarding = state { false } else { !keepAlive }
    let written = context.eventLoop.makePromise(of: Void.self)
    if closes {
      let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
      written.futureResult.whenComplete { _ in bound.value.close(promise: nil) }
    }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
  }

  private func path(of head: HTTPRequestHead) -> String {
    String(head.uri.prefix { $0 != "?" })
  }

  private func query(of head: HTTPRequestHead) -> String {
    head.uri.firstIndex(of: "?").map { String(head.uri[head.uri.index(after: $0)...]) } ?? ""
  }
}

/// The `Date` header's format (RFC 9110, IMF-fixdate).
enum HTTPDate {
  private static let style = Date.VerbatimFormatStyle(
    format:
      "\(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .padded(4)) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits) GMT",
    locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt,
    calendar: Calendar(identifier: .gregorian))

  static func format(_ date: Date) -> String { style.format(date) }
}
