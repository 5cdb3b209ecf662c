import ChatModel
import Foundation
import JSON
import SocketIO
import Transport

@testable import ChatConnection

/// The records of the API, in answers and in events.
extension FuzzDecoder {
  static let records = [answers, events]

  private static let names = [
    "_id", "data", "pagination", "currentPage", "totalPages", "totalItems", "hasNextPage", "userId",
    "assignedSupportId", "status", "lastMessage", "unreadCount", "createdAt", "updatedAt",
    "senderId",
    "messageType", "content", "mediaId", "isRead", "readAt", "tempId", "url", "size", "format",
    "name",
    "role", "phone", "perAgentStats", "statusBreakdown", "totalMessages", "token", "success",
    "message",
    "error", "errors",
  ]
  private static let recordWords =
    jsonWords + names.map { "\"\($0)\":" } + [
      "\"2025-10-24T10:45:00.000Z\"", "1761302700000", "\"image\"", "\"open\"", "\"Support\"",
    ]

  private static let person =
    #"{"_id":"u1","first_name":"Sita","last_name":"Devi","phone":"+919876543210","role":"User","isOnline":true,"lastSeen":"2025-10-24T10:45:00.000Z"}"#
  private static let media =
    #"{"_id":"f1","name":"leaf.jpg","type":"image","url":"/media/1.jpg","format":"image/jpeg","size":1000}"#
  private static let message =
    #"{"_id":"m1","conversationId":"c1","senderId":\#(person),"messageType":"image","content":"words","mediaId":\#(media),"isRead":true,"readAt":"2025-10-24T10:45:00Z","createdAt":1761302700000,"tempId":"t1"}"#
  private static let conversation =
    #"{"_id":"c1","userId":\#(person),"assignedSupportId":"a1","status":"open","lastMessage":\#(message),"unreadCount":{"a1":2},"createdAt":"2025-10-24T10:45:00.000Z"}"#
  private static let pages =
    #""pagination":{"currentPage":1,"totalPages":"2","totalItems":30,"itemsPerPage":20,"hasNextPage":true}"#

  /// The digit that comes first says which call it answers, by the number of the API's document.
  private static let answers = FuzzDecoder(
    "rest-answers", words: recordWords,
    seeds: [
      #"0{"data":\#(conversation)}"#, #"1{"data":[\#(conversation)],\#(pages)}"#,
      #"2{"data":[\#(message),\#(message)],\#(pages)}"#, #"3{"data":\#(message)}"#,
      #"4{"data":[\#(media)]}"#, #"4{"data":\#(media)}"#, #"5{"message":"ok","data":{"_id":"c1"}}"#,
      #"6{"data":{"totalConversations":3,"statusBreakdown":{"open":1},"perAgentStats":[{"agentId":"a1","agentName":"Meera"}],"generatedAt":"2025-10-24T10:45:00.000Z"}}"#,
      #"7{"data":{"token":"a.b.c"}}"#, #"8{"success":false,"message":"no"}"#,
      #"9{"error":{"message":"no","errors":["a",{"msg":"b"}]}}"#,
    ], longest: 1500
  ) { input in
    let call = Int(input.first ?? 0) % 10
    let statuses = [200, 200, 200, 201, 200, 200, 200, 200, 400, 503]
    let response = HTTPResponse(
      status: statuses[call], headers: [], body: Array(input.dropFirst()),
      address: try WebAddress("https://chat.example/x"))
    var oddities = 0
    let answer = ServerAnswer(response) { oddities = $0.count }
    if let failure = answer.failure { return kind(1, call, kind(refused: failure)) }
    do {
      let count = try read(answer, call)
      return kind(2, call, few(count), few(oddities))
    } catch let error as BrokenLaw {
      throw error
    } catch {
      return kind(3, call, kind(refused: error))
    }
  }

  private static func read(_ answer: ServerAnswer, _ call: Int) throws -> Int {
    switch call {
    case 0: _ = try answer.value("data", Conversation.init(json:path:noting:))
    case 1:
      let page: Page<Conversation> = try answer.whole(Page.init(json:noting:))
      return page.elements.count + (page.pagination?.isLast(1) == true ? 100 : 0)
    case 2:
      let page: Page<Message> = try answer.whole(Page.init(json:noting:))
      try law(page.placed.map(\.id) == page.elements.map(\.id), "other messages once placed")
      return page.elements.count
    case 3: _ = try answer.value("data", Message.init(json:path:noting:))
    case 4: return try answer.media.count
    case 5: return answer.changed("c1") == nil ? 1 : 2
    case 6: return try answer.value("data", Statistics.init(json:path:noting:)).perAgent.count
    case 7: return try answer.token.utf8.count
    default: break
    }
    return 1
  }

  /// An array as it stands in a packet: the event's name, and its arguments.
  private static let events = FuzzDecoder(
    "events",
    words: recordWords + [
      "\"conversation:joined\"", "\"conversation:left\"", "\"message:new\"", "\"message:sent\"",
      "\"notification:new-message\"", "\"typing:user-typing\"", "\"typing:user-stopped\"",
      "\"message:read-receipt\"", "\"conversation:all-read\"", "\"user:online\"",
      "\"user:offline\"",
      "\"error\"", "\"conversation:reassigned\"", "\"readBy\":", "\"count\":", "\"timestamp\":",
    ],
    seeds: [
      #"["message:new",{"message":\#(message),"conversationId":"c1"}]"#,
      #"["message:sent",{"messageId":"m1","timestamp":"2025-10-24T10:45:00.000Z","tempId":"t1"}]"#,
      #"["notification:new-message",{"message":\#(message),"conversationId":"c1","sender":{"id":"u1","name":"Sita","role":"User"}}]"#,
      #"["typing:user-typing",{"conversationId":"c1","userId":"u1","userName":"Sita"}]"#,
      #"["message:read-receipt",{"messageId":"m1","conversationId":"c1","readBy":"u1","readAt":"2025-10-24T10:45:00.000Z"}]"#,
      #"["conversation:all-read",{"conversationId":"c1","readBy":"u1","count":3}]"#,
      #"["user:offline",{"userId":"u1","lastSeen":"2025-10-24T10:45:00.000Z"}]"#,
      #"["error",{"message":"no"}]"#, #"["conversation:reassigned",{"conversationId":"c1"}]"#,
    ], longest: 1000
  ) { input in
    guard case .array(let values)? = try? JSONValue(parsing: input),
      case .string(let name)? = values.first
    else { return 0 }
    let oddities = Oddities()
    let event = ServerEvent(name: name, arguments: Array(values.dropFirst()), noting: oddities)
    return kind(kind(refused: Name(name)), few(oddities.found.count), "\(event)".utf8.count / 64)
  }

  /// A name whose kind is asked for.
  private struct Name: Error {
    let name: String
    init(_ name: String) { self.name = name }
  }
}
