import Foundation
import Sentences
import Testing

@testable import furrow

/// What `furrow doctor` says of programs, clipboard, notifications and the team's folder.
@Suite struct NeedsTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func check(
    _ config: String = "", _ environment: [String: String] = [:], has programs: Set<String> = []
  ) throws -> NeedsCheck {
    NeedsCheck(
      settings: try .made(in: folder, config: config), environment: environment,
      find: { programs.contains($0) ? "/usr/bin/\($0)" : nil })
  }

  @Test(arguments: [
    (["TERM": "linux"], Finding.Verdict.warn), (["TERM": "xterm", "STY": "1.pts"], .warn),
    (["TERM_PROGRAM": "Apple_Terminal", "TERM": "xterm-256color"], .warn),
    (["TERM": "screen-256color", "TMUX": "/tmp/tmux"], .ok), (["TERM": "xterm-kitty"], .ok),
  ])
  func aTerminalWithoutAClipboardIsNamed(
    _ environment: [String: String], _ verdict: Finding.Verdict
  ) throws {
    #expect(try check("", environment).clipboard.verdict == verdict)
  }

  @Test func whereThereIsNoDesktopNothingIsToBeMendedInAnyLanguage() throws {
    for environment in [[:], ["SSH_TTY": "/dev/pts/1"], ["DISPLAY": ":0"]] {
      for programs in [[], ["xdg-open"]] as [Set<String>] {
        let check = try check("", environment, has: programs)
        let hindi = Language.speaking("hi") { check.opening }
        #expect(hindi.verdict == check.opening.verdict)
        #expect((hindi.mend == nil) == (check.opening.mend == nil))
      }
    }
    #expect(Language.speaking("hi") { try? check().opening.verdict } == .ok)
  }

  @Test func aNotificationsCommandNeedsItsProgramAndASession() throws {
    let config = "notify = \"command notify-send -a furrow\"\n"
    #expect(try check(config).notices.mend?.contains("libnotify-bin") == true)
    let deaf = try check(config, has: ["notify-send"]).notices
    #expect(deaf.verdict == .warn && deaf.found.contains("DBUS_SESSION_BUS_ADDRESS"))
    let bus = ["DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/user/1000/bus"]
    #expect(try check(config, bus, has: ["notify-send"]).notices.verdict == .ok)
    // Only a shell knows what that is.
    #expect(try check("notify = \"command $TOLD\"\n").notices.verdict == .ok)
    #expect(try check("notify = \"command /no/such/program\"\n").notices.verdict == .warn)
  }

  @Test func theLinuxConsoleIsToldThatItShowsNoNotifications() throws {
    let console = ["TERM": "linux"]
    #expect(try check("notify = \"osc9\"\n", console).notices.verdict == .warn)
    #expect(try check("notify = \"bell\"\n", console).notices.verdict == .ok)
    #expect(try check("notify = \"osc9\"\n", ["TERM": "xterm"]).notices.verdict == .ok)
  }

  @Test func programsThatAreNotHereAreNamedWithTheirMend() throws {
    let desktop = ["DISPLAY": ":0"]
    #expect(try check("", desktop).opening.mend?.contains("xdg-utils") == true)
    #expect(try check("", desktop, has: ["xdg-open"]).opening.verdict == .ok)
    // Over SSH there is nothing to mend.
    #expect(try check("", ["SSH_TTY": "/dev/pts/1"]).opening.mend == nil)
    #expect(try check("").films.mend == "Install mpv.")
    #expect(try check("", has: ["mpv"]).films.verdict == .ok)
    #expect(try check("", ["EDITOR": "nano -w"]).editor.found.contains("no nano"))
    #expect(try check("", ["EDITOR": "nano -w"], has: ["nano"]).editor.verdict == .ok)
    #expect(try check("", ["VISUAL": "$HOME/bin/edit"]).editor.verdict == .ok)
  }

  @Test func theTeamsFolderIsJudgedByWhetherOneCanReadAndWriteThere() throws {
    #expect(NeedsCheck.team(folder.file("gone")).verdict == .warn)
    let file = try folder.write("", to: "file")
    #expect(NeedsCheck.team(file).verdict == .fail)
    #expect(NeedsCheck.team(folder.url).verdict == .ok)
    if geteuid() != 0 {
      let closed = folder.file("closed")
      try FileManager.default.createDirectory(
        at: closed, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o500])
      #expect(NeedsCheck.team(closed).verdict == .warn)
    }
  }

  @Test func eachThingThatIsNotWellHasAMend() async throws {
    let config = "notify = \"command notify-send\"\nteam_dir = \"/no/such/folder\"\n"
    let bare = ["TERM": "linux", "DISPLAY": ":0", "EDITOR": "none-such"]
    let findings = await (try check(config, bare)).findings()
    #expect(
      findings.map(\.check) == ["clipboard", "notices", "opening", "films", "editor", "team"])
    #expect(findings.allSatisfy { $0.verdict == .warn && $0.mend != nil })
  }

  @Test func filesWithoutAVersionAreCountedAndTheirRenewalIsNamed() throws {
    try folder.write("[[view]]\nname = \"a\"\n", to: "config/views.toml")
    let settings = try Settings.made(in: folder, config: "version = 1\n")
    let finding = ConfigurationCheck.findings(settings).first { $0.check == "versions" }
    #expect(finding?.found.contains("a file that names no version") == true)
    #expect(finding?.found.contains("furrow config migrate") == true)
    try folder.write("version = 1\n", to: "config/views.toml")
    #expect(!ConfigurationCheck.findings(settings).contains { $0.check == "versions" })
  }
}
