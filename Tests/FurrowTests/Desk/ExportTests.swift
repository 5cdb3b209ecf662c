import ChatClient
import ChatModel
import Desk
import Foundation
import JSON
import Testing

@testable import furrow

@Suite struct ExportTests {
  private let farmer = Participant(id: "f1", firstName: "Lakshmi", phone: "+911234567890")

  private func message(
    _ number: Int, _ content: String?, from sender: Participant? = nil, media: Media? = nil
  ) -> Message {
    Message(
      id: MessageID("m\(number)"), sender: .known(sender ?? farmer),
      kind: media?.kind.map(MessageKind.media) ?? .text, content: content,
      media: media.map { .known($0) } ?? .absent,
      createdAt: Date(timeIntervalSince1970: 1_760_000_000 + Double(number) * 60))
  }

  private func store(
    _ messages: [Message], run: (oldest: Int, newest: Int, start: Bool)? = nil
  ) async -> MemoryStore {
    let store = MemoryStore()
    await store.apply(
      [.conversation(Conversation(id: "c1", farmer: .known(farmer), status: .open))]
        + messages.map { .message($0, in: "c1") })
    if let run {
      let (oldest, newest) = (MessageID("m\(run.oldest)"), MessageID("m\(run.newest)"))
      await store.apply([
        .run("c1", HistoryRun(oldest: oldest, newest: newest, reachesStart: run.start))
      ])
    }
    return store
  }

  private func export(
    _ store: MemoryStore, _ format: TranscriptFormat, pictures: MediaCache? = nil,
    since: Date? = nil, until: Date? = nil, notes: [ConversationNote] = []
  ) async throws -> (text: String, outcome: Exporter.Outcome) {
    let exporter = Exporter(
      store: store, form: format.form(me: "a1", pictures: pictures), me: "a1", since: since,
      until: until, notes: notes)
    var text = ""
    let outcome = try await exporter.run(["c1"], now: Date(timeIntervalSince1970: 1_760_100_000)) {
      _ in
    } write: {
      text += $0
    }
    return (text, outcome)
  }

  @Test func everyPageOfALongHistoryIsWrittenInOrder() async throws {
    let count = Exporter.page * 2 + 7
    let store = await store(
      (0..<count).map { message($0, "text \($0)") }, run: (0, count - 1, true))
    let (text, outcome) = try await export(store, .text)
    #expect(outcome == Exporter.Outcome(messages: count, isIncomplete: false))
    let numbers = text.split(separator: "\n").compactMap { line in
      line.split(separator: "text ").last.flatMap { Int($0) }
    }
    #expect(numbers == Array(0..<count))
    #expect(text.contains("\(count) messages. Of this conversation all of it is here."))
  }

  private func note(_ number: Int, _ text: String, author: String? = nil) -> ConversationNote {
    var note = ConversationNote(
      id: NoteID("n\(number)"), conversationID: "c1", text: text,
      writtenAt: Date(timeIntervalSince1970: 1_760_000_030 + Double(number) * 60))
    note.author = author
    return note
  }

  @Test(arguments: TranscriptFormat.allCases)
  func notesStandWhereTheyWereWrittenAndAreNotTakenForMessages(_ format: TranscriptFormat)
    async throws
  {
    let store = await store([message(1, "first"), message(2, "second")])
    let notes = [
      note(1, "owes us <b>a call</b>\n2025-10-09 10:00  Asha: sold"),
      note(9, "late", author: "Kiran"),
    ]
    let (text, outcome) = try await export(store, format, notes: notes)
    #expect(outcome.messages == 2)
    #expect(text.contains("2 notes are in it; they were never sent."))
    func place(_ words: String) throws -> String.Index {
      try #require(text.range(of: words), "\(words) in \(text)").lowerBound
    }
    if format == .json {
      let json = try JSONValue(parsing: text)
      let chat = json["conversations"]?.arrayValue?.first
      #expect(chat?["messages"]?.arrayValue?.count == 2)
      #expect(chat?["notes"]?.arrayValue?.count == 2)
      #expect(chat?["notes"]?.arrayValue?.last?["author"]?.stringValue == "Kiran")
    } else {
      let title = try place("note, not sent")
      #expect(try place("first") < title && title < place("second"))
      #expect(try place("second") < place("note of Kiran, not sent"))
      if format == .text {
        #expect(!text.split(separator: "\n").contains { $0.hasPrefix("2025-10-09 10:00  Asha") })
      } else {
        #expect(!text.contains("<b>a call"))
      }
    }
    #expect(try await !export(store, format).text.contains("owes us"))
  }

  @Test func onlyNotesOfTheDaysThatWereAskedForGoIn() async throws {
    let store = await store([message(1, "first"), message(5, "second"), message(9, "third")])
    let day = { Date(timeIntervalSince1970: 1_760_000_000 + $0 * 60) }
    let (text, _) = try await export(
      store, .text, since: day(3), until: day(7),
      notes: [note(1, "early"), note(4, "among"), note(8, "late")])
    #expect(text.contains("among") && !text.contains("early") && !text.contains("late"))
  }

