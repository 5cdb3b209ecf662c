// One request on its way: what libcurl is told of it, and what comes back, collected.

import CCurl
import Synchronization

/// Where the content of an answer goes.
protocol AnswerSink: AnyObject {
  /// The head of the answer is complete; nothing of its content has come yet.
  func begin(status: Int, headers: [HTTPHeader]) throws(TransportError)
  func take(_ bytes: UnsafeRawBufferPointer) throws(TransportError)
  /// The answer came whole: gives the content that is kept in memory.
  func finish() throws(TransportError) -> [UInt8]
}

/// Built by the task that wants it, then handed to a `CurlLoop`.
final class Transfer: @unchecked Sendable {
  // Touched by the builder until `CurlLoop.start`, and by the loop's thread alone from then on.

  struct Answer: Sendable {
    let status: Int
    let headers: [HTTPHeader]
    let body: [UInt8]
  }

  /// More header lines than any honest server sends.
  private static let headerLimit = 500

  let easy: EasyHandle
  let stallTimeout: Duration?
  private let origin: Origin
  private let isProxied: Bool
  private let sink: any AnswerSink
  private let progress: (@Sendable (TransferProgress) -> Void)?
  private let completion: @Sendable (Result<Answer, TransportError>) -> Void
  private var sources: [FormFile] = []
  private var headers: [HTTPHeader] = []
  private var hasWholeHeader = false
  private var hasBegunContent = false
  private var failure: TransportError?
  private var moved: (down: Int64, up: Int64) = (0, 0)
  private var lastMove = ContinuousClock.now

  /// - Parameters:
  ///   - timeout: for the whole transfer; nil for none.
  ///   - progress: told of what goes out.
  init(
    _ request: HTTPRequest, configuration: NetworkConfiguration, cookie: String?,
    timeout: Duration?, stallTimeout: Duration?, sink: any AnswerSink,
    progress: (@Sendable (TransferProgress) -> Void)?,
    completion: @escaping @Sendable (Result<Answer, TransportError>) -> Void
  ) throws(TransportError) {
    easy = try EasyHandle()
    origin = request.address.origin
    isProxied = configuration.proxy.proxy(for: origin) != nil
    self.stallTimeout = stallTimeout
    self.sink = sink
    self.progress = progress
    self.completion = completion
    try easy.configure(configuration, for: request.address)
    if let timeout { easy.set(CURLOPT_TIMEOUT_MS, timeout.milliseconds) }
    if request.isSentOnce { easy.set(CURLOPT_FRESH_CONNECT, true) }
    try setHeaders(request, cookie: cookie)
    try setBody(request)
    setCallbacks()
  }

  /// When to give up unless something moves before; nil when nothing of the kind was asked for.
  var stallDeadline: ContinuousClock.Instant? { stallTimeout.map { lastMove + $0 } }

  func begin() { lastMove = .now }

  func outcome(_ code: CURLcode) -> Result<Answer, TransportError> {
    if let failure { return .failure(failure) }
    guard code == CURLE_OK else {
      return .failure(easy.failure(code, origin: origin, isProxied: isProxied))
    }
    // libcurl takes an answer that breaks off in its header for a whole one.
    guard hasWholeHeader else { return .failure(.connectionLost) }
    do throws(TransportError) {
      try beginContent()
      let body = try sink.finish()
      return .success(Answer(status: status, headers: headers, body: body))
    } catch {
      return .failure(error)
    }
  }

  /// To be called once, when the handle has left the loop.
  func finish(_ outcome: Result<Answer, TransportError>) { completion(outcome) }

  private var status: Int { easy.number(CURLINFO_RESPONSE_CODE) }

  private func setHeaders(_ request: HTTPRequest, cookie: String?) throws(TransportError) {
    var headers = request.headers + request.originHeaders
    if let authorization = request.authorization {
      headers.append(HTTPHeader("Authorization", authorization))
    }
    if let cookie { headers.append(HTTPHeader("Cookie", cookie)) }
    try easy.set(headers: headers)
    try easy.remove(header: "Expect")
    if case .multipart = request.body { return }
    // libcurl would call any content a form.
    if headers.value("Content-Type") == nil { try easy.remove(header: "Content-Type") }
  }

