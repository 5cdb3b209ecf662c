import ChatModel
import JSON
import Recordings
import Testing

@Suite struct SharingTests {
  private var tape: Taping {
    var tape = Taping.talk(content: "मेरे गेहूँ के पत्ते, call +91 98765 43210")
    tape.into(
      "notification:new-message",
      [
        "conversationId": .string(Taping.conversation),
        "sender": ["id": "farm000000000000000000002", "name": "Ramesh Kumar", "role": "User"],
        "message": [
          "_id": "m00000000000000000000002", "content": "See you, Ramesh Kumar",
          "messageType": "text",
        ],
      ])
    tape.add(
      .incoming, .http, "GET /uploads/chat/ramesh%20leaf.jpg",
      [
        "email": "ramesh@farm.example", "token": "(token)", "phone": 9876543210,
        "url": "http://x/ramesh.jpg",
      ],
      status: 200)
    return tape
  }

  private var bundle: BugBundle {
    var bundle = BugBundle()
    bundle.hide(["/home/meera"], as: .place)
    bundle.add("recording-1.jsonl", recording: tape.recording)
    bundle.add(
      "config.txt", text: "url = http://desk:5  (/home/meera/.config/furrow/config.toml:1:1)\n")
    return bundle
  }

  @Test func nothingPrivateIsLeftInABundle() {
    let bundle = bundle
    let texts = bundle.members.map { String(decoding: $0.content, as: UTF8.self) }.joined()
    for word in bundle.words.searched { #expect(!texts.contains(word), "\(word)") }
    for word in [
      "Ramesh", "ramesh", "गेहूँ", "98765", "9876543210", "Meera", "farm.example", "/home/meera",
    ] {
      #expect(!texts.contains(word), "\(word)")
    }
    #expect(bundle.left.isEmpty)
    #expect(bundle.words.searched.count > 5)
  }

  @Test func whatIsEqualIsReplacedByWhatIsEqual() {
    var words = PrivateWords()
    #expect(words.hide("Sita Devi", .name) == "[name 1]")
    #expect(words.hide("Ramesh", .name) == "[name 2]")
    #expect(words.hide("Sita Devi", .name) == "[name 1]")
    #expect(
      words.hidden(in: "Sita Devi met Ramesh and Sita Devi") == "[name 1] met [name 2] and [name 1]"
    )
  }

  @Test func mobilesThatAreWrittenAsNumbersGoWhateverTheyAreCalled() throws {
    var words = PrivateWords()
    let hidden = words.hidden(["n": 9_123_456_780, "list": [919_876_543_210], "at": 1_764_400_000])
    #expect(hidden["n"] == "[phone 1]" && hidden["list"]?.arrayValue == ["[phone 2]"])
    #expect(hidden.encoded.contains("1764400000") && !hidden.encoded.contains("9123456780"))
  }

