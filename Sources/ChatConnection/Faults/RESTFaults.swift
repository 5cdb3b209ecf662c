import ChatModel
import Faults
import Foundation
import JSON
import Transport

/// REST calls under a plan: they take longer, are answered in the server's place, or break off.
struct RESTFaults: Sendable {
  let control: FaultControl

  /// Does what `client.send` does, as the plan lets it.
  func send(
    _ request: HTTPRequest, by client: HTTPClient,
    progress: (@Sendable (TransferProgress) -> Void)?
  ) async throws(TransportError) -> HTTPResponse {
    let plan = control.plan
    guard !plan.isEmpty else { return try await client.send(request, progress: progress) }
    let token = request.bearerToken
    if let token, control.hasExpired(token) {
      try await wait(for: plan, bytes: 0)
      return Self.answer(401, "Token expired", to: request)
    }
    if let status = control.takeFailure() {
      try await wait(for: plan, bytes: 0)
      return Self.answer(status, "A fault of the plan: \(status)", to: request)
    }
    try await wait(for: plan, bytes: Self.size(of: request))
    let answer = try await sendBody(request, plan, by: client, progress: progress)
    if plan.bandwidth != nil { try await sleep(plan.passage(of: answer.body.count)) }
    return Self.shifted(answer, by: plan.clock)
  }

  private func sendBody(
    _ request: HTTPRequest, _ plan: FaultPlan, by client: HTTPClient,
    progress: (@Sendable (TransferProgress) -> Void)?
  ) async throws(TransportError) -> HTTPResponse {
    guard case .multipart(let parts) = request.body, let upload = plan.upload else {
      return try await client.send(request, progress: progress)
    }
    switch upload {
    case .wrongType:
      var request = request
      request.body = .multipart(parts.map(\.ofWrongType))
      return try await client.send(request, progress: progress)
    case .limited(let limit):
      guard let large = parts.first(where: { $0.fileSize > limit }) else {
        return try await client.send(request, progress: progress)
      }
      return Self.answer(413, "File too large: \(large.fileName)", to: request)
    case .stops(let share):
      return try await breakOff(request, at: share, by: client, progress: progress)
    }
  }

  /// Sends a part of the body, then lets the connection go.
  private func breakOff(
    _ request: HTTPRequest, at share: Double, by client: HTTPClient,
    progress: (@Sendable (TransferProgress) -> Void)?
  ) async throws(TransportError) -> HTTPResponse {
    let (stops, stop) = AsyncStream.makeStream(of: Void.self)
    let sending = Task { () async -> Result<HTTPResponse, TransportError> in
      do throws(TransportError) {
        return .success(
          try await client.send(request) { moved in
            progress?(moved)
            if let total = moved.total, Double(moved.done) >= Double(total) * share {
              stop.finish()
            }
          })
      } catch {
        return .failure(error)
      }
    }
    let watching = Task {
      for await _ in stops {}
      sending.cancel()
    }
    let result = await withTaskCancellationHandler {
      await sending.value
    } onCancel: {
      sending.cancel()
    }
    stop.finish()
    watching.cancel()
    // A small file may be through before its progress is told: the server has it, the sender does
    // not know.
    if case .failure(let error) = result, error != .cancelled || Task.isCancelled { throw error }
    throw .connectionLost
  }

  private func wait(for plan: FaultPlan, bytes: Int) async throws(TransportError) {
    guard let delay = plan.delay else {
      return try await sleep(plan.passage(of: bytes))
    }
    // Calls go side by side, in no order that repeats: each takes the least.
    try await sleep(delay.lowerBound + plan.passage(of: bytes))
  }

  private func sleep(_ time: Duration) async throws(TransportError) {
    guard time > .zero else { return }
    do {
      try await Task.sleep(for: time)
    } catch {
      throw .cancelled
    }
  }

  /// In bytes, about.
  private static func size(of request: HTTPRequest) -> Int {
    switch request.body {
    case .none: 0
    case .bytes(let bytes): bytes.count
    case .multipart(let parts): parts.reduce(0) { $0 + $1.fileSize }
    }
  }

  /// What stands for the server's answer.
  private static func answer(_ status: Int, _ words: String, to request: HTTPRequest)
    -> HTTPResponse
  {
    let body: JSONValue = ["success": false, "message": .string(words)]
    return HTTPResponse(
      status: status, headers: [HTTPHeader("Content-Type", "application/json")],
      body: body.encodedBytes, address: request.address)
  }

  private static func shifted(_ answer: HTTPResponse, by skew: Duration) -> HTTPResponse {
    guard skew != .zero else { return answer }
    let headers = answer.headers.map { header in
      guard header.name.lowercased() == "date", let time = answer.time else { return header }
      let date = Date(timeIntervalSince1970: Double(time) + skew / .seconds(1))
      return HTTPHeader(header.name, HTTPDate.format(date))
    }
    return HTTPResponse(
      status: answer.status, headers: headers, body: ClockShift.shifted(answer.body, by: skew),
      address: answer.address)
  }
}

extension MultipartPart {
  fileprivate var fileName: String {
    if case .file(_, let name, _) = content { name } else { "" }
  }

  fileprivate var fileSize: Int {
    guard case .file(let path, _, _) = content else { return 0 }
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? Int) ?? 0
  }

  /// The same file under a type that no server takes.
  fileprivate var ofWrongType: MultipartPart {
    guard case .file(let path, let name, _) = content else { return self }
    return MultipartPart(
      field: field, .file(path: path, name: name, contentType: "application/x-fault"))
  }
}
