import ChatModel
import Foundation
import JSON
import SplitMix
import Testing

@testable import SandboxCore

/// What holds once others than its owner can reach the sandbox.
@Suite struct ReachableTests {
  private func ids(_ house: House) -> [String] {
    (0..<200).compactMap { _ in
      house.ask(.sendMessage(text("a", in: house.wire("lakshmi"))), as: "meera")
        .data["_id"]?.stringValue
    }
  }

  @Test func idsAreDifferentEachTimeAndGrow() throws {
    let first = ids(try House())
    let second = ids(try House())
    #expect(first.count == 200 && Set(first + second).count == 400)
    #expect(first == first.sorted())
    #expect(first.allSatisfy { $0.count == 24 && $0.allSatisfy("0123456789abcdef".contains) })
  }

  @Test func idsOfASeedAreTheSameEachTime() throws {
    #expect(try ids(House { $0.idSeed = 7 }) == ids(House { $0.idSeed = 7 }))
    #expect(try ids(House { $0.idSeed = 7 }) != ids(House { $0.idSeed = 8 }))
  }

  @Test func randomIDsGrowInOneMillisecondAndWhenTheClockGoesBack() {
    var source = RandomIDs()
    var chance = SplitMix64(seed: 3)
    let times = Array(repeating: Int64(1_000), count: 20_000) + [900, 1_001, 1_001, 5_000]
    let made = times.map { source.next(at: Millis($0), using: &chance) }
    #expect(made == made.sorted() && Set(made).count == made.count)
  }

  @Test func theSecretAloneTellsThePeoplesIDs() throws {
    let secret = Array("between us".utf8)
    let one = try House { $0.secret = secret }
    let other = try House { $0.secret = secret }
    #expect(one.id("meera") == other.id("meera"))
    #expect(try House { $0.secret = secret + [1] }.id("meera") != one.id("meera"))
    #expect(one.wire("lakshmi") != other.wire("lakshmi"))
  }

  // MARK: Files

  private func picture(_ house: House, as who: String) -> JSONValue {
    house.ask(.upload(Upload(type: "image", parts: [.file("a.png", "image/png")])), as: who)
      .elements.first ?? .null
  }

  private func sending(_ media: JSONValue, in chat: JSONValue) -> SandboxCall {
    .sendMessage(
      .object(ofKnown: [
        ("conversationId", chat), ("messageType", "image"), ("mediaId", media["_id"]),
      ]))
  }

  @Test func aFileIsSentByWhoeverUploadedItAlone() throws {
    let house = try House()
    let mine = picture(house, as: "meera")
    let chat = house.wire("lakshmi")
    let answer = house.ask(sending(mine, in: chat), as: "lakshmi")
    #expect(answer.status == 404 && answer.message == "Media not found")
    #expect(house.ask(sending(mine, in: chat), as: "asha").status == 404)
    #expect(house.ask(sending(mine, in: chat), as: "meera").status == 201)
  }

