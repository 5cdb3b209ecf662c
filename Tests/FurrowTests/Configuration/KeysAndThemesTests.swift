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
        preset = "vim"
        other = 1
        [keys.list]
        "Hyper+x" = "top"
        x = "fly"
        y = 3
        "z" = "top"
        [keys.nowhere]
        a = "top"
        """, path: "k")
    let begins = ["k:1:1: ", "k:2:1: ", "k:4:1: ", "k:5:1: ", "k:6:1: ", "k:8:1: "]
    #expect(file.warnings.count == begins.count)
    for (warning, begin) in zip(file.warnings, begins) { #expect(warning.hasPrefix(begin)) }
    #expect(match("z", .list, file) == .command(.top))
    #expect(match("x", .list, file) == .none)
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
