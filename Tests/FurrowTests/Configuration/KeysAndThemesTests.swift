import ChatModel
import Desk
import DeskViews
import Foundation
import TextGrid
import Testing

@testable import furrow

@Suite struct KeysFileTests {
  private func match(_ keys: String, _ context: Keymap.Context, _ file: KeysFile) -> Keymap.Match {
    file.keymap.match(Key.sequence(keys) ?? [], in: context)
  }

  @Test func theFileAddsToTheDefaultsAndUnbinds() throws {
    let file = try KeysFile(
      text: """
        [keys.list]
        "g g" = "help"
        "w" = ""
        "Ctrl+O" = "open"
        """, path: "keys.toml")
    #expect(file.warnings.isEmpty)
    #expect(match("g g", .list, file) == .command(.help))
    #expect(match("g g", .messages, file) == .command(.top))
    #expect(match("w", .list, file) == .none)
    #expect(match("w", .messages, file) == .command(.longestWaiting))
    #expect(match("ctrl+o", .list, file) == .command(.open))
    #expect(match("j", .list, file) == .command(.down))
  }

  @Test func thePresetChoosesTheDefaults() throws {
    let file = try KeysFile(text: "preset = \"emacs\"", path: "keys.toml")
    #expect(match("Ctrl+N", .messages, file) == .command(.down))
    #expect(try KeysFile(text: "", path: "keys.toml").keymap == .standard)
  }

  @Test func whatNobodyKnowsIsNamedWithItsLineAndLeftOut() throws {
    let file = try KeysFile(
      text: """
        preset = "nano"
        other = 1
        [keys.list]
        "Hyper+x" = "top"
        x = "fly"
        y = 3
        "z" = "top"
        [keys.nowhere]
        a = "top"
        """, path: "k")
    let begins = ["k:1: ", "k:2: ", "k:4: ", "k:5: ", "k:6: ", "k:9: "]
    #expect(file.warnings.count == begins.count)
    for (warning, begin) in zip(file.warnings, begins) { #expect(warning.hasPrefix(begin)) }
    #expect(match("z", .list, file) == .command(.top))
    #expect(match("x", .list, file) == .none)
  }

  @Test func conflictsAreNamedWithTheirLines() throws {
    let file = try KeysFile(
      text: """
        [keys.panes]
        "x x" = "log"
        "g" = "help"
        "x" = "top"
        """, path: "k")
    #expect(file.warnings.count == 2, "\(file.warnings)")
    #expect(file.warnings.first?.hasPrefix("k:3: “g” takes away g g (top)") == true)
    #expect(
      file.warnings.last == "k:4: “x” and “x x” at k:2 begin alike, and this one counts")
  }

  @Test func lettersOfOtherScriptsStandForKeys() throws {
    let file = try KeysFile(
      text: "[langmap]\n\"ज\" = \"p\"\n\"कख\" = \"k\"\n", path: "k")
    #expect(file.langmap == ["ज": "p"])
    #expect(file.warnings.count == 1)
    #expect(file.warnings.first?.hasPrefix("k:3: ") == true)
  }

  /// Renew it with `FURROW_RECORD_GOLDEN=1 swift test --filter KeysFileTests`, or
  /// `furrow keys --markdown`.
  @Test func theDocumentOfTheKeysSaysWhatIsBound() throws {
    let root = (1...4).reduce(URL(filePath: #filePath)) { path, _ in
      path.deletingLastPathComponent()
    }
    let file = root.appending(path: "docs/keys.md")
    let text = KeysDocument.text(of: .standard)
    if ProcessInfo.processInfo.environment["FURROW_RECORD_GOLDEN"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == text)
  }

  @Test func aFileThatIsNotTOMLIsBadConfigurationWithItsPlace() {
    let failure = failure { _ = try KeysFile(text: "[keys.list\n", path: "keys.toml") }
    #expect(failure?.status == .badConfiguration)
    #expect(failure?.message.hasPrefix("keys.toml:1:") == true)
  }

  @Test func withoutAFileTheKeysAreTheDefaults() throws {
    let folder = try TemporaryFolder()
    #expect(try KeysFile(contentsOf: folder.file("keys.toml")).keymap == .standard)
  }
}

@Suite struct ThemeFilesTests {
  @Test func ownThemesStandBesideThoseOfTheProgramAndBrokenOnesSayWhy() throws {
    let folder = try TemporaryFolder()
    try folder.write("inherits = \"dark\"", to: "field.toml")
    try folder.write("inherits = \"nothing\"", to: "lost.toml")
    try folder.write("not a theme", to: "notes.txt")
    try folder.write("", to: "binary.toml")
    try Data([0xFF, 0x00]).write(to: folder.file("binary.toml"))
    let files = ThemeFiles(directory: folder.url)
    func entry(_ name: String) -> ThemeFiles.Entry? { files.entries.first { $0.name == name } }
    #expect(files.entries.first?.name == "auto")
    #expect(entry("auto")?.path == nil)
    #expect(entry("field")?.problem == nil)
    #expect(entry("field")?.path == folder.file("field.toml").path)
    #expect(entry("lost")?.problem?.hasPrefix("\(folder.file("lost.toml").path):1: ") == true)
    #expect(entry("binary")?.problem?.contains("UTF-8") == true)
    #expect(entry("notes") == nil)
    #expect(files.warnings.count == 2)
    #expect(throws: Never.self) { try files.library.theme(named: "field", depth: .ansi16) }
  }

