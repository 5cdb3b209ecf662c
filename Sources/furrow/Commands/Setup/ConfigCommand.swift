import ArgumentParser
import ChatModel
import Foundation
import JSON

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Show the settings in force, check their files, or renew them.",
    discussion: """
      Settings stand in config.toml of the configuration's folder, those of a profile below \
      [profiles.NAME]:

        version = 1
        url = "https://chat.example.org"
        theme = "auto"
        wait_late = 30

        [profiles.staging]
        url = "https://staging.example.org"
        token_command = "pass show chat/staging"

      A flag beats the environment, the environment beats the profile, the profile beats what stands \
      at the top. A profile with a url of its own takes no token from the top. The settings:

      \(ConfigFile.settingsInWords)
      """,
    subcommands: [Show.self, Check.self, Migrate.self], defaultSubcommand: Show.self)

  struct Show: HeadlessCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show every setting with where it came from.")

    @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

    func run(in context: Context) async throws {
      let settings = context.settings
      let places = [
        ("profile", settings.profile), ("config", settings.paths.configFile.path),
        ("data", settings.paths.data.path), ("cache", settings.paths.cache.path),
        ("log", settings.logFile.path),
      ]
      for (name, value) in places {
        show(SettingSource(name: name, value: value, origin: ""), context.output)
      }
      for source in settings.sources { show(source, context.output) }
      for fault in ConfigurationFaults.faults(of: settings) { context.output.warn(fault.message) }
    }

    private func show(_ setting: SettingSource, _ output: Output) {
      let line =
        Listing.pad(setting.name, 14) + Listing.pad(setting.value ?? "-", 30) + "  "
        + setting.origin
      output.result(
        .object(ofKnown: [
          ("name", .string(setting.name)), ("value", setting.value.map(JSONValue.string)),
          ("origin", setting.origin.isEmpty ? nil : .string(setting.origin)),
        ]),
        line.trimmingCharacters(in: .whitespaces))
    }
  }

  struct Check: PooledCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract:
        "Check config.toml, keys.toml, views.toml, roster.toml, themes, events and canned replies; name all that is wrong.",
      discussion: """
        Each fault is a line with its file and line; every profile is looked at. Exit status 0 when \
        all is well, 1 with warnings alone, 78 with faults.
        """)

    @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

    func start() async throws {
      let output = Output(isJSON: global.json)
      let found = ConfigurationFaults(options: global)
      for fault in found.faults { output.failure(fault) }
      for warning in found.warnings { output.warn(warning) }
      output.result(
        ["faults": .integer(found.faults.count), "warnings": .integer(found.warnings.count)],
        found.verdict)
      if !found.faults.isEmpty { throw ExitStatus.badConfiguration.code }
      if !found.warnings.isEmpty { throw ExitStatus.checkFailed.code }
    }
  }
}
