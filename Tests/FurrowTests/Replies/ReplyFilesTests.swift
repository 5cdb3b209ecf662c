import Desk
import Foundation
import Testing

@testable import furrow

/// `replies/*.toml`, well written and not.
@Suite struct ReplyFilesTests {
  private func file(_ text: String, files: Set<String> = []) -> RepliesFile {
    RepliesFile(text: text, path: "/r/a.toml", exists: files.contains)
  }

  @Test func aReplyIsReadWithAllThatItHas() {
    let read = file(
      """
      [[reply]]
      name = "Photo"
      text = \"\"\"
      Dear {farmer.first},
      send a photo.
      \"\"\"
      tags = ["picture"]
      keywords = ["image"]
      language = "en"
      attachments = ["guide.jpg", "/root.jpg"]
      shortcut = "ph"
      """, files: ["/r/guide.jpg", "/root.jpg"])
    #expect(read.problems.isEmpty)
    let reply = read.replies.first
    #expect(reply?.name == "Photo")
    #expect(reply?.text == "Dear {farmer.first},\nsend a photo.")
    #expect(reply?.tags == ["picture", "image"])
    #expect(reply?.attachments == ["/r/guide.jpg", "/root.jpg"])
    #expect(reply?.shortcut == "ph")
    #expect(reply?.place == "/r/a.toml:2")
  }

  @Test(arguments: [
    ("[[reply]]\nname = \"a\"\n", "/r/a.toml:1: the reply \"a\" has no text"),
    ("[[reply]]\ntext = \"a\"\n", "/r/a.toml:1: a reply needs a name, in one line"),
    ("[[reply]]\nname = 1\ntext = \"a\"\n", "/r/a.toml:2: name is not a text, in quotes"),
    (
      "[[reply]]\nname = \"a\"\ntext = \"b\"\ntags = \"c\"\n",
      "/r/a.toml:4: tags is not a list of texts, such as [\"a\", \"b\"]"
    ),
    (
      "[[reply]]\nname = \"a\"\ntext = \"b\"\ncolour = 1\n",
      "/r/a.toml:4: unknown key \"colour\" is ignored"
    ),
    (
      "[[reply]]\nname = \"a\"\ntext = \"b\"\nshortcut = \"two words\"\n",
      "/r/a.toml:4: a shortcut is one word"
    ),
    (
      "[[reply]]\nname = \"a\"\ntext = \"b\"\nattachments = [\"c.jpg\"]\n",
      "/r/a.toml:4: there is no file /r/c.jpg"
    ),
    ("[reply]\nname = \"a\"\n", "/r/a.toml:1: a reply stands below [[reply]], with two brackets"),
    (
      "title = 1\n", "/r/a.toml:1: unknown key \"title\" is ignored; replies stand below [[reply]]"
    ),
  ])
  func whatIsWrongIsNamedWithFileAndLine(_ text: String, _ problem: String) {
    #expect(file(text).problems == [problem])
  }

