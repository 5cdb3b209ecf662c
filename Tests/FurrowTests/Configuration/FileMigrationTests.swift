import ChatModel
import Desk
import DeskViews
import Foundation
import Testing

@testable import furrow

/// Files of every version before the latest stand in Tests/FurrowTests/Earlier, a folder each.
@Suite struct FileMigrationTests {
  private static let earlier = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Earlier")
  private static let moment = Date(timeIntervalSince1970: 1_795_000_000)

  private let folder: TemporaryFolder
  private let paths: Paths

  init() throws {
    folder = try TemporaryFolder()
    paths = Paths(environment: ["FURROW_CONFIG_HOME": folder.file("config").path])
  }

  /// All that the files of the configuration's folder say.
  private struct Meaning: Equatable {
    var config: [String: String]
    var profiles: [String]
    var keys: [String]
    var langmap: [Character: Character]
    var views: [SavedView]
    var roster: Roster
    var themes: [ThemeFiles.Entry]
    var replies: [[String]]
    var events: [EventTemplate]
    var complaints: [String]
  }

  private func meaning() throws -> Meaning {
    let config = try ConfigFile(contentsOf: paths.configFile)
    let keys = try KeysFile(contentsOf: paths.keysFile)
    let (views, roster) = (
      ViewsFile(contentsOf: paths.viewsFile), RosterFile(contentsOf: paths.rosterFile)
    )
    let themes = ThemeFiles(directory: paths.themes)
    let replies = ReplyFiles(folders: [paths.replies]).read()
    let events = EventFiles(paths.events).read()
    return Meaning(
      config: config.settings.mapValues(\.text), profiles: config.profiles.keys.sorted(),
      keys: keys.keymap.bindings(in: .list).filter { $0.origin != .standard }.map {
        "\($0) \($0.command.rawValue)"
      },
      langmap: keys.langmap, views: views.views, roster: roster.roster,
      themes: themes.entries,
      replies: replies.all.map { [$0.name, $0.text] + $0.tags }, events: events.events,
      complaints: config.warnings + keys.warnings + views.warnings + roster.warnings
        + themes.warnings + replies.problems + events.problems)
  }

  @Test func filesOfEachEarlierVersionMeanTheSameBeforeAndAfterTheyAreRewritten() throws {
    for version in 0..<FileVersion.latest {
      try? FileManager.default.removeItem(at: paths.config)
      try FileManager.default.copyItem(
        at: Self.earlier.appending(path: "\(version)"), to: paths.config)
      let before = try meaning()
      #expect(before.complaints.isEmpty, "\(before.complaints)")
      #expect(before.config["theme"] == "mine" && before.profiles == ["staging"])
      #expect(before.themes.contains { $0.name == "mine" && $0.problem == nil })
      #expect(before.views.map(\.name) == ["stale"] && before.roster.agents.count == 1)
      #expect(before.replies.first?.last == "image")
      #expect(before.events.map(\.label) == ["hello", "many 1", "many 2"])
      #expect(before.langmap == ["ज": "p"] && before.keys.contains("x status"))

      let files = KeptFiles.all(of: paths)
      #expect(files.count == 8 && KeptFiles.unversioned(of: paths) == 8)
      for file in files + [paths.config.appending(path: "bug.toml")] {
        let old = try Data(contentsOf: file)
        guard
          case .rewritten(version, let changes, let backup?) =
            try KeptFiles.migrate(file, at: Self.moment, writes: true)
        else {
          Issue.record("\(file.path) was not rewritten")
          continue
        }
        #expect(!changes.isEmpty)
        #expect(backup.hasPrefix(file.path + ".bak-"))
        #expect(try Data(contentsOf: URL(filePath: backup)) == old)
        #expect(try KeptFiles.migrate(file, at: Self.moment, writes: true) == .current)
      }
      #expect(try meaning() == before)
      #expect(KeptFiles.unversioned(of: paths) == 0)
      let bug = paths.config.appending(path: "bug.toml").path
      #expect(try AssertionFile.assertions(in: bug).count == 1)
    }
  }

