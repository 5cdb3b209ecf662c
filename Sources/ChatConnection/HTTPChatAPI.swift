// The REST calls of a chat server over HTTP. What an answer means is decided in `ServerAnswer`.

package import ChatClient
package import ChatModel
package import Foundation
package import JSON
import Sentences
import Synchronization
package import Transport

/// One server as one person sees it.
package final class HTTPChatAPI: ChatAPI {
  /// The largest media file fetched, in bytes: ten times what may be uploaded (row 21), since
  /// servers in the field set limits of their own.
  private static let downloadLimit: Int64 = 100 << 20

  private let base: WebAddress
  private let client: HTTPClient
  private let token: Mutex<String?>
  private let wire: WireTap?
  private let faults: RESTFaults?
  private let oddities: (@Sendable (String, [UnexpectedShape]) -> Void)?

  /// - Parameters:
  ///   - base: the API's base, such as `https://host/api/v1`; the calls are below its `/chat`.
  ///   - token: nil for signing in only.
  ///   - wire: told of every request and answer, without tokens.
  ///   - faults: what goes wrong by intent; nil: nothing ever.
  ///   - oddities: told of what was passed over in the answer to a call, named as
  ///     `GET chat/messages/ID` (row 28).
  package init(
    base: WebAddress, token: String?, client: HTTPClient,
    wire: WireTap? = nil, faults: FaultControl? = nil,
    oddities: (@Sendable (String, [UnexpectedShape]) -> Void)? = nil
  ) {
    self.oddities = oddities
    self.base = base
    self.client = client
    self.token = Mutex(token)
    self.wire = wire
    self.faults = faults.map(RESTFaults.init)
  }

  package func useToken(_ token: String) { self.token.withLock { $0 = token } }

  // MARK: Conversations

  package func openConversation() async throws(APIError) -> Conversation {
    try await call("POST", ["chat", "conversations"]).value(
      "data", Conversation.init(json:path:noting:))
  }

  package func conversations(_ query: ConversationQuery) async throws(APIError) -> Answer<
    Page<Conversation>
  > {
    var items = [("page", "\(query.page)"), ("limit", "\(query.limit)")]
    if let status = query.status { items.append(("status", status.rawValue)) }
    if query.all, let agent = query.assignedTo { items.append(("assignedTo", agent.rawValue)) }
    let path = query.all ? ["chat", "support", "conversations"] : ["chat", "conversations"]
    return try await page("GET", path, items)
  }

  package func conversation(_ id: ConversationID) async throws(APIError) -> Conversation {
    let found = try await call("GET", ["chat", "conversations", id.rawValue])
      .value("data", Conversation.init(json:path:noting:))
    guard found.id == id else {
      throw .notThisAPI(said("The answer is about another conversation than was asked for."))
    }
    return found
  }

  package func markAllRead(_ id: ConversationID) async throws(APIError) {
    _ = try await call("PATCH", ["chat", "conversations", id.rawValue, "read"])
  }

  package func setStatus(
    _ id: ConversationID, to status: ConversationStatus
  ) async throws(APIError) -> Conversation? {
    try await call(
      "PATCH", ["chat", "conversations", id.rawValue, "status"],
      body: ["status": .string(status.rawValue)]
    ).changed(id)
  }

  package func reassign(
    _ id: ConversationID, to agent: UserID
  ) async throws(APIError) -> Conversation? {
    try await call(
      "POST", ["chat", "support", "reassign"],
      body: ["conversationId": .string(id.rawValue), "newSupportId": .string(agent.rawValue)]
    ).changed(id)
  }

  package func deleteConversation(_ id: ConversationID) async throws(APIError) {
    _ = try await call("DELETE", ["chat", "conversations", id.rawValue])
  }

  package func statistics() async throws(APIError) -> Statistics {
    do {
      return try await call("GET", ["chat", "support", "stats"]).value(
        "data", Statistics.init(json:path:noting:))
    } catch {
      switch error {
      case .notFound, .noSuchCall: throw .notFound(said("this server has no statistics"))
      default: throw error
      }
    }
  }

  // MARK: Messages

  package func messages(
    _ id: ConversationID, page: Int, limit: Int
  ) async throws(APIError) -> Answer<Page<Message>> {
    try await self.page(
      "GET", ["chat", "messages", id.rawValue], [("page", "\(page)"), ("limit", "\(limit)")])
  }

  package func send(_ message: OutgoingMessage) async throws(APIError) -> Message {
    try await call("POST", ["chat", "messages"], body: message.json)
      .value("data", Message.init(json:path:noting:))
  }

  package func deleteMessage(_ id: MessageID) async throws(APIError) {
    _ = try await call("DELETE", ["chat", "messages", id.rawValue])
  }

  // MARK: Files

  package func upload(
    _ files: [OutboxFile], as kind: MediaKind, progress: @escaping @Sendable (Double) -> Void
  ) async throws(APIError) -> [Media] {
    let parts =
      // The kind goes first: a server that judges the files while they come must know it.
      [MultipartPart(field: "type", .text(kind.rawValue))]
      + files.map {
        MultipartPart(
          field: "media", .file(path: $0.path, name: $0.name, contentType: $0.format))
      }
    var request = try request("POST", ["chat", "media"])
    request.body = .multipart(parts)
    let answer = try await perform(request) { moved in
      if let total = moved.total, total > 0 { progress(Double(moved.done) / Double(total)) }
    }
    return try answer.media
  }

  package func download(
    _ media: Media, to destination: URL, progress: @escaping @Sendable (Double) -> Void
  ) async throws(APIError) {
    guard let url = media.url else {
      throw .notFound(said("The server names no address of this file."))
    }
    let response = try await speaking { [base, client] () throws(TransportError) in
      var request = HTTPRequest("GET", try base.resolving(url))
      // Row 22: to nobody but the API itself.
      if request.address.origin == base.origin { request.authorization = authorization }
      return try await exchange(request) { (request) throws(TransportError) -> HTTPResponse in
        try await client.download(
          request, to: destination.path(percentEncoded: false), limit: Self.downloadLimit
        ) { moved in
          if let total = moved.total, total > 0 { progress(Double(moved.done) / Double(total)) }
        }
      }
    }
    guard ![200, 206].contains(response.status) else { return }
    // Wherever the file lies, its answer is judged as if it were the API's own.
    throw heldBack(response) ?? ServerAnswer(response).refusal
  }

  // MARK: By hand

  /// Makes a request as it was written, and gives back what was answered, whatever its status.
  ///
  /// - Parameters:
  ///   - target: a path and query at the API's origin
  ///   - document: JSON; nil for a request without a body
  /// - Returns: the document of the answer; null where it has none
  /// - Throws: why it was not made, in a sentence
  @discardableResult
  package func perform(
    _ method: String, target: String, document: [UInt8]?
  ) async throws(APIError) -> JSONValue {
    do throws(TransportError) {
      let address = try base.resolving(target)
      guard address.origin == base.origin else {
        throw TransportError.malformedAddress(said("\(target) leads away from the server"))
      }
      var request = HTTPRequest(
        method, address, headers: [HTTPHeader("Accept", "application/json")],
        authorization: authorization)
      if let document {
        request.headers.append(HTTPHeader("Content-Type", "application/json"))
        request.body = .bytes(document)
      }
      let response = try await exchange(request) {
        (request) throws(TransportError) -> HTTPResponse in
        try await send(request)
      }
      return (try? JSONValue(parsing: response.body)) ?? .null
    } catch {
      throw APIError(error)
    }
  }

  // MARK: Signing in

  package func signIn(
    email: String, password: String, path: String
  ) async throws(APIError) -> String {
    let segments = path.split(separator: "/").map(String.init)
    var request = try request("POST", segments)
    request.authorization = nil
    request.set(json: ["email": .string(email), "password": .string(password)])
    // The password goes out and a token comes back: neither is for the wire's log.
    let answer = try await perform(request, isSecret: true)
    return try answer.token
  }

  // MARK: Calling

  private var authorization: String? {
    token.withLock { $0 }.map { "Bearer " + $0 }
  }

  private func call(
    _ method: String, _ path: [String], _ query: [(name: String, value: String)] = [],
    body: JSONValue? = nil
  ) async throws(APIError) -> ServerAnswer {
    var request = try request(method, path, query)
    if let body { request.set(json: body) }
    return try await perform(request)
  }

  private func page<Element>(
    _ method: String, _ path: [String], _ query: [(name: String, value: String)]
  ) async throws(APIError) -> Answer<Page<Element>> {
    let answer = try await call(method, path, query)
    return Answer(try answer.whole(Page.init(json:noting:)), serverTime: answer.time)
  }

  private func request(
    _ method: String, _ path: [String], _ query: [(name: String, value: String)] = []
  ) throws(APIError) -> HTTPRequest {
    do throws(TransportError) {
      let base = base.path.hasSuffix("/") ? String(base.path.dropLast()) : base.path
      let address = try self.base.with(
        path: ([base] + path.map(WebAddress.encoded)).joined(separator: "/"), query: query)
      return HTTPRequest(
        method, address, headers: [HTTPHeader("Accept", "application/json")],
        authorization: authorization)
    } catch {
      throw APIError(error)
    }
  }

  private func perform(
    _ request: HTTPRequest, isSecret: Bool = false,
    progress: (@Sendable (TransferProgress) -> Void)? = nil
  ) async throws(APIError) -> ServerAnswer {
    let response = try await speaking { () throws(TransportError) in
      try await exchange(request, isSecret: isSecret) {
        (request) throws(TransportError) -> HTTPResponse in
        try await send(request, progress: progress)
      }
    }
    let answer = ServerAnswer(response) { [oddities, base] found in
      oddities?(Self.name(of: request, below: base), found)
    }
    if let failure = answer.failure { throw heldBack(response) ?? failure }
    return answer
  }

  /// As the faults let it, where there are any.
  private func send(
    _ request: HTTPRequest, progress: (@Sendable (TransferProgress) -> Void)? = nil
  ) async throws(TransportError) -> HTTPResponse {
    if let faults { return try await faults.send(request, by: client, progress: progress) }
    return try await client.send(request, progress: progress)
  }

  /// A call without its ids, so that all of its kind have one name.
  private static func name(of request: HTTPRequest, below base: WebAddress) -> String {
    let words: Set<String> = [
      "chat", "conversations", "media", "messages", "read", "reassign", "stats", "status",
      "support",
    ]
    let below = request.address.path.dropFirst(base.path.count).split(separator: "/")
    let path = below.map { words.contains(String($0)) ? String($0) : "ID" }
    return "\(request.method) \(path.joined(separator: "/"))"
  }

  /// What a refusal means that asks us to wait (row 30); nil for other answers.
  private func heldBack(_ response: HTTPResponse) -> APIError? {
    guard [429, 503].contains(response.status),
      let end = client.hold.end(of: response.address.origin)
    else { return nil }
    // Too many requests are refused unread; what stands before a server that is not there may not
    // know what the server did.
    return .heldBack(until: Date(of: end), mayHaveArrived: response.status == 503)
  }

  /// Tells the wire of a request and of what became of it.
  private func exchange(
    _ request: HTTPRequest, isSecret: Bool = false,
    _ perform: (HTTPRequest) async throws(TransportError) -> HTTPResponse
  ) async throws(TransportError) -> HTTPResponse {
    let asked = wire?.ask(request, isSecret: isSecret)
    do throws(TransportError) {
      let response = try await perform(request)
      wire?.answer(response, to: asked)
      return response
    } catch {
      wire?.fail(error.description, asked)
      throw error
    }
  }

  private func speaking<Value>(
    _ body: () async throws(TransportError) -> Value
  ) async throws(APIError) -> Value {
    do throws(TransportError) {
      return try await body()
    } catch {
      throw APIError(error)
    }
  }
}

extension HTTPRequest {
  fileprivate mutating func set(json: JSONValue) {
    headers.append(HTTPHeader("Content-Type", "application/json"))
    body = .bytes(json.encodedBytes)
  }
}