  @Test func aDirectoryThatDoesNotExistHoldsNone() throws {
    let folder = try TemporaryFolder()
    let files = ThemeFiles(directory: folder.file("none"))
    #expect(files.entries.allSatisfy { $0.path == nil && $0.problem == nil })
  }
}

@Suite struct ThemeShelfTests {
  private let folder: TemporaryFolder
  private let shelf: ThemeShelf

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("inherits = \"dark\"\n[roles]\ntext = \"magenta\"\n", to: "mine.toml")
    shelf = ThemeShelf(ThemeFiles(directory: folder.url), directory: folder.url)
  }

  private func color(of name: String = "mine") throws -> Color? {
    try shelf.current.library.theme(named: name, depth: .trueColor).look(.text).foreground
  }

  @Test func aFileThatHasChangedIsReadAgain() throws {
    #expect(shelf.readAgain().isEmpty, "nothing has changed")
    let version = shelf.current.version
    try folder.write("inherits = \"dark\"\n[roles]\ntext = \"blue\"\n", to: "mine.toml")
    #expect(shelf.readAgain().map(\.text) == ["Read again: theme mine."])
    #expect(try color() == .indexed(4))
    #expect(shelf.current.version != version)
  }

  @Test func aBrokenOneIsNamedWithFileAndLineOnceAndTheOldOneStays() throws {
    try folder.write("inherits = \"dark\"\n[roles]\ntext = \"rad\"\n", to: "mine.toml")
    try folder.write("inherits = \"mine\"\n", to: "child.toml")
    let said = shelf.readAgain()
    let file = folder.file("mine.toml").path
    #expect(said.count == 1)
    #expect(said.first?.severity == .warning)
    #expect(said.first?.text.hasPrefix("\(file):3: \"rad\" is neither") == true)
    #expect(try color() == .indexed(5))
    #expect(try color(of: "child") == .indexed(5), "what inherits from it is whole")
    #expect(shelf.readAgain().isEmpty)
    try Data([0xFF, 0x00]).write(to: folder.file("mine.toml"))
    #expect(shelf.readAgain().first?.text.contains("cannot be read as UTF-8") == true)
    #expect(try color() == .indexed(5))
    try folder.write("inherits = \"dark\"\n[roles]\ntext = \"blue\"\n", to: "mine.toml")
    #expect(shelf.readAgain().map(\.severity) == [.info])
    #expect(try color() == .indexed(4))
  }

  @Test func whatComesAndGoesCanBeChosenOrNot() throws {
    try folder.write("inherits = \"light\"\n", to: "new.toml")
    try FileManager.default.removeItem(at: folder.file("mine.toml"))
    #expect(shelf.readAgain().map(\.text) == ["Read again: theme mine, new."])
    let names = shelf.choices.map(\.name)
    #expect(names.contains("new") && !names.contains("mine"))
  }

  @Test(.timeLimit(.minutes(1)))
  func aFolderTellsOfItsFilesEvenOneThatComesLater() async throws {
    let later = folder.file("later")
    let (changes, told) = AsyncStream.makeStream(of: Void.self)
    let watch = FolderWatch(later) { told.yield() }
    try FileManager.default.createDirectory(at: later, withIntermediateDirectories: false)
    var all = changes.makeAsyncIterator()
    await all.next()
    try "one".write(to: later.appending(path: "a.toml"), atomically: true, encoding: .utf8)
    await all.next()
    withExtendedLifetime(watch) {}
  }
}