  @Test(arguments: [
    "config.toml", "keys.toml", "views.toml", "roster.toml", "themes/mine.toml",
    "replies/mine.toml", "events/mine.json", "bug.jsonl", "bug.toml",
  ])
  func aFileOfALaterVersionIsRefusedWithItsNameWhatItSaysAndWhatIsKnown(_ name: String) throws {
    let text =
      switch (name as NSString).pathExtension {
      case "json": #"{"version": 7, "event": "typing:start"}"#
      case "jsonl": #"{"furrow":7,"wall":"2026-11-28T00:00:00Z"}"#
      default: "version = 7\n"
      }
    let file = try folder.write(text, to: "config/\(name)")
    let said = try complaints(about: file)
    #expect(said.contains(file.path) && said.contains("7") && said.contains("up to 1"), "\(said)")
    let refusal = #expect(throws: Failure.self) {
      try KeptFiles.migrate(file, at: Self.moment, writes: true)
    }
    #expect(refusal?.message.contains(file.path) == true)
    #expect(refusal?.message.contains("up to 1") == true, "\(refusal?.message ?? "")")
    #expect(try String(contentsOf: file, encoding: .utf8) == text)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: file.deletingLastPathComponent().path)
        .count == 1)
  }

  /// What is said where the file is used.
  private func complaints(about file: URL) throws -> String {
    if file.lastPathComponent.hasPrefix("bug") {
      let isRecording = file.pathExtension == "jsonl"
      return #expect(throws: Failure.self) {
        _ =
          try isRecording
          ? KeptFiles.migrate(file, at: Self.moment, writes: false)
          : {
            _ = try AssertionFile.assertions(in: file.path); return .current
          }()
      }?.message ?? ""
    }
    let found = ConfigurationFaults(
      options: try .words(), environment: ["FURROW_CONFIG_HOME": paths.config.path])
    return (found.faults.map(\.message) + found.warnings).joined(separator: "\n")
  }

  @Test func linesThatTheirOwnerWroteStayAsTheyAre() throws {
    let text = "\u{FEFF}# mine\r\n\r\nurl   =  'http://h' # here\r\n"
    guard case .rewritten(let new, 0, _) = try FileMigration(text, path: "config.toml") else {
      Issue.record("it was not rewritten")
      return
    }
    #expect(new == "\u{FEFF}version = 1\r\n# mine\r\n\r\nurl   =  'http://h' # here\r\n")
    guard
      case .rewritten(let event, 0, _) = try FileMigration(
        #"{"event":"e","n":1.50}"#, path: "e.json")
    else {
      Issue.record("it was not rewritten")
      return
    }
    #expect(event == #"{"version": 1, "event":"e","n":1.50}"#)
  }

  @Test func aDryRunTellsWhatWouldBeDoneAndWritesNothing() throws {
    let file = try folder.write("url = \"http://h\"\n", to: "config/config.toml")
    #expect(
      try KeptFiles.migrate(file, at: Self.moment, writes: false)
        == .rewritten(version: 0, changes: ["it names its version"], backup: nil))
    #expect(try String(contentsOf: file, encoding: .utf8) == "url = \"http://h\"\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: paths.config.path).count == 1)
  }

  @Test func aLinkAndTheRightsOfATeamsFileStayAndABackupIsNeverReplaced() throws {
    let file = try folder.write("[[view]]\nname = \"a\"\n", to: "team/views.toml")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path)
    try folder.write("", to: "config/keep")
    let link = folder.file("config/views.toml")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
    for round in 1...2 {
      try Data("# \(round)\n".utf8).write(to: file)
      _ = try KeptFiles.migrate(link, at: Self.moment, writes: true)
    }
    #expect(try link.resourceValues(forKeys: [.isSymbolicLinkKey]).isSymbolicLink == true)
    #expect(try TemporaryFolder.rights(of: file) == 0o640)
    #expect(try String(contentsOf: file, encoding: .utf8) == "version = 1\n# 2\n")
    let backups = try FileManager.default.contentsOfDirectory(
      atPath: file.deletingLastPathComponent().path
    ).filter { $0.contains(".bak-") }.sorted()
    #expect(backups.count == 2 && backups.last?.hasSuffix("-2") == true)
  }

  @Test(arguments: [
    ("notes.txt", "a", "is no file of furrow's"), ("bug.toml", "[[", ":1:"),
    ("e.json", "{}", "has no \"event\""), ("bug.jsonl", "{}", "is no recording"),
    ("a.toml", "version = \"1\"", "version is a whole number"),
  ])
  func aFileThatIsNoneIsNamed(_ name: String, _ text: String, _ words: String) throws {
    let file = try folder.write(text, to: name)
    let refusal = #expect(throws: Failure.self) {
      try KeptFiles.migrate(file, at: Self.moment, writes: true)
    }
    #expect(refusal?.message.contains(file.path) == true)
    #expect(refusal?.message.contains(words) == true, "\(refusal?.message ?? "")")
  }

  @Test func whatFurrowWritesAndBringsNamesItsVersion() throws {
    DemoReplies.write(to: folder.file("replies"))
    let replies = ReplyFiles.files(of: folder.file("replies"))
    #expect(replies.count == 2)
    for file in replies {
      #expect(try KeptFiles.migrate(file, at: Self.moment, writes: true) == .current)
    }
    let event = try EventTemplate(label: "a", event: "e", arguments: "").file
    #expect(try FileMigration(event, path: "a.json") == .current)
    let themes = Self.earlier.appending(path: "../../../themes").standardized
    for file in ReplyFiles.files(of: themes) {
      #expect(try KeptFiles.migrate(file, at: Self.moment, writes: false) == .current)
    }
  }
}
