import ChatModel
import JSON
import SandboxCore
import Testing

/// Nothing a client can send may stop the server.
@Suite struct HostileInputTests {
  private static let values: [JSONValue] = [
    .null, true, 0, -1, .integer(.max), .integer(.min), 1.5, .number(.nan), .number(.infinity), "",
    " ", "\u{0}", "\u{1B}]0;x\u{7}", "\u{202E}drow",
    .string(String(repeating: "अ", count: 100_000)),
    "../../../etc/passwd", "'; DROP TABLE message; --", [], [[]], [:], ["": ""],
    .array(Array(repeating: 1, count: 10_000)), ["_id": ["$ne": .null]], ["$gt": ""],
  ]

  private static let fields = [
    "conversationId", "messageType", "content", "mediaId", "tempId", "messageId", "status",
    "newSupportId", "email", "password",
  ]

  @Test(arguments: [
    "conversation:join", "conversation:leave", "message:send", "typing:start", "typing:stop",
    "message:read", "conversation:mark-all-read", "", "error", "message:new", "disconnect",
    "\u{0}",
  ])
  func eventsOfAnyShapeAreAnsweredOrIgnored(_ event: String) throws {
    let house = try House { $0.acknowledgesSends = true }
    let meera = try house.connect("meera")
    let good: JSONValue = [
      "conversationId": house.wire("lakshmi"), "messageType": "text", "content": "a",
    ]
    for value in Self.values {
      house.sandbox.handle(event, [value], from: meera)
      house.sandbox.handle(event, [value, value], from: meera)
      for field in Self.fields {
        var body = good.objectValue ?? [:]
        body[field] = value
        house.sandbox.handle(event, [.object(body)], from: meera)
      }
    }
    house.sandbox.handle(event, [], from: meera)
    house.sandbox.handle(event, [good], from: "unknown")
    #expect(house.ask(.statistics, as: "meera").status == 200)
    for heard in house.heard(by: meera) where heard.event == "error" {
      let message = heard.data["message"]?.stringValue ?? ""
      #expect(!message.isEmpty && message.utf8.count < 200)
    }
  }

  @Test func callsOfAnyShapeAreAnswered() throws {
    let house = try House()
    for value in Self.values {
      let text = value.stringValue ?? value.encoded
      var calls: [SandboxCall] = [
        .sendMessage(value), .reassign(value), .signIn(value),
        .setStatus(house.conversation("lakshmi"), value), .conversation(ConversationID(text)),
        .messages(ConversationID(text), .init(page: text, limit: text)),
        .markRead(ConversationID(text)), .deleteMessage(MessageID(text)),
        .deleteConversation(ConversationID(text)), .markMessageRead(MessageID(text)),
        .conversations(.init(page: text, limit: text, status: text, assignedTo: text)),
        .allConversations(.init(status: text)), .allConversations(.init(assignedTo: text)),
        .upload(
          Upload(
            type: text,
            parts: [.init(field: text, fileName: text, contentType: text, bytes: [1])])),
      ]
      for field in Self.fields {
        let body: JSONValue = [field: value, "conversationId": house.wire("lakshmi")]
        calls += [.sendMessage(body), .reassign(body), .signIn(body)]
      }
      for call in calls {
        let answer = house.ask(call, as: "asha")
        #expect(answer.status >= 200 && answer.status < 500)
        #expect(answer.message?.isEmpty == false)
      }
      let auth = house.sandbox.respond(to: .statistics, authorization: "Bearer \(text)")
      #expect(auth.status == 401)
    }
  }

  @Test func wordsOfAnyKindComeBackAsTheyWere() throws {
    let house = try House()
    for words in ["\u{1B}[31mred\u{1B}[0m", "a\u{0}b", "\u{202E}x", "👨‍👩‍👧‍👦", "क्षि", "a\r\nb", "\\u0000"] {
      let answer = house.ask(.sendMessage(text(words, in: house.wire("lakshmi"))), as: "meera")
      #expect(answer.data["content"] == .string(words))
    }
  }

  @Test func thousandsOfSessionsComeAndGo() throws {
    let house = try House()
    let token: JSONValue = ["token": .string(house.token("meera"))]
    for number in 0..<2_000 {
      try house.sandbox.connect(LiveSessionID("s\(number % 50)"), auth: token)
      if number % 3 == 0 { house.sandbox.disconnect(LiveSessionID("s\(number % 50)")) }
    }
    for number in 0..<50 { house.sandbox.disconnect(LiveSessionID("s\(number)")) }
    let one = house.ask(.conversation(house.conversation("lakshmi")), as: "asha").data
    #expect(one["assignedSupportId"]?["isOnline"] == false)
  }

  @Test func manyAtOnceAreServedInOneOrder() async throws {
    let house = try House()
    let chat = house.wire("lakshmi")
    let meera = house.id("meera")
    await withTaskGroup(of: Void.self) { group in
      for worker in 0..<8 {
        group.addTask {
          for number in 0..<50 {
            house.sandbox.respond(
              to: .sendMessage(text("\(worker).\(number)", in: chat)), as: meera)
          }
        }
      }
    }
    var seen: [JSONValue] = []
    for page in 1...5 {
      let query = ListQuery(page: "\(page)", limit: "100")
      seen += house.ask(.messages(house.conversation("lakshmi"), query), as: "meera").elements
        .compactMap { $0["_id"] }
    }
    #expect(Set(seen).count == seen.count && seen.count > 400)
  }
}
