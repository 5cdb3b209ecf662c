import ChatModel
import Foundation
import JSON
import SandboxCore
import Testing

@Suite final class PersistenceTests {
  private let folder: URL
  private var file: String { folder.appending(path: "sandbox.sqlite").path }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func house(_ change: (inout SandboxConfiguration) -> Void = { _ in }) throws -> House {
    try House {
      $0.dataFile = file
      change(&$0)
    }
  }

  @Test func everythingSurvivesARestart() throws {
    let conversation: ConversationID
    let before: JSONValue
    let list: JSONValue
    let media: String
    do {
      let house = try house()
      conversation = house.conversation("lakshmi")
      let uploaded = house.ask(
        .upload(Upload(type: "image", parts: [.file("a.png", "image/png", size: 300)])),
        as: "meera")
      media = String(
        uploaded.elements.first?["url"]?.stringValue?.split(separator: "/").last ?? "")
      let picture: JSONValue = [
        "conversationId": .string(conversation.rawValue), "messageType": "image",
        "mediaId": uploaded.elements.first?["_id"] ?? .null,
      ]
      #expect(house.ask(.sendMessage(picture), as: "meera").status == 201)
      house.pass(1)
      _ = house.ask(.sendMessage(text("सुप्रभात 🌅", in: house.wire("lakshmi"))), as: "lakshmi")
      _ = house.ask(.markRead(conversation), as: "meera")
      let first = house.ask(.messages(conversation, .init()), as: "meera").elements.first
      let id = MessageID(first?["_id"]?.stringValue ?? "")
      #expect(house.ask(.deleteMessage(id), as: "asha").status == 200)
      _ = house.ask(.setStatus(house.conversation("ramesh"), ["status": "closed"]), as: "meera")
      _ = house.ask(.deleteConversation(house.conversation("meena")), as: "asha")
      before = house.ask(.messages(conversation, .init()), as: "meera").body
      list = house.ask(.allConversations(.init(limit: "100")), as: "asha").body
    }
    let house = try house()
    #expect(house.ask(.messages(conversation, .init()), as: "meera").body == before)
    #expect(house.ask(.allConversations(.init(limit: "100")), as: "asha").body == list)
    #expect(
      house.sandbox.mediaFile(named: media)?.content == .bytes(Array(repeating: 7, count: 300)))
    // New ids do not meet old ones.
    let id = house.ask(.sendMessage(text("a", in: house.wire("lakshmi"))), as: "meera").data["_id"]
    #expect(before["data"]?.arrayValue?.contains { $0["_id"] == id } == false)
  }

  @Test func theSecretIsKeptInTheFile() throws {
    let token = try house().token("meera")
    let header = "Bearer \(token)"
    #expect(try house().sandbox.respond(to: .statistics, authorization: header).status == 200)
  }

  @Test func aSecretThatWasGivenStaysOutOfTheFile() throws {
    let secret = Array("from outside".utf8)
    let token = try house { $0.secret = secret }.token("meera")
    let header = "Bearer \(token)"
    #expect(try house().sandbox.respond(to: .statistics, authorization: header).status == 401)
    let again = try house { $0.secret = secret }
    #expect(again.sandbox.respond(to: .statistics, authorization: header).status == 200)
  }

  @Test func withoutAFileEverySandboxHasItsOwnSecret() throws {
    let header = "Bearer \(try House().token("meera"))"
    #expect(try House().sandbox.respond(to: .statistics, authorization: header).status == 401)
  }

  @Test func theSeedIsForNewFilesAlone() throws {
    _ = try house { $0.seed = .empty }
    #expect(try house { $0.seed = .demo }.sandbox.people.count == 3)
  }

  @Test func theFileIsItsOwnersAlone() throws {
    _ = try house()
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func anotherProgramsFileIsLeftAlone() throws {
    let words = Data("this is a letter, not a database; it is long enough to be read as one".utf8)
    try words.write(to: URL(filePath: file))
    #expect(throws: SandboxOpenError.notASandbox(path: file)) { try house() }
    #expect(try Data(contentsOf: URL(filePath: file)) == words)
  }

  @Test func aFileThatCannotBeMadeSaysWhy() throws {
    let path = folder.appending(path: "missing/sandbox.sqlite").path
    let error = #expect(throws: SandboxOpenError.self) { try House { $0.dataFile = path } }
    #expect(error?.description.contains(path) == true)
  }
}
