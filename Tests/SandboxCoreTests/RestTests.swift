import ChatModel
import JSON
import SandboxCore
import Testing

@Suite struct RestTests {
  // MARK: Signing in

  @Test func everyCallNeedsAToken() throws {
    let house = try House()
    for header in [nil, "", "Bearer", "Basic abc"] {
      let answer = house.sandbox.respond(to: .statistics, authorization: header)
      #expect(answer.status == 401)
      #expect(answer.body == ["success": false, "message": "No token provided"])
    }
    let wrong = house.sandbox.respond(to: .statistics, authorization: "Bearer x.y.z")
    #expect(wrong.status == 401 && wrong.message == "Invalid token")
    let right = house.sandbox.respond(
      to: .statistics, authorization: "Bearer \(house.token("meera"))")
    #expect(right.status == 200)
  }

  @Test func aTokenEndsInTimeOrBefore() throws {
    let house = try House()
    let token = house.token("meera")
    house.pass(12 * 3600 - 1)
    #expect(house.sandbox.respond(to: .statistics, authorization: "Bearer \(token)").status == 200)
    house.pass(1)
    let late = house.sandbox.respond(to: .statistics, authorization: "Bearer \(token)")
    #expect(late.status == 401 && late.message == "Token expired")
    let other = house.token("meera")
    house.sandbox.revoke(token: other)
    let revoked = house.sandbox.respond(to: .statistics, authorization: "Bearer \(other)")
    #expect(revoked.status == 401 && revoked.message == "Invalid token")
  }

  @Test func signingInGivesATokenThatConnects() throws {
    let house = try House()
    let answer = house.sandbox.respond(
      to: .signIn(["email": "Meera@furrow.example", "password": "meera-demo"]), authorization: nil)
    #expect(answer.status == 200)
    #expect(answer.data["role"] == "Support")
    let token = try #require(answer.body["token"])
    #expect(try house.sandbox.connect("a", auth: ["token": token]) == house.id("meera"))
  }

  @Test func aWrongPasswordAndAnUnknownPersonReadAlike() throws {
    let house = try House()
    for email: JSONValue in ["meera@furrow.example", "nobody@furrow.example"] {
      let answer = house.sandbox.respond(
        to: .signIn(["email": email, "password": "guess"]), authorization: nil)
      #expect(answer.status == 401 && answer.message == "Invalid email or password")
    }
  }

  // MARK: Permissions

  private func refusals(_ house: House) -> [(String, SandboxCall, String)] {
    let lakshmi = house.conversation("lakshmi")
    let wire = house.wire("lakshmi")
    let ravi = JSONValue.string(house.id("ravi").rawValue)
    return [
      ("meera", .createConversation, "Only User"),
      ("ramesh", .conversation(lakshmi), "this conversation"),
      ("ramesh", .messages(lakshmi, .init()), "this conversation"),
      ("ramesh", .markRead(lakshmi), "this conversation"),
      ("ramesh", .sendMessage(text("a", in: wire)), "this conversation"),
      ("ravi", .sendMessage(text("a", in: wire)), "this conversation"),
      ("ravi", .markRead(lakshmi), "this conversation"),
      ("lakshmi", .setStatus(lakshmi, ["status": "closed"]), "Support or Admin"),
      ("lakshmi", .allConversations(.init()), "Support or Admin"),
      ("lakshmi", .statistics, "Support or Admin"),
      ("meera", .allConversations(.init(assignedTo: "x")), "assignedTo"),
      ("meera", .reassign(["conversationId": wire, "newSupportId": ravi]), "Only Admin"),
      ("meera", .deleteConversation(lakshmi), "the farmer or an Admin"),
      ("ramesh", .deleteConversation(lakshmi), "this conversation"),
    ]
  }

  @Test func whoMayNotIsToldWhoMay() throws {
    let house = try House()
    for (account, call, reason) in refusals(house) {
      let answer = house.ask(call, as: account)
      #expect(answer.status == 403, "\(account) \(call)")
      #expect(answer.message?.hasPrefix("Access denied") == true)
      #expect(answer.message?.contains(reason) == true, "\(answer.message ?? "")")
      #expect(answer.body["success"] == false)
    }
  }