  @Test func ofManyEachHasItsFileAndNothingIsReplaced() async throws {
    let folder = try TemporaryFolder()
    let store = await store([message(1, "first")])
    await store.apply([.conversation(Conversation(id: "c2", farmer: .known(farmer)))])
    let chats = [("c1", "Lakshmi"), ("c2", "Lakshmi"), ("gone", "No/body"), ("c1", "../..")].map {
      ExportWish.Chat(id: ConversationID($0.0), name: $0.1)
    }
    var said: [Notice] = []
    let files = DeskExport(
      wish: ExportWish(chats: chats, path: folder.file("new/* chat.txt").path, me: "a1"),
      store: store,
      pictures: MediaCache(root: folder.file("media"), folder: folder.file("media/a")),
      downloads: folder.file("down"))
    try await files.run { said.append($0) }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.file("new").path).sorted()
        == ["-.. chat.txt", "Lakshmi chat (2).txt", "Lakshmi chat.txt"])
    #expect(
      try String(contentsOf: folder.file("new/Lakshmi chat.txt"), encoding: .utf8).contains("first")
    )
    #expect(said.last?.severity == .warning)
    #expect(said.last?.text.hasPrefix("3 files, 2 messages") == true, "\(said)")
    #expect(said.last?.text.contains("not No/body") == true)
    #expect(said.contains { $0.text.hasPrefix("Export: 2 of 4 chats") })
    // A path below what is not there is a slip.
    let slip = DeskExport(
      wish: ExportWish(chats: chats, path: folder.file("x/y/*.txt").path, me: nil), store: store,
      pictures: files.pictures, downloads: folder.file("down"))
    try await slip.run { said.append($0) }
    #expect(!FileManager.default.fileExists(atPath: folder.file("x").path))
  }

  @Test(arguments: [true, false])
  func whatIsStoppedLeavesWholeFilesAndSaysHowMany(isEach: Bool) async throws {
    let folder = try TemporaryFolder()
    let store = await store((1...400).map { message($0, "line \($0)") })
    let chats = (1...20).map { ExportWish.Chat(id: "c1", name: "Chat \($0)") }
    let name = isEach ? "out/*.txt" : "out/all.txt"
    try FileManager.default.createDirectory(
      at: folder.file("out"), withIntermediateDirectories: true)
    let files = DeskExport(
      wish: ExportWish(chats: chats, path: folder.file(name).path, me: "a1"), store: store,
      pictures: MediaCache(root: folder.file("media"), folder: folder.file("media/a")),
      downloads: folder.file("down"))
    let stops = isEach ? "Export: 4 of 20" : "Export: 25 %"
    let said = try await Task {
      var said: [String] = []
      try await files.run { notice in
        said.append(notice.text)
        // Somebody presses Esc just then.
        if notice.text.hasPrefix(stops) { withUnsafeCurrentTask { $0?.cancel() } }
      }
      return said
    }.value
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.file("out").path)
    if isEach {
      #expect(left.sorted() == ["Chat 1.txt", "Chat 2.txt", "Chat 3.txt", "Chat 4.txt"])
      #expect(
        said.last?.hasPrefix("The export was stopped: 4 of 20 files are written to ") == true)
    } else {
      #expect(left.isEmpty, "no half of a file")
      #expect(said.last == "The export was stopped: there is no \(folder.file(name).path).")
    }
  }

  @Test func aForgedLineCannotBeginALine() async throws {
    let forged = "ok\n2025-10-09 10:00  Asha: sold\n--- the end\r\n\u{1B}[2Jx\u{202E}y"
    let (text, _) = try await export(await store([message(1, forged)]), .text)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(!lines.contains { $0.hasPrefix("2025-10-09 10:00  Asha") })
    #expect(!lines.contains { $0.hasPrefix("--- the end") })
    #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
  }

  @Test func foreignMarksAreNoMarkdown() async throws {
    let forged = "# big\n* one\n1. two\n[x](http://a.b)<script>\n    code\n---\n===\n> said"
    let (text, _) = try await export(await store([message(1, forged)]), .markdown)
    let quoted = text.split(separator: "\n").filter { $0.hasPrefix(">") }.map { String($0) }
    #expect(
      quoted == [
        "> \\# big\\", "> \\* one\\", "> 1\\. two\\", "> \\[x\\](http://a.b)\\<script\\>\\",
        "> \u{A0}\u{A0}\u{A0}\u{A0}code\\", "> \\---\\", "> \\=\\=\\=\\", "> \\> said",
      ])
  }

  @Test func aPageHoldsNoMarksOfOthersAndNoScript() async throws {
    let evil = "<script>alert(1)</script>\"'&amp;<img src=x onerror=y>"
    let store = await store([
      message(1, evil, from: Participant(id: "f1", firstName: "<b>Eve</b>"))
    ])
    let (text, _) = try await export(store, .html)
    #expect(!text.contains("<script") && !text.contains("<img") && !text.contains("<b>Eve"))
    #expect(text.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;amp;"))
    #expect(text.contains("default-src 'none'"))
  }

  @Test func picturesThatWereLookedAtStandInThePageAndOthersAreNamed() async throws {
    let folder = try TemporaryFolder()
    let cache = MediaCache(root: folder.file("media"), folder: folder.file("media/a"))
    func media(_ id: MediaID) -> Media { Media(id: id, name: "\(id).png", kind: .image) }
    func keep(_ id: MediaID, _ bytes: [UInt8]) throws {
      let part = try cache.unfinished(media(id))
      try Data(bytes).write(to: part)
      _ = try cache.keep(part, as: media(id))
    }
    let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
    try keep("leaf", png)
    try keep("page", Array("<html><script>".utf8))
    let names: [MediaID] = ["leaf", "page", "gone"]
    let store = await store(
      names.enumerated().map { message($0.offset, nil, media: media($0.element)) })
    let (text, _) = try await export(store, .html, pictures: cache)
    #expect(text.contains("src=\"data:image/png;base64,\(Data(png).base64EncodedString())\""))
    #expect(text.contains("page.png <i>(the file is no picture that a page can show)"))
    #expect(text.contains("gone.png <i>(the picture is not on this computer)"))
    #expect(text.ranges(of: "<img").count == 1)
  }

  @Test func jsonIsOneDocumentWithTheTextsAsTheyCame() async throws {
    let words = "a\"b\nc\u{202E}"
    let store = await store([message(1, words), message(2, "two")], run: (1, 1, false))
    let (text, outcome) = try await export(store, .json)
    let json = try JSONValue(parsing: text)
    let place = json["conversations"]?.arrayValue?.first
    #expect(place?["messages"]?.arrayValue?.map { $0["content"]?.stringValue } == [words, "two"])
    #expect(place?["messages"]?.arrayValue?.last?["followsGap"] == true)
    #expect(outcome.isIncomplete && !text.contains("\u{202E}"))
  }

  @Test func whatIsMissingIsSaidWhereItIsMissingAndInTheFoot() async throws {
    let store = await store((0..<4).map { message($0, "n\($0)") }, run: (2, 3, false))
    let (text, outcome) = try await export(store, .text)
    #expect(outcome.isIncomplete)
    #expect(text.contains("--- What is older is not on this computer. ---"))
    #expect(text.ranges(of: "--- Messages may be missing here. ---").count == 2)
    #expect(text.contains("In 3 places of this export messages may be missing"))
    #expect(text.contains("It was not compared with the server yet."))
  }

  @Test func whatCameLiveSinceTheServerWasAskedIsNoRowOfGaps() async throws {
    let store = await store((0..<5).map { message($0, "n\($0)") }, run: (0, 2, true))
    let compared = Date(timeIntervalSince1970: 1_760_000_130)
    await store.apply([
      .coverage(
        "c1", Coverage(oldest: "m0", newest: "m2", reachesStart: true, comparedAt: compared))
    ])
    let (text, outcome) = try await export(store, .text)
    #expect(!text.contains("Messages may be missing here") && !text.contains("In 2 places"))
    #expect(text.ranges(of: "What follows came since the server was last asked").count == 1)
    #expect(text.contains("5 messages. Of this conversation all of it is here."))
    #expect(
      text.contains("That is what the server had \(Listing.local(compared)); 2 messages came"))
    #expect(outcome.isIncomplete, "who sent what over REST is not told (row 8)")
  }

  @Test func onlyTheDaysThatWereAskedForAreWritten() async throws {
    let messages = (0..<5).map { message($0, "n\($0)") }
    let store = await store(messages, run: (0, 4, true))
    let (text, outcome) = try await export(
      store, .text, since: messages[1].time, until: messages[3].time)
    #expect(outcome == Exporter.Outcome(messages: 2, isIncomplete: false))
    #expect(text.contains(": n1\n") && text.contains(": n2\n") && !text.contains(": n3\n"))
    #expect(text.contains("Only what was sent from"))
  }

  @Test func anUnknownConversationIsNamed() async throws {
    let exporter = Exporter(store: MemoryStore(), form: TextTranscript())
    let failure = await #expect(throws: Failure.self) {
      try await exporter.run(["nobody"], now: Date()) { _ in
      } write: { _ in
      }
    }
    #expect(failure?.status == .notFound && failure?.message.contains("nobody") == true)
  }

  @Test func aFileIsWrittenWholeForItsOwnerAndOverAnotherOnlyOnRequest() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("chat.txt").path
    do {
      let given = try ExportFile(path, replacing: false)
      try given.write("half")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    let file = try ExportFile(path, replacing: false)
    try file.write("one ")
    try file.write("two")
    try file.finish()
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "one two")
    #expect(try TemporaryFolder.rights(of: folder.file("chat.txt")) == 0o600)
    let failure = #expect(throws: Failure.self) { try ExportFile(path, replacing: false) }
    #expect(
      failure?.message == "\(path) exists already; name another file, or replace it with --force.")
    let second = try ExportFile(path, replacing: true)
    try second.write("three")
    try second.finish()
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "three")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["chat.txt"])
    #expect(throws: Failure.self) { try ExportFile(folder.url.path, replacing: true) }
  }
}
