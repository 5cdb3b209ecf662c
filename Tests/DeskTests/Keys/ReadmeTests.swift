import Foundation
import Testing
import TextGrid

@testable import Desk

/// The table of keys in docs/desk.md, compared with what is bound.
@Suite struct ReadmeTests {
  private struct Row {
    var keys: [[Key]]
    var isOfTheComposer: Bool
    var line: String
  }

  private func rows() throws -> [Row] {
    let root = (1...4).reduce(URL(filePath: #filePath)) { path, _ in
      path.deletingLastPathComponent()
    }
    let text = try String(contentsOf: root.appending(path: "docs/desk.md"), encoding: .utf8)
    let section = text.components(separatedBy: "\n## ").first { $0.hasPrefix("Keys\n") }
    return try #require(section).split(separator: "\n").filter { $0.hasPrefix("| ") }.map { line in
      let cell = line.dropFirst(2).prefix { $0 != "|" }
      let words = cell.split(separator: "`", omittingEmptySubsequences: false)
      let names = words.indices.filter { $0 % 2 == 1 }.map { String(words[$0]) }
      // After "then" come the letters of a menu.
      let keys = cell.contains(" then ") ? Array(names.prefix(1)) : names
      return Row(
        keys: keys.compactMap(Key.sequence), isOfTheComposer: cell.contains("composer"),
        line: String(line))
    }.filter { !$0.keys.isEmpty }
  }

  private func command(_ keys: [Key], _ context: Keymap.Context) -> Command? {
    if case .command(let command) = Keymap.standard.match(keys, in: context) {
      command
    } else {
      nil
    }
  }

  @Test func everyKeyOfTheReadmeIsBound() throws {
    let rows = try rows()
    #expect(rows.count > 10)
    for row in rows {
      for keys in row.keys {
        let contexts: [Keymap.Context] =
          row.isOfTheComposer ? [.composer] : [.list, .messages, .team]
        #expect(
          contexts.contains { command(keys, $0) != nil }, "\(Key.describe(keys)): \(row.line)")
      }
    }
  }

  @Test func everyCommandOfThePanesStandsInTheReadme() throws {
    let keys = try rows().flatMap(\.keys)
    let named = Set(
      keys.flatMap { [command($0, .list), command($0, .messages), command($0, .composer)] })
    let moves: Set<Command> = [.halfPageUp, .halfPageDown, .up, .down]
    for binding in Keymap.standard.bindings(in: .list)
    where !moves.contains(binding.command) && binding.command.identityNumber ?? 1 == 1 {
      #expect(named.contains(binding.command), "\(binding) \(binding.command.rawValue)")
    }
  }
}
