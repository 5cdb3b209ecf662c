import ArgumentParser
import ChatConnection
import ChatModel
import Desk
import Foundation
import SandboxCore
import SandboxHTTP
import Sentences

extension Pace: ExpressibleByArgument {}

struct DemoCommand: ScreenCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Open a desk with farmers writing to you; no server, no sign-in, nothing kept.")

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "Who you are: support, admin or farmer; may be repeated, the first one is shown.",
      valueName: "role"))
  var roles: [RoleArgument] = []
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many farmers write of their own accord.", valueName: "n"))
  var farmers = 12
  @Option(help: "How often they write: calm or busy.")
  var pace: Pace = .calm
  @Option(
    help: ArgumentHelp("The theme; `furrow themes` lists them.", valueName: "name"),
    completion: Completions.themes)
  var theme: String?
  @OptionGroup var screen: ScreenOptions
  @OptionGroup(title: FaultOptions.title) var faults: FaultOptions
  @OptionGroup(title: HelpText.globalTitle) var global: GlobalOptions

  func validate() throws {
    try Checked.number(farmers, in: 0...1000, "--farmers")
  }

  func runOnMainThread() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "furrow-demo-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    var options = global
    options.profile = []
    options.dataDir = folder.path
    let book = WireBook.ofThisProgram()
    let wire = try global.wireOfScreen(book)
    defer { withExtendedLifetime(wire) {} }
    var settings = try Settings(options: options, wire: book)
    // The demo's handoffs are to be seen while one watches.
    settings.refresh = 3
    settings.slowestRefresh = 3
    // What is played with is no concern of the team.
    settings.teamDirectory = nil
    settings.paths.rosterFile = folder.appending(path: "roster.toml")
    settings.production = ProductionMarks()
    settings.paths.cache = folder.appending(path: "media")

    let sandbox = try Self.sandbox()
    let server = try wait {
      do throws(SandboxServerError) {
        return try await SandboxServer.start(sandbox)
      } catch {
        throw Failure(.unavailable, Failure.sentence(error.reason))
      }
    }
    defer { try? wait { await server.stop() } }
    let people = DemoRunner(sandbox, script) { link in
      switch link {
      case .cut: server.cutLink()
      case .restored: server.restoreLink()
      }
    }
    defer { people.stop() }
    let files = try DeskFiles(below: settings.paths)
    let replies = folder.appending(path: "replies")
    DemoReplies.write(to: replies)
    let identities = try played.map { role in
      try identity(role, in: sandbox, at: server.origin, settings, files, replies)
    }
    let desk = try DeskRunner(
      DeskRunner.Parts(
        files: files, terminal: settings.terminal, identities: identities, wire: book,
        events: EventFiles(settings.paths.events)),
      asLines: screen.isPlain)
    people.run()
    desk.run()
  }

  private static func sandbox() throws(Failure) -> Sandbox {
    do {
      return try Sandbox(SandboxConfiguration())
    } catch {
      throw Failure(.internalError, Failure.sentence("\(error)"))
    }
  }

  /// Each role once, in the order in which they were named.
  private var played: [Role] {
    var seen: Set<Role> = []
    return (roles.isEmpty ? [.support] : roles.map(\.value)).filter { seen.insert($0).inserted }
  }

  private func identity(
    _ role: Role, in sandbox: Sandbox, at origin: String, _ settings: Settings, _ files: DeskFiles,
    _ replies: URL
  ) throws(Failure) -> DeskRunner.IdentityParts {
    guard let person = Self.person(in: sandbox, role), let token = sandbox.mintToken(for: person.id)
    else { throw Failure(.internalError, said("The sandbox has nobody of this role.")) }
    var settings = settings
    // Each has a name of their own on the wire.
    settings.profile = DemoCast.account(of: role)
    let account = try Account(address: ServerAddress(origin), token: token, settings: settings)
    // What goes wrong for one goes wrong for that one alone.
    settings.linkFaults = FaultControl()
    settings.linkFaults.use(faults.plan)
    var configuration = files.configuration(settings: settings, theme: theme)
    configuration.coach = role == played.first
    configuration.ownName = person.name
    configuration.origin = account.address.origin.absoluteString
    return DeskRunner.IdentityParts(
      name: settings.profile, account: account, settings: settings,
      configuration: configuration, source: nil, cache: MediaCache(of: account, settings),
      replies: ReplyFiles(folders: [settings.paths.replies, replies]),
      sparesLoopback: true)
  }

  /// Whom the script plays with: not just anybody of the role.
  static func person(in sandbox: Sandbox, _ role: Role) -> SandboxPerson? {
    let id = sandbox.user(withEmail: DemoCast.email(DemoCast.account(of: role)))
    return sandbox.people.first { $0.id == id }
  }

  private var script: DemoConfiguration {
    var configuration = DemoConfiguration()
    configuration.farmers = farmers
    configuration.pace = pace
    configuration.scriptFor = played[0]
    return configuration
  }
}
