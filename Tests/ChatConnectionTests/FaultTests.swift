// The client's own link under a plan, against a server played by hand.

import ChatClient
import ChatModel
import Faults
import Foundation
import JSON
import LoopbackServer
import SocketIO
import Testing
import Transport

@testable import ChatConnection

@Suite(.timeLimit(.minutes(5)))
struct FaultTests {
  private func link(_ server: TestServer, _ control: FaultControl) throws -> SocketLink {
    var configuration = SocketClient.Configuration()
    configuration.policy = .webSocketOnly
    return SocketLink(
      server: try WebAddress(server.root + "/api/v1"), client: makeClient(),
      configuration: configuration, faults: control)
  }

  @Test func onlyTheNamedEventsAreLostOnTheOwnLink() async throws {
    let heard = Log<String?>()
    let server = TestServer { connection in
      _ = connection.openSession()
      connection.say(#"40{"sid":"x"}"#)
      connection.say(#"42["message:sent",{"n":1}]"#)
      connection.say(#"42["user:online",{"n":2}]"#)
      heard.append(connection.hear())
      connection.waitForEnd()
    }
    let control = FaultControl(try FaultPlan(reading: "drop=100%,only=message:sent+typing:start"))
    let link = try link(server, control)
    var watcher = Watcher(link)
    link.connect(token: "secret")
    #expect(
      await watcher.next(3) == [
        .connecting, .connected(.websocket, recovered: false),
        .event(name: "user:online", arguments: [["n": 2]]),
      ])
    link.emit(.raw("typing:start", [1]), id: EmissionID(rawValue: 1), acknowledged: false)
    link.emit(.raw("other", [2]), id: EmissionID(rawValue: 2), acknowledged: false)
    #expect(await watcher.next(2).count == 2)
    await link.close()
    #expect(heard.all == [#"42["other",2]"#])
  }

  @Test func theConnectionThatStandsIsCutAndTheNextOneIsLeftAlone() async throws {
    let server = TestServer { connection in
      _ = connection.openSession()
      connection.say(#"40{"sid":"x"}"#)
      connection.waitForEnd()
    }
    let control = FaultControl()
    let link = try link(server, control)
    var watcher = Watcher(link)
    link.connect(token: "secret")
    #expect(await watcher.first(isConnected) != nil)
    control.use(try FaultPlan(reading: "cut"))
    let lost = await watcher.first { if case .disconnected = $0 { true } else { false } }
    #expect(lost.map { "\($0)" }?.contains("cut by a fault") == true)
    link.retryNow()
    #expect(await watcher.first(isConnected) != nil)
    await link.close()
  }

  @Test func theTokenThatIsThereExpiresAndAnotherOneIsGood() async throws {
    let server = TestServer { connection in
      guard connection.openSession() != nil else { return }
      connection.say(#"40{"sid":"x"}"#)
      connection.waitForEnd()
    }
    let control = FaultControl(try FaultPlan(reading: "expire"))
    let link = try link(server, control)
    var watcher = Watcher(link)
    link.connect(token: "old")
    let refused = await watcher.first { if case .refused = $0 { true } else { false } }
    #expect(
      refused == .refused(reason: "Authentication error: Token expired", isSignIn: true))
    link.connect(token: "new")
    #expect(await watcher.first(isConnected) != nil)
    await link.close()
  }

  private func api(_ server: TestServer, _ control: FaultControl) throws -> HTTPChatAPI {
    HTTPChatAPI(
      base: try WebAddress(server.root + "/api/v1"), token: "secret", client: makeClient(),
      faults: control)
  }

  private func failure(_ api: HTTPChatAPI) async -> APIError? {
    do throws(APIError) {
      try await api.markAllRead("c1")
      return nil
    } catch {
      return error
    }
  }

  @Test func theNextCallsFailInTheirOrderAndNeverReachTheServer() async throws {
    let seen = Log<String>()
    let server = TestServer { request in
      seen.append(request.method)
      return answer(200, [], #"{"message":"ok"}"#)
    }
    let control = FaultControl(try FaultPlan(reading: "fail=403+503"))
    let api = try api(server, control)
    #expect(await failure(api).map { "\($0)" }?.contains("notAllowed") == true)
    #expect(await failure(api).map { "\($0)" }?.contains("serverFailed") == true)
    #expect(await failure(api) == nil)
    #expect(seen.all.count == 1)
    control.use(try FaultPlan(reading: "expire"))
    #expect(await failure(api).map { "\($0)" }?.contains("notSignedIn") == true)
    control.use(FaultPlan())
    #expect(await failure(api) == nil)
  }

  @Test func aFileThatIsTooLargeForThePlanIsRefusedHere() async throws {
    let seen = Log<String>()
    let server = TestServer { request in
      seen.append(String(decoding: request.body, as: UTF8.self))
      return answer(201, [], #"{"data":[]}"#)
    }
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).png").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(repeating: 7, count: 500).write(to: URL(filePath: path))
    let file = OutboxFile(
      path: path, name: "leaf.png", kind: .image, format: "image/png", size: 500)
    let control = FaultControl(try FaultPlan(reading: "upload-limit=100B"))
    let api = try api(server, control)
    await #expect(throws: APIError.self) { try await api.upload([file], as: .image) { _ in } }
    #expect(seen.all.isEmpty)
    control.use(try FaultPlan(reading: "upload-type"))
    _ = try? await api.upload([file], as: .image) { _ in }
    #expect(seen.all.last?.contains("Content-Type: application/x-fault") == true)
  }
}
