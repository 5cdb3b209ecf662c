import ArgumentParser
import CBuildMark

/// The root of the command line.
struct Furrow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "furrow",
    abstract: "A chat client in the terminal, for people who support farmers.",
    discussion: """
      Without a command it opens the desk. `furrow demo` needs no server: it opens a desk with \
      farmers writing to you.

      Exit status: 0 done, 1 a check failed, 64 usage, 65 rejected by the server, 66 not found, \
      67 not signed in, 69 server unavailable, 70 internal error, 74 cannot store or print, 75 kept for \
      later, 77 not allowed, 78 bad configuration.
      """,
    version: versionWithBuild,
    subcommands: [
      ChatCommand.self, DemoCommand.self,
      ConversationsCommand.self, ConversationCommand.self, ContactCommand.self, SendCommand.self,
      OutboxCommand.self, NoteCommand.self,
      MessagesCommand.self, SearchCommand.self, SyncCommand.self, ExportCommand.self,
      ReadCommand.self,
      StatusCommand.self,
      ReassignCommand.self,
      StatsCommand.self, AgentsCommand.self, BalanceCommand.self, AuditCommand.self,
      ReportCommand.self, UploadCommand.self, DeleteCommand.self, LoginCommand.self,
      LogoutCommand.self, WhoamiCommand.self, TailCommand.self, EmitCommand.self,
      RecordCommand.self, ReplayCommand.self, DiffCommand.self, BundleCommand.self,
      ServeCommand.self, RepliesCommand.self, KeysCommand.self, ViewsCommand.self,
      ThemesCommand.self, ConfigCommand.self,
      DoctorCommand.self, CheckCommand.self, LoadCommand.self,
    ],
    defaultSubcommand: ChatCommand.self)

  /// The program's version, by semantic versioning.
  static let version = "0.1.0"

  /// The version, and from which commit of which day it was built, where that is known.
  private static var versionWithBuild: String {
    let build = String(cString: cbuildmark_text())
    return build.isEmpty ? version : "\(version) (\(build))"
  }
}
