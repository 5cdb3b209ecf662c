import Foundation
import Testing

@testable import furrow

@Suite struct PathsTests {
  @Test func aTildeIsTheHomeOfTheEnvironment() {
    #expect(Paths.expandingTilde("~/att/leaf4.png", home: "/srv/a") == "/srv/a/att/leaf4.png")
    #expect(Paths.expandingTilde("~", home: "/srv/a") == "/srv/a")
    #expect(Paths.expandingTilde("/tmp/~/x", home: "/srv/a") == "/tmp/~/x")
    #expect(!Paths.expandingTilde("~/x", home: nil).hasPrefix("~"))
    #expect(!Paths.expandingTilde("~/x", home: "").hasPrefix("~"))
  }

  @Test func placesFollowTheBaseDirectorySpecification() {
    let plain = Paths(environment: ["HOME": "/h"])
    #expect(plain.config.path == "/h/.config/furrow")
    #expect(plain.data.path == "/h/.local/share/furrow")
    #expect(plain.cache.path == "/h/.cache/furrow")
    #expect(plain.state.path == "/h/.local/state/furrow")
    let moved = Paths(environment: [
      "HOME": "/h", "XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "relative", "XDG_CACHE_HOME": "",
    ])
    #expect(moved.config.path == "/c/furrow")
    #expect(moved.data.path == "/h/.local/share/furrow", "relative paths are ignored")
    #expect(moved.cache.path == "/h/.cache/furrow")
    let own = Paths(environment: [
      "HOME": "/h", "XDG_DATA_HOME": "/d", "FURROW_DATA_HOME": "/own", "FURROW_CONFIG_HOME": "/oc",
    ])
    #expect(own.data.path == "/own")
    #expect(own.configFile.path == "/oc/config.toml")
    #expect(
      Paths(environment: ["FURROW_DATA_HOME": "/own"], dataDirectory: "/flag").data.path == "/flag")
  }

  @Test func aFileIsReplacedWholeAndIsItsOwnersAlone() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("old", to: "x/token")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
    try Paths.writePrivate("new", to: file)
    #expect(try String(contentsOf: file, encoding: .utf8) == "new")
    #expect(try TemporaryFolder.rights(of: file) == 0o600)
  }
}

/// A disk of 64 kB, full or read-only.
@Suite(.enabled(if: SmallDisk.isPossible, "Mounting a disk of its own needs root."))
struct FullDiskTests {
  @Test func aFullDiskIsToldAsSuch() throws {
    let disk = try SmallDisk()
    disk.fill()
    let failure = failure {
      try Paths.writePrivate("token", to: disk.url.appending(path: "a/token"))
    }
    #expect(failure?.status == .cannotStore)
    #expect(failure?.message.contains("The disk is full") == true)
    #expect(
      !FileManager.default.fileExists(atPath: disk.url.appending(path: "a/token").path),
      "no half of a file stands there")
  }

  @Test func aReadOnlyDiskIsToldAsSuch() throws {
    let disk = try SmallDisk()
    try disk.makeReadOnly()
    let failure = failure { try Paths.writePrivate("token", to: disk.url.appending(path: "token")) }
    #expect(failure?.status == .cannotStore)
    #expect(failure?.message.contains("read-only") == true)
    #expect(StorageCheck.finding("data", disk.url, mend: "x").verdict == .fail)
  }

  @Test func aFullDiskLeavesTheOldTokenStanding() throws {
    let disk = try SmallDisk()
    let file = disk.url.appending(path: "token")
    try Paths.writePrivate("old", to: file)
    disk.fill()
    let large = String(repeating: "n", count: 32 << 10)
    #expect(failure { try Paths.writePrivate(large, to: file) }?.status == .cannotStore)
    #expect(try String(contentsOf: file, encoding: .utf8) == "old")
  }
}
