// One HTTP connection: judges the head of each request before it reads a body, answers REST calls and
// downloads, and lends itself to the live link as a carrier while a GET of long-polling waits.

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
    case receiving(Request, Body)
    /// The form of an upload arrives, or is being stored.
    case uploading(Request, UploadReception)
    /// Waits for the live link to answer; `sid` when the request belongs to a session.
    case waiting(Request, ChannelID, sid: String?)
    /// An answer leaves; nothing else is read before it has left.
    case answering
    /// The last answer is out, or on its way: the connection ends.
    case ending
  }

  private enum Body {
    case bytes([UInt8], limit: Int)
    /// A body that means nothing, of which so many bytes may still come.
    case nothing(left: Int)
    /// A request that is refused already, and has no body worth a closed connection.
    case refused(HTTPAnswer)
  }

  /// What a call's JSON may take, and a sign-in's, and a body that means nothing.
  private static let callLimit = 1 << 20
  private static let signInLimit = 16 << 10
  private static let nothingLimit = 64 << 10

  private let parts: ServerParts
  private let coders: HTTPCoders
  private let watch: ConnectionWatch
  private var state = State.idle
  /// The last bytes of the request that came last.
  private var requestEnd = ConnectionWatch.blankLine
  private var context: ChannelHandlerContext?

  init(parts: ServerParts, coders: HTTPCoders, watch: ConnectionWatch) {
    self.parts = parts
    self.coders = coders
    self.watch = watch
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    watch.onExpiry = { bound.value.expired($0) }
    watch.onOverflow = { bound.value.overflowed() }
  }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelInactive(context: ChannelHandlerContext) {
    switch state {
    case .waiting(_, let channel, let sid):
      parts.hub.forget(channel)
      if let sid { parts.hub.report(.pollAborted(channel), of: sid) }
    case .uploading(_, let reception): reception.cancel()
    default: break
    }
    state = .ending
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): begin(head)
    case .body(let buffer): take(buffer)
    case .end: end()
    }
  }

  /// The parser fires `HTTPParserError`; it reads nothing after it.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let error = error as? HTTPParserError else {
      // What comes behind the fault is an error too, and no reason to lose the answer.
      if case .ending = state, error is ByteToMessageDecoderError { return }
      return context.close(promise: nil)
    }
    switch state {
    case .ending: break
    case .answering: context.close(promise: nil)
    case .waiting(_, let channel, let sid):
      parts.hub.forget(channel)
      if let sid { parts.hub.report(.pollAborted(channel), of: sid) }
      fail(error)
    case .uploading(_, let reception):
      reception.cancel()
      fail(error)
    case .idle, .receiving: fail(error)
    }
  }

  private func expired(_ phase: ConnectionWatch.Phase) {
    switch (phase, state) {
    case (.head, .idle), (.moving, .receiving): fail(.timeout)
    case (.moving, .uploading(_, let reception)):
      reception.cancel()
      fail(.timeout)
    default: context?.close(promise: nil)
    }
  }

  /// A body's framing, a chunk's extension that has no end for one, took more than it may.
  private func overflowed() {
    switch state {
    case .receiving: fail(.headTooLarge)
    case .uploading(_, let reception):
      reception.cancel()
      fail(.headTooLarge)
    case .idle, .waiting, .answering, .ending: break
    }
  }

  // MARK: Requests

  private func begin(_ head: HTTPRequestHead) {
    // Behind a refusal nothing counts any more.
    guard case .idle = state else { return }
    watch.enter(.moving(0))
    watch.used()
    requestEnd = ConnectionWatch.blankLine
    let request: Request
    do throws(HTTPFault) {
      request = try Request(head)
    } catch {
      return fail(error)
    }
    if let answer = refusal(of: request) { return refuse(request, answer) }
    switch Route(method: request.method, path: request.path) {
    case .upload: beginUpload(request)
    case .live: receive(request, .bytes([], limit: parts.options.live.maxPayload))
    case .call(needsBody: true): receive(request, .bytes([], limit: Self.callLimit))
    case .signIn: receive(request, .bytes([], limit: Self.signInLimit))
    case .call, .media, .none: receive(request, .nothing(left: Self.nothingLimit))
    }
  }

  /// What a request is answered whatever its body holds.
  private func refusal(of request: Request) -> HTTPAnswer? {
    if request.method == "OPTIONS" { return CrossOrigin.preflight }
    let limit: Int
    switch Route(method: request.method, path: request.path) {
    case .upload: limit = UploadLimit.formSize
    case .call(needsBody: true): limit = Self.callLimit
    case .signIn: limit = Self.signInLimit
    case .live:
      if let fault = liveFault(of: request) { return HTTPAnswer(fault.reply) }
      limit = parts.options.live.maxPayload
    case .call, .media, .none: limit = Self.nothingLimit
    }
    switch Route(method: request.method, path: request.path) {
    case .upload, .call:
      do throws(SandboxError) {
        try parts.sandbox.check(authorization: request.header("Authorization"))
      } catch {
        return HTTPAnswer(error)
      }
    case .none where request.hasBody: return .noSuchRoute(request.method, request.path)
    case .live, .signIn, .media, .none: break
    }
    return request.exceeds(limit) ? HTTPFault.tooLarge.answer : nil
  }

  private func receive(_ request: Request, _ body: Body) {
    state = .receiving(request, body)
    welcome(request)
  }

  private func beginUpload(_ request: Request) {
    guard let context, let form = MultipartReader(contentType: request.header("Content-Type") ?? "")
    else {
      // No form has no files: the rules say so.
      return receive(request, .nothing(left: Self.nothingLimit))
    }
    let reception = UploadReception(form, parts.sandbox, parts.threads, on: context.eventLoop)
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    reception.onEnd = { bound.value.uploaded($0) }
    reception.onPressure = { isHigh in
      // While the disk is behind, it is not the client that stands still.
      bound.value.watch.enter(isHigh ? .free : .moving(0))
      bound.value.context?.channel.setOption(.autoRead, value: !isHigh).whenFailure { _ in }
    }
    state = .uploading(request, reception)
    welcome(request)
  }

  /// Tells a client that waits for it that its body is wanted.
  private func welcome(_ request: Request) {
    guard request.hasBody, request.header("Expect")?.lowercased() == "100-continue" else { return }
    context?.writeAndFlush(
      wrapOutboundOut(.head(.init(version: request.head.version, status: .continue))),
      promise: nil)
  }

  private func take(_ buffer: ByteBuffer) {
    watch.used()
    requestEnd = ConnectionWatch.joined(requestEnd, buffer.readableBytesView)
    switch state {
    case .receiving(let request, .bytes(var body, let limit)):
      state = .idle
      guard body.count + buffer.readableBytes <= limit else {
        return refuse(request, HTTPFault.tooLarge.answer)
      }
      body.append(contentsOf: buffer.readableBytesView)
      state = .receiving(request, .bytes(body, limit: limit))
    case .receiving(let request, .nothing(let left)):
      guard buffer.readableBytes <= left else {
        return refuse(request, HTTPFault.tooLarge.answer)
      }
      state = .receiving(request, .nothing(left: left - buffer.readableBytes))
    case .uploading(_, let reception): reception.take(buffer)
    case .receiving(_, .refused), .idle, .waiting, .answering, .ending: break
    }
  }

  private func end() {
    watch.used()
    switch state {
    case .receiving(let request, .refused(let answer)): write(request, answer)
    case .receiving(let request, .bytes(let bytes, _)): self.answer(request, bytes)
    case .receiving(let request, .nothing): self.answer(request, [])
    case .uploading(_, let reception):
      watch.enter(.free)
      reception.end()
    case .idle, .waiting, .answering, .ending: break
    }
  }

  private func uploaded(_ result: Result<Upload, SandboxError>) {
    guard case .uploading(let request, let reception) = state else { return }
    switch result {
    case .success(let upload): respond(request, .upload(upload))
    case .failure(let error):
      if reception.hasEnded {
        write(request, HTTPAnswer(error))
      } else {
        refuse(request, HTTPAnswer(error))
      }
    }
  }

  private func answer(_ request: Request, _ body: [UInt8]) {
    switch Route(method: request.method, path: request.path) {
    case .live: answerLive(request, body)
    case .media(let name):
      guard let file = parts.sandbox.mediaFile(named: name) else {
        return write(request, .noSuchRoute(request.method, request.path))
      }
      write(request, .media(file, range: request.header("Range")))
    case .upload: respond(request, .upload(Upload(type: nil, parts: [])))
    case .call, .signIn: answerCall(request, body)
    case .none: write(request, .noSuchRoute(request.method, request.path))
    }
  }

  private func answerCall(_ request: Request, _ body: [UInt8]) {
    var json = JSONValue.null
    if !body.isEmpty {
      guard !JSONValue.isDamaged(body[...]), let parsed = try? JSONValue(parsing: body) else {
        return write(request, .notJSON)
      }
      json = parsed
    }
    let call = Route.call(
      method: request.method, path: request.path, query: request.query, body: json)
    guard let call else { return write(request, .noSuchRoute(request.method, request.path)) }
    respond(request, call)
  }

  private func respond(_ request: Request, _ call: SandboxCall) {
    let response = parts.sandbox.respond(
      to: call, authorization: request.header("Authorization"), origin: request.origin)
    write(request, HTTPAnswer(response))
  }

  // MARK: The live link

  private func isUpgrade(_ request: Request) -> Bool {
    request.head.headers["Upgrade"].contains { $0.lowercased() == "websocket" }
  }

  private func liveFault(of request: Request) -> EngineRequest.Fault? {
    do throws(EngineRequest.Fault) {
      _ = try engineRequest(request)
      return nil
    } catch {
      return error
    }
  }

  private func engineRequest(_ request: Request) throws(EngineRequest.Fault) -> EngineRequest {
    let isUpgrade = isUpgrade(request)
    guard parts.options.transports.contains(isUpgrade ? .webSocket : .polling) else {
      throw .unknownTransport
    }
    return try EngineRequest(
      method: request.head.method.rawValue, query: request.query, upgradesToWebSocket: isUpgrade,
      knows: parts.hub.knows)
  }

  private func answerLive(_ request: Request, _ body: [UInt8]) {
    let wanted: EngineRequest
    do throws(EngineRequest.Fault) {
      wanted = try engineRequest(request)
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

  func close(code: Int) { context?.close(promise: nil) }

  // MARK: Answers

  /// Answers a request that came whole.
  private func write(_ request: Request, _ answer: HTTPAnswer) {
    state = .answering
    let answer = shared(answer, with: request)
    if case .chunked = request.body { requestEnd = ConnectionWatch.blankLine }
    write(
      answer, version: request.head.version, isHead: request.head.method == .HEAD,
      keepAlive: request.keepsAlive)
  }

  /// Answers before the request's body was read. Whoever sends one finds the connection closed.
  private func refuse(_ request: Request, _ answer: HTTPAnswer) {
    guard request.hasBody else {
      state = .receiving(request, .refused(answer))
      return
    }
    state = .ending
    write(
      shared(answer, with: request), version: request.head.version,
      isHead: request.head.method == .HEAD, keepAlive: false)
  }

  /// Answers what is no sound request.
  private func fail(_ fault: HTTPFault) {
    state = .ending
    watch.sayFarewell(fault.wire(date: HTTPDate.format(Date())))
  }

  private func fail(_ error: HTTPParserError) {
    fail(
      HTTPFault(
        error, requestLine: watch.requestLine, limit: parts.options.limits.field))
  }

  private func shared(_ answer: HTTPAnswer, with request: Request) -> HTTPAnswer {
    var answer = answer
    let headers = parts.options.crossOrigin.headers(for: request.header("Origin"))
    answer.headers.merge(headers) { own, _ in own }
    return answer
  }

  private func write(_ answer: HTTPAnswer, version: HTTPVersion, isHead: Bool, keepAlive: Bool) {
    guard let context else { return }
    watch.enter(.moving(0))
    let date = HTTPDate.format(Date())
    context.write(
      wrapOutboundOut(.head(answer.head(version: version, keepAlive: keepAlive, date: date))),
      promise: nil)
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    let writer = AnswerWriter(
      to: context, onMove: { bound.value.watch.moved($0) },
      onLast: { if keepAlive { bound.value.rest() } },
      onEnd: { if !keepAlive { bound.value.leave() } })
    writer.write(isHead ? .bytes([]) : answer.body)
  }

  private func rest() {
    state = .idle
    watch.rest(behind: requestEnd)
  }

  private func leave() {
    state = .ending
    watch.sayFarewell([])
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
