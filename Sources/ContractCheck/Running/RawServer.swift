// The ports of a check: calls whose answers are bytes, links whose events are as they came, and the
// Engine.IO beneath them for the upgrade.

package import ChatClient
package import ChatModel
package import JSON

/// A server that is being checked.
package protocol RawServer: Sendable {
  /// - Throws: `RawFailure` when there is no answer.
  func call(_ call: RawCall) async throws(RawFailure) -> RawAnswer
  /// A live link of its own, not connected yet.
  func link(over transport: LinkTransport) -> any LiveTransport
  /// One GET or POST of long-polling, with these parameters behind the protocol's own.
  func engine(_ method: String, query: [(name: String, value: String)], body: [UInt8]?)
    async throws(RawFailure) -> RawAnswer
  /// A WebSocket of Engine.IO.
  func engineSocket(query: [(name: String, value: String)]) async throws(RawFailure)
    -> any RawSocket
}

/// A WebSocket whose frames are text.
package protocol RawSocket: Sendable {
  func send(_ text: String)
  /// nil when it is closed, or none came in time.
  func receive(within limit: Duration) async -> String?
  func close()
}

/// A REST call as it goes out.
package struct RawCall: Sendable {
  package var method: String
  /// Below `{base}`, such as `chat/conversations/ID`; percent-encoded where it is made.
  package var path: [String]
  package var query: [(name: String, value: String)] = []
  /// nil: no header for it.
  package var token: String?
  package var contentType: String?
  package var body: [UInt8]?
  /// An absolute address or one of this server's instead of the path, for a media file.
  package var address: String?
  package var headers: [(name: String, value: String)] = []

  package init(_ method: String, _ path: [String]) {
    self.method = method
    self.path = path
  }
}

/// An answer, whatever its status.
package struct RawAnswer: Sendable {
  package let status: Int
  package let contentType: String?
  package let body: [UInt8]
  package let retryAfter: String?

  package init(status: Int, contentType: String?, body: [UInt8], retryAfter: String? = nil) {
    self.status = status
    self.contentType = contentType
    self.body = body
    self.retryAfter = retryAfter
  }

  /// The document; nil when the body is none.
  package var json: JSONValue? { try? JSONValue(parsing: body) }
}

/// Why there is no answer.
package struct RawFailure: Error, Hashable, Sendable {
  package let words: String
  /// The connection ended while the request was on its way.
  package let wasCut: Bool
  /// Set when the server answered the opening of a WebSocket with this status instead.
  package let status: Int?

  package init(_ words: String, wasCut: Bool = false, status: Int? = nil) {
    self.words = words
    self.wasCut = wasCut
    self.status = status
  }
}

/// Who is signed in, by the wire's role.
package enum CheckRole: String, CaseIterable, Hashable, Sendable {
  case user = "User"
  case support = "Support"
  case admin = "Admin"

  var need: CheckCase.Needs {
    switch self {
    case .user: .user
    case .support: .support
    case .admin: .admin
    }
  }

  /// The word for `ID` in a sentence.
  var words: String {
    switch self {
    case .user: "the farmer"
    case .support: "the agent"
    case .admin: "the admin"
    }
  }
}

/// One of the people that a check acts as.
package struct CheckPerson: Sendable {
  package let role: CheckRole
  package let id: String
  package let token: String
  package let server: any RawServer

  package init(role: CheckRole, id: String, token: String, server: any RawServer) {
    self.role = role
    self.id = id
    self.token = token
    self.server = server
  }
}

/// Why a check ends before anything is judged.
package enum CheckObstacle: Error, Hashable, Sendable {
  /// What answers is not this API.
  case notThisAPI(String)
  case unreachable(String)
  /// The token of this person is not taken.
  case notSignedIn(CheckRole, String)
}