  @Test func anUploadedFileStandsInTheFolderAndGoesWithTheSandbox() throws {
    let house = try House()
    let file = try house.sandbox.newArrival()
    try file.write(Array("seven".utf8)[...])
    let upload = Upload(
      type: "image",
      parts: [
        .init(field: "media", fileName: "a", contentType: "image/png", content: .file(file))
      ])
    let media = house.ask(.upload(upload), as: "meera").elements.first ?? .null
    let name = media["url"]?.stringValue?.split(separator: "/").last.map(String.init) ?? ""
    guard case .file(let path, 5)? = house.sandbox.mediaFile(named: name)?.content else {
      Issue.record("\(media)")
      return
    }
    #expect(try Data(contentsOf: URL(filePath: path)) == Data("seven".utf8))
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    house.sandbox.close()
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func aFileThatWasNotTakenIsDeleted() throws {
    let data = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    let folder = data + ".media"
    defer { for path in [data, folder] { try? FileManager.default.removeItem(atPath: path) } }
    let house = try House { $0.dataFile = data }
    do {
      let file = try house.sandbox.newArrival()
      try file.write([1, 2, 3][...])
      let upload = Upload(
        type: "audio",
        parts: [.init(field: "media", fileName: "a", contentType: "a/b", content: .file(file))])
      #expect(house.ask(.upload(upload), as: "meera").status == 400)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    // And what a killed process left is swept by the next one.
    let left = folder + "/incoming-1-1"
    #expect(FileManager.default.createFile(atPath: left, contents: Data([1])))
    _ = try House { $0.dataFile = data }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
  }

  @Test func mediaAddressesBeginWhereTheirReaderReachedTheServer() throws {
    let house = try House()
    func url(_ origin: String?) -> String? {
      house.sandbox.respond(
        to: .conversation(house.conversation("lakshmi")),
        authorization: "Bearer \(house.token("meera"))", origin: origin
      ).data["lastMessage"]?["mediaId"]?["url"]?.stringValue
    }
    #expect(url("http://desk:5000")?.hasPrefix("http://desk:5000/uploads/chat/") == true)
    #expect(url(nil)?.hasPrefix("http://127.0.0.1:9/uploads/chat/") == true)
    // Two who hear of one message get it each with their own address.
    for (who, origin) in [("meera", "http://one:1"), ("lakshmi", "http://two:2")] {
      try house.sandbox.connect(
        LiveSessionID(who), auth: ["token": .string(house.token(who))], origin: origin)
      house.sandbox.handle(
        "conversation:join", [["conversationId": house.wire("lakshmi")]], from: LiveSessionID(who))
      _ = house.heard(by: LiveSessionID(who))
    }
    let media = picture(house, as: "meera")
    house.sandbox.handle(
      "message:send",
      [
        .object(ofKnown: [
          ("conversationId", house.wire("lakshmi")), ("messageType", "image"),
          ("mediaId", media["_id"]),
        ])
      ], from: "meera")
    for (who, origin) in [("meera", "http://one:1"), ("lakshmi", "http://two:2")] {
      let new = house.heard(by: LiveSessionID(who)).first { $0.event == "message:new" }
      let url = new?.data["message"]?["mediaId"]?["url"]?.stringValue
      #expect(url?.hasPrefix(origin + "/uploads/chat/") == true, "\(who)")
    }
  }

  // MARK: Rules

  @Test func aDeletedConversationChangesNoMore() throws {
    let house = try House()
    let chat = house.conversation("lakshmi")
    let wire = house.wire("lakshmi")
    let history = house.ask(.messages(chat, .init()), as: "meera").elements
    let last = MessageID(history.last?["_id"]?.stringValue ?? "")
    #expect(house.ask(.deleteConversation(chat), as: "asha").status == 200)
    let before = house.ask(.conversation(chat), as: "asha").body
    house.pass(60)
    let meera = house.id("ravi").rawValue
    let calls: [SandboxCall] = [
      .setStatus(chat, ["status": "closed"]), .markRead(chat), .markMessageRead(last),
      .reassign(["conversationId": wire, "newSupportId": .string(meera)]),
      .sendMessage(text("a", in: wire)), .deleteMessage(last), .deleteConversation(chat),
    ]
    for call in calls {
      let answer = house.ask(call, as: "asha")
      #expect(answer.status == 404 && answer.message == "Conversation not found", "\(call)")
    }
    #expect(house.ask(.conversation(chat), as: "asha").body == before)
    #expect(house.ask(.messages(chat, .init()), as: "asha").elements == history)
  }

  @Test func anAdminsReadingEmptiesTheAgentsCount() throws {
    let house = try House()
    let chat = house.conversation("lakshmi")
    let meera = house.id("meera").rawValue
    func unread() -> JSONValue? {
      house.ask(.conversation(chat), as: "asha").data["unreadCount"]
    }
    #expect(unread()?[meera] == 2)
    #expect(house.ask(.markRead(chat), as: "asha").status == 200)
    #expect(unread()?[meera] == 0)
    #expect(unread()?[house.id("asha").rawValue] == 0)
    _ = house.ask(.sendMessage(text("a", in: house.wire("lakshmi"))), as: "lakshmi")
    #expect(unread()?[meera] == 1)
  }

  @Test func supportReadsItsOwnInTheDocumentsDialectAndAllInTheFields() throws {
    for dialect in SandboxConfiguration.Dialect.allCases {
      let house = try House { $0.dialect = dialect }
      let all = house.ask(.allConversations(.init(limit: "100")), as: "meera").elements
      let mine = house.id("meera").rawValue
      for one in all {
        let id = ConversationID(one["_id"]?.stringValue ?? "")
        let isMine = one["assignedSupportId"]?["_id"]?.stringValue == mine
        let status = dialect == .field || isMine ? 200 : 403
        #expect(house.ask(.conversation(id), as: "meera").status == status)
        #expect(house.ask(.messages(id, .init()), as: "meera").status == status)
        let same: JSONValue = .object(ofKnown: [("status", one["status"])])
        #expect(house.ask(.setStatus(id, same), as: "meera").status == status)
      }
    }
  }

  // MARK: Text

  @Test func textWithANullCharacterIsWholeInTheDataFile() throws {
    let data = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: data) }
    let words = "before\u{0}after\u{0}"
    let chat: ConversationID
    do {
      let house = try House { $0.dataFile = data }
      chat = house.conversation("lakshmi")
      let sent = house.ask(.sendMessage(text(words, in: house.wire("lakshmi"))), as: "meera")
      #expect(sent.data["content"] == .string(words))
      let file = Upload(type: "image", parts: [.file("a\u{0}b.png", "image/png")])
      let media = house.ask(.upload(file), as: "meera").elements.first ?? .null
      #expect(house.ask(sending(media, in: house.wire("lakshmi")), as: "meera").status == 201)
    }
    let house = try House { $0.dataFile = data }
    let history = house.ask(.messages(chat, .init()), as: "meera").elements
    #expect(history.dropLast().last?["content"] == .string(words))
    #expect(history.last?["mediaId"]?["name"] == "a\u{0}b.png")
  }
}
