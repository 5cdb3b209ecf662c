// The values that go to a server over HTTP and come back.

import CCurl

/// One header line. Names are compared without regard to case.
package struct HTTPHeader: Sendable, Hashable {
  package let name: String
  package let value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

package struct HTTPRequest: Sendable {
  package enum Body: Sendable {
    case none
    case bytes([UInt8])
    /// `multipart/form-data`; files are read from the disk while they are sent.
    case multipart([MultipartPart])
  }

  package var method: String
  package var address: WebAddress
  package var headers: [HTTPHeader]
  /// More headers, for the origin of `address` alone: a redirect to another is followed without them.
  package var originHeaders: [HTTPHeader] = []
  /// The value of `Authorization`. It goes to the origin of `address` and nowhere else: a redirect
  /// to another origin is followed without it (row 22).
  package var authorization: String?
  /// The token in `authorization`, without the word before it.
  package var bearerToken: String? {
    authorization?.replacing("Bearer ", with: "", maxReplacements: 1)
  }
  package var body: Body
  /// For the whole exchange; nil takes the configuration's. Uploads and downloads have no such
  /// limit: they end when they stall.
  package var timeout: Duration?
  /// Never sent a second time unasked, as all that may change something: it gets a new connection,
  /// since on a kept one libcurl repeats a request that was met by silence, and tells of the
  /// repetition alone.
  package var isSentOnce: Bool { !["GET", "HEAD"].contains(method) }
  /// Goes out although the server wants to be left alone: it carries a session that it let in.
  package var isOfOpenSession: Bool

  package init(
    _ method: String, _ address: WebAddress, headers: [HTTPHeader] = [],
    authorization: String? = nil, body: Body = .none, timeout: Duration? = nil,
    isOfOpenSession: Bool = false
  ) {
    self.method = method
    self.address = address
    self.headers = headers
    self.authorization = authorization
    self.body = body
    self.timeout = timeout
    self.isOfOpenSession = isOfOpenSession
  }
}

/// One field of a form.
package struct MultipartPart: Sendable {
  package enum Content: Sendable {
    case text(String)
    /// `name` is the file's name as the server sees it.
    case file(path: String, name: String, contentType: String)
  }

  package let field: String
  package let content: Content

  package init(field: String, _ content: Content) {
    self.field = field
    self.content = content
  }
}

package struct HTTPResponse: Sendable {
  package let status: Int
  package let headers: [HTTPHeader]
  package let body: [UInt8]
  /// Where the answer came from: not the request's address when redirects were followed.
  package let address: WebAddress

  package init(status: Int, headers: [HTTPHeader], body: [UInt8], address: WebAddress) {
    self.status = status
    self.headers = headers
    self.body = body
    self.address = address
  }

  /// The first header of that name.
  package func header(_ name: String) -> String? { headers.value(name) }

  /// When the server made this answer, from its `Date` header, in seconds since 1970; nil for one
  /// that comes from a cache.
  package var time: Int? {
    guard header("Age") == nil, let text = header("Date"), text.utf8.count <= 64 else {
      return nil
    }
    let seconds = curl_getdate(text, nil)
    return seconds >= 0 ? seconds : nil
  }
}

extension [HTTPHeader] {
  package func value(_ name: String) -> String? {
    first { $0.name.utf8.elementsEqual(name.utf8) || $0.name.lowercased() == name.lowercased() }?
      .value
  }
}

/// How much of an upload or download has moved, in bytes.
package struct TransferProgress: Sendable, Equatable {
  package let done: Int64
  /// nil while the size is unknown.
  package let total: Int64?

  package init(done: Int64, total: Int64?) {
    self.done = done
    self.total = total
  }
}