  @Test func staffReadWhatIsNotTheirs() throws {
    let house = try House { $0.dialect = .field }
    let lakshmi = house.conversation("lakshmi")
    for account in ["ravi", "asha"] {
      #expect(house.ask(.conversation(lakshmi), as: account).status == 200)
      #expect(house.ask(.messages(lakshmi, .init()), as: account).status == 200)
    }
  }

  @Test func mineAndAllAreTwoLists() throws {
    let house = try House()
    func total(_ call: SandboxCall, _ account: String) -> JSONValue? {
      house.ask(call, as: account).pagination("totalItems")
    }
    #expect(total(.conversations(.init()), "meera") == 6)
    #expect(total(.conversations(.init()), "lakshmi") == 1)
    #expect(total(.conversations(.init()), "asha") == 44)
    #expect(total(.allConversations(.init()), "meera") == 44)
    #expect(
      total(.allConversations(.init(assignedTo: house.id("meera").rawValue)), "asha") == 6)
    #expect(total(.conversations(.init(status: "resolved")), "meera") == 1)
  }

  // MARK: What is missing

  @Test func whatIsNotThereIsNotFound() throws {
    let house = try House()
    let calls: [(SandboxCall, String)] = [
      (.conversation("x"), "Conversation not found"),
      (.messages("x", .init()), "Conversation not found"),
      (.markRead("x"), "Conversation not found"),
      (.setStatus("x", ["status": "open"]), "Conversation not found"),
      (.deleteConversation("x"), "Conversation not found"),
      (.sendMessage(text("a", in: "x")), "Conversation not found"),
      (.reassign(["conversationId": "x", "newSupportId": "y"]), "Conversation not found"),
      (.deleteMessage("x"), "Message not found"),
      (.markMessageRead("x"), "Message not found"),
    ]
    for (call, message) in calls {
      let answer = house.ask(call, as: "asha")
      #expect(answer.status == 404 && answer.message == message, "\(call)")
    }
  }

  @Test(arguments: ["lakshmi", "nobody"])
  func onlyStaffCanBeGivenAConversation(_ account: String) throws {
    let house = try House()
    let body: JSONValue = [
      "conversationId": house.wire("lakshmi"),
      "newSupportId": .string(house.id(account).rawValue),
    ]
    let answer = house.ask(.reassign(body), as: "asha")
    #expect(answer.status == 404 && answer.message == "Support user not found or invalid")
  }

  // MARK: What changes

  @Test func aFarmerHasOneConversationAndTheLeastBusyAgent() throws {
    let house = try House()
    let first = house.ask(.createConversation, as: "nila")
    #expect(first.status == 200 && first.message == "Conversation retrieved successfully")
    #expect(first.data["assignedSupportId"]?["first_name"] == "Farhan")
    #expect(first.data["status"] == "open" && first.data["lastMessage"] == .null)
    #expect(house.ask(.createConversation, as: "nila").data["_id"] == first.data["_id"])
  }

  @Test func anAdminMovesAConversationWithItsUnreadMessages() throws {
    let house = try House()
    let (ravi, meera) = (house.id("ravi").rawValue, house.id("meera").rawValue)
    let body: JSONValue = [
      "conversationId": house.wire("lakshmi"), "newSupportId": .string(ravi),
    ]
    let answer = house.ask(.reassign(body), as: "asha")
    #expect(answer.message == "Conversation reassigned successfully")
    #expect(answer.data["assignedSupportId"]?["_id"] == .string(ravi))
    #expect(answer.data["lastMessage"]?.stringValue != nil)
    #expect(answer.data["unreadCount"]?[ravi] == 2)
    #expect(answer.data["unreadCount"]?[meera] == nil)
    #expect(house.ask(.conversations(.init()), as: "meera").pagination("totalItems") == 5)
  }

  @Test func aDeletedConversationStaysButIsNoLongerListed() throws {
    let house = try House()
    let lakshmi = house.conversation("lakshmi")
    #expect(house.ask(.deleteConversation(lakshmi), as: "lakshmi").status == 200)
    #expect(house.ask(.deleteConversation(lakshmi), as: "lakshmi").status == 404)
    #expect(house.ask(.conversation(lakshmi), as: "meera").data["isActive"] == false)
    #expect(house.ask(.conversations(.init()), as: "meera").pagination("totalItems") == 5)
    #expect(house.conversation("lakshmi") != lakshmi)
    let old: JSONValue = .string(lakshmi.rawValue)
    #expect(house.ask(.sendMessage(text("a", in: old)), as: "lakshmi").status == 404)
  }

  @Test func aMessageIsDeletedByItsSenderOrAnAdmin() throws {
    let house = try House()
    let lakshmi = house.conversation("lakshmi")
    func last() -> MessageID {
      let elements = house.ask(.messages(lakshmi, .init()), as: "meera").elements
      return MessageID(elements.last?["_id"]?.stringValue ?? "")
    }
    let newest = last()
    #expect(house.ask(.deleteMessage(newest), as: "meera").status == 403)
    #expect(house.ask(.deleteMessage(newest), as: "lakshmi").status == 200)
    #expect(last() != newest)
    let after = house.ask(.conversation(lakshmi), as: "meera").data
    #expect(after["lastMessage"]?["_id"] == .string(last().rawValue))
    #expect(after["unreadCount"]?[house.id("meera").rawValue] == 1)
    #expect(house.ask(.deleteMessage(last()), as: "asha").status == 200)
  }

  @Test func oneMessageIsMarkedReadOverRest() throws {
    let house = try House()
    let lakshmi = house.conversation("lakshmi")
    let newest = house.ask(.messages(lakshmi, .init()), as: "meera").elements.last
    let id = MessageID(newest?["_id"]?.stringValue ?? "")
    let answer = house.ask(.markMessageRead(id), as: "meera")
    #expect(answer.status == 200 && answer.data["isRead"] == true)
    #expect(answer.data["readAt"]?.stringValue != nil)
    let after = house.ask(.conversation(lakshmi), as: "meera").data
    #expect(after["unreadCount"]?[house.id("meera").rawValue] == 1)
  }

  @Test func statisticsAddUp() throws {
    let house = try House()
    let data = house.ask(.statistics, as: "meera").data
    let statistics = try Statistics(json: data)
    #expect(statistics.totalConversations == 44)
    let byStatus = try #require(statistics.statusBreakdown)
    #expect(byStatus.values.reduce(0, +) == 44)
    #expect(statistics.activeConversations == (byStatus[.open] ?? 0) + (byStatus[.waiting] ?? 0))
    #expect(statistics.perAgent.map(\.name) == ["Meera Iyer", "Ravi Nair", "Kiran Patil"])
    #expect(statistics.perAgent.first?.totalConversations == 6)
    #expect(try #require(statistics.totalMessages) > 500)
    #expect(data["generatedAt"] == "2025-11-18T08:30:00.000Z")
  }

  // MARK: Shapes

  @Test func listsLeaveTheLastMessagesReferencesAsIds() throws {
    let house = try House()
    let list = house.ask(.conversations(.init(limit: "100")), as: "asha").elements
    let last = list.compactMap { $0["lastMessage"] }
    #expect(last.allSatisfy { $0["senderId"]?.stringValue != nil })
    #expect(last.contains { $0["mediaId"]?.stringValue != nil })
    #expect(list.contains { $0["assignedSupportId"] == .null })
    let one = house.ask(.conversation(house.conversation("lakshmi")), as: "meera").data
    #expect(one["lastMessage"]?["mediaId"]?["name"] == "leaf.jpg")
    #expect(one["userId"]?["phone"]?.stringValue?.hasPrefix("+91") == true)
    let status = house.ask(
      .setStatus(house.conversation("lakshmi"), ["status": "open"]), as: "meera")
    #expect(status.data["lastMessage"]?.stringValue != nil)
  }

  @Test func theModelReadsEverythingTheSandboxWrites() throws {
    let house = try House()
    for page in 1...3 {
      let call = SandboxCall.allConversations(.init(page: "\(page)", limit: "20"))
      let answer = try Page<Conversation>(json: house.ask(call, as: "asha").body)
      #expect(answer.problems.isEmpty && !answer.elements.isEmpty)
      for conversation in answer.elements {
        let history = house.ask(.messages(conversation.id, .init()), as: "asha").body
        #expect(try Page<Message>(json: history).problems.isEmpty)
      }
    }
  }
}