  @Test func mailAddressesAndPhoneNumbersOfARunningTextGo() {
    var bundle = BugBundle()
    bundle.hide(["ravi"], as: .name)
    bundle.add(
      "doctor.jsonl",
      text:
        #"{"found":"62f0a1b2c3d4e5f6a7b8c9d0, ravi@furrow.example, +919876543211, 98765 43210"}"#)
    let text = String(decoding: bundle.members[0].content, as: UTF8.self)
    #expect(
      text == #"{"found":"62f0a1b2c3d4e5f6a7b8c9d0, [mail 1], [phone 1], [phone 2]"}"#)
    #expect(bundle.left.isEmpty)
  }

  @Test func aPrivateWordThatIsAPartOfTheProtocolsStopsNoBundle() {
    var tape = Taping.talk(content: "age")
    tape.into("message:new", ["message": ["_id": .string(Taping.message), "content": "user"]])
    var bundle = BugBundle()
    bundle.hide(["user", "name", "role"], as: .name)
    bundle.add("recording-1.jsonl", recording: tape.recording)
    #expect(bundle.left.isEmpty, "\(bundle.left)")
    #expect(!String(decoding: bundle.members[0].content, as: UTF8.self).contains("\"age\""))
  }

  @Test func whatStandsBehindItsEscapesGoesToo() {
    var words = PrivateWords()
    words.hide("say \"yes\"", .text)
    #expect(words.hidden(in: #"{"a":"say \"yes\""}"#) == #"{"a":"[text 1, 9 characters]"}"#)
  }

  @Test func whatABugIsFoundByStays() throws {
    let text = String(decoding: bundle.members[0].content, as: UTF8.self)
    let read = try Recording(Array(text.utf8), named: "x")
    #expect(read.records.count == tape.records.count)
    #expect(read.records.map(\.at) == tape.records.map(\.at))
    #expect(read.records.compactMap(\.event) == tape.records.compactMap(\.event))
    #expect(text.contains(Taping.conversation) && text.contains(Taping.message))
    #expect(text.contains("\"status\":\"resolved\"") && text.contains("2025-11-18T14:32:01.000Z"))
    #expect(text.contains("/chat/conversations?page=1&limit=100"))
  }

  // An assertion on the copy finds what it finds in the recording.
  @Test func theNamesOfMembersMasksAndThePathOfALinkStay() throws {
    var tape = Taping()
    let path = "/socket.io/?EIO=4&transport=websocket&token=(token)&name=Sita"
    tape.add(.outgoing, .ws, "open", .string(path))
    tape.into("message:new", ["message": ["_id": .string(Taping.message), "__v": 0]])
    tape.add(.outgoing, .http, "GET /api/v1/chat/conversations")
    tape.records[2].headers = [WireHeaderField("Authorization", "Bearer (token)")]
    var bundle = BugBundle()
    bundle.add("x", recording: tape.recording)
    let copy = try Recording(bundle.members[0].content, named: "x")
    #expect(
      copy.records[0].data
        == "/socket.io/?EIO=4&transport=websocket&token=(token)&name=(hidden)")
    #expect(copy.records[1].argument["message"]?["_id"] == .string(Taping.message))
    #expect(copy.records[1].argument["message"]?["__v"] == 0)
    #expect(copy.records[2].headers == tape.records[2].headers)
  }

  // Who reads that list reads no names of people.
  @Test func shortNamesAreNoWordsOfTheProtocol() {
    var words = PrivateWords()
    _ = words.hidden(["name": "K.", "lastName": "ਗਿੱਲ", "status": "open", "first_name": "open"])
    #expect(words.shared == [])
  }

  // Letters and digits by chance: one of thirty has no digit.
  @Test func aSessionsIDStaysWithoutADigitToo() {
    var words = PrivateWords()
    #expect(words.hidden(["sid": "LtaSUeumsYjTPZrncITL"])["sid"] == "LtaSUeumsYjTPZrncITL")
    #expect(words.hidden(["sid": "Sita Devi"])["sid"] != "Sita Devi")
  }

  // A farmer may write "open": as a text it goes, as a status it stays.
  @Test func aWordOfTheProtocolStaysWhereItIsTheProtocols() {
    var words = PrivateWords()
    let hidden = words.hidden(["status": "open", "content": "open"])
    #expect(hidden["status"] == "open")
    #expect(hidden["content"] != "open")
    #expect(words.shared == ["open"])
    #expect(words.hidden(["content": "2025"]) != ["content": "2025"])
    #expect(words.shared.contains("2025"))
  }

  @Test func whatIsLeftIsFoundBehindItsEscapesToo() {
    var words = PrivateWords()
    words.hide("say \"yes\"", .text)
    #expect(words.left(in: #"{"a":"say \"yes\""}"#) == ["say \"yes\""])
  }

  @Test func anArchiveIsAsTarReadsIt() {
    let bytes = TarFile.bytes(
      of: [.init(name: "a.txt", content: Array("hello".utf8))], time: 1_700_000_000)
    #expect(bytes.count == 512 + 512 + 1024)
    #expect(String(decoding: bytes[..<5], as: UTF8.self) == "a.txt")
    #expect(String(decoding: bytes[257..<262], as: UTF8.self) == "ustar")
    #expect(String(decoding: bytes[124..<135], as: UTF8.self) == "00000000005")
    var head = Array(bytes[..<512])
    let told = Int(String(decoding: head[148..<154], as: UTF8.self), radix: 8)
    for place in 148..<156 { head[place] = 0x20 }
    #expect(told == head.reduce(0) { $0 + Int($1) })
  }
}
