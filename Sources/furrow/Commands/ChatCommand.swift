import ArgumentParser
import ChatClient
import ChatConnection
import Desk
import DeskViews
import Foundation
import Sentences

struct ChatCommand: ScreenCommand {
  static let configuration = CommandConfiguration(
    commandName: "chat", abstract: "Open the desk; what `furrow` alone does.",
    discussion: """
      Several --profile are several people at one desk: Ctrl+X 1 to 9 goes to one of them, and each \
      has a client, a cache and an outbox of its own. F12 shows what all of them say to their servers, \
      and what these answer; ? lists the keys that stand there.
      """)

  @Option(
    help: ArgumentHelp("The theme; `furrow themes` lists them.", valueName: "name"),
    completion: Completions.themes)
  var theme: String?
  @OptionGroup var screen: ScreenOptions
  @OptionGroup(title: FaultOptions.title) var faults: FaultOptions
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func runOnMainThread() throws {
    switch try FirstStarting.run(global) {
    case nil: try openDesk(asLines: screen.isPlain)
    case .isSetUp: try openDesk(asLines: screen.isPlain || ScreenOptions.terminalIsSimple)
    case .demo: try openDemo()
    }
  }

  private func openDemo() throws {
    var demo = try DemoCommand.parse([])
    demo.theme = theme
    demo.screen = screen
    demo.faults = faults
    demo.screen.plain = screen.plain || ScreenOptions.terminalIsSimple
    demo.global = global
    try demo.runOnMainThread()
  }

  private func openDesk(asLines: Bool) throws {
    var remarks: [String] = []
    var identities: [OpenedIdentity] = []
    let book = WireBook.ofThisProgram()
    let wire = try global.wireOfScreen(book)
    defer { withExtendedLifetime(wire) {} }
    for options in try global.ofEachProfile(said("A desk")) {
      let opened = try OpenedIdentity(options, faults, book, isAlone: global.profile.count < 2)
      if let twin = identities.first(where: { $0.account.directory == opened.account.directory }) {
        remarks.append(
          said(
            """
            The profiles \(twin.name) and \(opened.name) are one person at one server: one \
            identity.
            """)
        )
      } else {
        identities.append(opened)
      }
    }
    defer { for identity in identities { identity.forgetWhatIsNotKept() } }
    let settings = identities[0].settings
    let files = try DeskFiles(below: settings.paths)
    var parts = identities.map { $0.parts(files, theme: theme) }
    parts[0].configuration.remarks += remarks
    try DeskRunner(
      DeskRunner.Parts(
        files: files, terminal: settings.terminal, identities: parts, wire: book,
        events: EventFiles(settings.paths.events)),
      asLines: asLines
    ).run()
  }
}

/// One identity of the desk, before anything of it runs.
private struct OpenedIdentity {
  let settings: Settings
  let account: Account
  private let cache: MediaCache

  var name: String { settings.profile }

  init(
    _ options: GlobalOptions, _ faults: FaultOptions, _ book: WireBook, isAlone: Bool
  ) throws {
    let context =
      try isAlone
      ? Context(options: options, book: book)
      : Context(ofProfile: options.profile[0], options, book: book)
    settings = context.settings
    try settings.use(faults)
    do {
      account = try context.account()
    } catch {
      guard options.profile.count == 1 else { throw error }
      throw Failure(error.status, said("Profile \(settings.profile): \(error.message)"))
    }
    cache = MediaCache(of: account, settings)
  }

  func parts(_ files: DeskFiles, theme: String?) -> DeskRunner.IdentityParts {
    DeskRunner.IdentityParts(
      name: name, account: account, settings: settings,
      configuration: files.configuration(settings: settings, theme: theme),
      source: settings.tokenSource, cache: cache)
  }

  func forgetWhatIsNotKept() {
    if !settings.keepsCache { try? FileManager.default.removeItem(at: cache.root) }
  }
}

extension GlobalOptions {
  /// What --wire-file wants of a desk; stderr is the screen itself.
  func wireOfScreen(_ book: WireBook) throws(Failure) -> WireOutput? {
    guard !wire else {
      throw Failure(
        .usage,
        said(
          """
          The desk has the screen: F12 shows the wire there, --wire-file FILE writes it down.
          """))
    }
    return try WireOutput(self, of: book, Output(isJSON: false))
  }
}
