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

  @Test(arguments: [300, 255, 256, 254])
  func aLongNameIsCutToWhatADiskTakesAndKeepsItsEnding(_ bytes: Int) throws {
    // Three bytes a letter, and clusters of several.
    for letter in ["पत्ती ", "👩‍🌾", "x"] {
      let count = bytes / letter.utf8.count + 1
      let medium = Media(id: "f9", name: String(repeating: letter, count: count) + ".jpeg")
      let name = cache.place(of: medium).lastPathComponent
      #expect(name.hasSuffix(".jpeg") && name.utf8.count <= 255)
      #expect(name.utf8.count > 255 - 25, "no more is cut than has to be")
      #expect(!name.contains("\u{FFFD}") && !name.hasSuffix("\u{200D}.jpeg"))
      let part = try cache.unfinished(medium)
      try Data("x".utf8).write(to: part)
      let kept = try cache.keep(part, as: medium)
      #expect(FileManager.default.fileExists(atPath: kept.path))
      let numbered = SavedFile.freePath(in: kept.deletingLastPathComponent(), named: name)
      #expect(numbered.hasSuffix(" (2).jpeg"))
      try Data().write(to: URL(filePath: numbered))
    }
  }

  @Test func anIdThatIsLongerThanANameHasAPlaceOfItsOwn() throws {
    let ids = ["a", "b"].map { MediaID(String(repeating: "x", count: 400) + $0) }
    let places = try ids.map { id in
      let part = try cache.unfinished(Media(id: id))
      try Data("x".utf8).write(to: part)
      return try cache.keep(part, as: Media(id: id)).path
    }
    #expect(Set(places).count == 2)
  }

  @Test(arguments: [
    ("a.tar.gz", "a.tar", ".gz"), ("photo", "photo", ""), (".hidden", ".hidden", ""),
    ("a.", "a.", ""), ("Mr. Rao wrote", "Mr. Rao wrote", ""),
    ("a." + String(repeating: "x", count: 300), "a." + String(repeating: "x", count: 300), ""),
  ])
  func anEndingIsShortAndOneWord(_ name: String, _ base: String, _ ending: String) {
    let split = FileName.split(name)
    #expect(split.base == base)
    #expect(split.ending == ending)
  }

  @Test func aNameThatTurnsItsLettersRoundIsShownAsItIs() {
    #expect(FileName.clean("photo\u{202E}gpj.exe") == "photogpj.exe")
    #expect(FileName.clean("...") == "file")
    #expect(FileName.clean("a\u{200B}b\u{2028}c\u{FFF9}d\u{E0041}\u{E007F}.jpg") == "abcd.jpg")
    #expect(FileName.clean("a\u{200D}b\u{AD}c\u{E000}\u{3164}.jpg") == "abc.jpg")
    #expect(FileName.clean("👩‍🌾 नमस्ते.jpg") == "👩‍🌾 नमस्ते.jpg")
  }

  @Test func aFileIsShownUnderTheEndingOfItsContent() throws {
    let medium = Media(id: "f9", name: "photo.html")
    let part = try cache.unfinished(medium)
    try Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]).write(to: part)
    let kept = try cache.keep(part, as: medium)
    for _ in 1...2 {
      let shown = try cache.shown(kept, endings: ["png"])
      #expect(shown.lastPathComponent == "photo.png")
      #expect(FileManager.default.contentsEqual(atPath: shown.path, andPath: kept.path))
    }
    #expect(try cache.shown(kept, endings: ["htm", "html"]) == kept)
  }

  @Test func aHostileNameStaysInItsPlace() {
    let place = cache.place(of: Media(id: "../../x", name: "../../../etc/.passwd\u{1B}"))
    #expect(place.standardizedFileURL.path.hasPrefix(cache.folder.standardizedFileURL.path + "/"))
    #expect(place.lastPathComponent == "passwd")
  }
}
