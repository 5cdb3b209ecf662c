// One HTTP connection: judges the head of each request before it reads a body, answers REST calls and
// downloads, and lends itself to the live link as a carrier while a GET of long-polling waits.

import NIOCore
import NIOHTTP1
import NIOPosix
import SandboxCore
import SocketIO

final class HTTPHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  enum State {
    /// Waits for a request.
    case idle
    /// Waits for the rest of a request's body.
    case receiving(Request, Body)
    /// The form of an upload arrives, or is being stored.
    case uploading(Request, UploadReception)
    /// A call's long body is read on another thread.
    case reading(Request)
    /// Waits for the live link to answer; `sid` when the request belongs to a session.
    case waiting(Request, ChannelID, sid: String?)
    /// An answer leaves; nothing else is read before it has left.
    case answering
    /// The last answer is out, or on its way: the connection ends.
    case ending
  }

  enum Body {
    case bytes([UInt8], limit: Int)
    /// A body that means nothing, of which so many bytes may still come.
    case nothing(left: Int)
    /// A request that is refused already, and has no body worth a closed connection.
    case refused(HTTPAnswer)
  }

  /// In bytes: a longer body is read on another thread, so that nobody else waits for it.
  private static let shortBody = 16 << 10

  let parts: ServerParts
  let coders: HTTPCoders
  let watch: ConnectionWatch
  let judge: RequestJudge
  var state = State.idle
  /// How much of an upload's form has come.
  private var uploadedBytes = 0
  /// The last bytes of the request that came last.
  var requestEnd = ConnectionWatch.blankLine
  private(set) var context: ChannelHandlerContext?

  init(parts: ServerParts, coders: HTTPCoders, watch: ConnectionWatch) {
    self.parts = parts
    judge = RequestJudge(parts: parts)
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
    case .reading: fail(error)
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
    case .idle, .reading, .waiting, .answering, .ending: break
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
    if request.route == .control, !isFromHere(request) {
      return refuse(request, .noSuchRoute(request.method, request.path))
    }
    if let answer = judge.refusal(of: request) ?? parts.faults.failure(for: request) {
      return refuse(request, answer)
    }
    let limit = judge.limit(of: request)
    switch request.route {
    case .upload: beginUpload(request)
    case .live, .call(needsBody: true), .signIn, .control:
      receive(request, .bytes([], limit: limit))
    case .call, .media, .none: receive(request, .nothing(left: limit))
    }
  }

  private func receive(_ request: Request, _ body: Body) {
    state = .receiving(request, body)
    welcome(request)
  }

  private func beginUpload(_ request: Request) {
    guard let context, let form = MultipartReader(contentType: request.header("Content-Type") ?? "")
    else {
      // No form has no files: the rules say so.
      return receive(request, .nothing(left: RequestJudge.nothingLimit))
    }
    let reception = UploadReception(form, parts.sandbox, parts.threads, on: context.eventLoop)
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    reception.onEnd = { bound.value.uploaded($0) }
    reception.onPressure = { isHigh in
      // While the disk is behind, it is not the client that stands still.
      bound.value.watch.enter(isHigh ? .free : .moving(0))
      bound.value.context?.channel.setOption(.autoRead, value: !isHigh).whenFailure { _ in }
    }
    uploadedBytes = 0
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
    requestEnd = ConnectionWatch.joined(requestEnd, buffer)
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
    case .uploading(let request, let reception):
      uploadedBytes += buffer.readableBytes
      guard !parts.faults.breaksOff(request, after: uploadedBytes) else {
        reception.cancel()
        context?.close(promise: nil)
        return
      }
      reception.take(buffer)
    case .receiving(_, .refused), .idle, .reading, .waiting, .answering, .ending: break
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
    case .idle, .reading, .waiting, .answering, .ending: break
    }
  }

  private func uploaded(_ result: Result<Upload, SandboxError>) {
    guard case .uploading(let request, let reception) = state else { return }
    switch result {
    case .success(let upload):
      do throws(SandboxError) {
        respond(request, .upload(try parts.faults.bent(upload)))
      } catch {
        write(request, HTTPAnswer(error))
      }
    case .failure(let error):
      if reception.hasEnded {
        write(request, HTTPAnswer(error))
      } else {
        refuse(request, HTTPAnswer(error))
      }
    }
  }

  private func answer(_ request: Request, _ body: [UInt8]) {
    switch request.route {
    case .live: answerLive(request, body)
    case .control: answerControl(request, body)
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
    guard let context, body.count > Self.shortBody else {
      return answer(request, CallReading(request, body))
    }
    state = .reading(request)
    watch.enter(.free)
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    parts.threads.runIfActive(eventLoop: context.eventLoop) { CallReading(request, body) }
      .whenSuccess { bound.value.didRead($0) }
  }

  private func didRead(_ reading: CallReading) {
    guard case .reading(let request) = state else { return }
    answer(request, reading)
  }

  private func answer(_ request: Request, _ reading: CallReading) {
    switch reading {
    case .call(let call): respond(request, call)
    case .notJSON: write(request, .notJSON)
    case .unknown: write(request, .noSuchRoute(request.method, request.path))
    }
  }

  private func respond(_ request: Request, _ call: SandboxCall) {
    let response = parts.sandbox.respond(
      to: call, authorization: request.header("Authorization"), origin: request.origin)
    write(request, HTTPAnswer(response))
  }
}
