// The records of the server, as it keeps them; their form on the wire is in Shapes.

import ChatModel

struct Person: Hashable, Sendable {
  let id: UserID
  var firstName: String
  var lastName: String
  var phone: String
  var email: String
  var role: Role
  /// The sandbox's own people sign in with it, and `furrow serve` prints it: it is no secret.
  var password: String
  var lastSeen: Millis?

  var name: String {
    [firstName, lastName].filter { !$0.isEmpty }.joined(separator: " ")
  }
}

struct ConversationRecord: Hashable, Sendable {
  let id: ConversationID
  var farmer: UserID
  var agent: UserID?
  var status: ConversationStatus
  var lastMessage: MessageID?
  var unread: [UserID: Int]
  var isActive: Bool
  var createdAt: Millis
  var updatedAt: Millis

  func takesPart(_ user: UserID) -> Bool { user == farmer || user == agent }
}

struct MessageRecord: Hashable, Sendable {
  let id: MessageID
  var conversation: ConversationID
  var sender: UserID
  var kind: MessageKind
  var content: String?
  var media: MediaID?
  var readAt: Millis?
  var createdAt: Millis
}

struct MediaRecord: Hashable, Sendable {
  let id: MediaID
  var name: String
  var kind: MediaKind
  /// A MIME type.
  var format: String
  /// In bytes.
  var size: Int
  var createdAt: Millis
  var place: Place
  /// Who may send it; nil for the pictures that simulated people share.
  var owner: UserID?
  /// The address' secret part; nil for files of earlier versions, which are called by their ids.
  var stem: String?

  /// Where the bytes are.
  enum Place: Hashable, Sendable {
    case memory([UInt8])
    /// In the data file.
    case stored
    /// In the folder of media.
    case file
    /// Carried by the program.
    case seed(SeedMedia)
  }

  /// The last part of the file's address: never the name that somebody gave it.
  var fileName: String { (stem ?? id.rawValue) + "." + UploadRules.fileExtension(of: format) }
}
