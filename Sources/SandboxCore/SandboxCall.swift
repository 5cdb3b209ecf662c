// The REST calls, as far as HTTP has taken them apart: values of the query are still text, bodies
// are still JSON. Judging them is the rules' work, because the answers name the faulty field.

package import ChatModel
package import JSON

/// One REST call of the API; the numbers are the document's.
package enum SandboxCall: Hashable, Sendable {
  /// 1: `POST /conversations`
  case createConversation
  /// 2: `GET /conversations`
  case conversations(ListQuery)
  /// 3: `GET /conversations/:id`
  case conversation(ConversationID)
  /// 4: `POST /messages`
  case sendMessage(JSONValue)
  /// 5: `GET /messages/:conversationId`
  case messages(ConversationID, ListQuery)
  /// 6: `POST /media`
  case upload(Upload)
  /// 7: `PATCH /conversations/:id/read`
  case markRead(ConversationID)
  /// 8: `PATCH /conversations/:id/status`
  case setStatus(ConversationID, JSONValue)
  /// 9: `GET /support/conversations`
  case allConversations(ListQuery)
  /// 10: `POST /support/reassign`
  case reassign(JSONValue)
  /// 11: `GET /support/stats`
  case statistics
  /// Row 20: `DELETE /messages/:id`
  case deleteMessage(MessageID)
  /// Row 20: `DELETE /conversations/:id`
  case deleteConversation(ConversationID)
  /// Row 20: `PATCH /messages/:id/read`
  case markMessageRead(MessageID)
  /// Row 23: `POST {base}/users/login`; the only call without a token.
  case signIn(JSONValue)
}

/// The query of a list call, undecoded; nil where the parameter was not given.
package struct ListQuery: Hashable, Sendable {
  package var page: String?
  package var limit: String?
  package var status: String?
  package var assignedTo: String?

  package init(
    page: String? = nil, limit: String? = nil, status: String? = nil, assignedTo: String? = nil
  ) {
    self.page = page
    self.limit = limit
    self.status = status
    self.assignedTo = assignedTo
  }
}

/// The form of an upload.
package struct Upload: Hashable, Sendable {
  /// The form's field `type`.
  package var type: String?
  /// The form's file parts, in order.
  package var parts: [Part]

  package init(type: String?, parts: [Part]) {
    self.type = type
    self.parts = parts
  }

  /// One file part.
  package struct Part: Hashable, Sendable {
    /// The form's field; the API knows `media` alone.
    package var field: String
    package var fileName: String
    package var contentType: String
    package var content: Content

    package init(field: String, fileName: String, contentType: String, content: Content) {
      self.field = field
      self.fileName = fileName
      self.contentType = contentType
      self.content = content
    }

    package init(field: String, fileName: String, contentType: String, bytes: [UInt8]) {
      self.init(
        field: field, fileName: fileName, contentType: contentType, content: .bytes(bytes))
    }

    /// What the part holds.
    package enum Content: Hashable, Sendable {
      case bytes([UInt8])
      /// On the disk already; deleted again unless the upload is taken.
      case file(IncomingFile)

      /// In bytes.
      package var size: Int {
        switch self {
        case .bytes(let bytes): bytes.count
        case .file(let file): file.size
        }
      }
    }
  }
}

/// The limits of an upload (row 21), for refusing it in the middle.
package enum UploadLimit {
  package static let files = 5
  /// In bytes, of each file.
  package static let fileSize = 10 * 1024 * 1024
  /// In bytes, of a whole form: its files, and room for what stands around them.
  package static let formSize = files * fileSize + (1 << 20)

  package static let tooManyFiles = SandboxError(
    status: 400, message: "media accepts at most \(files) files")

  package static func tooLarge(fileName: String) -> SandboxError {
    SandboxError(status: 400, message: "media is too large: \(fileName) has more than 10 MB")
  }
}

/// The answer to a REST call.
package struct SandboxResponse: Hashable, Sendable {
  /// The HTTP status.
  package var status: Int
  package var body: JSONValue

  package init(status: Int, body: JSONValue) {
    self.status = status
    self.body = body
  }

  package init(_ error: SandboxError) {
    self.init(
      status: error.status, body: ["success": false, "message": .string(error.message)])
  }
}

/// A refusal: over REST a status with a message, over the live link an `error` event.
package struct SandboxError: Error, Hashable, Sendable {
  package let status: Int
  package let message: String

  package init(status: Int, message: String) {
    self.status = status
    self.message = message
  }

  static func invalid(_ message: String) -> Self { Self(status: 400, message: message) }
  static func unauthorized(_ message: String) -> Self { Self(status: 401, message: message) }
  static func forbidden(_ message: String) -> Self { Self(status: 403, message: message) }
  static func notFound(_ what: String) -> Self { Self(status: 404, message: "\(what) not found") }
}

/// A stored file, for its download.
package struct MediaFile: Hashable, Sendable {
  package var contentType: String
  package var content: Content

  package init(contentType: String, content: Content) {
    self.contentType = contentType
    self.content = content
  }

  package init(contentType: String, bytes: [UInt8]) {
    self.init(contentType: contentType, content: .bytes(bytes))
  }

  package enum Content: Hashable, Sendable {
    case bytes([UInt8])
    case file(path: String, size: Int)
  }

  /// In bytes.
  package var size: Int {
    switch content {
    case .bytes(let bytes): bytes.count
    case .file(_, let size): size
    }
  }
}