  private func setBody(_ request: HTTPRequest) throws(TransportError) {
    switch request.body {
    case .none:
      if ["POST", "PUT", "PATCH"].contains(request.method) {
        set(bytes: [])
      } else if request.method == "HEAD" {
        easy.set(CURLOPT_NOBODY, true)
      }
    case .bytes(let bytes): set(bytes: bytes)
    case .multipart(let parts):
      let form = try easy.makeForm()
      for part in parts {
        if let file = try part.add(to: form) { sources.append(file) }
      }
      easy.set(CURLOPT_MIMEPOST, pointer: UnsafeMutableRawPointer(form))
    }
    if request.method != "HEAD" { easy.set(CURLOPT_CUSTOMREQUEST, request.method) }
  }

  private func set(bytes: [UInt8]) {
    easy.set(CURLOPT_POST, true)
    easy.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: Int64(bytes.count))
    bytes.withUnsafeBytes { bytes in
      // Copied by libcurl; an empty one still needs an address, or libcurl would read from stdin.
      if let base = bytes.baseAddress {
        easy.set(CURLOPT_COPYPOSTFIELDS, pointer: UnsafeMutableRawPointer(mutating: base))
      } else {
        easy.set(CURLOPT_COPYPOSTFIELDS, "")
      }
    }
  }

  private func setCallbacks() {
    let me = Unmanaged.passUnretained(self).toOpaque()
    easy.set(CURLOPT_HEADERDATA, pointer: me)
    easy.set(CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
      Transfer.of(context).take(
        header: UnsafeRawBufferPointer(start: bytes, count: size * count))
    }
    easy.set(CURLOPT_WRITEDATA, pointer: me)
    easy.set(CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      Transfer.of(context).take(
        content: UnsafeRawBufferPointer(start: bytes, count: size * count))
    }
    easy.set(CURLOPT_NOPROGRESS, false)
    easy.set(CURLOPT_XFERINFODATA, pointer: me)
    easy.set { context, _, down, upTotal, up in
      Transfer.of(context).move(down: Int64(down), up: Int64(up), of: Int64(upTotal))
      return 0
    }
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> Transfer {
    guard let context else { preconditionFailure("libcurl lost the transfer") }
    return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
  }

  private func move(down: Int64, up: Int64, of upTotal: Int64) {
    guard (down, up) != moved else { return }
    let hasSent = up != moved.up
    moved = (down, up)
    lastMove = .now
    if hasSent { progress?(TransferProgress(done: up, total: upTotal > 0 ? upTotal : nil)) }
  }

  private func take(header line: UnsafeRawBufferPointer) -> Int {
    let text = String(decoding: line, as: UTF8.self)
    lastMove = .now
    if text.hasPrefix("HTTP/") {
      // An answer after an interim one (1xx) begins anew.
      headers = []
      hasWholeHeader = false
    } else if text == "\r\n" || text == "\n" {
      hasWholeHeader = true
    } else if let colon = text.firstIndex(of: ":") {
      guard headers.count < Self.headerLimit else {
        failure = .protocolViolation("too many header lines")
        return 0
      }
      let value = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      let end = value.lastIndex { !$0.isWhitespace }.map(value.index(after:)) ?? value.startIndex
      headers.append(HTTPHeader(String(text[..<colon]), String(value[..<end])))
    }
    return line.count
  }

  private func take(content: UnsafeRawBufferPointer) -> Int {
    do throws(TransportError) {
      try beginContent()
      try sink.take(content)
      return content.count
    } catch {
      failure = error
      // Any other number than was offered makes libcurl end the transfer.
      return content.isEmpty ? 1 : 0
    }
  }

  private func beginContent() throws(TransportError) {
    guard !hasBegunContent else { return }
    hasBegunContent = true
    try sink.begin(status: status, headers: headers)
  }
}

/// Keeps an answer in memory, up to a limit.
final class MemorySink: AnswerSink {
  private let limit: Int
  private var bytes: [UInt8] = []

  init(limit: Int) { self.limit = limit }

  func begin(status: Int, headers: [HTTPHeader]) throws(TransportError) {
    guard let length = headers.value("Content-Length").flatMap({ Int64($0) }) else { return }
    guard length <= limit else { throw .bodyTooLarge(limit: Int64(limit)) }
    bytes.reserveCapacity(Int(clamping: max(length, 0)))
  }

  func take(_ more: UnsafeRawBufferPointer) throws(TransportError) {
    guard more.count <= limit - bytes.count else { throw .bodyTooLarge(limit: Int64(limit)) }
    bytes.append(contentsOf: more)
  }

  func finish() -> [UInt8] { bytes }
}
