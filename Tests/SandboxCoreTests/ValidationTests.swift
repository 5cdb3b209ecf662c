import ChatModel
import JSON
import SandboxCore
import Testing

@Suite struct ValidationTests {
  @Test func aRefusedMessageNamesTheField() throws {
    let house = try House()
    let chat = house.wire("lakshmi")
    let voice = house.ask(
      .upload(Upload(type: "audio", parts: [.file("a.ogg", "audio/ogg")])), as: "meera")
    let voiceID = voice.elements.first?["_id"] ?? .null
    let cases: [(JSONValue, String)] = [
      (.null, "The body must be a JSON object"),
      ([1], "The body must be a JSON object"),
      ([:], "conversationId is required"),
      (["conversationId": 5], "conversationId must be a string"),
      (["conversationId": " "], "conversationId is required"),
      (["conversationId": chat], "messageType is required"),
      (["conversationId": chat, "messageType": []], "messageType must be a string"),
      (
        ["conversationId": chat, "messageType": "sticker"],
        "messageType must be one of text, image, audio, video"
      ),
      (["conversationId": chat, "messageType": "text"], "content is required for text messages"),
      (
        ["conversationId": chat, "messageType": "text", "content": " \n\t "],
        "content is required for text messages"
      ),
      (
        ["conversationId": chat, "messageType": "text", "content": ["a"]],
        "content must be a string"
      ),
      (
        ["conversationId": chat, "messageType": "image"], "mediaId is required for image messages"
      ),
      (
        ["conversationId": chat, "messageType": "image", "mediaId": voiceID],
        "mediaId is of type audio, not image"
      ),
    ]
    let meera = try house.connect("meera")
    for (body, message) in cases {
      let answer = house.ask(.sendMessage(body), as: "meera")
      #expect(answer.status == 400 && answer.message == message, "\(body)")
      #expect(answer.body["success"] == false)
      house.sandbox.handle("message:send", [body], from: meera)
      #expect(house.heard(by: meera).map(\.data) == [["message": .string(message)]], "\(body)")
    }
    let missing = house.ask(
      .sendMessage(["conversationId": chat, "messageType": "image", "mediaId": "x"]), as: "meera")
    #expect(missing.status == 404 && missing.message == "Media not found")
  }

  @Test func aRefusedChangeNamesTheField() throws {
    let house = try House()
    let id = house.conversation("lakshmi")
    let chat = house.wire("lakshmi")
    let cases: [(SandboxCall, String)] = [
      (.setStatus(id, [:]), "status is required"),
      (.setStatus(id, ["status": true]), "status must be a string"),
      (
        .setStatus(id, ["status": "done"]),
        "status must be one of open, waiting, resolved, closed"
      ),
      (.reassign([:]), "conversationId is required"),
      (.reassign(["conversationId": chat]), "newSupportId is required"),
      (.reassign(["conversationId": chat, "newSupportId": 1]), "newSupportId must be a string"),
      (
        .conversations(.init(status: "done")),
        "status must be one of open, waiting, resolved, closed"
      ),
      (.conversations(.init(page: "0")), "page must be a positive whole number"),
      (.conversations(.init(limit: "-1")), "limit must be a positive whole number"),
      (.messages(id, .init(page: "x")), "page must be a positive whole number"),
      (.messages(id, .init(limit: "1e9")), "limit must be a positive whole number"),
      (
        .messages(id, .init(limit: "99999999999999999999")),
        "limit must be a positive whole number"
      ),
      (.signIn(["email": "a"]), "password is required"),
      (.signIn(["password": "a"]), "email is required"),
    ]
    for (call, message) in cases {
      let answer = house.ask(call, as: "asha")
      #expect(answer.status == 400 && answer.message == message, "\(call)")
    }
  }

