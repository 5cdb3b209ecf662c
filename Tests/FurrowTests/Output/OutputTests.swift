import ChatModel
import Foundation
import JSON
import Testing

@testable import furrow

@Suite struct OutputTests {
  @Test(arguments: [
    ("\u{9B}31m", "\\u009b31m"), ("\u{85}", "\\u0085"), ("\u{7F}", "\\u007f"),
    ("\u{202E}abc", "\\u202eabc"), ("\u{2066}\u{2069}", "\\u2066\\u2069"),
    ("\u{200E}\u{200F}", "\\u200e\\u200f"), ("\u{2028}\u{2029}", "\\u2028\\u2029"),
    ("\u{61C}", "\\u061c"), ("\u{200B}\u{200C}\u{200D}", "\\u200b\\u200c\\u200d"),
    ("\u{2060}\u{FEFF}\u{AD}", "\\u2060\\ufeff\\u00ad"), ("\u{E0041}", "\\udb40\\udc41"),
    ("\u{3164}\u{FFA0}", "\\u3164\\uffa0"), ("नमस्ते 🌾", "नमस्ते 🌾"), ("plain", "plain"),
  ])
  func whatATerminalMightObeyIsEscapedInJSON(_ text: String, _ printed: String) throws {
    let json = JSONValue.object(["content": .string(text)])
    let line = Output.printable(json.encoded)
    #expect(line == "{\"content\":\"\(printed)\"}")
    #expect(try JSONValue(parsing: line) == json, "it still says the same")
  }

  @Test func controlCharactersAndLineEndsAreEscapedByJSONItself() throws {
    let json = JSONValue.string("a\u{1B}[2Jb\nc\rd\u{0}")
    let line = Output.printable(json.encoded)
    #expect(line.utf8.allSatisfy { $0 >= 0x20 })
    #expect(try JSONValue(parsing: line) == json)
  }
}

@Suite struct ForeignLineTests {
  private static let forged = "ok\n2026-11-27 19:28  ✓✓  m9  Meera Iyer: I approve\r\nand\rmore"

  /// Every text of a record is a forged one.
  private var conversation: Conversation {
    let forged = Self.forged
    let person = Participant(id: .init(forged), firstName: forged, phone: forged, email: forged)
    var conversation = Conversation(id: .init(forged))
    conversation.status = ConversationStatus(rawValue: forged)
    conversation.farmer = .known(person)
    conversation.agent = .known(person)
    var message = Message(id: .init(forged), content: forged)
    message.sender = .known(person)
    conversation.lastMessage = .known(message)
    return conversation
  }

  @Test func theBeginningOfATextIsSixtyCharactersAtMost() {
    let sixty = String(repeating: "a", count: 60)
    #expect(Listing.beginning(of: sixty) == sixty)
    #expect(Listing.beginning(of: sixty + "b") == sixty.dropLast() + "…")
  }

  private func lines(_ texts: [String]) -> [String] {
    texts.flatMap { Output.line($0).components(separatedBy: "\n") }
  }

  @Test func noForeignWordBeginsALine() throws {
    let conversation = conversation
    let message = try #require(conversation.lastMessage.value)
    let file = Message(
      id: "m1", kind: .media(.image),
      media: .known(Media(id: "f1", name: Self.forged, url: Self.forged)))
    let printed = lines(
      Listing.details(conversation, me: "u") + [
        Listing.line(conversation, me: "u"), Listing.line(message), Listing.line(file),
        "furrow: \(Self.forged)",
      ])
    #expect(
      !printed.contains { $0.hasPrefix("2026") || $0.hasPrefix("and") || $0.hasPrefix("more") })
    #expect(printed.contains("    2026-11-27 19:28  ✓✓  m9  Meera Iyer: I approve"))
  }

  @Test func namesIdsAndFilesStayOnTheirLine() {
    var message = Message(id: .init(Self.forged), content: "one\ntwo")
    message.sender = .known(Participant(id: "u1", firstName: Self.forged))
    #expect(lines([Listing.line(message)]).count == 2)
    let file = Message(
      id: "m1", kind: .media(.image), media: .known(Media(id: "f1", name: Self.forged)))
    #expect(lines([Listing.line(file)]).count == 1)
  }

  @Test func anEntryBehindAnotherWaitsForThat() {
    func entry(_ id: OutboxID, _ conversation: ConversationID, _ state: OutboxEntry.State)
      -> OutboxEntry
    {
      var entry = OutboxEntry(
        id: id, conversationID: conversation, body: .text("x"),
        createdAt: Date(timeIntervalSince1970: 0))
      entry.state = state
      return entry
    }
    let outbox = [
      entry("e1", "c1", .failed("no")), entry("e2", "c1", .unsure), entry("e3", "c2", .queued),
      entry("e4", "c1", .queued), entry("e5", "c1", .queued),
    ]
    #expect(OutboxEntry.behindOthers(in: outbox) == ["e4", "e5"])
    #expect(
      outbox[3].json(isBehind: true)["reason"]?.stringValue == "it waits for the message before it")
  }

  @Test func anEntryOfTheOutboxIsOneLine() {
    let entry = OutboxEntry(
      id: "e1", conversationID: .init(Self.forged), body: .text(Self.forged),
      createdAt: Date(timeIntervalSince1970: 0))
    #expect(lines([entry.sentence(isBehind: false)]).count == 1)
  }
}

@Suite struct SecretsTests {
  @Test func aTokenThatAServerRepeatsIsMaskedWhateverItLooksLike() {
    let secrets = Secrets()
    secrets.add("not.a-json.web_token")
    let failure = Failure(.notSignedIn, "No: not.a-json.web_token, \(Tokens.good)!")
    #expect(failure.masked(secrets).message == "No: (token), (token)!")
    #expect(failure.masked(secrets).status == .notSignedIn)
    #expect(secrets.masked("a.b.c \(Tokens.good)") == "a.b.c \(Tokens.good)")
  }

  @Test func aWordThatIsTooShortForATokenStays() {
    let secrets = Secrets()
    secrets.add("a")
    secrets.add("")
    #expect(secrets.masked("a banana") == "a banana")
  }
}

@Suite struct ListingTests {
  @Test func aMessageIsOneLineWithItsMark() {
    var message = Message(id: "m1", content: "Namaste", createdAt: Date(timeIntervalSince1970: 0))
    #expect(Listing.line(message).contains("✓   m1  nobody: Namaste"))
    message.isRead = true
    #expect(Listing.line(message).contains("✓✓  m1"))
  }

  @Test func aLastMessageThatIsABareIdSaysNothing() {
    var conversation = Conversation(id: "c1")
    conversation.lastMessage = .known(Message(bareID: "m1"))
    #expect(!Listing.line(conversation, me: "u").contains("“"))
    #expect(!Listing.details(conversation, me: "u").contains { $0.hasPrefix("last message") })
    conversation.lastMessage = .known(Message(id: "m1", content: "Namaste"))
    #expect(Listing.line(conversation, me: "u").hasSuffix("“Namaste”"))
  }

  @Test func aFileWithoutWordsIsToldByItsKind() {
    var message = Message(id: "m1", kind: .media(.image), media: .known(Media(id: "f1")))
    #expect(Listing.body(message) == "[image]")
    message.media = .known(Media(id: "f1", name: "leaf.jpg", size: 1_200_000))
    #expect(Listing.body(message) == "[image] leaf.jpg 1.2 MB")
  }
}
