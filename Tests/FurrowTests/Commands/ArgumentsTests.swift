import ArgumentParser
import ChatModel
import Testing

@testable import furrow

@Suite struct ArgumentsTests {
  @Test(arguments: [
    (["whoami", "--json"], ["whoami", "--json"]),
    (["--json", "whoami"], ["whoami", "--json"]),
    (["--url", "http://h", "messages", "c1"], ["messages", "c1", "--url", "http://h"]),
    (
      ["--url=http://h", "--no-cache", "read", "c1"],
      ["read", "c1", "--url=http://h", "--no-cache"]
    ),
    (["--json", "send", "c1", "--", "--json"], ["send", "c1", "--json", "--", "--json"]),
    (["--json"], ["--json"]), (["--help"], ["--help"]),
    (["--json", "--help"], ["--json", "--help"]),
    (["--url"], ["--url"]), ([], []), (["--unknown", "whoami"], ["--unknown", "whoami"]),
    (["send", "c1", "--json hello"], ["send", "c1", "--json hello"]),
    (["config", "--profile", "a", "check"], ["config", "check", "--profile", "a"]),
    (
      ["--json", "outbox", "--url=http://h", "flush", "--wait", "1"],
      ["outbox", "flush", "--wait", "1", "--json", "--url=http://h"]
    ),
    (["config", "--json"], ["config", "--json"]),
    (["--json", "config", "--profile", "a"], ["config", "--profile", "a", "--json"]),
    (["outbox", "--wait", "1", "flush"], ["outbox", "--wait", "1", "flush"]),
  ])
  func globalOptionsMayStandBeforeTheCommand(_ given: [String], _ moved: [String]) {
    #expect(GlobalOptions.moved(behind: given) == moved)
  }

  @Test func everyGlobalOptionMayStandThere() throws {
    let words = [
      "--profile", "p", "--url", "u", "--token", "t", "--token-file", "f", "--transport", "auto",
      "--ca-file", "c", "--proxy", "x", "--data-dir", "d", "--no-cache", "--log-file", "l",
      "--log-level", "debug", "--json",
    ]
    #expect(GlobalOptions.moved(behind: words + ["whoami"]) == ["whoami"] + words)
    #expect(throws: Never.self) { try Furrow.parseAsRoot(["whoami"] + words) }
  }

