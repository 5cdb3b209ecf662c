import ChatModel
import JSON
import Testing

@testable import SandboxCore
@testable import SandboxHTTP

struct RoutesTests {
  private func call(_ method: String, _ path: String, _ query: String = "") -> SandboxCall? {
    Route.call(method: method, path: "/api/v1/chat" + path, query: query, body: ["a": 1])
  }

  @Test func aPathThatIsTooLongMeansNothing() {
    let id = String(repeating: "a", count: 1000)
    #expect(Route(method: "GET", path: "/api/v1/chat/messages/\(id)") == .call(needsBody: false))
    #expect(Route(method: "GET", path: "/api/v1/chat/messages/\(id)\(id)\(id)") == .none)
  }

  @Test func aHostMayBeAsLongAsANameAndNoLonger() {
    #expect(Request.isHost(String(repeating: "a", count: 255)))
    #expect(!Request.isHost(String(repeating: "a", count: 256)))
  }

  @Test func eachOfTheElevenCallsHasItsPath() {
    #expect(call("POST", "/conversations") == .createConversation)
    #expect(
      call("GET", "/conversations", "page=2&limit=5&status=open")
        == .conversations(ListQuery(page: "2", limit: "5", status: "open")))
    #expect(call("GET", "/conversations/c1") == .conversation("c1"))
    #expect(call("POST", "/messages") == .sendMessage(["a": 1]))
    #expect(call("GET", "/messages/c1", "page=3") == .messages("c1", ListQuery(page: "3")))
    #expect(Route(method: "POST", path: "/api/v1/chat/media") == .upload)
    #expect(call("PATCH", "/conversations/c1/read") == .markRead("c1"))
    #expect(call("PATCH", "/conversations/c1/status") == .setStatus("c1", ["a": 1]))
    #expect(
      call("GET", "/support/conversations", "assignedTo=a%20b")
        == .allConversations(ListQuery(assignedTo: "a b")))
    #expect(call("POST", "/support/reassign") == .reassign(["a": 1]))
    #expect(call("GET", "/support/stats") == .statistics)
  }

  @Test func theOptionalCallsOfRow20AndRow23AreThere() {
    #expect(call("DELETE", "/messages/m1") == .deleteMessage("m1"))
    #expect(call("DELETE", "/conversations/c1") == .deleteConversation("c1"))
    #expect(call("PATCH", "/messages/m1/read") == .markMessageRead("m1"))
    #expect(
      Route.call(method: "POST", path: "/api/v1/users/login", query: "", body: .null)
        == .signIn(.null))
  }

  @Test func whatIsNoCallIsNotTaken() {
    #expect(call("PUT", "/messages") == nil)
    #expect(call("GET", "/conversations//") == nil)
    #expect(call("GET", "/conversations//read") == nil)
    #expect(Route(method: "GET", path: "/") == .none)
    #expect(Route(method: "GET", path: "/uploads/chat/a%20b.png") == .media(name: "a b.png"))
  }

  @Test func oneSlashAtTheEndMeansNothing() {
    #expect(call("GET", "/conversations/") == call("GET", "/conversations"))
    #expect(call("PATCH", "/conversations/c1/read/") == .markRead("c1"))
    #expect(Route(method: "POST", path: "/api/v1/chat/media/") == .upload)
    #expect(Route(method: "POST", path: "/api/v1/users/login/") == .signIn)
    #expect(Route(method: "GET", path: "/socket.io/") == Route(method: "GET", path: "/socket.io"))
  }

  @Test func aRangeIsServedAsItsPart() {
    let file = MediaFile(contentType: "image/png", bytes: Array(0..<10))
    func answer(_ range: String?) -> HTTPAnswer { .media(file, range: range) }
    #expect(answer(nil).status == 200)
    #expect(answer("bytes=2-4").body == .bytes([2, 3, 4]))
    #expect(answer("bytes=2-4").headers["Content-Range"] == "bytes 2-4/10")
    #expect(answer("bytes=7-").body == .bytes([7, 8, 9]))
    #expect(answer("bytes=-2").body == .bytes([8, 9]))
    #expect(answer("bytes=5-99").body == .bytes([5, 6, 7, 8, 9]))
    #expect(answer("bytes=10-").status == 416)
    #expect(answer("bytes=-0").status == 416)
    #expect(answer("bytes=4-2").status == 200)
    #expect(answer("bytes=0-\(Int.max)").body.count == 10)
  }
}
