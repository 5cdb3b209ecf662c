import ChatModel
import JSON
import SandboxCore
import Testing

@Suite struct LiveTests {
  // MARK: Sessions

  @Test func aTokenIsRequired() throws {
    let house = try House()
    for auth: JSONValue? in [nil, [:], ["token": 3], ["token": ""], "token"] {
      let error = #expect(throws: SandboxError.self) {
        try house.sandbox.connect("a", auth: auth)
      }
      #expect(error?.message == "Authentication error: Token required")
    }
  }

  @Test func aTokenMustBeValid() throws {
    let house = try House()
    let error = #expect(throws: SandboxError.self) {
      try house.sandbox.connect("a", auth: ["token": "a.b.c"])
    }
    #expect(error?.message == "Authentication error: Invalid token")
    #expect(house.sandbox.user(of: "a") == nil)
  }

  @Test func everyoneHearsWhoComesOnlineAndGoes() throws {
    let house = try House()
    let ravi = try house.connect("ravi")
    try house.connect("lakshmi")
    let online = house.heard(by: ravi)
    #expect(online.map(\.event) == ["user:online"])
    #expect(online[0].data["userId"] == .string(house.id("lakshmi").rawValue))
    #expect(online[0].data["timestamp"] == "2025-11-18T08:30:00.000Z")
    house.pass(2)
    house.sandbox.disconnect("lakshmi")
    let offline = house.heard(by: ravi)
    #expect(offline.map(\.event) == ["user:offline"])
    #expect(offline[0].data["lastSeen"] == "2025-11-18T08:30:02.000Z")
  }

  @Test(arguments: [false, true])
  func oneOfSeveralSessionsIsToldOfByTheSwitchAlone(_ perSession: Bool) throws {
    let house = try House { $0.offlinePerSession = perSession }
    let ravi = try house.connect("ravi")
    try house.connect("lakshmi", session: "phone")
    try house.connect("lakshmi", session: "tablet")
    _ = house.heard(by: ravi)
    house.sandbox.disconnect("phone")
    #expect(house.events(heardBy: ravi) == (perSession ? ["user:offline"] : []))
    house.sandbox.disconnect("tablet")
    #expect(house.events(heardBy: ravi) == ["user:offline"])
  }

  @Test func aClosedSessionHearsAndDoesNothing() throws {
    let house = try House()
    let meera = try house.connect("meera")
    let conversation = house.wire("lakshmi")
    house.sandbox.handle("conversation:join", [["conversationId": conversation]], from: meera)
    house.sandbox.disconnect(meera)
    house.sandbox.disconnect(meera)
    _ = house.heard(by: meera)
    let lakshmi = try house.connect("lakshmi")
    house.sandbox.handle("message:send", [text("?", in: conversation)], from: lakshmi)
    #expect(house.sandbox.handle("message:send", [text("x", in: conversation)], from: meera) == nil)
    #expect(house.events(heardBy: meera).isEmpty)
  }

  // MARK: Rooms

  @Test func joiningAndLeavingAreConfirmed() throws {
    let house = try House()
    let meera = try house.connect("meera")
    let conversation = house.wire("lakshmi")
    house.sandbox.handle("conversation:join", [["conversationId": conversation]], from: meera)
    house.sandbox.handle("conversation:leave", [["conversationId": conversation]], from: meera)
    let heard = house.heard(by: meera)
    #expect(heard.map(\.event) == ["conversation:joined", "conversation:left"])
    #expect(heard.allSatisfy { $0.data["conversationId"] == conversation })
    #expect(heard.allSatisfy { $0.data["message"]?.stringValue?.isEmpty == false })
  }

  @Test(arguments: SandboxConfiguration.Dialect.allCases)
  func adminsTakePartWhereTheDocumentSaysSo(_ dialect: SandboxConfiguration.Dialect) throws {
    let house = try House { $0.dialect = dialect }
    let asha = try house.connect("asha")
    let conversation = house.wire("lakshmi")
    let body: JSONValue = ["conversationId": conversation]
    let calls: [(String, JSONValue)] = [
      ("conversation:join", body), ("message:send", text("hi", in: conversation)),
      ("conversation:mark-all-read", body), ("typing:start", body),
    ]
    for (event, data) in calls {
      house.sandbox.handle(event, [data], from: asha)
      let heard = house.heard(by: asha)
      let refused = heard.contains {
        $0.event == "error"
          && $0.data["message"] == "Conversation not found or access denied"
      }
      #expect(refused == (dialect == .field), "\(event)")
    }
  }

  @Test(arguments: ["ravi", "ramesh"])
  func othersAreRefusedInEitherDialect(_ account: String) throws {
    let house = try House()
    let session = try house.connect(account)
    let body: JSONValue = ["conversationId": house.wire("lakshmi")]
    for event in ["conversation:join", "typing:start", "conversation:mark-all-read"] {
      house.sandbox.handle(event, [body], from: session)
      let heard = house.heard(by: session)
      #expect(heard.map(\.event) == ["error"])
      #expect(heard.first?.data == ["message": "Conversation not found or access denied"])
    }
  }

  // MARK: Messages

  @Test func aMessageReachesTheRoomAndTheOtherPersonBothWays() throws {
    let house = try House()
    let (meera, lakshmi) = (try house.connect("meera"), try house.connect("lakshmi"))
    let conversation = house.wire("lakshmi")
    for session in [meera, lakshmi] {
      house.sandbox.handle("conversation:join", [["conversationId": conversation]], from: session)
      _ = house.heard(by: session)
    }
    house.sandbox.handle(
      "message:send", [text("  please wait \n", in: conversation, tempID: "t1")], from: meera)
    let mine = house.heard(by: meera)
    #expect(mine.map(\.event) == ["message:new", "message:sent"])
    let message = try #require(mine[0].data["message"])
    #expect(message["content"] == "please wait")
    #expect(message["senderId"]?["first_name"] == "Meera")
    #expect(message["senderId"]?["role"] == "Support")
    #expect(message["conversationId"] == nil)
    #expect(mine[1].data["messageId"] == message["_id"])
    #expect(mine[1].data["tempId"] == "t1")
    #expect(mine[1].data["timestamp"] == message["createdAt"])
    let hers = house.heard(by: lakshmi)
    #expect(hers.map(\.event) == ["message:new", "notification:new-message"])
    #expect(hers[1].data["message"] == message)
    #expect(hers[1].data["sender"]?["name"] == "Meera Iyer")
    #expect(hers[1].data["sender"]?["id"] == .string(house.id("meera").rawValue))
  }

  @Test func theNotificationComesOutsideTheRoomToo() throws {
    let house = try House()
    let (meera, lakshmi) = (try house.connect("meera"), try house.connect("lakshmi"))
    _ = house.heard(by: meera)
    house.sandbox.handle("message:send", [text("hello", in: house.wire("lakshmi"))], from: lakshmi)
    #expect(house.events(heardBy: meera) == ["notification:new-message"])
    #expect(house.events(heardBy: lakshmi) == ["message:sent"])
  }

  @Test func inTheFieldMessagesNameTheirConversation() throws {
    let house = try House { $0.dialect = .field }
    let (meera, lakshmi) = (try house.connect("meera"), try house.connect("lakshmi"))
    house.sandbox.handle("message:send", [text("hello", in: house.wire("lakshmi"))], from: lakshmi)
    let heard = house.heard(by: meera).last
    #expect(heard?.data["message"]?["conversationId"] == house.wire("lakshmi"))
  }

  @Test(arguments: SandboxConfiguration.Confirmation.allCases)
  func theConfirmationComesAsSwitched(_ when: SandboxConfiguration.Confirmation) throws {
    let house = try House {
      $0.confirmation = when
      $0.confirmationDelay = .seconds(3)
      $0.echoesTempID = false
    }
    let meera = try house.connect("meera")
    let conversation = house.wire("lakshmi")
    house.sandbox.handle("conversation:join", [["conversationId": conversation]], from: meera)
    _ = house.heard(by: meera)
    house.sandbox.handle(
      "message:send", [text("hi", in: conversation, tempID: "t")], from: meera)
    let sent = house.everything.filter { $0.event == "message:sent" }
    #expect(sent.allSatisfy { $0.delay == .seconds(3) && $0.data["tempId"] == nil })
    let order: [String] =
      switch when {
      case .afterMessage: ["message:new", "message:sent"]
      case .beforeMessage: ["message:sent", "message:new"]
      case .never: ["message:new"]
      }
    #expect(house.events(heardBy: meera) == order)
  }

  @Test func sendsAreAcknowledgedWhereSwitched() throws {
    let house = try House { $0.acknowledgesSends = true }
    let meera = try house.connect("meera")
    let conversation = house.wire("lakshmi")
    let good = house.sandbox.handle("message:send", [text("hi", in: conversation)], from: meera)
    #expect(good?["content"] == "hi")
    let bad = house.sandbox.handle("message:send", [text(" ", in: conversation)], from: meera)
    #expect(bad == ["error": "content is required for text messages"])
    let other = house.sandbox.handle(
      "conversation:join", [["conversationId": conversation]], from: meera)
    #expect(other == nil)
  }

  @Test(arguments: ConversationStatus.defined)
  func aFarmersMessageMakesThemWaitUnlessItIsClosed(_ status: ConversationStatus) throws {
    let house = try House()
    let conversation = house.conversation("lakshmi")
    let call = SandboxCall.setStatus(conversation, ["status": .string(status.rawValue)])
    #expect(house.ask(call, as: "meera").status == 200)
    #expect(
      house.ask(.sendMessage(text("a", in: house.wire("lakshmi"))), as: "meera").status == 201)
    let after = house.ask(.conversation(conversation), as: "meera").data
    #expect(after["status"] == .string(status.rawValue))
    #expect(
      house.ask(.sendMessage(text("b", in: house.wire("lakshmi"))), as: "lakshmi").status == 201)
    let waiting = house.ask(.conversation(conversation), as: "meera").data
    #expect(waiting["status"] == (status == .closed ? "closed" : "waiting"))
  }

  @Test func overRestAMessageIsAnnouncedToNobody() throws {
    let house = try House()
    let meera = try house.connect("meera")
    house.sandbox.handle(
      "conversation:join", [["conversationId": house.wire("lakshmi")]], from: meera)
    _ = house.heard(by: meera)
    let answer = house.ask(.sendMessage(text("hi", in: house.wire("lakshmi"))), as: "lakshmi")
    #expect(answer.status == 201)
    #expect(answer.message == "Message sent successfully")
    #expect(answer.data["conversationId"] == house.wire("lakshmi"))
    #expect(house.events(heardBy: meera).isEmpty)
  }

  @Test func changesOfAConversationAreToldToNobody() throws {
    let house = try House()
    let meera = try house.connect("meera")
    let conversation = house.conversation("lakshmi")
    house.sandbox.handle(
      "conversation:join", [["conversationId": house.wire("lakshmi")]], from: meera)
    _ = house.heard(by: meera)
    #expect(house.ask(.setStatus(conversation, ["status": "resolved"]), as: "asha").status == 200)
    let move: JSONValue = [
      "conversationId": house.wire("lakshmi"),
      "newSupportId": .string(house.id("ravi").rawValue),
    ]
    #expect(house.ask(.reassign(move), as: "asha").status == 200)
    #expect(house.ask(.deleteConversation(conversation), as: "asha").status == 200)
    #expect(house.events(heardBy: meera).isEmpty)
  }

  // MARK: Typing and reading

  @Test func typingIsRelayedToTheOthersInTheRoom() throws {
    let house = try House()
    let (meera, lakshmi) = (try house.connect("meera"), try house.connect("lakshmi"))
    let body: JSONValue = ["conversationId": house.wire("lakshmi")]
    house.sandbox.handle("conversation:join", [body], from: meera)
    house.sandbox.handle("conversation:join", [body], from: lakshmi)
    _ = (house.heard(by: meera), house.heard(by: lakshmi))
    house.sandbox.handle("typing:start", [body], from: lakshmi)
    house.sandbox.handle("typing:stop", [body], from: lakshmi)
    let heard = house.heard(by: meera)
    #expect(heard.map(\.event) == ["typing:user-typing", "typing:user-stopped"])
    #expect(heard[0].data["userName"] == "Lakshmi R.")
    #expect(heard[0].data["userId"] == .string(house.id("lakshmi").rawValue))
    #expect(house.events(heardBy: lakshmi).isEmpty)
  }

  @Test(arguments: SandboxConfiguration.Dialect.allCases)
  func outsideTheRoomTypingIsHeardByTheDocumentAlone(
    _ dialect: SandboxConfiguration.Dialect
  ) throws {
    let house = try House { $0.dialect = dialect }
    let (meera, lakshmi) = (try house.connect("meera"), try house.connect("lakshmi"))
    _ = house.heard(by: meera)
    let body: JSONValue = ["conversationId": house.wire("lakshmi")]
    house.sandbox.handle("typing:start", [body], from: lakshmi)
    #expect(house.events(heardBy: meera) == (dialect == .document ? ["typing:user-typing"] : []))
    #expect(house.events(heardBy: lakshmi).isEmpty)
  }

  @Test func readingOneMessageIsReceipted() throws {
    let house = try House()
    let (meera, lakshmi) = (try house.connect("meera"), try house.connect("lakshmi"))
    let conversation = house.wire("lakshmi")
    house.sandbox.handle("conversation:join", [["conversationId": conversation]], from: meera)
    house.sandbox.handle("message:send", [text("hi", in: conversation)], from: meera)
    let id = house.heard(by: meera).last?.data["messageId"] ?? .null
    let read: JSONValue = ["conversationId": conversation, "messageId": id]
    house.sandbox.handle("message:read", [read], from: lakshmi)
    house.sandbox.handle("message:read", [read], from: lakshmi)
    let receipts = house.heard(by: meera)
    #expect(receipts.map(\.event) == ["message:read-receipt"])
    #expect(receipts[0].data["messageId"] == id)
    #expect(receipts[0].data["readBy"] == .string(house.id("lakshmi").rawValue))
    #expect(receipts[0].data["readAt"]?.stringValue != nil)
  }

  @Test func aMessageOfAnotherConversationIsNotFound() throws {
    let house = try House()
    let meera = try house.connect("meera")
    let other = house.ask(.messages(house.conversation("ramesh"), .init()), as: "meera").elements
    let read: JSONValue = [
      "conversationId": house.wire("lakshmi"), "messageId": other.last?["_id"] ?? .null,
    ]
    house.sandbox.handle("message:read", [read], from: meera)
    #expect(house.heard(by: meera).map(\.data) == [["message": "Message not found"]])
  }

  @Test func nobodyReadsTheirOwnMessage() throws {
    let house = try House()
    let meera = try house.connect("meera")
    let conversation = house.wire("lakshmi")
    house.sandbox.handle("conversation:join", [["conversationId": conversation]], from: meera)
    house.sandbox.handle("message:send", [text("hi", in: conversation)], from: meera)
    let id = house.heard(by: meera).last?.data["messageId"] ?? .null
    house.sandbox.handle(
      "message:read", [["conversationId": conversation, "messageId": id]], from: meera)
    house.sandbox.handle(
      "conversation:mark-all-read", [["conversationId": conversation]], from: meera)
    #expect(house.events(heardBy: meera) == ["conversation:all-read"])
    let last = house.ask(.messages(house.conversation("lakshmi"), .init()), as: "meera").elements
    #expect(last.last?["isRead"] == false)
  }

  @Test(arguments: [true, false])
  func readingAllIsToldHoweverItWasAsked(_ overRest: Bool) throws {
    let house = try House()
    let meera = try house.connect("meera")
    let conversation = house.wire("lakshmi")
    house.sandbox.handle("conversation:join", [["conversationId": conversation]], from: meera)
    _ = house.heard(by: meera)
    if overRest {
      let answer = house.ask(.markRead(house.conversation("lakshmi")), as: "meera")
      #expect(answer.message == "All messages marked as read")
    } else {
      house.sandbox.handle(
        "conversation:mark-all-read", [["conversationId": conversation]], from: meera)
    }
    let heard = house.heard(by: meera)
    #expect(heard.map(\.event) == ["conversation:all-read"])
    #expect(heard[0].data["count"] == 2)
    #expect(heard[0].data["readBy"] == .string(house.id("meera").rawValue))
    let after = house.ask(.conversation(house.conversation("lakshmi")), as: "meera").data
    #expect(after["unreadCount"]?[house.id("meera").rawValue] == 0)
  }
}
