import ArgumentParser
import Foundation
import Testing

@testable import furrow

@Suite struct CommandWordsTests {
  @Test(arguments: [
    ["search", "--help"], ["help", "search"], ["help", "serve", "tokn"], ["frob"], [""],
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
    for word in ["search", "sync", "zzzz", String(repeating: "x", count: 10_000)] {
      #expect(CommandWords.problem(in: [word])?.message.contains("Did you mean") == false)
    }
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
