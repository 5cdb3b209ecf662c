import ArgumentParser
import Foundation
import Logging
import TerminalIO
import Testing

@testable import furrow

@Suite struct SettingsTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private static let config = """
    url = "http://top"
    wait_warn = 5

    [profiles.work]
    url = "http://profile"
    """

  @Test func aFlagBeatsTheEnvironmentWhichBeatsTheProfileWhichBeatsTheDefaults() throws {
    let flag = try Settings.made(
      in: folder, config: Self.config, ["--profile", "work", "--url", "http://flag"],
      environment: ["FURROW_URL": "http://environment"])
    #expect(flag.url == "http://flag")
    let environment = try Settings.made(
      in: folder, ["--profile", "work"], environment: ["FURROW_URL": "http://environment"])
    #expect(environment.url == "http://environment")
    let profile = try Settings.made(in: folder, ["--profile", "work"])
    #expect(profile.url == "http://profile")
    #expect(profile.waitWarn == 5, "the top of the file holds for profiles too")
    let top = try Settings.made(in: folder)
    #expect(top.url == "http://top")
    #expect(top.waitLate == 30, "which is the default")
  }

  /// Whichever way leads to a server of a profile that is marked, it is that server.
  @Test(arguments: [
    ("https://chat.example", true), ("https://chat.example/", true),
    ("HTTPS://Chat.Example:443", true),
    ("https://chat.example/api/v1", true), ("http://chat.example:443", true),
    ("https://chat.example:8443", false), ("http://chat.example", false),
    ("https://other.example", false), ("http://127.0.0.1:5001", true), ("http://[::1]:5001", true),
    ("http://localhost:5001", true), ("http://localhost:5002", false), ("nonsense", false),
    ("http://LOCALHOST.:5001", true), ("http://0.0.0.0:5001", true), ("http://[::]:5001", true),
    ("http://[::ffff:127.0.0.1]:5001", true), ("http://[::ffff:7f00:1]:5001", true),
    ("http://127.1:5001", true), ("http://0x7f000001:5001", true), ("http://0:5001", true),
    ("http://0.0.0.0:5002", false), ("https://chat.example.:443", true),
    ("http://192.0.2.7:5001", false),
  ])
  func aServerThatAProfileMarksIsProductionUnderEveryName(url: String, isMarked: Bool) throws {
    let config = """
      url = "http://top"

      [profiles.live]
      url = "https://chat.example"
      production = true

      [profiles.tunnel]
      url = "http://localhost:5001"
      production = true
      """
    for settings in [
      try Settings.made(in: folder, config: config, ["--url", url]),
      try Settings.made(in: folder, config: config, environment: ["FURROW_URL": url]),
    ] {
      let clause = settings.productionClause()
      #expect((clause != nil) == isMarked, "\(clause ?? "")")
    }
    let own = try Settings.made(in: folder, config: config, ["--profile", "live"])
    #expect(own.productionClause(lookingUp: false) == "Profile live is marked production")
    #expect(throws: Failure.self) { try own.refuseProduction("emit") }
  }

  // The name and the addresses of this computer, as the system has them.
  @Test func anotherNameOfThisComputerIsNoWayRound() throws {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    let host = String(
      decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard try ServerAddress("http://\(host)").isThisComputer else { return }
    let config = "[profiles.tunnel]\nurl = \"http://127.0.0.1:5001\"\nproduction = true\n"
    let settings = try Settings.made(in: folder, config: config, ["--url", "http://\(host):5001"])
    #expect(throws: Failure.self) { try settings.refuseProduction("emit") }
  }

  // Behind one address may stand several servers: who says that this is none is believed.
  @Test func aProfileMayVouchForItsOwnHostElsewhere() throws {
    let config = """
      [profiles.live]
      url = "https://192.0.2.7"
      production = true

      [profiles.staging]
      url = "https://[::ffff:192.0.2.7]"
      production = false

      [profiles.aside]
      url = "https://[::ffff:192.0.2.7]"

      [profiles.tunnel]
      url = "http://127.0.0.1:5001"
      production = true

      [profiles.here]
      url = "http://0.0.0.0:5001"
      production = false
      """
    for (profile, isRefused) in [("staging", false), ("aside", true), ("here", true)] {
      let settings = try Settings.made(in: folder, config: config, ["--profile", profile])
      let clause = settings.productionClause()
      #expect((clause != nil) == isRefused, "\(profile)")
    }
  }

  @Test func anEmptyVariableSaysNothing() throws {
    let settings = try Settings.made(
      in: folder, config: Self.config, environment: ["FURROW_URL": "", "FURROW_PROFILE": ""])
    #expect(settings.url == "http://top")
    #expect(settings.profile == "default")
  }

  @Test func everySettingTellsWhereItCameFrom() throws {
    let settings = try Settings.made(
      in: folder, config: Self.config, ["--profile", "work", "--transport", "polling"],
      environment: ["FURROW_TOKEN": Tokens.good])
    func source(_ name: String) -> SettingSource? { settings.sources.first { $0.name == name } }
    let path = folder.file("config/config.toml").path
    #expect(source("url")?.origin == "\(path):5:1")
    #expect(source("wait_warn")?.origin == "\(path):2:1")
    #expect(source("transport")?.origin == "--transport")
    #expect(source("mouse")?.origin == "default")
    #expect(source("token") == SettingSource(name: "token", value: nil, origin: "FURROW_TOKEN"))
    #expect(
      Set(settings.sources.map(\.name)).isSuperset(
        of: ConfigFile.knownSettings.map(\.name).filter { !$0.hasPrefix("token_") }))
  }

  @Test func aTokenOfTheTopGoesToNoOtherServerThanTheTops() throws {
    let config = """
      url = "http://live"
      token_command = "echo live"
      [profiles.staging]
      url = "http://staging"
      [profiles.same]
      url = "http://live"
      [profiles.own]
      token_file = "/own"
      """
    func source(_ profile: String) throws -> TokenSource {
      try Settings.made(in: folder, config: config, ["--profile", profile]).tokenSource
    }
    #expect(try source("staging") == .storedSignIn)
    #expect(try source("same") == .command("echo live"))
    #expect(try source("own") == .file("/own"))
  }

  @Test func notificationsComeWhereTheyAreAskedFor() throws {
    func way(_ text: String) throws -> Notifying {
      try Settings.made(in: folder, config: "notify = \"\(text)\"").notifying
    }
    #expect(try Settings.made(in: folder).notifying == .bell)
    #expect(try way("off") == .off)
    #expect(try way("terminal") == .terminal)
    #expect(try way("osc99") == .form(.osc99))
    #expect(try way("command notify-send -a furrow") == .command("notify-send -a furrow"))
    let failure = failure { _ = try Settings.made(in: folder, config: "notify = \"loud\"") }
    #expect(failure?.status == .badConfiguration)
  }

  @Test func aProxyIsNotShownBecauseItMayHoldAPassword() throws {
    let settings = try Settings.made(in: folder, ["--proxy", "http://me:secret@proxy:1"])
    #expect(settings.proxy == "http://me:secret@proxy:1")
    #expect(!settings.sources.contains { $0.value?.contains("secret") ?? false })
  }

  @Test func unknownKeysAreNamedWithTheirLine() throws {
    let settings = try Settings.made(
      in: folder,
      config: """
        colour = 1

        [profiles."north india"]
        url = "http://x"
          uri = "http://y"
        """)
    let path = folder.file("config/config.toml").path
    #expect(
      settings.warnings == [
        "\(path):1:1: unknown key \"colour\" is ignored.",
        "\(path):5:3: unknown key \"uri\" is ignored. Did you mean \"url\"?",
      ])
  }

  @Test(arguments: [
    ("a = = 1", "1:5"), ("url = \"x\"\nmouse = \"perhaps\"", "2:1"),
    ("\n\nwait_late = 0", "3:1"), ("refresh = -3", "1:1"), ("transport = \"carrier\"", "1:1"),
    ("log_level = \"loud\"", "1:1"), ("url = [1]", "1:1"), ("url = 1.5", "1:1"),
    ("profiles = 3", "1:1"), ("[profiles]\nwork = 3", "2:1"),
  ])
  func whatIsWrongInTheFileIsBadConfigurationWithItsPlace(_ config: String, _ place: String) throws
  {
    let failure = failure { _ = try Settings.made(in: folder, config: config) }
    #expect(failure?.status == .badConfiguration)
    let path = folder.file("config/config.toml").path
    #expect(failure?.message.hasPrefix("\(path):\(place): ") == true, "\(failure?.message ?? "-")")
  }

  @Test func aFileThatIsNotUTF8IsBadConfiguration() throws {
    try folder.write("", to: "config/config.toml")
    try Data([0xFF, 0xFE, 0x00]).write(to: folder.file("config/config.toml"))
    #expect(failure { _ = try Settings.made(in: folder) }?.status == .badConfiguration)
  }

  @Test func aProfileThatDoesNotExistIsNamedWithThoseThatDo() throws {
    let failure = failure {
      _ = try Settings.made(in: folder, config: Self.config, ["--profile", "wrok"])
    }
    #expect(failure?.status == .badConfiguration)
    #expect(failure?.message.contains("wrok") == true)
    #expect(failure?.message.contains("it has work") == true)
  }

  @Test func onlyTheDeskTakesTwoProfiles() throws {
    let failure = failure {
      _ = try Settings.made(in: folder, ["--profile", "a", "--profile", "b"])
    }
    #expect(failure?.status == .usage)
  }

  @Test func aLogLevelThatDoesNotExistIsAUsageError() {
    #expect(throws: (any Error).self) { try GlobalOptions.words("--log-level", "loud") }
    #expect(throws: Never.self) { try GlobalOptions.words("--log-level", "debug") }
  }

  @Test func aLogThatCannotBeWrittenIsToldAndTheCommandGoesOn() throws {
    try folder.write("", to: "file")
    for name in ["file/x.log", "file/deep/x.log", ""] {
      let path = folder.file(name).path
      let warnings = try Settings.made(in: folder, ["--log-file", path]).warnings
      #expect(warnings.count == 1 && warnings.first?.contains(path) == true, "\(warnings)")
    }
    let good = folder.file("deep/down/x.log")
    #expect(try Settings.made(in: folder, ["--log-file", good.path]).warnings.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: folder.file("deep").path))
  }

  @Test func aConfigurationDirectoryThatIsAFileIsTold() throws {
    let file = try folder.write("", to: "file").path
    let settings = try Settings.made(in: folder, environment: ["FURROW_CONFIG_HOME": file])
    #expect(settings.warnings.first?.contains("\(file) is not a directory") == true)
    #expect(try Settings.made(in: folder).warnings.isEmpty)
  }

  @Test func withoutAServerTheAnswerNamesTheWaysOut() throws {
    let settings = try Settings.made(in: folder)
    let failure = failure { _ = try settings.address() }
    #expect(failure?.status == .badConfiguration)
    for way in ["--url", "FURROW_URL", "furrow demo"] {
      #expect(failure?.message.contains(way) == true)
    }
  }

  @Test func theLogIsNamedForTheProfileAndStaysInItsDirectory() throws {
    let settings = try Settings.made(
      in: folder, config: "[profiles.\"../x\"]", ["--profile", "../x"])
    #expect(settings.logFile.deletingLastPathComponent().lastPathComponent == "furrow")
    #expect(settings.logFile.lastPathComponent == "%2E.%2Fx.log")
    #expect(settings.logLevel == .notice)
  }
}
