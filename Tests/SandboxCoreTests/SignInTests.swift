import ChatModel
import SandboxCore
import Testing

@Suite struct SignInTests {
  @Test func aSignedInPersonMayConnect() throws {
    let sandbox = try Sandbox(.empty)
    let answer = sandbox.respond(
      to: .signIn(["email": "meera@furrow.example", "password": "meera-demo"]), authorization: nil)
    #expect(answer.status == 200)
    let token = try #require(answer.body["token"]?.stringValue)
    let user = try sandbox.connect("a", auth: ["token": .string(token)])
    #expect(answer.body["data"]?["id"] == .string(user.rawValue))
  }
}

extension SandboxConfiguration {
  static var empty: Self {
    var configuration = Self()
    configuration.seed = .empty
    return configuration
  }
}
