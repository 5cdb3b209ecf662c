import ChatClient
import ChatModel
import Foundation
import Testing

@testable import furrow

@Suite struct UploadTests {
  private func file(_ name: String, _ kind: MediaKind) -> OutboxFile {
    OutboxFile(path: "/\(name)", name: name, kind: kind, format: "x/y", size: 1)
  }

  @Test func anUploadHoldsOneKindAndFiveFilesAtMost() {
    let pictures = (0..<7).map { file("p\($0)", .image) }
    let uploads = UploadCommand.uploads(
      of: [pictures[0], file("s", .audio)] + pictures[1...] + [file("t", .audio)])
    #expect(uploads.map(\.kind) == [.image, .audio, .image])
    #expect(
      uploads.map { $0.files.map(\.name) } == [
        ["p0", "p1", "p2", "p3", "p4"], ["s", "t"], ["p5", "p6"],
      ])
  }

  private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  @Test func aFileIsJudgedByContentNameAndSizeAndNamedWhenItIsRefused() throws {
    let folder = try TemporaryFolder()
    func refusal(_ name: String, _ bytes: [UInt8]) throws -> Failure? {
      let url = folder.file(name)
      try Data(bytes).write(to: url)
      return failure { _ = try OutboxFile(checking: url.path) }
    }
    #expect(try refusal("leaf.png", Self.png) == nil)
    let refused: [(String, [UInt8])] = [
      ("empty.png", []), ("note.txt", Array("words".utf8)), ("leaf.jpg", Self.png),
      ("fake.png", Array("MZ".utf8)),
      ("huge.png", Self.png + [UInt8](repeating: 0, count: 12 << 20)),
    ]
    for (name, bytes) in refused {
      let failure = try refusal(name, bytes)
      #expect(failure?.status == .rejected, "\(name)")
      #expect(failure?.message.contains(name) == true)
    }
    #expect(try refusal("huge.png", refused[4].1)?.message.contains("10 MB") == true)
  }

  @Test func whatIsNoFileIsRefusedByThePathThatWasGivenAndNotOpened() throws {
    let folder = try TemporaryFolder()
    for path in [folder.url.path, folder.file("none.png").path, "/dev/zero", "nope"] {
      let refusal = failure { _ = try OutboxFile(checking: path) }
      #expect(refusal?.status == .notFound)
      #expect(refusal?.message.hasPrefix("\(path) cannot be read: ") == true)
    }
    let refusal = failure { _ = try OutboxFile(checking: folder.url.path) }
    #expect(refusal?.message.hasSuffix("it is a folder; choose a file in it.") == true)
  }
}
