import ChatModel
import Foundation
import Testing

@testable import furrow

/// Fetched files: found again, its owner's alone, and never more than the bound.
@Suite struct MediaCacheTests {
  private let folder: TemporaryFolder
  private let cache: MediaCache

  init() throws {
    folder = try TemporaryFolder()
    cache = MediaCache(
      root: folder.file("media"), folder: folder.file("media/host_443/meera"), largest: 1000)
  }

  private func media(_ id: MediaID) -> Media { Media(id: id, name: "leaf.jpg") }

  /// Fetched so many seconds ago.
  private func fetch(_ id: MediaID, _ size: Int, ago: TimeInterval = 0) throws {
    let part = try cache.unfinished(media(id))
    try Data(repeating: 1, count: size).write(to: part)
    let file = try cache.keep(part, as: media(id))
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -ago)], ofItemAtPath: file.path)
  }

  @Test func whatWasFetchedIsFoundAgainAndIsItsOwnersAlone() throws {
    #expect(cache.find(media("f1")) == nil)
    try fetch("f1", 10)
    let file = try #require(cache.find(media("f1")))
    #expect(try TemporaryFolder.rights(of: file) == 0o600)
    #expect(try TemporaryFolder.rights(of: file.deletingLastPathComponent()) == 0o700)
    #expect(try TemporaryFolder.rights(of: cache.root) == 0o700)
  }

  @Test func theOldestGoesWhenThereIsNoRoom() throws {
    try fetch("f1", 400, ago: 300)
    try fetch("f2", 400, ago: 200)
    // Looked at, it is the newest.
    #expect(cache.find(media("f1")) != nil)
    try fetch("f3", 400, ago: 100)
    #expect(cache.find(media("f2")) == nil)
    #expect(cache.find(media("f1")) != nil)
    #expect(cache.find(media("f3")) != nil)
    #expect(
      !FileManager.default.fileExists(
        atPath: cache.place(of: media("f2")).deletingLastPathComponent().path))
  }

  @Test func oneThatIsLargerThanTheBoundIsStillShown() throws {
    try fetch("f1", 5000)
    #expect(cache.find(media("f1")) != nil)
    try fetch("f2", 10)
    #expect(cache.find(media("f1")) == nil)
  }

  @Test func aHostileNameStaysInItsPlace() {
    let place = cache.place(of: Media(id: "../../x", name: "../../../etc/.passwd\u{1B}"))
    #expect(place.standardizedFileURL.path.hasPrefix(cache.folder.standardizedFileURL.path + "/"))
    #expect(place.lastPathComponent == "passwd")
  }
}
