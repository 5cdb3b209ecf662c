import ArgumentParser
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
    ["messages"], ["messages", "c1", "--limit", "0"], ["status", "c1", "finished"], ["upload"],
    ["serve", "--port", "70000"], ["serve", "--farmers", "-1"], ["delete", "everything", "c1"],
    ["emit", "x", "{}", "--wait", "0"], ["whoami", "--transport", "pigeon"], ["whoami", "--nope"],
    ["keys", "nowhere"],
  ])
  func wrongWordsAreUsageErrors(_ words: [String]) throws {
    do {
      _ = try Furrow.parseAsRoot(words)
      Issue.record("\(words) was taken")
    } catch {
      #expect(Furrow.exitCode(for: error).rawValue == furrow.ExitStatus.usage.rawValue)
    }
  }
}
