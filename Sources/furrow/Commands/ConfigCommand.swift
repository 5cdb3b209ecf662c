import ArgumentParser
import ChatModel
import Foundation
import JSON

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Show the settings in force, or check their files.",
    subcommands: [Show.self, Check.self], defaultSubcommand: Show.self)

  struct Show: HeadlessCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show every setting with where it came from.")

    @OptionGroup var global: GlobalOptions

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

  struct Check: HeadlessCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Check config.toml, keys.toml and the themes; name what nobody knows.",
      discussion: "Exit status 0 when all is well, 1 with warnings, 78 when a file is broken.")

    @OptionGroup var global: GlobalOptions

    func run(in context: Context) async throws {
      let settings = context.settings
      let profiles = try ConfigFile(contentsOf: settings.paths.configFile).profiles
      for profile in profiles.keys.sorted() {
        var options = global
        options.profile = [profile]
        try Self.check(Settings(options: options))
      }
      try Self.check(settings)
      // Those of config.toml are told whenever settings are read.
      let others =
        try KeysFile(contentsOf: settings.paths.keysFile).warnings
        + ThemeFiles(directory: settings.paths.themes).warnings
      for warning in others { context.output.note("furrow: \(warning)") }
      let count = settings.warnings.count + others.count
      context.output.result(
        ["warnings": .integer(count)],
        count == 0
          ? "The configuration is good."
          : "\(count) of its lines mean nothing, or not what was meant.")
      if count > 0 { throw ExitStatus.checkFailed.code }
    }

    /// Reading them has found what is wrong but the address, which not every command needs.
    private static func check(_ settings: Settings) throws(Failure) {
      if settings.url != nil { _ = try settings.address() }
    }
  }
}
