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
    var remarks: [String] = []
    var identities: [OpenedIdentity] = []
    for options in try optionsOfEach() {
      let opened = try OpenedIdentity(options, theme: theme)
      if let twin = identities.first(where: { $0.account.directory == opened.account.directory }) {
        remarks.append(
          "The profiles \(twin.name) and \(opened.name) are one person at one server: one identity."
        )
      } else {
        identities.append(opened)
      }
    }
    defer { for identity in identities { identity.forgetWhatIsNotKept() } }
    let parts = try identities.map {
      try $0.parts(remarks: $0.name == identities[0].name ? remarks : [])
    }
    try DeskRunner(
      onTerminal: DeskRunner.Parts(
        themes: identities[0].themes.library, usesMouse: identities[0].settings.mouse,
        identities: parts)
    ).run()
  }

  /// The global options, once for each profile that was named.
  private func optionsOfEach() throws -> [GlobalOptions] {
    guard global.profile.count > 1 else { return [global] }
    guard global.profile.count <= 9 else {
      throw Failure(.usage, "A desk has nine identities at most, not \(global.profile.count).")
    }
    return global.profile.map { profile in
      var options = global
      options.profile = [profile]
      return options
    }
  }
}

/// One identity of the desk, before anything of it runs.
private struct OpenedIdentity {
  let settings: Settings
  let account: Account
  let themes: ThemeFiles
  private let cache: MediaCache
  private let theme: String?
  /// A suspension ends the client, not what it has in memory.
  private let memory = MemoryStore()

  var name: String { settings.profile }

  init(_ options: GlobalOptions, theme: String?) throws {
    let context = try Context(options: options)
    settings = context.settings
    do {
      account = try context.account()
    } catch {
      guard options.profile.count == 1 else { throw error }
      throw Failure(error.status, "Profile \(settings.profile): \(error.message)")
    }
    themes = ThemeFiles(directory: settings.paths.themes)
    cache = DeskSetup.cache(of: account, settings)
    self.theme = theme
  }

  func parts(remarks: [String]) throws(Failure) -> DeskRunner.IdentityParts {
    var configuration = try DeskSetup.configuration(
      settings: settings, themes: themes, theme: theme)
    configuration.remarks = remarks
    return DeskRunner.IdentityParts(
      name: name, configuration: configuration,
      makeClient: { [account, settings, memory] token in
        try wait {
          try await Client.open(
            account, token: token, settings: settings, memory: memory, isDesk: true)
        }
      },
      tokens: TokenKeeper(account, settings: settings, source: settings.tokenSource), cache: cache)
  }

  func forgetWhatIsNotKept() {
    if !settings.keepsCache { try? FileManager.default.removeItem(at: cache.root) }
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

  static func configuration(
    settings: Settings, themes: ThemeFiles, theme: String?
  ) throws(Failure) -> DeskConfiguration {
    let keys = try KeysFile(contentsOf: settings.paths.keysFile)
    var configuration = DeskConfiguration()
    configuration.waitWarn = Double(settings.waitWarn) * 60
    configuration.waitLate = Double(settings.waitLate) * 60
    configuration.theme = theme ?? settings.theme ?? ThemeLibrary.defaultName
    configuration.themes = themes.entries.map { theme in
      ThemeChoice(theme.name, detail: theme.problem == nil ? theme.remark : "broken")
    }
    configuration.keymap = keys.keymap
    configuration.keymapProblems = keys.warnings
    configuration.notifies = settings.notifies
    configuration.guardsTyping = settings.guardsTyping
    configuration.keepsOutbox = settings.keepsCache
    configuration.timeZone = .current
    configuration.openerProblem = Programs.openerProblem()
    configuration.playerProblem = Programs.playerProblem()
    return configuration
  }
}