  @Test func aRefusedUploadNamesTheFileAndTheLimit() throws {
    let house = try House()
    let png = Upload.Part.file("leaf.png", "image/png")
    let big = Upload.Part.file("big.png", "image/png", size: UploadLimit.fileSize + 1)
    let cases: [(Upload, String)] = [
      (Upload(type: nil, parts: [png]), "type is required"),
      (Upload(type: "text", parts: [png]), "type must be one of image, audio, video"),
      (Upload(type: "image", parts: []), "media is required"),
      (
        Upload(type: "image", parts: Array(repeating: png, count: 6)),
        "media accepts at most 5 files"
      ),
      (
        Upload(type: "image", parts: [big]), "media is too large: big.png has more than 10 MB"
      ),
      (
        Upload(type: "audio", parts: [png]),
        "media has a type that is not allowed: leaf.png is image/png, not audio"
      ),
      (
        Upload(type: "image", parts: [.file("a.gif", "image/gif")]),
        "media has a type that is not allowed: a.gif is image/gif, not image"
      ),
      (
        Upload(type: "image", parts: [.file("a.png", "image/png", size: 0)]),
        "media is empty: a.png"
      ),
      (
        Upload(
          type: "image",
          parts: [.init(field: "file", fileName: "a", contentType: "image/png", bytes: [1])]),
        "file is not a field for files"
      ),
    ]
    for (upload, message) in cases {
      let answer = house.ask(.upload(upload), as: "meera")
      #expect(answer.status == 400 && answer.message == message)
    }
  }

  @Test func fiveFilesOfTenMegabytesAreTaken() throws {
    let house = try House()
    let full = Upload.Part.file("a.mp4", "video/mp4", size: UploadLimit.fileSize)
    let answer = house.ask(
      .upload(Upload(type: "video", parts: Array(repeating: full, count: 5))), as: "meera")
    #expect(answer.status == 201 && answer.elements.count == 5)
    #expect(answer.message == "Media uploaded successfully")
  }

  @Test(arguments: [
    ("image", "image/png"), ("image", "image/jpeg"), ("image", "image/jpg"),
    ("image", "IMAGE/WEBP; q=1"), ("video", "video/mp4"), ("video", "video/mpeg"),
    ("video", "video/quicktime"), ("audio", "audio/mpeg"), ("audio", "audio/wav"),
    ("audio", "audio/ogg"), ("audio", "audio/mp4"), ("audio", "audio/x-m4a"),
  ])
  func theDocumentsTypesAndThoseOfRow21AreTaken(_ kind: String, _ type: String) throws {
    let house = try House()
    let answer = house.ask(
      .upload(Upload(type: kind, parts: [.file("../../etc/passwd", type)])), as: "lakshmi")
    #expect(answer.status == 201)
    let media = try Media(json: answer.elements.first ?? .null)
    let url = try #require(media.url)
    #expect(url.hasPrefix("http://127.0.0.1:9/uploads/chat/"))
    // Whoever learns the id cannot fetch the file by it.
    #expect(!url.contains(media.id.rawValue))
    let name = String(url.split(separator: "/").last ?? "")
    #expect(house.sandbox.mediaFile(named: name)?.content == .bytes([7]))
    #expect(house.sandbox.mediaFile(named: name + "x") == nil)
    #expect(media.name == "../../etc/passwd" && media.size == 1)
  }

  @Test func carriedPicturesAreServed() throws {
    let house = try House()
    let last = house.ask(.conversation(house.conversation("lakshmi")), as: "meera").data
    let url = last["lastMessage"]?["mediaId"]?["url"]?.stringValue ?? ""
    let file = house.sandbox.mediaFile(named: String(url.split(separator: "/").last ?? ""))
    #expect(file?.contentType == "image/jpeg")
    guard case .bytes(let bytes)? = file?.content else {
      Issue.record("a carried picture is served from memory")
      return
    }
    #expect(bytes.starts(with: [0xFF, 0xD8, 0xFF]))
    for name in ["", ".", "..", "x", "x.png", "../leaf.jpg"] {
      #expect(house.sandbox.mediaFile(named: name) == nil)
    }
  }
}

extension Upload.Part {
  static func file(_ name: String, _ type: String, size: Int = 1) -> Upload.Part {
    .init(
      field: "media", fileName: name, contentType: type, bytes: Array(repeating: 7, count: size))
  }
}
