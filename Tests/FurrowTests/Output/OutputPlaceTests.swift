import ChatModel
import Foundation
import Testing

@testable import furrow

/// Only a regular file is replaced. Pipes stand for devices: the rule is one for both.
@Suite(.timeLimit(.minutes(1)))
struct OutputPlaceTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func pipe(_ name: String) -> String {
    let path = folder.file(name).path
    #expect(mkfifo(path, 0o600) == 0)
    return path
  }

  private func kind(_ path: String) -> mode_t {
    var facts = stat()
    return lstat(path, &facts) == 0 ? facts.st_mode & S_IFMT : 0
  }

  /// What a reader of `pipe` gets while `work` writes; it reads before anything is written.
  private func read(_ pipe: String, while work: () throws -> Void) rethrows -> String {
    let reader = open(pipe, O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    try work()
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = Foundation.read(reader, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  @Test func aPipeIsWrittenThroughAndStaysAPipe() throws {
    let path = pipe("out")
    #expect(try read(path) { try ExportFile.write("<xml/>\n", to: path) } == "<xml/>\n")
    let link = folder.file("link").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    #expect(
      try read(path) { try LoadOutcome().write(to: ExportFile(link, replacing: true)) }.contains(
        "\"furrow\""))
    #expect(kind(path) == S_IFIFO)
    #expect(kind(link) == S_IFLNK)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count == 2)
  }

  @Test func aPipeThatNobodyReadsIsNotWaitedFor() throws {
    let path = pipe("out")
    let told = failure { try ExportFile.write("x", to: path) }
    #expect(told?.message == "Nobody reads from \(path): start its reader first.")
    #expect(kind(path) == S_IFIFO)
  }

  @Test func aLinkIsFollowedAndNeverReplaced() throws {
    let target = try folder.write("old", to: "far/real.xml").path
    let link = folder.file("link.xml").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "far/real.xml")
    try ExportFile.write("new", to: link)
    #expect(kind(link) == S_IFLNK)
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "new")
    try Paths.writePrivate("newer", to: URL(filePath: link))
    #expect(kind(link) == S_IFLNK)
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "newer")
    #expect(try TemporaryFolder.rights(of: URL(filePath: target)) == 0o600)
  }

  @Test func aLinkThatLeadsNowhereIsRefused() throws {
    let link = folder.file("link").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "nothing")
    for work in [
      { try ExportFile.write("x", to: link) },
      { try Paths.writePrivate("x", to: URL(filePath: link)) },
    ] {
      #expect(
        failure(of: work)?.message
          == "\(link) is a link that leads nowhere; name the file itself.")
    }
    #expect(kind(link) == S_IFLNK)
  }

  @Test func aMissingFolderIsToldAndNotMade() throws {
    let path = folder.file("missing/x.xml").path
    for work in [
      { try ExportFile.write("x", to: path) },
      { try LoadOutcome().write(to: ExportFile(path, replacing: true)) },
    ] {
      let told = failure(of: work)
      #expect(told?.message == "There is no folder \(folder.file("missing").path).")
      #expect(told?.status == .cannotStore)
    }
    #expect(kind(folder.file("missing").path) == 0)
  }

  @Test func filesOfOurOwnNeverTakeThePlaceOfAPipe() throws {
    let path = pipe("token")
    #expect(failure { try Paths.writePrivate("x", to: URL(filePath: path)) } != nil)
    let fetched = try folder.write("picture", to: "fetched")
    let media = Media(id: "m", name: "leaf.jpg", kind: .image)
    #expect(
      failure { _ = try SavedFile.copy(fetched, to: path, named: media, replacing: true) } != nil)
    #expect(kind(path) == S_IFIFO)
  }

  @Test func aSavedFileFollowsALinkToWhatItReplaces() throws {
    let target = try folder.write("old", to: "far/leaf.jpg").path
    let link = folder.file("leaf.jpg").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
    let fetched = try folder.write("new", to: "fetched")
    let media = Media(id: "m", name: "leaf.jpg", kind: .image)
    _ = try SavedFile.copy(fetched, to: link, named: media, replacing: true)
    #expect(kind(link) == S_IFLNK)
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "new")
  }
}
