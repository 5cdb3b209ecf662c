import Foundation
import Testing

@testable import furrow

@Suite struct ConfigurationFaultsTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func faults() throws -> ConfigurationFaults {
    ConfigurationFaults(
      options: try .words(), environment: ["FURROW_CONFIG_HOME": folder.file("config").path])
  }

  @Test func allOfThemAreNamedWithFileAndLineInEveryProfileAndFile() throws {
    try folder.write(
      """
      url = "http://h/admin"
      mouse = "perhaps"
      wait_late = 0
      colour = 1
      theme = "nope"
      [profiles.a]
      url = [1]
      refresh = -3
      [profiles.b]
      transport = "carrier"
      url = "ftp://x"
      [profiles]
      c = 3
      """, to: "config/config.toml")
    try folder.write("\n[keys.list\n", to: "config/keys.toml")
    let found = try faults()
    let config = folder.file("config/config.toml").path
    for place in [1, 2, 3, 5, 7, 8, 10, 11, 13].map({ "\(config):\($0):1" }) {
      #expect(found.faults.count { $0.message.contains(place) } == 1, "\(place)")
    }
    #expect(
      found.faults.contains { $0.message.hasPrefix("\(folder.file("config/keys.toml").path):2:") })
    #expect(found.faults.count == 10)
    #expect(found.faults.allSatisfy { $0.status == .badConfiguration })
    #expect(found.warnings.count == 1)
    #expect(found.verdict == "10 faults; 1 line means nothing, or not what was meant.")
  }

  @Test func aKeyThatIsNearlyOneIsAnsweredWithIt() throws {
    try folder.write(
      "[profile.staging]\nurl = \"http://h\"\n[profiles.a]\nthem = \"dark\"\nprofiles = 1\n",
      to: "config/config.toml")
    let config = folder.file("config/config.toml").path
    #expect(
      try faults().warnings == [
        "\(config):1:1: unknown key \"profile\" is ignored. Did you mean \"profiles\"?",
        "\(config):4:1: unknown key \"them\" is ignored. Did you mean \"theme\"?",
        "\(config):5:1: unknown key \"profiles\" is ignored.",
      ])
  }

  @Test func aThemeThatIsNotThereIsNamedWithItsPlaceWhereverSettingsAreShown() throws {
    try folder.write("\ntheme = \"nope\"\n", to: "config/config.toml")
    let settings = try Settings(
      options: try .words(), environment: ["FURROW_CONFIG_HOME": folder.file("config").path])
    #expect(
      ConfigurationFaults.faults(of: settings).map(\.message) == [
        "\(folder.file("config/config.toml").path):2:1: there is no theme \"nope\"; "
          + "`furrow themes` lists them."
      ])
  }

  @Test func aWaitThatIsTooLongBeforeItIsLongIsNamed() throws {
    try folder.write("wait_late = 5\nwait_warn = 10\n[profiles.a]\n", to: "config/config.toml")
    let config = folder.file("config/config.toml").path
    let warnings = try faults().warnings
    #expect(warnings.count == 1)
    #expect(
      warnings.first?.hasPrefix("\(config):") == true
        && warnings.first?.contains("wait_late (5) is shorter than wait_warn (10)") == true)
  }

  @Test func aGoodConfigurationHasNone() throws {
    try folder.write("url = \"http://h\"\n[profiles.a]\nmouse = false\n", to: "config/config.toml")
    let found = try faults()
    #expect(found.faults.isEmpty && found.warnings.isEmpty)
    #expect(found.verdict == "The configuration is good.")
  }

  @Test func noFileAtAllIsGoodToo() throws {
    #expect(try faults().faults.isEmpty)
  }
}
