// Requests, uploads and downloads over HTTP, all on one thread of libcurl.

import Glibc

/// Keeps connections alive between requests; ends its thread and cancels what is in flight when it
/// goes. One client serves one account: cookies, proxy and what its servers asked for are its own.
package final class HTTPClient: Sendable {
  package let configuration: NetworkConfiguration
  package let cookies: CookieJar
  /// Nothing goes to an origin that wants to be left alone (row 30), except for an open session.
  package let hold = RequestHold()
  private let loop = CurlLoop()

  package init(configuration: NetworkConfiguration, cookies: CookieJar = CookieJar()) {
    self.configuration = configuration
    self.cookies = cookies
  }

  deinit { loop.stop() }

  /// Sends a request and gives back the whole answer, whatever its status. Redirects are followed
  /// within the origin; one to another is an error.
  /// Cancelling the task breaks the exchange off.
  /// - Parameter progress: called on the client's thread as a body goes out.
  package func send(
    _ request: HTTPRequest, progress: (@Sendable (TransferProgress) -> Void)? = nil
  ) async throws(TransportError) -> HTTPResponse {
    let limit = configuration.bodyLimit
    return try await follow(request, progress: progress) { MemorySink(limit: limit) }
  }

  /// Fetches into a file, from wherever redirects lead. What has come so far is kept in `path` + `.part`, from which a later call
  /// goes on where the server supports `Range` (row 22); at the end it takes the name `path`.
  /// An answer that is not 200 or 206 leaves no file: its status, headers and body (64 KiB at most)
  /// come back for the caller to judge.
  /// - Parameters:
  ///   - limit: the largest file taken, in bytes.
  ///   - progress: called on the client's thread.
  package func download(
    _ request: HTTPRequest, to path: String, limit: Int64,
    progress: (@Sendable (TransferProgress) -> Void)? = nil
  ) async throws(TransportError) -> HTTPResponse {
    let file = try DownloadFile(path: path, limit: limit, progress: progress)
    defer { file.close() }
    var request = request
    if file.resumedFrom > 0 {
      request.headers.append(HTTPHeader("Range", "bytes=\(file.resumedFrom)-"))
    }
    let response = try await follow(request, isTransfer: true) { FileSink(file) }
    guard response.status == 416, file.resumedFrom > 0 else { return response }
    // The part is no beginning of what the server has: take it all again.
    request.headers.removeAll { $0.name == "Range" }
    return try await follow(request, isTransfer: true) { FileSink(file) }
  }

  private func follow(
    _ request: HTTPRequest, isTransfer: Bool = false,
    progress: (@Sendable (TransferProgress) -> Void)? = nil,
    sink: () -> any AnswerSink
  ) async throws(TransportError) -> HTTPResponse {
    var request = request
    let isUpload = if case .multipart = request.body { true } else { false }
    let deadline = ContinuousClock.now + (request.timeout ?? configuration.requestTimeout)
    let isLong = isTransfer || isUpload
    for _ in 0...configuration.redirectLimit {
      let answer = try await perform(
        request, timeout: isLong ? request.timeout : ContinuousClock.now.duration(to: deadline),
        stallTimeout: isLong ? configuration.stallTimeout : nil, sink: sink(),
        progress: progress)
      hold.note(status: answer.status, headers: answer.headers, from: request.address.origin)
      let now = time(nil)
      for header in answer.headers where header.name.lowercased() == "set-cookie" {
        cookies.store(header.value, from: request.address, now: now)
      }
      let redirect = try Redirect.after(
        status: answer.status, location: answer.headers.value("Location"), to: request,
        mayLeave: isTransfer)
      switch redirect {
      case .none:
        return HTTPResponse(
          status: answer.status, headers: answer.headers, body: answer.body,
          address: request.address)
      case .follow(let next): request = next
      }
    }
    throw .tooManyRedirects
  }

  private func perform(
    _ request: HTTPRequest, timeout: Duration?, stallTimeout: Duration?, sink: any AnswerSink,
    progress: (@Sendable (TransferProgress) -> Void)?
  ) async throws(TransportError) -> Transfer.Answer {
    guard !Task.isCancelled else { throw .cancelled }
    if !request.isOfOpenSession, let end = hold.end(of: request.address.origin) {
      throw .heldBack(until: end)
    }
    let reply = Reply<Result<Transfer.Answer, TransportError>>()
    let transfer = try Transfer(
      request, configuration: configuration,
      cookie: cookies.header(for: request.address, now: time(nil)), timeout: timeout,
      stallTimeout: stallTimeout, sink: sink, progress: progress
    ) { reply.give($0) }
    let result = await withTaskCancellationHandler {
      loop.start(transfer)
      // A cancellation that came before the start found nothing to cancel.
      if Task.isCancelled { loop.cancel(transfer) }
      return await reply.value
    } onCancel: {
      loop.cancel(transfer)
    }
    return try result.get()
  }
}
