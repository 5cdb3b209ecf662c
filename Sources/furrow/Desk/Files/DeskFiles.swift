import ChatClient
import ChatConnection
import ChatModel
import ChatStorage
import Desk
import DeskViews
import Faults
import Foundation

/// The files of the configuration that all identities of a desk share: themes and keys.
struct DeskFiles {
  let themes: ThemeShelf
  private let keys: KeysFile
  private let views: TeamFileShelf<ViewsFile>
  private let roster: TeamFileShelf<RosterFile>
  private let paths: Paths

  init(below paths: Paths) throws(Failure) {
    themes = ThemeShelf(ThemeFiles(directory: paths.themes), directory: paths.themes)
    self.paths = paths
    keys = try KeysFile(contentsOf: paths.keysFile)
    views = TeamFileShelf(paths.viewsFile)
    roster = TeamFileShelf(paths.rosterFile)
  }

  func configuration(settings: Settings, theme: String?) -> DeskConfiguration {
    var configuration = DeskConfiguration()
    configuration.waitWarn = Double(settings.waitWarn) * 60
    configuration.waitLate = Double(settings.waitLate) * 60
    configuration.theme = theme ?? settings.theme ?? ThemeLibrary.defaultName
    configuration.themes = themes.choices
    configuration.keymap = keys.keymap
    configuration.langmap = Langmap(layouts: settings.langmap, own: keys.langmap)
    configuration.keymapProblems = keys.warnings
    configuration.savedViews = views.current.views
    configuration.roster = roster.current.roster
    configuration.remarks = views.current.warnings + roster.current.warnings
    configuration.notePrefix = UUID().uuidString.lowercased()
    configuration.bell = settings.notifying.rings
    configuration.notifies = settings.notifying.notifies
    configuration.quietHours = settings.quietHours
    configuration.alertsAgain = settings.notifyAgain.map { Double($0) * 60 }
    configuration.sharesNotes = settings.teamDirectory != nil
    configuration.pictures = settings.pictures
    if settings.pictures != nil, let problem = PictureProgram.problem {
      configuration.pictures = nil
      configuration.picturesProblem = problem
    }
    configuration.guardsTyping = settings.guardsTyping
    configuration.spelling = settings.spelling
    configuration.sendHold = Double(settings.sendUndo)
    configuration.keepsOutbox = settings.keepsCache
    configuration.profile = settings.profile
    configuration.production = settings.productionClause(lookingUp: false)
    configuration.origin = (try? settings.address())?.origin.absoluteString ?? ""
    configuration.server = (try? settings.address())?.shortest ?? ""
    configuration.wireSeed = .random(in: .min ... .max)
    configuration.timeZone = .current
    configuration.faults = settings.linkFaults.plan
    configuration.remarks += settings.linkFaults.plan.remarks()
    configuration.openerProblem = Programs.openerProblem()
    configuration.playerProblem = PlayerProgram.problem(settings.player)
    configuration.filmProblem = Programs.playerProblem()
    return configuration
  }
}

extension DeskFiles {
  /// Tells a desk when the files of themes change, as long as it is kept.
  func watchThemes(tell: @escaping @Sendable ([ThemeChoice], [Notice]) -> Void) -> FolderWatch {
    let themes = themes
    return FolderWatch(paths.themes) {
      let notices = themes.readAgain()
      if !notices.isEmpty { tell(themes.choices, notices) }
    }
  }
}

extension DeskFiles {
  /// Tells a desk when views.toml changes, and what is wrong with it, as long as it is kept.
  func watchViews(tell: @escaping @Sendable ([SavedView], [String]) -> Void) -> FolderWatch {
    let views = views
    return FolderWatch(paths.config) {
      if let new = views.readAgain() { tell(new.views, new.warnings) }
    }
  }

  /// Tells a desk when roster.toml changes, and what is wrong with it, as long as it is kept.
  func watchRoster(tell: @escaping @Sendable (Roster, [String]) -> Void) -> FolderWatch {
    let roster = roster
    return FolderWatch(paths.config) {
      if let new = roster.readAgain() { tell(new.roster, new.warnings) }
    }
  }
}

extension DeskRunner.IdentityParts {
  /// - Parameters:
  ///   - source: where another token comes from when one is refused; nil: from nowhere.
  ///   - sparesLoopback: proxies are not asked for addresses of this computer.
  init(
    name: String, account: Account, settings: Settings, configuration: DeskConfiguration,
    source: TokenSource?, cache: MediaCache, replies: ReplyFiles? = nil,
    sparesLoopback: Bool = false
  ) {
    // A suspension ends the client, not what it has in memory.
    let memory = MemoryStore()
    let tokens = TokenKeeper(account, settings: settings, source: source)
    self.init(
      name: name, configuration: configuration,
      makeClient: { token in
        try wait {
          try await Client.open(
            account, token: token, settings: settings, memory: memory, isDesk: true,
            sparesLoopback: sparesLoopback)
        }
      },
      tokens: tokens, signIn: PasswordSignIn(account, settings), cache: cache,
      replies: replies ?? ReplyFiles(settings), notifying: settings.notifying,
      team: TeamFolder(of: account, settings), player: settings.player, faults: settings.linkFaults,
      identity: WireIdentity(account, named: settings.profile),
      recordings: RecordingWriter.folder(of: account),
      trying: TrialRunner.Player(
        settings: settings, account: account, tokens: tokens, sparesLoopback: sparesLoopback))
  }
}

extension TeamFolder {
  /// What the team of an account shares; nil where none is named.
  init?(of account: Account, _ settings: Settings) {
    guard let folder = settings.teamDirectory else { return nil }
    self.init(folder, author: account.claims.userID, server: account.address.folder)
  }
}

extension MediaCache {
  /// What is fetched to be looked at; without a cache it goes when the desk does.
  init(of account: Account, _ settings: Settings) {
    if settings.keepsCache {
      self.init(root: settings.paths.cache, folder: account.cache)
    } else {
      let folder = FileManager.default.temporaryDirectory.appending(
        path: "furrow-\(UUID().uuidString)")
      self.init(root: folder, folder: folder)
    }
  }
}
