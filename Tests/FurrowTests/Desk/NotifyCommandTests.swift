import ChatModel
import Desk
import Foundation
import Synchronization
import TerminalIO
import Testing

@testable import furrow

/// A notification given to a command of the person's.
@Suite struct NotifyCommandTests {
  /// A program that writes its arguments down, one a line, and ends with that status.
  private func program(_ folder: TemporaryFolder, status: Int = 0) throws -> String {
    let out = folder.file("told").path
    return try folder.writeProgram(
      "#!/bin/sh\nfor word; do printf '%s\\n' \"$word\"; done >'\(out).new'\n"
        + "mv '\(out).new' '\(out)'\nexit \(status)\n",
      named: "tell"
    ).path
  }

  /// What comes to be within a minute; nil after that.
  private func comes<Value>(_ look: () -> Value?) async throws -> Value? {
    for _ in 0..<6000 {
      if let value = look() { return value }
      try await Task.sleep(for: .milliseconds(10))
    }
    return nil
  }

  private func told(_ folder: TemporaryFolder) async throws -> [String]? {
    try await comes { try? String(contentsOf: folder.file("told"), encoding: .utf8) }
      .map {
        $0.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
      }
  }

  @Test(arguments: [
    ("Lakshmi R.", "new message"), ("$(touch pwned)", "`touch pwned`"), ("'; touch pwned; '", "\""),
    ("a b  c", "*"), ("नमस्ते 🌾", "\\n"), ("", ""),
  ])
  func titleAndTextAreItsLastArgumentsAndNoShellReadsThem(
    title: String, body: String
  ) async throws {
    let folder = try TemporaryFolder()
    let command = "cd '\(folder.url.path)' && '\(try program(folder))' --app furrow"
    try Programs.notify(title, body, by: command, orElse: { _ in })
    #expect(try await told(folder) == ["--app", "furrow", title, body])
    #expect(!FileManager.default.fileExists(atPath: folder.file("pwned").path))
  }

  @Test func whatLooksLikeAnOptionIsNone() async throws {
    let folder = try TemporaryFolder()
    try Programs.notify("--help", "-x", by: try program(folder), orElse: { _ in })
    #expect(try await told(folder) == [" --help", " -x"])
  }

  @Test(arguments: ["exit 3", "/nowhere/notify-send", "kill -9 $$;"])
  func aCommandThatFailsIsNamedInTheLog(command: String) async throws {
    let inbox = Inbox<AccountAction>()
    let folder = try TemporaryFolder()
    let effects = EffectRunner(
      inbox: AccountInbox(inbox: inbox, account: AccountID(index: 0)),
      cache: MediaCache(root: folder.url, folder: folder.url))
    effects.notify("a", "b", by: command)
    let told = try await comes { inbox.drain().first }
    #expect(
      told?.action == .report(Notice(.warning, "notify: the command \(command) failed.")))
  }

  @Test func theConfigurationNamesItAndOnlyThen() {
    #expect(Notifying("command notify-send -a furrow")?.command == "notify-send -a furrow")
    #expect(Notifying("command  ") == nil && Notifying("command") == nil)
    #expect(Notifying("notify-send") == nil, "no other word is a command")
    #expect(Notifying("command x")?.form == nil && Notifying("command x")?.rings == false)
    #expect(Notifying("osc9")?.command == nil && Notifying("osc9")?.form == .osc9)
  }
}
