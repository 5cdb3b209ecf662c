import Foundation
import Testing

@testable import furrow

/// Files of settings that have no end, or nearly none, are named and not read.
@Suite struct OversizedFilesTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func write(_ bytes: Int, to name: String) throws -> URL {
    let url = folder.file(name)
    try Data(repeating: UInt8(ascii: "#"), count: bytes).write(to: url)
    return url
  }

  @Test func aFileOfAMegabyteIsReadAndALongerOneIsNamed() throws {
    #expect(try ConfigFile.text(of: write(ConfigFile.largest, to: "a.toml"))?.utf8.count == 1 << 20)
    let url = try write(ConfigFile.largest + 1, to: "b.toml")
    let failure = #expect(throws: Failure.self) { try ConfigFile.text(of: url) }
    #expect(failure?.message.hasPrefix("\(url.path) cannot be read") == true)
  }

  @Test(arguments: ["/dev/zero", "/"]) func whatIsNoFileIsNotWaitedFor(target: String)
    throws
  {
    let url = folder.file("link.toml")
    try FileManager.default.createSymbolicLink(
      at: url, withDestinationURL: URL(filePath: target))
    #expect(throws: Failure.self) { try ConfigFile.text(of: url) }
  }

  @Test func aPipeIntoWhichNobodyWritesIsNamed() throws {
    let url = folder.file("pipe.toml")
    #expect(mkfifo(url.path, 0o600) == 0)
    #expect(throws: Failure.self) { try ConfigFile(contentsOf: url) }
  }

  @Test func ofManyThemesSoManyAreRead() throws {
    for number in 100..<303 {
      try Data("inherits = \"dark\"".utf8).write(to: folder.file("t\(number).toml"))
    }
    let sources = ThemeFiles.sources(in: folder.file("t100.toml").deletingLastPathComponent())
    #expect(sources.sources.count == 200)
  }

  @Test func ofManyFilesOfRepliesSoManyAreRead() throws {
    for number in 100..<303 { try Data().write(to: folder.file("r\(number).toml")) }
    let files = ReplyFiles.files(of: folder.file("r100.toml").deletingLastPathComponent())
    #expect(files.count == 200 && files.first?.lastPathComponent == "r100.toml")
  }
}