  @Test func aReplyThatLacksAFileIsNotOffered() throws {
    let text = """
      [[reply]]
      name = "Guide"
      text = "See this."
      attachments = ["guide.jpg", "gone.jpg"]
      [[reply]]
      name = "Rain"
      text = "It rains."
      """
    let read = file(text, files: ["/r/guide.jpg"])
    #expect(read.replies.map(\.name) == ["Rain"])
    #expect(read.problems == ["/r/a.toml:4: there is no file /r/gone.jpg"])
    let folder = try TemporaryFolder()
    try folder.write(text, to: "replies/a.toml")
    let failure = #expect(throws: Failure.self) {
      try ReplyFiles(folders: [folder.file("replies")]).reply(named: "Guide")
    }
    #expect(failure?.status == .notFound)
    #expect(failure?.message.contains("`furrow replies check`") == true)
  }

  @Test func anUnknownVariableIsNamedWithItsLineAndTheOthersAreThere() {
    let read = file(
      """
      [[reply]]
      name = "good"
      text = "a"
      [[reply]]
      name = "bad"
      text = \"\"\"
      one
      {fermer}
      \"\"\"
      """)
    #expect(read.replies.map(\.name) == ["good"])
    #expect(read.problems.first?.hasPrefix("/r/a.toml:8: no variable is called {fermer}") == true)
  }

  @Test func brokenTOMLNamesItsLineAndTheOtherFilesGoOn() throws {
    let folder = try TemporaryFolder()
    try folder.write("[[reply]]\nname = \"a\ntext = 1", to: "replies/a.toml")
    try folder.write("[[reply]]\nname = \"b\"\ntext = \"B\"", to: "replies/b.toml")
    try Data([0xFF, 0xFE]).write(to: folder.file("replies/c.toml"))
    try folder.write("", to: "replies/empty.toml")
    try folder.write("no reply", to: "replies/notes.txt")
    let read = ReplyFiles(folders: [folder.file("replies")]).read()
    #expect(read.all.map(\.name) == ["b"])
    #expect(read.problems.count == 2)
    #expect(read.problems.first?.contains("a.toml:2:") == true, "\(read.problems)")
  }

  @Test func onesOwnStandsForTheTeamsOfTheSameName() throws {
    let folder = try TemporaryFolder()
    try folder.write("[[reply]]\nname = \"a\"\ntext = \"mine\"", to: "own/a.toml")
    try folder.write(
      "[[reply]]\nname = \"a\"\ntext = \"theirs\"\n[[reply]]\nname = \"b\"\ntext = \"B\"",
      to: "team/a.toml")
    let read = ReplyFiles(folders: [folder.file("own"), folder.file("team")]).read()
    #expect(read.all.map(\.text) == ["mine", "B"])
    #expect(read.problems.isEmpty)
  }

  @Test func aNameOrAShortcutThatStandsThereTwiceIsSaid() throws {
    let folder = try TemporaryFolder()
    let text = "[[reply]]\nname = \"a\"\ntext = \"1\"\nshortcut = \"x\"\n"
    try folder.write(
      text + text + "[[reply]]\nname = \"b\"\ntext = \"2\"\nshortcut = \"x\"", to: "own/a.toml")
    let read = ReplyFiles(folders: [folder.file("own")]).read()
    #expect(read.all.map(\.name) == ["a"])
    #expect(read.problems.count == 2)
  }

  @Test func aFolderThatIsNotThereHoldsNone() {
    #expect(ReplyFiles(folders: [URL(filePath: "/nowhere")]).read().all.isEmpty)
  }

  @Test func theDemosRepliesAreGood() throws {
    let folder = try TemporaryFolder()
    DemoReplies.write(to: folder.file("replies"))
    let read = ReplyFiles(folders: [folder.file("replies")]).read()
    #expect(read.problems.isEmpty, "\(read.problems)")
    #expect(Set(read.all.compactMap(\.language)) == ["en", "hi"])
  }

  @Test func whatIsNoFileIsNamedAndNotWaitedFor() throws {
    let folder = try TemporaryFolder()
    try folder.write("[[reply]]\nname = \"b\"\ntext = \"B\"", to: "team/b.toml")
    #expect(mkfifo(folder.file("team/a.toml").path, 0o600) == 0)
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("team/z.toml").path, withDestinationPath: "/dev/zero")
    let read = ReplyFiles(folders: [folder.file("team")]).read()
    #expect(read.all.map(\.name) == ["b"])
    #expect(read.problems.count == 2)
  }

  @Test func aChangeInEitherFolderIsTold() async throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "own/a.toml")
    try folder.write("", to: "team/a.toml")
    let (told, tell) = AsyncStream.makeStream(of: Void.self)
    let watch = ReplyWatch(ReplyFiles(folders: [folder.file("own"), folder.file("team")])) {
      tell.yield()
    }
    var news = told.makeAsyncIterator()
    for name in ["own/b.toml", "team/b.toml"] {
      try folder.write("[[reply]]\nname = \"b\"\ntext = \"B\"", to: name)
      await news.next()
    }
    withExtendedLifetime(watch) {}
  }
}