  @Test(arguments: [
    (["load"], "--for <time>", "(default: 30s)"), (["load"], "--users <n>", "(default: 20)"),
    (["messages"], "--limit <n>", "(default: 50)"), (["search"], "--limit <n>", "(default: 20)"),
    (["conversations"], "--limit <n>", "all if not given"),
    (["report"], "--format <format>", "(default: text)"),
    (["audit"], "--format <format>", "(default: text)"),
    (["record"], "--for <time>", "at Ctrl+C"),
  ])
  func theHelpTellsWhatHoldsWithoutAnOption(_ command: [String], _ option: String, _ words: String)
    throws
  {
    let help = Furrow.helpMessage(for: try Self.type(of: command), columns: 2000)
    let line = try #require(
      help.split(separator: "\n").first { $0.contains("  " + option + " ") }, "\(command)")
    #expect(line.contains(words) && line.ranges(of: "default").count <= 1)
  }

  private static func type(of words: [String]) throws -> any ParsableCommand.Type {
    var type: any ParsableCommand.Type = Furrow.self
    for word in words {
      type = try #require(
        type.configuration.subcommands.first { $0.configuration.commandName == word })
    }
    return type
  }

  @Test(arguments: [
    ["id", "r", "k"], ["id", "ravi", "kumar"], ["id", "other", "as", "ve", "--dry-run"],
  ])
  func aNameOfSeveralWordsWithoutQuotationMarksMovesNothing(_ words: [String]) throws {
    let error = expectError(["reassign"] + words)
    #expect(error.contains("A name of several words stands in quotation marks: \"\(words[1])"))
  }

  @Test func severalIdsAreNoName() {
    for words in [
      ["c1", "c2", "ravi"], ["c1", String(repeating: "f", count: 24), "ravi"], ["-", "-", "r"],
    ] {
      #expect(throws: Never.self) { try Furrow.parseAsRoot(["reassign"] + words) }
    }
  }

  @Test(arguments: ["Closed", "CLOSED", "Open"])
  func aStatusIsReadInCapitalLettersToo(_ word: String) throws {
    #expect(StatusArgument(argument: word)?.value.rawValue == word.lowercased())
    #expect(throws: Never.self) { try Furrow.parseAsRoot(["status", "c1", word]) }
    #expect(StatusArgument(argument: "shut") == nil)
  }

  @Test(arguments: [
    ["messages"], ["messages", "c1", "--limit", "0"], ["status", "c1", "finished"], ["upload"],
    ["serve", "--port", "70000"], ["serve", "--farmers", "-1"], ["delete", "everything", "c1"],
    ["emit", "x", "{}", "--wait", "0"], ["whoami", "--transport", "pigeon"], ["whoami", "--nope"],
    ["keys", "nowhere"], ["emit", "x", "--expect", "=y"],
    ["serve", "token", "--lifetime", "9223372036854775807"],
    ["serve", "--ping-interval", "9223372036854775807"], ["serve", "--ping-timeout", "0"],
  ])
  func wrongWordsAreUsageErrors(_ words: [String]) { expectUsageError(words) }

  @Test(arguments: ["nan", "inf", "-inf", "-1", "1e19", "1e308", "-1e308", "1000001", "x", ""])
  func noTimeThatIsNoneIsWaitedFor(_ seconds: String) {
    for words in [["send", "c1", "a"], ["outbox", "flush"], ["emit", "x"]] {
      expectUsageError(words + ["--wait=\(seconds)"])
    }
  }

  @Test(arguments: ["nan", "-1", "0", "1e3", "99999999999999999999", "0.5", ""])
  func noNumberThatIsNoneIsTaken(_ number: String) {
    for words in [
      ["conversations", "--limit"], ["messages", "c1", "--limit"], ["serve", "--ping-interval"],
      ["serve", "--ping-timeout"],
    ] { expectUsageError(words + [number]) }
  }

  @Test(arguments: [
    (["conversations", "--limit", "-1"], "--limit must be 1 or more"),
    (["messages", "c1", "--limit", "-1"], "--limit must be 1 or more"),
    (["serve", "--port", "-1"], "--port must be from 0 to 65535, not -1"),
    (["emit", "x", "--wait", "-1"], "--wait must be above 0 and up to 1000000 seconds, not -1"),
    (["send", "c1", "a", "--wait", "-1"], "--wait must be from 0"),
  ])
  func aNumberThatIsTooSmallIsToldTheLeast(_ words: [String], _ told: String) {
    do {
      _ = try Furrow.parseAsRoot(words)
      Issue.record("\(words) was taken")
    } catch {
      #expect(Furrow.message(for: error).contains(told))
    }
  }

  @Test(arguments: ["", " ", "\n"])
  func anEmptyIDIsAUsageErrorEverywhere(_ id: String) {
    for words in [
      ["conversation", id], ["messages", id], ["messages", "c1", "--before", id], ["read", id],
      ["send", id, "text"], ["send", "c1", "--attach", id], ["status", id, "open"],
      ["reassign", id, "u1"], ["reassign", "c1", id], ["delete", "message", id],
      ["delete", "conversation", id], ["outbox", "drop", id], ["tail", id], ["tail", "c1", id],
      ["emit", id], ["emit", "x", "--join", id], ["upload", id],
      ["conversations", "--assigned-to", id], ["serve", "token", "--user", id],
      ["whoami", "--data-dir", id], ["whoami", "--token-file", id], ["whoami", "--log-file", id],
      ["whoami", "--ca-file", id], ["serve", "--data", id], ["serve", "--secret-file", id],
      ["serve", "--bind", id], ["serve", "token", "--data", id],
    ] { expectUsageError(words) }
  }

  @Test(arguments: ["emit", "tail"])
  func aHeaderOrParameterOfTheLinksOwnIsRefusedInWords(_ command: String) throws {
    let header = "--header", query = "--query"
    for (option, text, words) in [
      (header, "Authorization: Basic x", "the link itself writes the header Authorization"),
      (header, "cookie:a=b", "the link itself writes"), (header, "HOST:x", "the link itself"),
      (header, "Upgrade:h2c", "the link itself"), (header, "Connection:close", "the link itself"),
      (header, "Transfer-Encoding:chunked", "the link itself"),
      (header, "Sec-WebSocket-Protocol:x", "the link itself"),
      (header, "Proxy-Authorization:x", "the link itself"), (header, "X-Key", "NAME:VALUE"),
      (header, ":x", "NAME:VALUE"), (header, "X Key:x", "it is no header"),
      (header, "X:a\r\nHost: b", "it is no header"), (query, "x", "NAME=VALUE"),
      (query, "=x", "NAME=VALUE"), (query, "EIO=3", "the link itself writes EIO"),
      (query, "sid=x", "the link itself"), (query, "transport=x", "the link itself"),
    ] {
      expectUsageError([command, "x", option, text])
      do {
        _ = try Furrow.parseAsRoot([command, "x", option, text])
      } catch {
        let said = Furrow.fullMessage(for: error)
        #expect(said.contains(words), "\(text): \(said)")
      }
    }
    _ = try Furrow.parseAsRoot([
      command, "x", header, "X-Key: a:b", header, "Origin:http://x", query, "a=b=c", query, "d=",
    ])
  }

  @Test func whatIsWrongWithServeNamesTheCommandThatIsTyped() {
    do {
      _ = try Furrow.parseAsRoot(["serve", "--port", "x"])
      Issue.record("it was taken")
    } catch {
      let text = HelpText.arranged(Furrow.fullMessage(for: error))
      #expect(text.contains("furrow serve --help"))
      #expect(!text.contains("serve run"))
    }
  }

  private func expectError(_ words: [String]) -> String {
    do {
      _ = try Furrow.parseAsRoot(words)
      Issue.record("\(words) was taken")
      return ""
    } catch {
      return Furrow.fullMessage(for: error)
    }
  }

  private func expectUsageError(_ words: [String]) {
    do {
      _ = try Furrow.parseAsRoot(words)
      Issue.record("\(words) was taken")
    } catch {
      #expect(Furrow.exitCode(for: error).rawValue == furrow.ExitStatus.usage.rawValue)
    }
  }
}
