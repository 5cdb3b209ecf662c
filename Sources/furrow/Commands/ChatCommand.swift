import ArgumentParser
import ChatClient
import Desk
import DeskViews
import Foundation

struct ChatCommand: ScreenCommand {
  static let configuration = CommandConfiguration(
    commandName: "chat", abstract: "Open the desk; what `furrow` alone does.")

  @Option(help: ArgumentHelp("The theme; `furrow themes` lists them.", valueName: "name"))
  var theme: String?
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func runOnMainThread() throws {
    let context = try Context(options: global)
    let account = try context.account()
    let settings = context.settings
    let cache = DeskSetup.cache(of: account, settings)
    // A suspension ends the client, not what it has in memory.
    let memory = MemoryStore()
    defer { if !settings.keepsCache { try? FileManager.default.removeItem(at: cache.root) } }
    let desk = try DeskRunner(
      onTerminal: DeskSetup.parts(
        settings: settings, theme: theme, coach: false,
        tokens: TokenKeeper(account, settings: settings, source: settings.tokenSource),
        cache: cache
      ) { token in
        try wait {
          try await Client.open(
            account, token: token, settings: settings, memory: memory, isDesk: true)
        }
      })
    desk.run()
  }
}

/// Puts together what a desk needs.
enum DeskSetup {
  /// What is fetched to be looked at; without a cache it goes when the desk does.
  static func cache(of account: Account, _ settings: Settings) -> MediaCache {
    if settings.keepsCache {
      return MediaCache(root: settings.paths.cache, folder: account.cache)
    }
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "furrow-\(UUID().uuidString)")
    return MediaCache(root: folder, folder: folder)
  }

  static func parts(
    settings: Settings, theme: String?, coach: Bool, ownName: String? = nil, tokens: TokenKeeper,
    cache: MediaCache,
    makeClient: @escaping @Sendable (_ token: String) throws -> Client
  ) throws(Failure) -> DeskRunner.Parts {
    let keys = try KeysFile(contentsOf: settings.paths.keysFile)
    let themes = ThemeFiles(directory: settings.paths.themes)
    var configuration = DeskConfiguration()
    configuration.waitWarn = Double(settings.waitWarn) * 60
    configuration.waitLate = Double(settings.waitLate) * 60
    configuration.theme = theme ?? settings.theme ?? ThemeLibrary.defaultName
    configuration.themes = themes.entries.map { theme in
      ThemeChoice(theme.name, detail: theme.problem == nil ? theme.remark : "broken")
    }
    configuration.keymap = keys.keymap
    configuration.keymapProblems = keys.warnings
    configuration.coach = coach
    configuration.ownName = ownName
    configuration.notifies = settings.notifies
    configuration.guardsTyping = settings.guardsTyping
    configuration.keepsOutbox = settings.keepsCache
    configuration.timeZone = .current
    configuration.openerProblem = Programs.openerProblem()
    configuration.playerProblem = Programs.playerProblem()
    return DeskRunner.Parts(
      configuration: configuration, themes: themes.library, makeClient: makeClient,
      tokens: tokens, cache: cache, usesMouse: settings.mouse)
  }
}
