import ChatModel
import Foundation
import Testing

@testable import furrow

@Suite struct SavedFileTests {
  private let media = Media(id: "m", name: "leaf.jpg", kind: .image)

  @Test func aFileIsNeverSavedOverAnotherByItself() throws {
    let folder = try TemporaryFolder()
    let fetched = folder.url.appending(path: "fetched")
    let target = folder.url.appending(path: "leaf.jpg")
    try Data("new".utf8).write(to: fetched)
    try Data("old".utf8).write(to: target)
    #expect(
      try SavedFile.copy(fetched, to: target.path, named: media, replacing: false)
        == .isTaken(target.path))
    #expect(try String(contentsOf: target, encoding: .utf8) == "old")
    #expect(
      try SavedFile.copy(fetched, to: target.path, named: media, replacing: true)
        == .saved(target.path))
    #expect(try String(contentsOf: target, encoding: .utf8) == "new")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(names.sorted() == ["fetched", "leaf.jpg"], "nothing is left behind")
  }

  @Test func theProposedPathIsFreeAndKeepsItsEnding() throws {
    let folder = try TemporaryFolder()
    #expect(SavedFile.freePath(in: folder.url, named: "a.jpg").hasSuffix("/a.jpg"))
    try Data().write(to: folder.url.appending(path: "a.jpg"))
    #expect(SavedFile.freePath(in: folder.url, named: "a.jpg").hasSuffix("/a (2).jpg"))
  }

  @Test func aFolderTakesTheFileUnderItsOwnNameAndAMissingOneIsNamed() throws {
    let folder = try TemporaryFolder()
    let fetched = folder.url.appending(path: "fetched")
    try Data("new".utf8).write(to: fetched)
    let place = folder.url.appending(path: "sub")
    #expect(throws: Failure.self) {
      try SavedFile.copy(
        fetched, to: place.appending(path: "x.jpg").path, named: media, replacing: false)
    }
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
    let outcome = try SavedFile.copy(fetched, to: place.path, named: media, replacing: false)
    #expect(outcome == .saved(place.appending(path: "leaf.jpg").path))
    let other = folder.url.appending(path: "downloads")
    #expect(
      try SavedFile.copy(
        fetched, to: other.appending(path: "y.jpg").path, named: media, replacing: false,
        downloads: other) == .saved(other.appending(path: "y.jpg").path))
  }
}

@Suite struct ProgramsTests {
  @Test func aDeskWithoutADesktopOrAnOpenerSaysSo() {
    let all: (String) -> Bool = { _ in true }
    #if os(Linux)
      #expect(Programs.openerProblem([:], isInstalled: all) == "there is no desktop here")
      #expect(
        Programs.openerProblem(["SSH_CONNECTION": "a"], isInstalled: all)
          == "this desk runs over SSH, without a desktop")
    #endif
    #expect(
      Programs.openerProblem(["DISPLAY": ":0", "SSH_TTY": "/dev/pts/1"], isInstalled: all) == nil)
    #expect(Programs.openerProblem(["WAYLAND_DISPLAY": "w"], isInstalled: all) == nil)
    #expect(
      Programs.openerProblem(["DISPLAY": ":0"], isInstalled: { _ in false })
        == "there is no xdg-open here")
    #expect(Programs.playerProblem(isInstalled: all) == nil)
    #expect(Programs.playerProblem(isInstalled: { _ in false }) != nil)
  }
}
