// How an answer leaves a connection, and what the connection does behind it: wait for the next request,
// or end so that the answer arrives.

import ChatModel
import Foundation
import NIOCore
import NIOHTTP1

extension HTTPHandler {
  /// Answers a request that came whole.
  func write(_ request: Request, _ answer: HTTPAnswer) {
    state = .answering
    let answer = shared(parts.faults.bent(answer, to: request), with: request)
    if case .chunked = request.body { requestEnd = ConnectionWatch.blankLine }
    let wait = parts.faults.wait(for: answer, to: request)
    guard wait > .zero, let context else { return send(request, answer) }
    watch.enter(.free)
    let bound = NIOLoopBound((self, request), eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: .init(wait)) {
      let (handler, request) = bound.value
      handler.send(request, answer)
    }
  }

  private func send(_ request: Request, _ answer: HTTPAnswer) {
    write(
      answer, version: request.head.version, isHead: request.head.method == .HEAD,
      keepAlive: request.keepsAlive)
  }

  /// Answers before the request's body was read. Whoever sends one finds the connection closed.
  func refuse(_ request: Request, _ answer: HTTPAnswer) {
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
  func fail(_ fault: HTTPFault) {
    state = .ending
    watch.sayFarewell(fault.wire(date: HTTPDate.format(parts.faults.now)))
  }

  func fail(_ error: HTTPParserError) {
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
    let date = HTTPDate.format(parts.faults.now)
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
