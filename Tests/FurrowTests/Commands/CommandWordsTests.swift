import ArgumentParser
import Foundation
import Testing

@testable import furrow

@Suite struct CommandWordsTests {
  @Test(arguments: [
    ["wibble", "--help"], ["help", "wibble"], ["help", "serve", "tokn"], ["frob"], [""],
    ["outbox", "flsh", "--help"], ["config", "cheque"], ["serve", "5000"],
  ])
  func aWordThatNamesNoCommandIsRefusedWithHelpOrWithout(_ words: [String]) {
    #expect(CommandWords.problem(in: words)?.status == .usage)
  }

  @Test(arguments: [
    [], ["--help"], ["help"], ["help", "serve", "token"], ["chat"], ["whoami", "--json"],
    ["outbox"], ["outbox", "--json"], ["outbox", "flush"], ["config", "check"], ["serve", "token"],
    ["send", "c1", "search"], ["--theme", "dark"],
  ])
  func whatIsACommandIsLeftToTheParser(_ words: [String]) {
    #expect(CommandWords.problem(in: words) == nil)
  }

  @Test(arguments: [
    (["cht"], "furrow chat"), (["chta"], "furrow chat"), (["sned"], "furrow send"),
    (["conversatoins"], "furrow conversations"), (["mess"], "furrow messages"),
    (["outbox", "lst"], "furrow outbox list"), (["WHOAMI"], "furrow whoami"),
  ])
  func theNearestNameIsSuggested(_ words: [String], _ suggested: String) {
    #expect(
      CommandWords.problem(in: words)?.message.contains("Did you mean `\(suggested)`?") == true)
  }

  @Test func aWordLikeNoneGetsNoSuggestion() {
    for word in ["wibble", "zzzz", String(repeating: "x", count: 10_000)] {
      #expect(CommandWords.problem(in: [word])?.message.contains("Did you mean") == false)
    }
  }

  @Test(arguments: [
    (["--all", "conversations"], "furrow conversations --all"),
    (["outbox", "--wait", "1", "flush"], "furrow outbox flush --wait 1"),
    (["--theme", "dark", "chat"], "furrow chat --theme dark"),
  ])
  func optionsBeforeTheirCommandAreRefusedWithTheRightOrder(_ words: [String], _ right: String) {
    #expect(throws: (any Error).self) { try Furrow.parseAsRoot(words) }
    #expect(
      CommandWords.order(of: words) == "Options stand behind the command: `\(right)`.")
  }

  @Test(arguments: [
    ["whoami", "--nope"], ["--nope"], ["messages"], ["send", "c1", "--x", "chat"],
  ])
  func otherRefusalsAreLeftAlone(_ words: [String]) {
    #expect(CommandWords.order(of: words) == nil)
  }

  private static func commands(below command: any ParsableCommand.Type = Furrow.self)
    -> [any ParsableCommand.Type]
  {
    command.configuration.subcommands.flatMap { [$0] + commands(below: $0) }
  }

  @Test func everyCommandsOwnOptionsStandBeforeTheOnesThatAllHave() throws {
    for command in Self.commands() where command.configuration.subcommands.isEmpty {
      let help = HelpText.arranged(Furrow.helpMessage(for: command))
      let name = command._commandName
      let global = try #require(help.range(of: "GLOBAL OPTIONS:\n"), "\(name)")
      let own = try #require(help.range(of: "\nOPTIONS:\n"), "\(name)")
      #expect(own.lowerBound < global.lowerBound, "\(name)")
      let common = help[global.upperBound...]
      for option in ["--profile", "--url", "--json"] {
        #expect(common.contains("  \(option)"), "\(name) \(option)")
        #expect(!help[..<global.lowerBound].contains("\n  \(option) "), "\(name) \(option)")
      }
      #expect(common.contains("--version") == false, "\(name)")
    }
  }

  @Test func noLineOfAHelpBreaksInTheMidstOfASentence() {
    for command in Self.commands() {
      let text = command.configuration.discussion
      for paragraph in text.components(separatedBy: "\n\n") where !paragraph.hasPrefix(" ") {
        let isList = paragraph.contains("\n  ")
        #expect(isList || !paragraph.contains("\n"), "\(command._commandName): \(paragraph)")
      }
    }
  }

  @Test func theReadmeNamesEveryFlagOfServe() throws {
    let root = (1...4).reduce(URL(filePath: #filePath)) { path, _ in
      path.deletingLastPathComponent()
    }
    let readme = try String(contentsOf: root.appending(path: "docs/commands.md"), encoding: .utf8)
    let row = try #require(
      readme.split(separator: "\n").first { $0.hasPrefix("| `furrow serve` |") })
    let help = HelpText.arranged(Furrow.helpMessage(for: ServeCommand.Run.self))
    let own = help.components(separatedBy: "GLOBAL OPTIONS:")[0]
    let flags = Set(own.matches(of: /\n  (--[a-z-]+)/).map { String($0.output.1) })
      .subtracting(["--version"])
    #expect(flags.count > 14)
    for flag in flags { #expect(row.contains(flag), "\(flag)") }
  }

  @Test func theHelpOfServeListsEveryFlagThatTheReadmeNames() throws {
    for words in [
      ["serve", "--help"], ["serve", "-h"], ["help", "serve"], ["serve", "--json", "-h"],
    ] {
      let arguments = CommandWords.withHelpOfServe(words)
      do {
        var command = try Furrow.parseAsRoot(arguments)
        try command.run()
        Issue.record("\(words) is no question for help")
      } catch {
        let help = Furrow.fullMessage(for: error)
        for flag in [
          "--port", "--bind", "--data", "--seed", "--farmers", "--pace", "--dialect",
          "--secret-file", "--print-tokens", "--allow-origin", "--id-seed", "furrow serve token",
        ] { #expect(help.contains(flag), "\(words) \(flag)") }
      }
    }
    #expect(CommandWords.withHelpOfServe(["serve", "token", "-h"]) == ["serve", "token", "-h"])
    #expect(CommandWords.withHelpOfServe(["serve"]) == ["serve"])
  }
}
